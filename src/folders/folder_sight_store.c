/* folder_sight_store: the statements that say what somebody may in a folder. */
#include "folders/folder_access.h"

#include "base/arena.h"
#include "core/viewer.h"
#include "core/weakened.h"
#include "db/belt.h"

#include <stddef.h>

static const enum folder_whose persons[] = {WHOSE_CONTACT, WHOSE_STAFF};
static const enum folder_whose groups[] = {WHOSE_USER_TYPE, WHOSE_CREW};
static const enum folder_whose everybodies[] = {WHOSE_CONTACTS, WHOSE_COLLEAGUES};

enum folder_level
folder_otherwise(const struct folder_person *person)
{
	return person->staff ? person->cap : FOLDER_NONE;
}

static enum folder_level
cap_of(const struct folder_person *person)
{
	return weakened(CHECK_FOLDER_CAP) ? FOLDER_FULL : person->cap;
}

/* ---- the levels of many ---- */

/* The places of a person's values in a statement: each is bound once. */
struct places {
	const struct folder_person *person;
	int id, type;
};

static struct places
places_of(struct sql *sql, const struct folder_person *person)
{
	struct places places = {.person = person, .id = sql_bind(sql, db_int(person->id))};

	if (!person->staff || person->crew != 0)
		places.type = sql_bind(sql, db_int(person->staff ? person->crew : person->user_type));
	return places;
}

/* What a folder itself says to the person, in a class: an expression; `folder` is one, too. */
static void
add_own(struct sql *sql, const struct places *places, enum folder_class class, const char *folder)
{
	bool staff = places->person->staff;

	sql_printf(sql, "(select %s(folder_right.level) from folder_right where folder_right.folder_id = %s and ",
		   weakened(CHECK_FOLDER_STRICTEST) ? "max" : "min", folder);
	switch (class) {
	case CLASS_PERSON:
		sql_printf(sql, "folder_right.whose = '%s' and folder_right.who_id = $%d)",
			   folder_whose_names[persons[staff]], places->id);
		return;
	case CLASS_GROUP:
		sql_printf(sql, "folder_right.whose = '%s' and folder_right.who_id ",
			   folder_whose_names[groups[staff]]);
		if (staff && places->person->crew == 0)
			sql_printf(sql, "in (select crew_id from crew_member where staff_id = $%d))", places->id);
		else
			sql_printf(sql, "= $%d)", places->type);
		return;
	case CLASS_EVERYBODY:
	case FOLDER_CLASSES:
		break;
	}
	sql_printf(sql, "folder_right.whose = '%s' and folder_right.who_id = 0)",
		   folder_whose_names[everybodies[staff]]);
}

static const char *const columns[FOLDER_CLASSES] = {"person", "crowd", "everybody"};

/* Goes down from one folder with rights of its own to the next: what they say together is kept on the way. */
static void
add_walk(struct sql *sql, const struct folder_person *person, const struct folder *from,
	 const struct folder_sight *sight, const char *name)
{
	struct places places = places_of(sql, person);
	int path = sql_bind(sql, db_text(from->path));

	sql_printf(sql, "%s (id, person, crowd, everybody) as (select cast($%d as bigint)", name,
		   sql_bind(sql, db_int(from->rights_id)));
	for (int class = 0; class < FOLDER_CLASSES; class ++)
		sql_printf(sql, ", cast($%d as bigint)", sql_bind(sql, db_optional(sight->level[class], LEVEL_UNSAID)));
	sql_add(sql, " union all select folder.id");
	for (int class = 0; class < FOLDER_CLASSES; class ++) {
		bool far = weakened(CHECK_FOLDER_NEAREST);

		sql_printf(sql, ", coalesce(%s%s", far ? name : "", far ? "." : "");
		if (far)
			sql_printf(sql, "%s, ", columns[class]);
		add_own(sql, &places, (enum folder_class) class, "folder.id");
		if (!far)
			sql_printf(sql, ", %s.%s", name, columns[class]);
		sql_add(sql, ")");
	}
	sql_printf(sql,
		   " from %s join folder on folder.rights_above_id = %s.id where folder.path > $%d and folder.path < "
		   "$%d || '~')",
		   name, name, path, path);
}

/* The rule of folder_level_of, in SQL. */
static const char *
level_text(struct arena *arena, const struct folder_person *person, const char *name)
{
	const char *said = arena_printf(arena, "coalesce(%s.person, %s.crowd, %s.everybody, %d)", name, name, name,
					(int)folder_otherwise(person));

	return cap_of(person) == FOLDER_FULL ? said
					     : arena_printf(arena, "case when %s < %d then %s else %d end", said,
							    (int)cap_of(person), said, (int)cap_of(person));
}

