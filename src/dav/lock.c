/* lock: which lock concerns whom; paths of folders say what lies below what. */
#include "dav/lock.h"

static bool
lies_in(const char *path, const char *folder)
{
	return str_starts(str_of(path), str_of(folder));
}

static bool
is_on(const struct dav_lock *lock, const struct place *place)
{
	if (place->kind == PLACE_FILE)
		return lock->file_id == place->file->id;
	return place->kind == PLACE_FOLDER && lock->folder_id == place->folder->folder.id;
}

bool
dav_lock_covers(const struct dav_lock *lock, const struct place *place)
{
	return is_on(lock, place) || (lock->deep && lock->folder_id != 0 && place->folder != NULL &&
				      lies_in(place->folder->folder.path, lock->path));
}

/* A lock on a folder keeps its members as they are, those in them only when it is deep. */
static bool
keeps_members(const struct dav_lock *lock, const struct place *place)
{
	int64_t in = place->kind == PLACE_FOLDER ? place->folder->folder.parent_id : place->folder->folder.id;

	return lock->folder_id != 0 && lock->folder_id == in;
}

static bool
is_beneath(const struct dav_lock *lock, const struct place *place)
{
	return place->kind == PLACE_FOLDER && lies_in(lock->path, place->folder->folder.path);
}

bool
dav_lock_concerns(const struct dav_lock *lock, const struct place *place, enum lock_deed deed)
{
	if (dav_lock_covers(lock, place))
		return true;
	if (deed == DEED_CHANGE)
		return false;
	return keeps_members(lock, place) || (deed == DEED_TAKE && is_beneath(lock, place));
}

bool
dav_lock_conflicts(const struct dav_lock *lock, const struct place *place, bool shared, bool deep)
{
	if (lock->shared && shared)
		return false;
	return dav_lock_covers(lock, place) || (deep && is_beneath(lock, place));
}
