/* folder_lock: which lock concerns whom; paths of folders say what lies below what. */
#include "folders/folder_lock.h"

#include "base/arena.h"
#include "base/str.h"
#include "core/request.h"
#include "core/weakened.h"
#include "records/record.h"
#include "rights/rights.h"

static bool
lies_in(const char *path, const char *folder)
{
	return str_starts(str_of(path), str_of(folder));
}

struct lock_spot
lock_spot_of_folder(const struct folder *folder)
{
	return (struct lock_spot){.folder = folder->id, .in = folder->parent_id, .path = folder->path};
}

struct lock_spot
lock_spot_of_file(const struct file *file, const struct folder *in)
{
	return (struct lock_spot){.file = file->id, .in = in->id, .path = in->path};
}

struct lock_spot
lock_spot_in(const struct folder *in)
{
	return (struct lock_spot){.in = in->id, .path = in->path};
}

bool
folder_lock_is_own(const struct folder_lock *lock, const struct folder_access *access)
{
	return lock->staff == access->person.staff && lock->person_id == access->person.id;
}

static bool
is_on(const struct folder_lock *lock, const struct lock_spot *spot)
{
	if (spot->file != 0)
		return lock->file_id == spot->file;
	return spot->folder != 0 && lock->folder_id == spot->folder;
}

bool
folder_lock_covers(const struct folder_lock *lock, const struct lock_spot *spot)
{
	return is_on(lock, spot) ||
	       (lock->deep && lock->folder_id != 0 && spot->path != NULL && lies_in(spot->path, lock->path));
}

/* A lock on a folder keeps its members as they are, those in them only when it is deep. */
static bool
keeps_members(const struct folder_lock *lock, const struct lock_spot *spot)
{
	return lock->folder_id != 0 && lock->folder_id == spot->in;
}

static bool
is_beneath(const struct folder_lock *lock, const struct lock_spot *spot)
{
	return spot->folder != 0 && lies_in(lock->path, spot->path);
}

bool
folder_lock_concerns(const struct folder_lock *lock, const struct lock_spot *spot, enum lock_deed deed)
{
	if (folder_lock_covers(lock, spot))
		return true;
	if (deed == DEED_CHANGE)
		return false;
	return keeps_members(lock, spot) || (deed == DEED_TAKE && is_beneath(lock, spot));
}

bool
folder_lock_conflicts(const struct folder_lock *lock, const struct lock_spot *spot, bool shared, bool deep)
{
	if (lock->shared && shared)
		return false;
	return folder_lock_covers(lock, spot) || (deep && is_beneath(lock, spot));
}

bool
folder_locks_bar(const struct folder_lock *locks, size_t count, const struct folder_access *access,
		 const struct lock_spot *spot, enum lock_deed deed)
{
	bool others = false, shared_own = false, shared = false;

	for (size_t i = 0; i < count; i++) {
		bool own = folder_lock_is_own(&locks[i], access);

		if (!folder_lock_concerns(&locks[i], spot, deed))
			continue;
		others = others || (!own && !locks[i].shared);
		shared = shared || (!own && locks[i].shared);
		shared_own = shared_own || (own && locks[i].shared);
	}
	return (others || (shared && !shared_own)) && !weakened(CHECK_FOLDER_LOCK);
}

bool
folder_locks_stand(struct tx *tx, const struct folder_access *access, const struct lock_spot *spot, enum lock_deed deed)
{
	size_t count;
	const struct folder_lock *locks = folder_locks(tx, access->client, &count);

	return folder_locks_bar(locks, count, access, spot, deed);
}

/* ---- told ---- */

/* Staff are known to everybody, contacts to the staff who may see them, and to themselves. */
static bool
is_known(const struct request *rq, const struct folder_lock *lock)
{
	return lock->staff || (rq->viewer->kind == VIEWER_CLIENT && lock->person_id == rq->viewer->record);
}

struct folder_lock *
folder_locks_told(struct request *rq, int64_t client, size_t *count)
{
	struct folder_lock *locks = folder_locks(rq->tx, client, count);
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	const struct record_name *names = NULL;
	int64_t *contacts = arena_make_array(rq->arena, int64_t, *count + 1);
	size_t contact_count = 0, name_count = 0;

	for (size_t i = 0; i < *count; i++)
		if (!is_known(rq, &locks[i]))
			contacts[contact_count++] = locks[i].person_id;
	if (contact_count > 0 && module != NULL && rq->viewer->kind == VIEWER_STAFF)
		names = record_names(rq->tx, record_access(rq, module), contacts, contact_count, &name_count);
	for (size_t i = 0; i < *count; i++) {
		if (!is_known(rq, &locks[i]))
			locks[i].holder = record_name_among(names, name_count, locks[i].person_id);
		if (locks[i].holder == NULL)
			locks[i].owner = "";
	}
	return locks;
}
