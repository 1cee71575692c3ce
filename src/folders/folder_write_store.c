/* folder_write_store: makes folders, names, moves and removes them. */
#include "folders/folder_hold.h"
#include "folders/folder_keep.h"
#include "folders/folder_retention.h"
#include "folders/folder_right_store.h"
#include "folders/folder_store.h"
#include "space/space.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/instant.h"
#include "base/str.h"
#include "clients/clients.h"
#include "core/weakened.h"
#include "sys/clock.h"
#include "sys/file_name.h"

#include <string.h>

const char *
folder_outcome_words(enum folder_outcome outcome)
{
	static const char *const words[FOLDER_OUTCOMES] = {
		[FOLDER_GONE] = N_("This folder is not there any more."),
		[FOLDER_REFUSED] = N_("You may read this folder, but not change it."),
		[FOLDER_NAMESAKE] = N_("There is a folder or a file of this name already."),
		[FOLDER_TOO_DEEP] = N_("Folders may lie at most 32 deep in one another."),
		[FOLDER_INSIDE] = N_("A folder cannot be put into itself."),
		[FOLDER_HOLDS] =
			N_("There is something in this folder that you may not change, so it stays where it is."),
		[FOLDER_CROWDED] = N_("So many rights are given in this folder that they cannot all be kept at once."),
		[FOLDER_LOCKED] = N_("Somebody is working on this: it is locked for now."),
		[FOLDER_HELD] = N_("This cannot be deleted or moved away at the moment."),
		[FOLDER_INFECTED] =
			N_("There is a file in this folder in which a virus was found, so it cannot be copied."),
		[FOLDER_TOO_MANY] = N_("There is too much in this folder to be copied at once."),
		[FOLDER_CLOSED] = N_(
			"There this folder would be closed to yourself. Let it keep its rights, or choose another place."),
	};

	return outcome == FOLDER_NO_SPACE ? space_refusal : words[outcome];
}

/* ---- who may ---- */

static bool
may_write(const struct folder_access *access, const struct folder_seen *seen)
{
	return access->looker == NULL && (seen->level == FOLDER_FULL || weakened(CHECK_FOLDER_FULL));
}

/* Finds what is to be changed. The root itself is changed by nobody: `inside` says that something is put into it. */
static enum folder_outcome
find_for(struct tx *tx, const struct folder_access *access, int64_t id, bool inside, struct folder_seen **seen)
{
	*seen = folder_find(tx, access, id);
	if (*seen == NULL || (id == access->client && !inside))
		return FOLDER_GONE;
	return may_write(access, *seen) ? FOLDER_DONE : FOLDER_REFUSED;
}

bool
folder_holds_others(struct tx *tx, const struct folder_access *access, const struct folder_seen *seen)
{
	struct sql sql = sql_new(tx_arena(tx));

	if (weakened(CHECK_FOLDER_HOLDS))
		return false;
	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, access, &seen->folder, &seen->sights, "seen");
	sql_printf(&sql,
		   " select 1 from seen join folder on folder.id = seen.id where seen.level < %d and folder.deleted_at "
		   "is null limit 1",
		   FOLDER_FULL);
	return db_sql_get_int(tx, 0, sql_end(&sql)) != 0;
}

static enum folder_outcome
stand_take(struct tx *tx, const struct folder_access *access, const struct folder_seen *seen, const char *to)
{
	const struct lock_spot spot = lock_spot_of_folder(&seen->folder);

	return folder_stand_take(tx, access, &spot, to);
}

/* ---- names ---- */

enum { FREE, TAKEN, TAKEN_UNSEEN };

static int
state_of(const char *key, const struct folder_taken *taken, size_t count)
{
	int state = FREE;

	for (size_t i = 0; i < count && state != TAKEN; i++)
		if (text_equal(taken[i].name_key, key))
			state = taken[i].seen ? TAKEN : TAKEN_UNSEEN;
	return state;
}

/* Whether another folder there has the name, or a file, and if so whether who acts sees one of them. */
static int
name_state(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *key,
	   int64_t but)
{
	size_t count;
	const struct folder_taken *taken = folder_names_taken(tx, access, in, &key, 1, but, &count);

	return state_of(key, taken, count);
}

