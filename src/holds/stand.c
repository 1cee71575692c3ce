/* stand: what the page of a folder or file says: who works on it, what keeps it and until when, what one can do. */
#include "base/instant.h"
#include "clients/clients.h"
#include "folders/folders.h"
#include "holds/handlers.h"
#include "holds/holds.h"
#include "holds/retention_page.h"
#include "sys/clock.h"

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

/* ---- how long it is kept ---- */

/* Until when, of a file; whether that is over. */
static void
set_until(struct doc *kept, const struct file *file, int months)
{
	int32_t until = file == NULL ? NO_DAY : retention_until(file->content.created_at, months);

	doc_set_day(kept, "until", until);
	doc_set_bool(kept, "over", until != NO_DAY && until <= day_of_instant_utc(clock_now()));
}

/* Contacts are told until when, and neither why nor by which rule. */
static void
set_kept_for_contacts(struct request *rq, struct doc *stand, const struct file *file)
{
	int months = file == NULL ? 0 : file_retention_months(rq->tx, file->id);
	struct doc *kept;

	if (months == 0 || retention_until(file->content.created_at, months) <= day_of_instant_utc(clock_now()))
		return;
	kept = doc_set_object(stand, "kept");
	set_until(kept, file, months);
	doc_set_null(kept, "said");
	doc_set_null(kept, "forget_href");
}

static void
set_kept_for_staff(struct request *rq, struct doc *stand, const struct folder_shown *shown, bool full)
{
	const struct file *file = shown->file;
	struct retention_said said = retention_said_of(rq->tx, &shown->in->folder);
	int borne = file == NULL ? 0 : file_retention_carried(rq->tx, file->id);
	struct doc *kept;

	if (borne > said.months)
		said = (struct retention_said){.months = borne, .name = "", .reason = "", .carried = true};
	else
		borne = 0;
	if (said.months == 0 && (file != NULL || said.folder_id == 0))
		return;
	kept = doc_set_object(stand, "kept");
	set_until(kept, file, said.months);
	retention_set_said(rq, doc_set_object(kept, "said"), &said);
	doc_set_text(kept, "forget_href",
		     borne > 0 && full && viewer_may(rq->viewer, &hold_write)
			     ? file_href(rq, shown->access->client, file->id, "/retention")
			     : NULL);
}

/* "kept": null: nothing has to be kept. On a folder also where that is said, and what is to be sorted out. */
static void
set_kept(struct request *rq, struct doc *stand, const struct folder_shown *shown, bool full)
{
	const struct opened opened = {shown->access, shown->in};
	bool staff = rq->portal == NULL, of_folder = shown->file == NULL && shown->in->level != FOLDER_NONE;

	doc_set_null(stand, "kept");
	doc_set_text(stand, "keep_href",
		     staff && of_folder && full && viewer_may(rq->viewer, &hold_write)
			     ? folder_sent_href(rq, &opened, "retention")
			     : NULL);
	doc_set_text(stand, "sort_href",
		     staff && of_folder ? client_path(rq, shown->access->client, "/to-sort") : NULL);
	if (!staff)
		set_kept_for_contacts(rq, stand, shown->file);
	else if (shown->in->level != FOLDER_NONE)
		set_kept_for_staff(rq, stand, shown, full);
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
	set_kept(rq, stand, shown, full);
	doc_set_bool(stand, "any", lock != NULL || held);
	doc_set_text(stand, "holds_href", in->level == FOLDER_NONE ? NULL : holds_href(rq, access, in, file));
}
