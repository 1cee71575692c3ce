/* folder_grow_store: compares a pattern with a client's tree, and makes the folders that are missing. */
#include "folders/folder_grow.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/weakened.h"
#include "folders/folder_lock.h"
#include "folders/folder_right_store.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>

/* ---- what there is ---- */

/* Where a folder of the pattern lies if it is there. */
struct sought {
	struct folder_spot spot;
	struct grow_folder *folder;
};

static int
by_spot(const void *a, const void *b)
{
	const struct sought *one = a, *other = b;

	if (one->spot.parent_id != other->spot.parent_id)
		return one->spot.parent_id < other->spot.parent_id ? -1 : 1;
	return strcmp(one->spot.name_key, other->spot.name_key);
}

/* The client's id for the top; 0: it is not there. */
static int64_t
place_of(const struct grow *grow, int folder)
{
	if (folder == GROW_TOP)
		return grow->access->client;
	return grow->folders[folder].kept == NULL ? 0 : grow->folders[folder].kept->folder.id;
}

static size_t
seek(struct arena *arena, const struct grow *grow, int depth, struct sought *sought, struct folder_spot *spots)
{
	size_t count = 0;

	for (size_t i = 0; i < grow->folder_count; i++) {
		struct grow_folder *folder = &grow->folders[i];
		int64_t in = folder->depth == depth ? place_of(grow, folder->parent) : 0;

		if (in == 0)
			continue;
		folder->name_key = folder_name_key(arena, folder->name);
		sought[count++] = (struct sought){{in, folder->name_key}, folder};
	}
	qsort(sought, count, sizeof *sought, by_spot);
	for (size_t i = 0; i < count; i++)
		spots[i] = sought[i].spot;
	return count;
}

/* Of several namesakes the first that is seen. */
static void
take(struct tx *tx, const struct grow *grow, const struct sought *sought, size_t count, const struct folder_seen *found)
{
	struct sought key = {.spot = {found->folder.parent_id, folder_name_key(tx_arena(tx), found->folder.name)}};
	const struct sought *match = bsearch(&key, sought, count, sizeof key, by_spot);

	if (match == NULL || match->folder->kept != NULL)
		return;
	if (found->level != FOLDER_NONE || folder_find(tx, grow->access, found->folder.id) != NULL)
		match->folder->kept = found;
	else
		match->folder->twin = true;
}

static void
find_kept(struct tx *tx, struct grow *grow)
{
	struct arena *arena = tx_arena(tx);
	struct sought *sought = arena_make_array(arena, struct sought, grow->folder_count + 1);
	struct folder_spot *spots = arena_make_array(arena, struct folder_spot, grow->folder_count + 1);
	size_t count = 1;

	for (int depth = 1; count > 0; depth++) {
		size_t found_count = 0;
		const struct folder_seen *found;

		count = seek(arena, grow, depth, sought, spots);
		found = folders_at(tx, grow->access, spots, count, &found_count);
		for (size_t i = 0; i < found_count; i++)
			take(tx, grow, sought, count, &found[i]);
	}
}

/* ---- files in the way ---- */

enum { FILES_ASKED = 100 };

static const struct db_column file_columns[] = {
	DB_COLUMN_INT64(struct folder_spot, parent_id),
	DB_COLUMN_TEXT(struct folder_spot, name_key),
};
static const struct db_shape file_shape = DB_SHAPE(struct folder_spot, file_columns);

static void
mark_some(struct tx *tx, struct grow_folder **folders, const struct folder_spot *spots, size_t spot_count)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct folder_spot *found;
	size_t count;

	sql_add(&sql, "select folder_id as parent_id, name_key from file where deleted_at is null and (");
	for (size_t i = 0; i < spot_count; i++) {
		sql_add(&sql, i == 0 ? "(folder_id = " : " or (folder_id = ");
		sql_value(&sql, db_int(spots[i].parent_id));
		sql_add(&sql, " and name_key = ");
		sql_value(&sql, db_text(spots[i].name_key));
		sql_add(&sql, ")");
	}
	sql_add(&sql, ")");
	found = db_sql_list(tx, &file_shape, &count, sql_end(&sql));
	for (size_t f = 0; f < count; f++)
		for (size_t i = 0; i < spot_count; i++)
			if (found[f].parent_id == spots[i].parent_id &&
			    strcmp(found[f].name_key, spots[i].name_key) == 0)
				folders[i]->file_there = true;
}