/* "Name", "Name (2)" and so on, a hundred in each statement: the first that is not taken by what who acts sees. */
static const char *
free_name(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name,
	  int64_t but, int *state)
{
	enum { ROUNDS = 10 };
	struct arena *arena = tx_arena(tx);
	const char *names[FOLDER_NAMES_ASKED], *keys[FOLDER_NAMES_ASKED];

	for (int round = 0; round < ROUNDS; round++) {
		const struct folder_taken *taken;
		size_t count;

		for (int i = 0; i < FOLDER_NAMES_ASKED; i++) {
			int number = round * FOLDER_NAMES_ASKED + i + 1;

			names[i] = number == 1 ? name : file_name_folder_numbered(arena, name, number);
			keys[i] = folder_name_key(arena, names[i]);
		}
		taken = folder_names_taken(tx, access, in, keys, FOLDER_NAMES_ASKED, but, &count);
		for (int i = 0; i < FOLDER_NAMES_ASKED; i++) {
			*state = state_of(keys[i], taken, count);
			if (*state != TAKEN)
				return names[i];
		}
	}
	return NULL;
}

const char *
folder_name_free(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name)
{
	int state;

	return free_name(tx, access, in, name, 0, &state);
}

/* ---- making ---- */

static void
insert(struct tx *tx, const struct folder_access *access, const struct folder *in, const struct folder *made,
       const char *key, bool twin)
{
	db_run(tx,
	       "insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, created_at, "
	       "created_by, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
	       db_int(made->id), db_int(in->client_id), db_int(in->id), db_text(made->path), db_text(made->name),
	       db_text(key), db_int(twin ? made->id : 0), db_int(in->rights_id), db_int(made->created_at),
	       db_text(access->name));
	client_tally_add(tx, in->client_id, TALLY_FOLDERS, 1);
}

enum folder_outcome
folder_create(struct tx *tx, const struct folder_access *access, int64_t parent, const char *name, int64_t *id)
{
	struct folder_seen *in;
	enum folder_outcome outcome = find_for(tx, access, parent, true, &in);
	const char *key = folder_name_key(tx_arena(tx), name);
	struct folder made = {.id = id_new(), .name = name, .created_at = clock_now()};
	int state;

	if (outcome == FOLDER_DONE)
		outcome = folder_stand_add(tx, access, &in->folder);
	if (outcome != FOLDER_DONE)
		return outcome;
	if (folder_depth(&in->folder) >= FOLDER_DEPTH)
		return FOLDER_TOO_DEEP;
	state = name_state(tx, access, in, key, 0);
	if (state == TAKEN)
		return FOLDER_NAMESAKE;
	made.path = folder_path_in(tx_arena(tx), &in->folder, made.id);
	insert(tx, access, &in->folder, &made, key, state == TAKEN_UNSEEN);
	*id = made.id;
	return FOLDER_DONE;
}

enum folder_outcome
folder_rename(struct tx *tx, const struct folder_access *access, int64_t id, const char *name)
{
	struct folder_seen *seen;
	const struct folder_seen *in;
	enum folder_outcome outcome = find_for(tx, access, id, false, &seen);
	const char *key = folder_name_key(tx_arena(tx), name);
	int state;

	if (outcome == FOLDER_DONE)
		outcome = stand_take(tx, access, seen, seen->folder.path);
	if (outcome != FOLDER_DONE)
		return outcome;
	in = folder_find(tx, access, seen->folder.parent_id); /* the way to what is seen is seen, too */
	state = name_state(tx, access, in, key, id);
	if (state == TAKEN)
		return FOLDER_NAMESAKE;
	db_run(tx, "update folder set name = $1, name_key = $2, twin_id = $3, version = version + 1 where id = $4",
	       db_text(name), db_text(key), db_int(state == TAKEN_UNSEEN ? id : 0), db_int(id));
	return FOLDER_DONE;
}

/* ---- moving ---- */

