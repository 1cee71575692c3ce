/* folder_cascade_store: works out what a right given from one folder on changes below it, does it and undoes it. */
#include "folders/folder_cascade.h"

#include "base/arena.h"
#include "base/id.h"
#include "sys/clock.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- what there is below ---- */

struct head {
	struct folder folder;
	int level; /* of who does it */
};

#define HEAD(member) offsetof(struct head, folder.member)
static const struct db_column head_columns[] = {
	{"id", DB_M_INT64, HEAD(id), 0, NULL},
	{"client_id", DB_M_INT64, HEAD(client_id), 0, NULL},
	{"parent_id", DB_M_INT64, HEAD(parent_id), 0, NULL},
	{"path", DB_M_TEXT, HEAD(path), 0, NULL},
	{"name", DB_M_TEXT, HEAD(name), 0, NULL},
	{"rights_id", DB_M_INT64, HEAD(rights_id), 0, NULL},
	{"level", DB_M_INT, offsetof(struct head, level), 0, NULL},
};
static const struct db_shape head_shape = DB_SHAPE(struct head, head_columns);

/* Those below that have rights of their own, as far as who does it sees them: all others are as the nearest of them. */
static struct head *
heads_of(struct tx *tx, const struct cascade *cascade, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct folder *from = &cascade->folder->folder;
	int path;

	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, cascade->access, from, &cascade->folder->sights, "seen");
	path = sql_bind(&sql, db_text(from->path));
	sql_printf(&sql,
		   " select folder.id, folder.client_id, folder.parent_id, folder.path, folder.name, folder.rights_id, "
		   "seen.level from seen join folder on folder.id = seen.id where folder.deleted_at is null and "
		   "seen.level > %d and folder.path > $%d and folder.path < $%d || '~' order by folder.path limit ",
		   FOLDER_NONE, path, path);
	sql_value(&sql, db_int(CASCADE_FOLDERS + 1));
	return db_sql_list(tx, &head_shape, count, sql_end(&sql));
}

/* ---- what is said ---- */

struct said {
	struct folder_right *rights; /* by folder */
	size_t count;
};

static void
add_heard(struct tx *tx, const struct folder *from, enum folder_whose whose, int64_t who_id, struct said *said)
{
	size_t count;
	const struct folder_right *rights = folder_rights_beneath(tx, from, whose, who_id, &count);
	struct folder_right *all = arena_make_array(tx_arena(tx), struct folder_right, said->count + count + 1);

	for (size_t i = 0; i < said->count; i++)
		all[i] = said->rights[i];
	for (size_t i = 0; i < count; i++)
		all[said->count + i] = rights[i];
	*said = (struct said){all, said->count + count};
}

/* What the folder and all below it say to them: not to the many others. */
static struct folder_right *
heard_beneath(struct tx *tx, const struct cascade *cascade, size_t *count)
{
	const struct folder *from = &cascade->folder->folder;
	const struct folder_whom *whom = cascade->whom;
	struct said said = {NULL, 0};

	if (whom->person.staff) {
		add_heard(tx, from, WHOSE_STAFF, whom->person.id, &said);
		for (size_t i = 0; i < whom->crew_count; i++)
			add_heard(tx, from, WHOSE_CREW, whom->crews[i], &said);
		add_heard(tx, from, WHOSE_COLLEAGUES, 0, &said);
	} else {
		add_heard(tx, from, WHOSE_CONTACT, whom->person.id, &said);
		add_heard(tx, from, WHOSE_USER_TYPE, whom->person.user_type, &said);
		add_heard(tx, from, WHOSE_CONTACTS, 0, &said);
	}
	*count = said.count;
	return said.rights;
}

static int
by_folder(const void *a, const void *b)
{
	const struct folder_right *one = a, *other = b;

	return one->folder_id < other->folder_id ? -1 : one->folder_id > other->folder_id;
}