/* Folders that are missing where a file bears their name: a name is there once. */
static void
find_files(struct tx *tx, struct grow *grow)
{
	struct grow_folder *folders[FILES_ASKED];
	struct folder_spot spots[FILES_ASKED];
	size_t count = 0;

	for (size_t i = 0; i < grow->folder_count; i++) {
		struct grow_folder *folder = &grow->folders[i];
		int64_t in = folder->kept == NULL ? place_of(grow, folder->parent) : 0;

		if (in == 0)
			continue;
		folders[count] = folder;
		spots[count++] = (struct folder_spot){in, folder_name_key(tx_arena(tx), folder->name)};
		if (count == FILES_ASKED) {
			mark_some(tx, folders, spots, count);
			count = 0;
		}
	}
	if (count > 0)
		mark_some(tx, folders, spots, count);
}

/* ---- what would be done ---- */

static bool
has_full(const struct grow *grow, enum folder_level level)
{
	return (grow->access->looker == NULL && level == FOLDER_FULL) || weakened(CHECK_FOLDER_GROW);
}

/* What is known before folders are judged one by one. */
struct grounds {
	enum folder_level top; /* what who does it has there */
	const struct folder_lock *locks;
	size_t lock_count;
};

static bool
is_locked(const struct grow *grow, const struct grounds *grounds, const struct folder *in)
{
	const struct lock_spot spot = lock_spot_in(in);

	return folder_locks_bar(grounds->locks, grounds->lock_count, grow->access, &spot, DEED_ADD);
}

static bool
may_add(const struct grow *grow, int in, const struct grounds *grounds)
{
	const struct folder root = folder_root(grow->access->client);
	const struct grow_folder *folder = in == GROW_TOP ? NULL : &grow->folders[in];

	if (folder == NULL)
		return has_full(grow, grounds->top) && !is_locked(grow, grounds, &root);
	if (folder->state == GROW_MADE)
		return true;
	return folder->kept != NULL && has_full(grow, folder->kept->level) &&
	       !is_locked(grow, grounds, &folder->kept->folder);
}

static void
judge(struct tx *tx, struct grow *grow)
{
	struct grounds grounds = {.top = folder_find(tx, grow->access, grow->access->client)->level};

	grounds.locks = folder_locks(tx, grow->access->client, &grounds.lock_count);
	for (size_t i = 0; i < grow->folder_count; i++) {
		struct grow_folder *folder = &grow->folders[i];

		folder->name_key = folder_name_key(tx_arena(tx), folder->name);
		folder->state = folder->kept != NULL						 ? GROW_KEPT
				: !folder->file_there && may_add(grow, folder->parent, &grounds) ? GROW_MADE
												 : GROW_BARRED;
		folder->twin = folder->twin && folder->kept == NULL;
		grow->made_count += folder->state == GROW_MADE;
		grow->barred_count += folder->state == GROW_BARRED;
	}
}

static int
by_folder(const void *a, const void *b)
{
	const struct folder_right *one = a, *other = b;

	return one->folder_id < other->folder_id ? -1 : one->folder_id > other->folder_id;
}

/* What is said of one whom anywhere in the client, by folder. */
struct said {
	enum folder_whose whose;
	int64_t who_id;
	struct folder_right *rights;
	size_t count;
};

