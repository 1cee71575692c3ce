/* stand: what the page of a folder or file says of locks and holds: who works on it, what keeps it, what one can do. */
#include "clients/clients.h"
#include "folders/folders.h"
#include "holds/handlers.h"
#include "holds/holds.h"

/* ---- locks ---- */

/* Of several the first that is somebody else's. */
static const struct folder_lock *
lock_shown(struct request *rq, const struct folder_access *access, const struct lock_spot *spot)
{
	const struct folder_lock *shown = NULL;
	size_t count;
	const struct folder_lock *locks = folder_locks_told(rq, access->client, &count);

	for (size_t i = 0; i < count; i++) {
		if (!folder_lock_covers(&locks[i], spot))
			continue;
		if (!folder_lock_is_own(&locks[i], access))
			return &locks[i];
		shown = shown == NULL ? &locks[i] : shown;
	}
	return shown;
}

static void
set_lock(struct request *rq, struct doc *stand, const struct folder_access *access, const struct folder_lock *lock,
	 const struct file *file, bool full)
{
	bool own = lock != NULL && folder_lock_is_own(lock, access);
	bool breaks = lock != NULL && !own && full && viewer_may(rq->viewer, &lock_break) && rq->portal == NULL;
	bool on_file = lock != NULL && file != NULL && lock->file_id == file->id && access->looker == NULL;
	struct doc *shown;

	doc_set_null(stand, "lock");
	doc_set_text(stand, "lock_href",
		     lock == NULL && full && file != NULL ? file_href(rq, access->client, file->id, "/lock") : NULL);
	if (lock == NULL)
		return;
	shown = doc_set_object(stand, "lock");
	doc_set_text(shown, "by", own ? NULL : lock->holder);
	doc_set_bool(shown, "own", own);
	doc_set_bool(shown, "breaks", breaks);
	doc_set_bool(shown, "by_program", lock->password_id != 0);
	doc_set_instant(shown, "until", lock->expires_at);
	doc_set_text(shown, "unlock_href",
		     on_file && (own || breaks) ? file_href(rq, access->client, file->id, "/unlock") : NULL);
}

/* ---- holds ---- */

static const char *
holds_href(struct request *rq, const struct folder_access *access, const struct folder_seen *in,
	   const struct file *file)
{
	char client[ID_LENGTH + 1], id[ID_LENGTH + 1];

	if (rq->portal != NULL || !viewer_may(rq->viewer, &hold_write))
		return NULL;
	id_print(client, access->client);
	id_print(id, file == NULL ? in->folder.id : file->id);
	return arena_printf(rq->arena, "/console/clients/%s/holds?%s=%s", client, file == NULL ? "folder" : "file", id);
}

/* Staff see that it is held; why, those who put holds. */
static bool
set_holds(struct request *rq, struct doc *stand, const struct folder_access *access, const struct lock_spot *spot)
{
	struct doc *list = doc_set_list(stand, "holds");
	bool staff = rq->viewer->kind == VIEWER_STAFF;
	size_t count = 0;
	const struct folder_hold *held = staff ? folder_holds(rq->tx, access->client, &count) : NULL;

	for (size_t i = 0; i < count; i++) {
		struct doc *shown;

		if (!folder_hold_covers(&held[i], spot))
			continue;
		shown = doc_add_object(list);
		doc_set_instant(shown, "made_at", held[i].made_at);
		doc_set_text(shown, "made_by", held[i].made_by);
		doc_set_text(shown, "reason", viewer_may(rq->viewer, &hold_write) ? held[i].reason : NULL);
	}
	doc_set_bool(stand, "held", list->list.count > 0);
	return list->list.count > 0;
}

void
stand_fill(struct request *rq, struct doc *page, const struct folder_shown *shown)
{
	const struct folder_access *access = shown->access;
	const struct folder_seen *in = shown->in;
	const struct file *file = shown->file;
	struct doc *stand = doc_set_object(page, "stand");
	const struct lock_spot spot =
		file == NULL ? lock_spot_of_folder(&in->folder) : lock_spot_of_file(file, &in->folder);
	const struct folder_lock *lock = lock_shown(rq, access, &spot);
	bool full = in->level == FOLDER_FULL && access->looker == NULL, held = set_holds(rq, stand, access, &spot);

	set_lock(rq, stand, access, lock, file, full);
	doc_set_bool(stand, "any", lock != NULL || held);
	doc_set_text(stand, "holds_href", in->level == FOLDER_NONE ? NULL : holds_href(rq, access, in, file));
}