static int
deepest(struct tx *tx, const struct folder *folder)
{
	int64_t longest =
		db_get_int(tx, 0,
			   "select max(length(path)) from folder where client_id = $1 and path >= $2 and path < "
			   "$2 || '~'",
			   db_int(folder->client_id), db_text(folder->path));

	return (int)(longest / (ID_LENGTH + 1));
}

static void
carry(struct tx *tx, const struct folder *folder, const struct folder *to)
{
	const char *path = folder_path_in(tx_arena(tx), to, folder->id);
	int kept = retention_said_of(tx, folder).months;
	struct folder moved = *folder;
	int64_t above = folder->own_rights ? db_get_int(tx, 0, "select rights_above_id from folder where id = $1",
							db_int(folder->id))
					   : folder->rights_id;

	folder_rights_follow(tx, folder, above, to->rights_id);
	db_run(tx,
	       "update folder set path = $1 || substr(path, cast($2 as integer)) where client_id = $3 and path >= $4 and path < $4 || '~'",
	       db_text(path), db_int((int64_t)strlen(folder->path) + 1), db_int(folder->client_id),
	       db_text(folder->path));
	moved.path = path;
	folder_retention_carry(tx, &moved, kept);
}

static enum folder_outcome
move_problem(struct tx *tx, const struct folder *folder, const struct folder *to)
{
	if (str_starts(str_of(to->path), str_of(folder->path)))
		return FOLDER_INSIDE;
	if (folder_depth(to) + deepest(tx, folder) - folder_depth(folder) + 1 > FOLDER_DEPTH)
		return FOLDER_TOO_DEEP;
	return FOLDER_DONE;
}

static enum folder_outcome
find_both(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent, struct folder_seen **seen,
	  struct folder_seen **to)
{
	enum folder_outcome outcome = find_for(tx, access, id, false, seen);

	if (outcome == FOLDER_DONE)
		outcome = find_for(tx, access, parent, true, to);
	if (outcome == FOLDER_DONE)
		outcome = move_problem(tx, &(*seen)->folder, &(*to)->folder);
	if (outcome == FOLDER_DONE && folder_holds_others(tx, access, *seen))
		outcome = FOLDER_HOLDS;
	if (outcome == FOLDER_DONE)
		outcome = stand_take(tx, access, *seen, (*to)->folder.path);
	return outcome == FOLDER_DONE ? folder_stand_add(tx, access, &(*to)->folder) : outcome;
}

enum folder_outcome
folder_move_allowed(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent)
{
	struct folder_seen *seen, *to;

	return find_both(tx, access, id, parent, &seen, &to);
}

/* Its own name, or a numbered one where that may be; NULL: it is taken. */
static const char *
name_there(struct tx *tx, const struct folder_access *access, const struct folder_seen *to, const struct folder *folder,
	   bool numbered, int *state)
{
	if (numbered)
		return free_name(tx, access, to, folder->name, folder->id, state);
	*state = name_state(tx, access, to, folder_name_key(tx_arena(tx), folder->name), folder->id);
	return *state == TAKEN ? NULL : folder->name;
}

static void
settle(struct tx *tx, int64_t id, int64_t parent, const char *name, int state)
{
	db_run(tx,
	       "update folder set parent_id = $1, name = $2, name_key = $3, twin_id = $4, version = version + 1 where id "
	       "= $5",
	       db_int(parent), db_text(name), db_text(folder_name_key(tx_arena(tx), name)),
	       db_int(state == TAKEN_UNSEEN ? id : 0), db_int(id));
}

enum folder_outcome
folder_move_kept(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent,
		 const struct folder_keep *keep, bool numbered)
{
	struct folder_seen *seen, *to;
	enum folder_outcome outcome = find_both(tx, access, id, parent, &seen, &to);
	const char *name;
	int state;

	if (outcome != FOLDER_DONE || seen->folder.parent_id == parent)
		return outcome;
	if (keep != NULL && keep->too_many)
		return FOLDER_CROWDED;
	name = name_there(tx, access, to, &seen->folder, numbered, &state);
	if (name == NULL)
		return FOLDER_NAMESAKE;
	if (keep != NULL) {
		folder_keep_do(tx, keep);
		seen = folder_find(tx, access, id);
	}
	carry(tx, &seen->folder, &to->folder);
	settle(tx, id, parent, name, state);
	return FOLDER_DONE;
}