static const struct said *
said_of(struct tx *tx, const struct grow *grow, struct said *said, size_t *said_count, const struct grow_right *right)
{
	const struct folder root = folder_root(grow->access->client);
	struct said *made = &said[*said_count];

	for (size_t i = 0; i < *said_count; i++)
		if (said[i].whose == right->whose && said[i].who_id == right->who_id)
			return &said[i];
	*made = (struct said){right->whose, right->who_id, NULL, 0};
	made->rights = folder_rights_beneath(tx, &root, right->whose, right->who_id, &made->count);
	if (made->count > 0)
		qsort(made->rights, made->count, sizeof *made->rights, by_folder);
	(*said_count)++;
	return made;
}

static void
compare(struct tx *tx, struct grow *grow, size_t at, struct said *said, size_t *said_count)
{
	const struct grow_folder *folder = &grow->folders[at];

	for (size_t i = 0; i < folder->right_count; i++) {
		const struct said *now = said_of(tx, grow, said, said_count, &folder->rights[i]);
		const struct folder_right key = {.folder_id = folder->kept->folder.id};
		const struct folder_right *own =
			now->count == 0 ? NULL : bsearch(&key, now->rights, now->count, sizeof *now->rights, by_folder);
		int before = own == NULL ? LEVEL_UNSAID : (int)own->level;

		if (before != (int)folder->rights[i].level)
			grow->changes[grow->change_count++] = (struct grow_change){at, folder->rights[i], before};
	}
}

static void
find_changes(struct tx *tx, struct grow *grow)
{
	size_t rights = 0, said_count = 0;
	struct said *said;

	for (size_t i = 0; i < grow->folder_count; i++)
		rights += grow->folders[i].right_count;
	grow->changes = arena_make_array(tx_arena(tx), struct grow_change, rights + 1);
	said = arena_make_array(tx_arena(tx), struct said, rights + 1);
	for (size_t i = 0; i < grow->folder_count; i++)
		if (grow->folders[i].kept != NULL && has_full(grow, grow->folders[i].kept->level))
			compare(tx, grow, i, said, &said_count);
}

void
folder_grow_plan(struct tx *tx, struct grow *grow)
{
	for (size_t i = 0; i < grow->folder_count; i++) {
		struct grow_folder *folder = &grow->folders[i];

		folder->depth = folder->parent == GROW_TOP ? 1 : grow->folders[folder->parent].depth + 1;
		folder->kept = NULL;
		folder->twin = false;
	}
	grow->made_count = grow->barred_count = grow->change_count = 0;
	find_kept(tx, grow);
	find_files(tx, grow);
	judge(tx, grow);
	if (grow->again)
		find_changes(tx, grow);
}

static uint64_t
mix(uint64_t mark, uint64_t value)
{
	return (mark ^ value) * 1099511628211u;
}

int64_t
folder_grow_mark(const struct grow *grow)
{
	uint64_t mark = 1469598103934665603u;

	for (size_t i = 0; i < grow->folder_count; i++) {
		const struct grow_folder *folder = &grow->folders[i];

		for (const char *c = folder->name_key; *c != '\0'; c++)
			mark = mix(mark, (unsigned char)*c);
		mark = mix(mark, (uint64_t)folder->parent);
		mark = mix(mark, folder->state);
		for (size_t r = 0; folder->state == GROW_MADE && r < folder->right_count; r++)
			mark = mix(mix(mark, (uint64_t)folder->rights[r].who_id), folder->rights[r].level);
	}
	for (size_t i = 0; i < grow->change_count; i++)
		mark = mix(mix(mark, (uint64_t)(grow->changes[i].before + 1)), grow->changes[i].right.level);
	return (int64_t)(mark >> 2) + 1;
}

/* ---- doing ---- */

enum { FOLDER_ROWS = 30, RIGHT_ROWS = 75 }; /* in one statement */

/* The folders that are made: each with what it has from the one it lies in. */
static struct folder *
make_folders(struct arena *arena, const struct grow *grow)
{
	struct folder *made = arena_make_array(arena, struct folder, grow->folder_count + 1);
	const struct folder root = folder_root(grow->access->client);

	for (size_t i = 0; i < grow->folder_count; i++) {
		const struct grow_folder *folder = &grow->folders[i];
		const struct folder *in = folder->parent == GROW_TOP ? &root : &made[folder->parent];

		if (folder->kept != NULL)
			made[i] = folder->kept->folder;
		if (folder->state != GROW_MADE)
			continue;
		made[i] = (struct folder){.id = id_new(), .client_id = root.id, .parent_id = in->id};
		made[i].path = folder_path_in(arena, in, made[i].id);
		made[i].own_rights = folder->right_count > 0;
		made[i].rights_id = made[i].own_rights ? made[i].id : in->rights_id;
	}
	return made;
}