/* All that the folders from the top down to this one and below it say to them. */
static struct said
said_of(struct tx *tx, const struct cascade *cascade, struct folder_right *beneath, size_t beneath_count)
{
	const struct folder *from = &cascade->folder->folder;
	int64_t ids[FOLDER_DEPTH + 2] = {from->client_id};
	size_t id_count = 1, above_count;
	const struct folder_right *above;
	struct said said = {.count = 0};

	for (int depth = 1; depth < folder_depth(from); depth++)
		ids[id_count++] = folder_path_id(from->path, depth);
	above = from->id == from->client_id
			? NULL
			: folder_rights_heard(tx, from->client_id, cascade->whom, ids, id_count, &above_count);
	above_count = above == NULL ? 0 : above_count;
	said.rights = arena_make_array(tx_arena(tx), struct folder_right, above_count + beneath_count + 1);
	for (size_t i = 0; i < above_count; i++)
		said.rights[said.count++] = above[i];
	for (size_t i = 0; i < beneath_count; i++)
		if (folder_whom_hears(cascade->whom, &beneath[i]))
			said.rights[said.count++] = beneath[i];
	return said;
}

static bool
is_theirs(const struct cascade *cascade, const struct folder_right *right)
{
	return right->whose == cascade->whom->whose && right->who_id == cascade->whom->who_id;
}

static bool
is_taken_back(const struct cascade *cascade, int64_t folder)
{
	for (size_t i = 0; i < cascade->taken_back_count; i++)
		if (cascade->taken_back[i].id == folder)
			return true;
	return false;
}

static struct said
said_after(struct arena *arena, const struct cascade *cascade, const struct said *before)
{
	struct said after = {.rights = arena_make_array(arena, struct folder_right, before->count + 1)};
	int64_t from = cascade->folder->folder.id;

	for (size_t i = 0; i < before->count; i++) {
		const struct folder_right *right = &before->rights[i];

		if (!is_theirs(cascade, right) ||
		    (right->folder_id != from && !is_taken_back(cascade, right->folder_id)))
			after.rights[after.count++] = *right;
	}
	after.rights[after.count++] =
		(struct folder_right){from, cascade->whom->whose, cascade->whom->who_id, cascade->level};
	qsort(after.rights, after.count, sizeof *after.rights, by_folder);
	return after;
}

static void
add_said(struct folder_sight *sight, const struct said *said, int64_t folder)
{
	size_t low = 0, high = said->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (said->rights[middle].folder_id < folder)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < said->count && said->rights[low].folder_id == folder; low++)
		folder_sight_add(sight, folder_class_of(said->rights[low].whose), said->rights[low].level, folder);
}

static enum folder_level
level_at(const struct cascade *cascade, const struct said *said, const struct folder *folder)
{
	struct folder_sight sight = folder_sight_unsaid;

	add_said(&sight, said, folder->client_id);
	for (int depth = 1; depth <= folder_depth(folder); depth++)
		add_said(&sight, said, folder_path_id(folder->path, depth));
	return folder_whom_level(cascade->whom, &sight);
}

/* ---- the plan ---- */

static void
plan_taken_back(struct cascade *cascade, const struct head *heads, size_t count, const struct folder_right *said,
		size_t said_count)
{
	for (size_t i = 0; cascade->everywhere && i < count; i++)
		for (size_t s = 0; s < said_count && heads[i].level == FOLDER_FULL; s++)
			if (said[s].folder_id == heads[i].folder.id)
				cascade->taken_back[cascade->taken_back_count++] = heads[i].folder;
}

static void
plan_change(struct cascade *cascade, const struct said *before, const struct said *after, const struct folder *folder)
{
	enum folder_level was = level_at(cascade, before, folder), is = level_at(cascade, after, folder);

	if (was != is)
		cascade->changes[cascade->change_count++] = (struct cascade_change){*folder, was, is};
}