void
sql_folder_levels(struct sql *sql, const struct folder_access *access, const struct folder *from,
		  const struct folder_sights *sights, const char *name)
{
	const char *said = arena_printf(sql->arena, "%s_said", name), *also = arena_printf(sql->arena, "%s_also", name);
	const char *level = level_text(sql->arena, &access->person, said), *looked;

	add_walk(sql, &access->person, from, &sights->person, said);
	if (access->looker == NULL || weakened(CHECK_FOLDER_LOOKER)) {
		sql_printf(sql, ", %s (id, level) as (select %s.id, %s from %s)", name, said, level, said);
		return;
	}
	sql_add(sql, ", ");
	add_walk(sql, access->looker, from, &sights->looker, also);
	looked = level_text(sql->arena, access->looker, also);
	sql_printf(
		sql,
		", %s (id, level) as (select %s.id, case when %s < %s then %s else %s end from %s join %s on %s.id = "
		"%s.id)",
		name, said, level, looked, level, looked, said, also, also, said);
}

/* ---- the level of one ---- */

struct saying {
	int64_t folder_id;
	int depth; /* how far above: 0 is the nearest */
	int level;
	enum folder_whose whose;
};

static const struct db_column saying_columns[] = {
	DB_COLUMN_INT64(struct saying, folder_id),
	DB_COLUMN_INT(struct saying, depth),
	DB_COLUMN_INT(struct saying, level),
	DB_COLUMN_ENUM(struct saying, whose, folder_whose_names),
};
static const struct db_shape saying_shape = DB_SHAPE(struct saying, saying_columns);

/* From the nearest that has rights of its own up to the root. */
static void
add_up(struct sql *sql, int64_t rights_id)
{
	int start = sql_bind(sql, db_int(rights_id));

	sql_printf(sql,
		   "with recursive up (id, depth) as (select cast($%d as bigint), 0 union all select "
		   "folder.rights_above_id, up.depth + 1 from up join folder on folder.id = up.id where "
		   "folder.rights_above_id is not null) ",
		   start);
}

static void
add_theirs(struct sql *sql, const struct folder_person *person)
{
	struct places places = places_of(sql, person);
	bool staff = person->staff;

	sql_printf(sql,
		   "(folder_right.whose = '%s' and folder_right.who_id = $%d) or (folder_right.whose = '%s' and "
		   "folder_right.who_id = 0) or (folder_right.whose = '%s' and folder_right.who_id ",
		   folder_whose_names[persons[staff]], places.id, folder_whose_names[everybodies[staff]],
		   folder_whose_names[groups[staff]]);
	if (staff && person->crew == 0)
		sql_printf(sql, "in (select crew_id from crew_member where staff_id = $%d))", places.id);
	else
		sql_printf(sql, "= $%d)", places.type);
}

struct folder_sight
folder_sight_find(struct tx *tx, const struct folder_person *person, int64_t rights_id)
{
	struct folder_sight sight = folder_sight_unsaid;
	struct sql sql = sql_new(tx_arena(tx));
	const struct saying *sayings;
	size_t count;

	add_up(&sql, rights_id);
	sql_add(&sql, "select folder_right.folder_id, up.depth, folder_right.level, folder_right.whose from up join "
		      "folder_right on folder_right.folder_id = up.id where ");
	add_theirs(&sql, person);
	sql_printf(&sql, " order by up.depth %s", weakened(CHECK_FOLDER_NEAREST) ? "asc" : "desc");
	sayings = db_sql_list(tx, &saying_shape, &count, sql_end(&sql));
	for (size_t i = 0; i < count; i++)
		folder_sight_add(&sight, folder_class_of(sayings[i].whose), (enum folder_level)sayings[i].level,
				 sayings[i].folder_id);
	return sight;
}

struct folder_sights
folder_sights_find(struct tx *tx, const struct folder_access *access, int64_t rights_id)
{
	struct folder_sights sights = {folder_sight_find(tx, &access->person, rights_id), folder_sight_unsaid};

	if (access->looker != NULL)
		sights.looker = folder_sight_find(tx, access->looker, rights_id);
	return sights;
}

static enum folder_level
level_for(const struct folder_person *person, const struct folder_sight *sight)
{
	return folder_level_of(sight, folder_otherwise(person), cap_of(person));
}

enum folder_level
folder_level_by(const struct folder_access *access, const struct folder_sights *sights)
{
	enum folder_level level = level_for(&access->person, &sights->person), looked;

	if (access->looker == NULL || weakened(CHECK_FOLDER_LOOKER))
		return level;
	looked = level_for(access->looker, &sights->looker);
	return level < looked ? level : looked;
}

/* ---- the folders of many clients ---- */

/* The roots, and what they say: a client bears the id of its root. What comes next says which clients, and closes. */
static void
begin_roots(struct sql *sql, const struct places *places)
{
	sql_add(sql, "said (client_id, id, person, crowd, everybody) as (select client.id, client.id");
	for (int class = 0; class < FOLDER_CLASSES; class ++) {
		sql_add(sql, ", ");
		add_own(sql, places, (enum folder_class) class, "client.id");
	}
	sql_add(sql, " from client where client.id in (");
}