static void
add_folder(struct sql *sql, const struct grow *grow, size_t at, const struct folder *made, int64_t now)
{
	const struct grow_folder *folder = &grow->folders[at];
	const struct folder *row = &made[at];
	int64_t above = folder->parent == GROW_TOP ? grow->access->client : made[folder->parent].rights_id;
	const struct db_value values[] = {
		db_int(row->id),
		db_int(row->client_id),
		db_int(row->parent_id),
		db_text(row->path),
		db_text(folder->name),
		db_text(folder->name_key),
		db_int(folder->twin ? row->id : 0),
		db_int(row->rights_id),
		db_optional(row->own_rights ? above : 0, 0),
		db_int(now),
		db_text(grow->access->name),
	};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, values[i]);
	}
	sql_add(sql, ", 1)");
}

static void
insert_folders(struct tx *tx, const struct grow *grow, const struct folder *made)
{
	int64_t now = clock_now();
	size_t at = 0;

	while (at < grow->folder_count) {
		struct sql sql = sql_new(tx_arena(tx));
		size_t rows = 0;

		sql_add(&sql, "insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, "
			      "rights_above_id, created_at, created_by, version) values ");
		for (; at < grow->folder_count && rows < FOLDER_ROWS; at++) {
			if (grow->folders[at].state != GROW_MADE)
				continue;
			sql_add(&sql, rows++ == 0 ? "" : ", ");
			add_folder(&sql, grow, at, made, now);
		}
		if (rows == 0)
			continue;
		db_sql_run(tx, sql_end(&sql));
		client_tally_add(tx, grow->access->client, TALLY_FOLDERS, (int64_t)rows);
	}
}

static void
add_right(struct sql *sql, const struct folder *folder, const struct grow_right *right)
{
	sql_add(sql, "(");
	sql_value(sql, db_int(folder->id));
	sql_add(sql, ", ");
	sql_value(sql, db_int(folder->client_id));
	sql_printf(sql, ", '%s', ", folder_whose_names[right->whose]);
	sql_value(sql, db_int(right->who_id));
	sql_printf(sql, ", %d)", (int)right->level);
}

static void
insert_rights(struct tx *tx, const struct grow *grow, const struct folder *made)
{
	struct sql sql = {.arena = NULL};
	size_t rows = 0;

	for (size_t i = 0; i < grow->folder_count; i++)
		for (size_t r = 0; grow->folders[i].state == GROW_MADE && r < grow->folders[i].right_count; r++) {
			if (rows == 0) {
				sql = sql_new(tx_arena(tx));
				sql_add(&sql,
					"insert into folder_right (folder_id, client_id, whose, who_id, level) values ");
			}
			sql_add(&sql, rows++ == 0 ? "" : ", ");
			add_right(&sql, &made[i], &grow->folders[i].rights[r]);
			if (rows < RIGHT_ROWS)
				continue;
			db_sql_run(tx, sql_end(&sql));
			rows = 0;
		}
	if (rows > 0)
		db_sql_run(tx, sql_end(&sql));
}

void
folder_grow_do(struct tx *tx, const struct grow *grow)
{
	const struct folder *made = make_folders(tx_arena(tx), grow);

	insert_folders(tx, grow, made);
	insert_rights(tx, grow, made);
	for (size_t i = 0; i < grow->change_count; i++) {
		const struct grow_change *change = &grow->changes[i];
		const struct folder *folder = &made[change->folder];

		folder_right_set(tx, folder,
				 &(struct folder_right){folder->id, change->right.whose, change->right.who_id,
							change->right.level});
	}
}