void
folder_cascade_plan(struct tx *tx, struct cascade *cascade)
{
	struct arena *arena = tx_arena(tx);
	size_t head_count, beneath_count, own_count;
	const struct head *heads = heads_of(tx, cascade, &head_count);
	const struct folder *from = &cascade->folder->folder;
	struct folder_right *beneath = heard_beneath(tx, cascade, &beneath_count);
	const struct folder_right *own =
		folder_rights_beneath(tx, from, cascade->whom->whose, cascade->whom->who_id, &own_count);
	struct said before, after;

	cascade->too_many = head_count > CASCADE_FOLDERS;
	if (cascade->too_many)
		return;
	cascade->changes = arena_make_array(arena, struct cascade_change, head_count + 1);
	cascade->taken_back = arena_make_array(arena, struct folder, head_count + 1);
	plan_taken_back(cascade, heads, head_count, own, own_count);
	before = said_of(tx, cascade, beneath, beneath_count);
	qsort(before.rights, before.count, sizeof *before.rights, by_folder);
	after = said_after(arena, cascade, &before);
	plan_change(cascade, &before, &after, from);
	for (size_t i = 0; i < head_count; i++)
		plan_change(cascade, &before, &after, &heads[i].folder);
}

int64_t
folder_cascade_mark(const struct cascade *cascade)
{
	uint64_t mark = 1469598103934665603u;

	for (size_t i = 0; i < cascade->change_count; i++) {
		const struct cascade_change *change = &cascade->changes[i];

		mark = (mark ^ (uint64_t)change->folder.id) * 1099511628211u;
		mark = (mark ^ (uint64_t)(change->before * 3 + change->after)) * 1099511628211u;
	}
	for (size_t i = 0; i < cascade->taken_back_count; i++)
		mark = (mark ^ (uint64_t)cascade->taken_back[i].id) * 1099511628211u;
	return (int64_t)(mark >> 2) + 1;
}

/* ---- doing ---- */

static int
said_now(struct tx *tx, int64_t folder, enum folder_whose whose, int64_t who_id)
{
	return (int)db_get_int(tx, LEVEL_UNSAID,
			       "select level from folder_right where folder_id = $1 and whose = $2 and who_id = $3",
			       db_int(folder), db_text(folder_whose_names[whose]), db_int(who_id));
}

static void
note(struct tx *tx, int64_t id, const struct cascade *cascade, int64_t folder, int after)
{
	int before = said_now(tx, folder, cascade->whom->whose, cascade->whom->who_id);

	db_run(tx,
	       "insert into folder_cascade_right (cascade_id, folder_id, level_before, level_after) values ($1, $2, "
	       "$3, $4)",
	       db_int(id), db_int(folder), db_optional(before, LEVEL_UNSAID), db_optional(after, LEVEL_UNSAID));
}

int64_t
folder_cascade_do(struct tx *tx, const struct cascade *cascade)
{
	const struct folder *from = &cascade->folder->folder;
	const struct folder_whom *whom = cascade->whom;
	int64_t id = id_new();

	db_run(tx,
	       "insert into folder_cascade (id, client_id, folder_id, whose, who_id, everywhere, made_at, made_by) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8)",
	       db_int(id), db_int(from->client_id), db_int(from->id), db_text(folder_whose_names[whom->whose]),
	       db_int(whom->who_id), db_int(cascade->everywhere), db_int(clock_now()), db_text(cascade->access->name));
	note(tx, id, cascade, from->id, (int)cascade->level);
	folder_right_set(tx, from, &(struct folder_right){from->id, whom->whose, whom->who_id, cascade->level});
	for (size_t i = 0; i < cascade->taken_back_count; i++) {
		note(tx, id, cascade, cascade->taken_back[i].id, LEVEL_UNSAID);
		folder_right_unset(tx, &cascade->taken_back[i], whom->whose, whom->who_id);
	}
	return id;
}

/* ---- undoing ---- */

