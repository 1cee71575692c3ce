/* folder_hold: what stands in the way of a change that somebody has the right to. */
#include "folders/folder_hold.h"

#include "base/str.h"
#include "core/weakened.h"

static bool
lies_in(const char *path, const char *folder)
{
	return str_starts(str_of(path), str_of(folder));
}

bool
folder_hold_covers(const struct folder_hold *hold, const struct lock_spot *spot)
{
	if (hold->file_id != 0)
		return hold->file_id == spot->file;
	return lies_in(spot->path, hold->path);
}

/* What lies in a held folder leaves it; the folder itself takes its hold along, as a file does. */
static bool
leaves(const struct folder_hold *hold, const struct lock_spot *spot, const char *to)
{
	return hold->file_id == 0 && hold->folder_id != spot->folder && lies_in(spot->path, hold->path) &&
	       !lies_in(to, hold->path);
}

bool
folder_hold_keeps(const struct folder_hold *hold, const struct lock_spot *spot, const char *to)
{
	if (to != NULL)
		return leaves(hold, spot, to);
	return folder_hold_covers(hold, spot) || (spot->folder != 0 && lies_in(hold->path, spot->path));
}

enum folder_outcome
folder_stand_change(struct tx *tx, const struct folder_access *access, const struct lock_spot *spot)
{
	return folder_locks_stand(tx, access, spot, DEED_CHANGE) ? FOLDER_LOCKED : FOLDER_DONE;
}

enum folder_outcome
folder_stand_add(struct tx *tx, const struct folder_access *access, const struct folder *in)
{
	const struct lock_spot spot = lock_spot_in(in);

	return folder_locks_stand(tx, access, &spot, DEED_ADD) ? FOLDER_LOCKED : FOLDER_DONE;
}

enum folder_outcome
folder_stand_take(struct tx *tx, const struct folder_access *access, const struct lock_spot *spot, const char *to)
{
	size_t count;
	const struct folder_hold *holds;

	if (folder_locks_stand(tx, access, spot, DEED_TAKE))
		return FOLDER_LOCKED;
	holds = folder_holds(tx, access->client, &count);
	for (size_t i = 0; i < count; i++)
		if (folder_hold_keeps(&holds[i], spot, to) && !weakened(CHECK_FOLDER_HELD))
			return FOLDER_HELD;
	return FOLDER_DONE;
}

bool
folder_is_held(struct tx *tx, int64_t client, const struct lock_spot *spot)
{
	size_t count;
	const struct folder_hold *holds = folder_holds(tx, client, &count);

	for (size_t i = 0; i < count; i++)
		if (folder_hold_covers(&holds[i], spot))
			return !weakened(CHECK_FOLDER_HELD);
	return false;
}