static void
add_ids(struct sql *sql, const int64_t *clients, size_t count)
{
	size_t most = 1;

	while (most < count) /* in powers of two, so that the texts are few: the last one fills them up */
		most *= 2;
	for (size_t i = 0; i < most; i++) {
		sql_add(sql, i == 0 ? "" : ", ");
		sql_value(sql, db_int(clients[i < count ? i : count - 1]));
	}
}

/* Down from the roots, and the level of each. */
static void
end_roots(struct sql *sql, const struct places *places)
{
	sql_add(sql, ") union all select said.client_id, folder.id");
	for (int class = 0; class < FOLDER_CLASSES; class ++) {
		sql_add(sql, ", coalesce(");
		add_own(sql, places, (enum folder_class) class, "folder.id");
		sql_printf(sql, ", said.%s)", columns[class]);
	}
	sql_printf(
		sql,
		" from said join folder on folder.rights_above_id = said.id), seen (client_id, id, level) as (select "
		"said.client_id, said.id, %s from said)",
		level_text(sql->arena, places->person, "said"));
}

void
sql_clients_levels(struct sql *sql, int64_t staff, const int64_t *clients, size_t count)
{
	const struct folder_person person = {.staff = true, .id = staff, .cap = FOLDER_READ};
	struct places places = places_of(sql, &person);

	begin_roots(sql, &places);
	add_ids(sql, clients, count);
	end_roots(sql, &places);
}

/* The clients in which a folder is closed to somebody: to them, to a group of theirs, to all colleagues. */
static void
add_closed(struct sql *sql, const struct places *places)
{
	sql_printf(
		sql,
		"select folder_right.client_id from folder_right where folder_right.level = %d and "
		"folder_right.whose = '%s' and folder_right.who_id = $%d union select folder_right.client_id from "
		"folder_right where folder_right.level = %d and folder_right.whose = '%s' and folder_right.who_id = 0 "
		"union select folder_right.client_id from crew_member join folder_right on folder_right.who_id = "
		"crew_member.crew_id where crew_member.staff_id = $%d and folder_right.level = %d and "
		"folder_right.whose = '%s'",
		(int)FOLDER_NONE, folder_whose_names[WHOSE_STAFF], places->id, (int)FOLDER_NONE,
		folder_whose_names[WHOSE_COLLEAGUES], places->id, (int)FOLDER_NONE, folder_whose_names[WHOSE_CREW]);
}

bool
folders_are_closed(struct tx *tx, const struct viewer *viewer)
{
	const struct folder_person person = {.staff = true, .id = viewer->staff, .cap = FOLDER_READ};
	struct sql sql = sql_new(tx_arena(tx));
	struct places places = places_of(&sql, &person);

	sql_add(&sql, "select 1 from (");
	add_closed(&sql, &places);
	sql_add(&sql, ") as closed limit 1");
	return db_sql_get_int(tx, 0, sql_end(&sql)) == 1 && !weakened(CHECK_FOLDER_ORDER);
}

void
folders_apart(struct sql *sql, const struct viewer *viewer)
{
	static const char *const read[] = {"folder", "folder_right", "crew_member", "client"};
	const struct folder_person person = {.staff = true, .id = viewer->staff, .cap = FOLDER_READ};
	struct places places = places_of(sql, &person);

	for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
		sql_reads(sql, read[i], i == 3 ? "id" : NULL);
	begin_roots(sql, &places);
	add_closed(sql, &places);
	end_roots(sql, &places);
	sql_printf(
		sql,
		", apart (id, value) as (select seen.client_id, sum(case when seen.level >= %d then (select count(*) "
		"from folder where folder.rights_id = seen.id and folder.deleted_at is null) else 0 end) from seen "
		"group by seen.client_id)",
		FOLDER_READ);
}

static struct db_sql
counts_sql(struct arena *arena, int64_t staff, const int64_t *clients, size_t count)
{
	struct sql sql = sql_new(arena);

	sql_add(&sql, "with recursive ");
	sql_clients_levels(&sql, staff, clients, count);
	sql_printf(&sql,
		   " select seen.client_id, count(*) from seen join folder on folder.rights_id = seen.id where "
		   "folder.deleted_at is null and seen.level >= %d group by seen.client_id",
		   weakened(CHECK_FOLDER_LEVEL) ? FOLDER_NONE : FOLDER_READ);
	return sql_end(&sql);
}

void
folder_counts(struct tx *tx, int64_t staff, const int64_t *clients, int64_t *counts, size_t count)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct db_value *rows;
	size_t row_count;

	if (count == 0)
		return;
	rows = db_sql_cells(tx, counts_sql(tx_arena(tx), staff, clients, count), types, 2, &row_count);
	for (size_t r = 0; r < row_count; r++)
		for (size_t i = 0; i < count; i++)
			if (clients[i] == rows[2 * r].integer)
				counts[i] = rows[2 * r + 1].integer;
}