enum folder_outcome
folder_move(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent)
{
	return folder_move_kept(tx, access, id, parent, NULL, false);
}

/* ---- the recycle bin ---- */

enum folder_outcome
folder_remove(struct tx *tx, const struct folder_access *access, int64_t id, int64_t now)
{
	struct folder_seen *seen;
	enum folder_outcome outcome = find_for(tx, access, id, false, &seen);
	int64_t went;

	if (outcome == FOLDER_DONE && folder_holds_others(tx, access, seen))
		outcome = FOLDER_HOLDS;
	if (outcome == FOLDER_DONE)
		outcome = stand_take(tx, access, seen, NULL);
	if (outcome != FOLDER_DONE)
		return outcome;
	went = db_run(
		tx,
		"update folder set deleted_at = $1, deleted_with_id = case when id = $2 then null else cast($2 as bigint) "
		"end where client_id = $3 and path >= $4 and path < $4 || '~' and deleted_at is null",
		db_int(now), db_int(id), db_int(access->client), db_text(seen->folder.path));
	client_tally_add(tx, access->client, TALLY_FOLDERS, -went);
	db_run(tx, "update folder set deleted_by = $2, deleted_contact_id = $3 where id = $1", db_int(id),
	       db_text(access->name), access->person.staff ? db_null() : db_int(access->person.id));
	db_run(tx,
	       "update file set deleted_at = $1, deleted_with_id = $2 where deleted_at is null and folder_id in (select id "
	       "from folder where client_id = $3 and path >= $4 and path < $4 || '~')",
	       db_int(now), db_int(id), db_int(access->client), db_text(seen->folder.path));
	return FOLDER_DONE;
}

/* A folder in the bin, with what it lay in; NULL: there is none that who asks may bring back. */
static struct folder_seen *
find_removed(struct tx *tx, const struct folder_access *access, int64_t id)
{
	struct folder_seen *seen = arena_make(tx_arena(tx), struct folder_seen);
	const struct folder *folder = folder_in_bin(tx, access->client, id);

	if (folder == NULL || access->looker != NULL || !access->person.staff)
		return NULL;
	seen->folder = *folder;
	seen->sights = folder_sights_find(tx, access, folder->rights_id);
	seen->level = folder_level_by(access, &seen->sights);
	return may_write(access, seen) ? seen : NULL;
}

struct folder_seen *
folder_way_back(struct tx *tx, const struct folder_access *access, const struct folder *folder, bool itself)
{
	for (int depth = folder_depth(folder) - !itself; depth >= 1; depth--) {
		struct folder_seen *above = folder_find(tx, access, folder_path_id(folder->path, depth));

		if (above != NULL && may_write(access, above))
			return above;
	}
	return folder_find(tx, access, access->client);
}

enum folder_outcome
folder_restore(struct tx *tx, const struct folder_access *access, int64_t id)
{
	const struct folder_seen *seen = find_removed(tx, access, id), *in;
	const char *name;
	int64_t back;
	int state;

	if (seen == NULL)
		return FOLDER_GONE;
	in = folder_way_back(tx, access, &seen->folder, false);
	if (!may_write(access, in))
		return FOLDER_REFUSED;
	if (folder_stand_add(tx, access, &in->folder) != FOLDER_DONE)
		return FOLDER_LOCKED;
	name = free_name(tx, access, in, seen->folder.name, id, &state);
	if (name == NULL)
		return FOLDER_NAMESAKE;
	if (in->folder.id != seen->folder.parent_id)
		carry(tx, &seen->folder, &in->folder);
	settle(tx, id, in->folder.id, name, state);
	back = db_run(
		tx,
		"update folder set deleted_at = null, deleted_with_id = null, deleted_by = null, deleted_contact_id = null where id = $1 or deleted_with_id = $1",
		db_int(id));
	client_tally_add(tx, access->client, TALLY_FOLDERS, back);
	db_run(tx, "update file set deleted_at = null, deleted_with_id = null where deleted_with_id = $1", db_int(id));
	return FOLDER_DONE;
}