static const struct db_column done_columns[] = {
	DB_COLUMN_INT64(struct cascade_done, id),
	DB_COLUMN_INT64(struct cascade_done, folder_id),
	DB_COLUMN_ENUM(struct cascade_done, whose, folder_whose_names),
	DB_COLUMN_INT64(struct cascade_done, who_id),
	DB_COLUMN_BOOL(struct cascade_done, everywhere),
	DB_COLUMN_INT64(struct cascade_done, made_at),
	DB_COLUMN_TEXT(struct cascade_done, made_by),
};
static const struct db_shape done_shape = DB_SHAPE(struct cascade_done, done_columns);

#define DONE "select id, folder_id, whose, who_id, everywhere, made_at, made_by from folder_cascade "

struct cascade_done *
folder_cascade_last(struct tx *tx, int64_t client, enum folder_whose whose, int64_t who_id)
{
	return db_find(tx, &done_shape,
		       DONE "where client_id = $1 and whose = $2 and who_id = $3 and undone_at is null order by id "
			    "desc limit 1",
		       db_int(client), db_text(folder_whose_names[whose]), db_int(who_id));
}

struct cascade_done *
folder_cascade_find(struct tx *tx, int64_t client, int64_t id)
{
	return db_find(tx, &done_shape, DONE "where client_id = $1 and id = $2 and undone_at is null", db_int(client),
		       db_int(id));
}

struct kept {
	int64_t folder_id;
	int64_t level_before, level_after;
};

static const struct db_column kept_columns[] = {
	DB_COLUMN_INT64(struct kept, folder_id),
	{"level_before", DB_M_INT64, offsetof(struct kept, level_before), LEVEL_UNSAID, NULL},
	{"level_after", DB_M_INT64, offsetof(struct kept, level_after), LEVEL_UNSAID, NULL},
};
static const struct db_shape kept_shape = DB_SHAPE(struct kept, kept_columns);

/* As it was left, lying where it lay, and open to who undoes it. */
static const struct folder *
still_so(struct tx *tx, const struct folder_access *access, const struct cascade_done *done, const struct folder *from,
	 const struct kept *kept)
{
	const struct folder_seen *seen = folder_find(tx, access, kept->folder_id);

	if (seen == NULL || seen->level != FOLDER_FULL ||
	    strncmp(seen->folder.path, from->path, strlen(from->path)) != 0 ||
	    said_now(tx, kept->folder_id, done->whose, done->who_id) != kept->level_after)
		return NULL;
	return &seen->folder;
}

bool
folder_cascade_undo(struct tx *tx, const struct folder_access *access, const struct cascade_done *done)
{
	size_t count;
	const struct kept *kept = db_list(
		tx, &kept_shape, &count,
		"select folder_id, level_before, level_after from folder_cascade_right where cascade_id = $1 order by "
		"folder_id",
		db_int(done->id));
	const struct folder_seen *from = folder_find(tx, access, done->folder_id);
	const struct folder **folders = arena_make_array(tx_arena(tx), const struct folder *, count + 1);

	for (size_t i = 0; i < count; i++) {
		folders[i] = from == NULL ? NULL : still_so(tx, access, done, &from->folder, &kept[i]);
		if (folders[i] == NULL)
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (kept[i].level_before == LEVEL_UNSAID)
			folder_right_unset(tx, folders[i], done->whose, done->who_id);
		else
			folder_right_set(tx, folders[i],
					 &(struct folder_right){folders[i]->id, done->whose, done->who_id,
								(enum folder_level)kept[i].level_before});
	db_run(tx, "update folder_cascade set undone_at = $1 where id = $2", db_int(clock_now()), db_int(done->id));
	return true;
}

void
folder_cascades_forget(struct tx *tx, int64_t client)
{
	db_run(tx,
	       "delete from folder_cascade_right where cascade_id in (select id from folder_cascade where client_id = "
	       "$1)",
	       db_int(client));
	db_run(tx, "delete from folder_cascade where client_id = $1", db_int(client));
}
