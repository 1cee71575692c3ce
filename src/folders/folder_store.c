/* folder_store: finds and lists folders as they are for whoever asks. */
#include "folders/folder_store.h"

#include "base/arena.h"
#include "base/check.h"
#include "core/weakened.h"

#include <string.h>

#define COLUMNS                                                                                                        \
	"folder.id, folder.client_id, folder.parent_id, folder.path, folder.name, folder.rights_id, "                  \
	"folder.rights_above_id is not null as own_rights, folder.created_at, folder.created_by, folder.version"

static const struct db_column folder_columns[] = {
	DB_COLUMN_INT64(struct folder, id),	   DB_COLUMN_INT64(struct folder, client_id),
	DB_COLUMN_INT64(struct folder, parent_id), DB_COLUMN_TEXT(struct folder, path),
	DB_COLUMN_TEXT(struct folder, name),	   DB_COLUMN_INT64(struct folder, rights_id),
	DB_COLUMN_BOOL(struct folder, own_rights), DB_COLUMN_INT64(struct folder, created_at),
	DB_COLUMN_TEXT(struct folder, created_by), DB_COLUMN_INT64(struct folder, version),
};
static const struct db_shape folder_shape = DB_SHAPE(struct folder, folder_columns);

#define SEEN(member) offsetof(struct folder_seen, folder.member)
#define SEEN_COLUMNS                                                                                                   \
	{"id", DB_M_INT64, SEEN(id), 0, NULL}, {"client_id", DB_M_INT64, SEEN(client_id), 0, NULL},                    \
		{"parent_id", DB_M_INT64, SEEN(parent_id), 0, NULL}, {"path", DB_M_TEXT, SEEN(path), 0, NULL},         \
		{"name", DB_M_TEXT, SEEN(name), 0, NULL}, {"rights_id", DB_M_INT64, SEEN(rights_id), 0, NULL},         \
		{"own_rights", DB_M_BOOL, SEEN(own_rights), 0, NULL},                                                  \
		{"created_at", DB_M_INT64, SEEN(created_at), 0, NULL},                                                 \
		{"created_by", DB_M_TEXT, SEEN(created_by), 0, NULL}, {"version", DB_M_INT64, SEEN(version), 0, NULL}, \
	{                                                                                                              \
		"level", DB_M_INT, offsetof(struct folder_seen, level), 0, NULL                                        \
	}
static const struct db_column seen_columns[] = {SEEN_COLUMNS};
static const struct db_shape seen_shape = DB_SHAPE(struct folder_seen, seen_columns);

#define SAID(who, class) offsetof(struct folder_seen, sights.who.level[class])
static const struct db_column chosen_columns[] = {
	SEEN_COLUMNS,
	{"person", DB_M_INT, SAID(person, CLASS_PERSON), 0, NULL},
	{"crowd", DB_M_INT, SAID(person, CLASS_GROUP), 0, NULL},
	{"everybody", DB_M_INT, SAID(person, CLASS_EVERYBODY), 0, NULL},
	{"looker_person", DB_M_INT, SAID(looker, CLASS_PERSON), 0, NULL},
	{"looker_crowd", DB_M_INT, SAID(looker, CLASS_GROUP), 0, NULL},
	{"looker_everybody", DB_M_INT, SAID(looker, CLASS_EVERYBODY), 0, NULL},
};
static const struct db_shape chosen_shape = DB_SHAPE(struct folder_seen, chosen_columns);

static int
least_level(void)
{
	return weakened(CHECK_FOLDER_LEVEL) ? FOLDER_NONE : FOLDER_READ;
}

/* ---- one ---- */

static struct folder *
row_of(struct tx *tx, const struct folder_access *access, int64_t id)
{
	struct folder *root;

	if (id != access->client)
		return db_find(tx, &folder_shape,
			       "select " COLUMNS " from folder where id = $1 and client_id = $2 and deleted_at is null",
			       db_int(id), db_int(access->client));
	root = arena_make(tx_arena(tx), struct folder);
	*root = folder_root(access->client);
	return root;
}

struct folder *
folder_in_bin(struct tx *tx, int64_t client, int64_t id)
{
	return db_find(tx, &folder_shape,
		       "select " COLUMNS
		       " from folder where id = $1 and client_id = $2 and deleted_with_id is null and "
		       "deleted_at is not null",
		       db_int(id), db_int(client));
}

/* Whether anything below it may be read. */
static bool
leads_on(struct tx *tx, const struct folder_access *access, const struct folder_seen *seen)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, access, &seen->folder, &seen->sights, "seen");
	sql_printf(&sql,
		   " select 1 from seen join folder on folder.id = seen.id where seen.level >= %d and "
		   "folder.deleted_at is null limit 1",
		   least_level());
	return db_sql_get_int(tx, 0, sql_end(&sql)) != 0;
}

struct folder_seen *
folder_find(struct tx *tx, const struct folder_access *access, int64_t id)
{
	const struct folder *folder = row_of(tx, access, id);
	struct folder_seen *seen;

	if (folder == NULL)
		return NULL;
	seen = arena_make(tx_arena(tx), struct folder_seen);
	seen->folder = *folder;
	seen->sights = folder_sights_find(tx, access, folder->rights_id);
	seen->level = folder_level_by(access, &seen->sights);
	if ((int)seen->level >= least_level() || id == access->client)
		return seen;
	return leads_on(tx, access, seen) ? seen : NULL;
}

/* ---- several ---- */

/* Of a folder somewhere below it: which of those that lie in it leads there. */
static const char *
child_path(struct arena *arena, const struct folder *folder)
{
	return arena_printf(arena, "substr(folder.path, 1, %zu)", strlen(folder->path) + ID_LENGTH + 1);
}

/* Begins a statement over `seen`, the levels in a folder and below it: whatever lies there has its level from one of
 * them. */
static struct sql
begin_seen(struct tx *tx, const struct folder_access *access, const struct folder_seen *of)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, access, &of->folder, &of->sights, "seen");
	return sql;
}

/* What lies in a folder that is itself read: its index has the order. */
static struct sql
among_all(struct tx *tx, const struct folder_access *access, const struct folder_seen *of)
{
	struct sql sql = begin_seen(tx, access, of);

	sql_printf(
		&sql,
		" select " COLUMNS
		", seen.level from folder left join seen on seen.id = folder.rights_id where (seen.level "
		">= %d or folder.path in (select %s from seen join folder on folder.id = seen.id where seen.level >= %d "
		"and folder.deleted_at is null))",
		least_level(), child_path(sql.arena, &of->folder), least_level());
	return sql;
}

/* What lies in a folder that is only a name: few of many may be seen, and these are known by what is read below. */
static struct sql
among_few(struct tx *tx, const struct folder_access *access, const struct folder_seen *of)
{
	struct sql sql = begin_seen(tx, access, of);

	sql_printf(
		&sql,
		", way (path) as (select distinct %s from seen join folder on folder.id = seen.id where seen.level >= "
		"%d and folder.deleted_at is null) select " COLUMNS
		", seen.level from way join folder on folder.path = "
		"way.path and folder.client_id = $%d left join seen on seen.id = folder.rights_id where 1 = 1",
		child_path(sql.arena, &of->folder), least_level(), sql_bind(&sql, db_int(access->client)));
	return sql;
}

static struct sql
begin_children(struct tx *tx, const struct folder_access *access, const struct folder_seen *of)
{
	struct sql sql = (int)of->level >= least_level() ? among_all(tx, access, of) : among_few(tx, access, of);

	sql_add(&sql, " and folder.deleted_at is null and folder.parent_id = ");
	sql_value(&sql, db_int(of->folder.id));
	return sql;
}

struct folder_seen *
folder_children(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, const char *after_key,
		int64_t after_id, size_t limit, size_t *count)
{
	struct sql sql = begin_children(tx, access, of);

	if (after_key != NULL) {
		sql_add(&sql, " and (folder.name_key, folder.id) > (");
		sql_value(&sql, db_text(after_key));
		sql_add(&sql, ", ");
		sql_value(&sql, db_int(after_id));
		sql_add(&sql, ")");
	}
	sql_printf(&sql, " order by folder.name_key, folder.id limit %zu", limit);
	return db_sql_list(tx, &seen_shape, count, sql_end(&sql));
}

/* Writes a condition: that who asks may read the folder (a row `folder` with its level `seen`), or one below it. */
static void
add_shown(struct sql *sql)
{
	sql_printf(sql,
		   "(seen.level >= %d or exists (select 1 from seen as deep join folder as below on below.id = deep.id "
		   "where deep.level >= %d and below.deleted_at is null and below.path > folder.path and below.path < "
		   "folder.path || '~'))",
		   least_level(), least_level());
}

/* Whether a folder leads to one that is read is asked of those that are not read themselves. */
struct folder_seen *
folder_beneath(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, const char *after_path,
	       size_t limit, size_t *count)
{
	struct sql sql = begin_seen(tx, access, of);
	int path = sql_bind(&sql, db_text(of->folder.path));

	sql_printf(&sql,
		   " select " COLUMNS ", seen.level from folder left join seen on seen.id = folder.rights_id where "
		   "folder.client_id = $%d and folder.path < $%d || '~' and folder.path > ",
		   sql_bind(&sql, db_int(access->client)), path);
	sql_value(&sql, db_text(after_path == NULL ? of->folder.path : after_path));
	sql_add(&sql, " and folder.deleted_at is null and ");
	add_shown(&sql);
	sql_printf(&sql, " order by folder.path limit %zu", limit);
	return db_sql_list(tx, &seen_shape, count, sql_end(&sql));
}

struct folder *
folder_above(struct tx *tx, const struct folder *folder, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));
	int depth = folder_depth(folder);

	*count = 0;
	if (depth < 2)
		return NULL;
	sql_add(&sql, "select " COLUMNS " from folder where id in (");
	for (int i = 1; i < depth; i++) {
		sql_add(&sql, i == 1 ? "" : ", ");
		sql_value(&sql, db_int(folder_path_id(folder->path, i)));
	}
	sql_add(&sql, ") order by length(path)");
	return db_sql_list(tx, &folder_shape, count, sql_end(&sql));
}

struct folder_seen *
folder_named(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name)
{
	struct sql sql = begin_children(tx, access, in);
	struct folder_seen *found;
	size_t count;

	sql_add(&sql, " and folder.name_key = ");
	sql_value(&sql, db_text(folder_name_key(tx_arena(tx), name)));
	sql_add(&sql, " order by folder.id limit 1");
	found = db_sql_list(tx, &seen_shape, &count, sql_end(&sql));
	if (count == 0)
		return NULL;
	found->sights = folder_sights_find(tx, access, found->folder.rights_id);
	return found;
}

/* What is said of each, which sql_folder_levels works out on its way: so each is as one that was found by itself. */
static void
add_sights(struct sql *sql, const struct folder_access *access)
{
	bool looked = access->looker != NULL && !weakened(CHECK_FOLDER_LOOKER);
	const char *also = looked ? "seen_also" : "seen_said";

	sql_printf(
		sql,
		", coalesce(seen_said.person, %d) as person, coalesce(seen_said.crowd, %d) as crowd, "
		"coalesce(seen_said.everybody, %d) as everybody, coalesce(%s.person, %d) as looker_person, "
		"coalesce(%s.crowd, %d) as looker_crowd, coalesce(%s.everybody, %d) as looker_everybody from folder "
		"left join seen on seen.id = folder.rights_id left join seen_said on seen_said.id = folder.rights_id",
		LEVEL_UNSAID, LEVEL_UNSAID, LEVEL_UNSAID, also, LEVEL_UNSAID, also, LEVEL_UNSAID, also, LEVEL_UNSAID);
	if (looked)
		sql_add(sql, " left join seen_also on seen_also.id = folder.rights_id");
}

struct folder_seen *
folders_chosen(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const int64_t *ids,
	       size_t id_count, size_t *count)
{
	struct sql sql = begin_seen(tx, access, in);

	sql_add(&sql, " select " COLUMNS ", seen.level");
	add_sights(&sql, access);
	sql_printf(&sql,
		   " where folder.parent_id = $%d and folder.client_id = $%d and folder.deleted_at is null and "
		   "folder.id in ",
		   sql_bind(&sql, db_int(in->folder.id)), sql_bind(&sql, db_int(access->client)));
	sql_ids(&sql, ids, id_count);
	sql_add(&sql, " and ");
	add_shown(&sql);
	sql_add(&sql, " order by folder.name_key, folder.id");
	return db_sql_list(tx, &chosen_shape, count, sql_end(&sql));
}

static const struct db_column taken_columns[] = {
	DB_COLUMN_TEXT(struct folder_taken, name_key),
	DB_COLUMN_BOOL(struct folder_taken, seen),
};
static const struct db_shape taken_shape = DB_SHAPE(struct folder_taken, taken_columns);

static void
add_keys(struct sql *sql, const int *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sql_printf(sql, "%s$%d", i == 0 ? "(" : ", ", keys[i]);
	sql_add(sql, ")");
}

/* Files that who acts does not read keep no name from a folder: to refuse it would tell that they are there. */
struct folder_taken *
folder_names_taken(struct tx *tx, const struct folder_access *access, const struct folder_seen *in,
		   const char *const *name_keys, size_t key_count, int64_t but, size_t *count)
{
	struct sql sql = begin_seen(tx, access, in);
	int keys[FOLDER_NAMES_ASKED], folder = sql_bind(&sql, db_int(in->folder.id));

	for (size_t i = 0; i < key_count; i++)
		keys[i] = sql_bind(&sql, db_text(name_keys[i]));
	sql_add(&sql, " select folder.name_key, case when ");
	add_shown(&sql);
	sql_printf(&sql,
		   " then 1 else 0 end as seen from folder left join seen on seen.id = folder.rights_id where "
		   "folder.parent_id = $%d and folder.deleted_at is null and folder.id <> $%d and folder.name_key in ",
		   folder, sql_bind(&sql, db_int(but)));
	add_keys(&sql, keys, key_count);
	if (in->level >= FOLDER_READ) {
		sql_printf(&sql,
			   " union all select file.name_key, 1 as seen from file where file.folder_id = $%d and "
			   "file.deleted_at is null and file.name_key in ",
			   folder);
		add_keys(&sql, keys, key_count);
	}
	return db_sql_list(tx, &taken_shape, count, sql_end(&sql));
}

enum { SPOTS_ASKED = 120 };

static struct folder_seen *
some_at(struct tx *tx, const struct folder_access *access, const struct folder_seen *root,
	const struct folder_spot *spots, size_t spot_count, size_t *count)
{
	struct sql sql = begin_seen(tx, access, root);

	/* "cross join": SQLite then walks over the spots, and never over the folders. */
	sql_add(&sql, ", spot (parent_id, name_key) as (values ");
	for (size_t i = 0; i < spot_count; i++) {
		sql_add(&sql, i == 0 ? "(" : ", (");
		sql_value(&sql, db_int(spots[i].parent_id));
		sql_add(&sql, ", ");
		sql_value(&sql, db_text(spots[i].name_key));
		sql_add(&sql, ")");
	}
	sql_printf(&sql,
		   ") select " COLUMNS ", seen.level from spot cross join folder left join seen on seen.id = "
		   "folder.rights_id where folder.parent_id = spot.parent_id and folder.name_key = spot.name_key and "
		   "folder.deleted_at is null and folder.client_id = $%d order by folder.id",
		   sql_bind(&sql, db_int(access->client)));
	return db_sql_list(tx, &seen_shape, count, sql_end(&sql));
}

struct folder_seen *
folders_at(struct tx *tx, const struct folder_access *access, const struct folder_spot *spots, size_t spot_count,
	   size_t *count)
{
	struct folder_seen root = {.folder = folder_root(access->client)}, *all = NULL;

	*count = 0;
	root.sights = folder_sights_find(tx, access, access->client);
	for (size_t from = 0; from < spot_count; from += SPOTS_ASKED) {
		size_t left = spot_count - from, found;
		const struct folder_seen *some =
			some_at(tx, access, &root, spots + from, left < SPOTS_ASKED ? left : SPOTS_ASKED, &found);
		struct folder_seen *joined = arena_make_array(tx_arena(tx), struct folder_seen, *count + found + 1);

		for (size_t i = 0; i < *count; i++)
			joined[i] = all[i];
		for (size_t i = 0; i < found; i++)
			joined[(*count)++] = some[i];
		all = joined;
	}
	return all;
}

int64_t
folder_count(struct tx *tx, const struct folder_access *access)
{
	struct folder_seen root = {.folder = folder_root(access->client)};
	struct sql sql;

	root.sights = folder_sights_find(tx, access, access->client);
	sql = begin_seen(tx, access, &root);
	sql_printf(
		&sql,
		" select count(*) from folder join seen on seen.id = folder.rights_id where folder.client_id = $%d and "
		"folder.deleted_at is null and seen.level >= %d",
		sql_bind(&sql, db_int(access->client)), least_level());
	return db_sql_get_int(tx, 0, sql_end(&sql));
}

/* ---- the recycle bin ---- */

static const struct db_column removed_columns[] = {
	DB_COLUMN_INT64(struct folder_removed, id),
	DB_COLUMN_TEXT(struct folder_removed, name),
	DB_COLUMN_INSTANT(struct folder_removed, deleted_at),
	DB_COLUMN_TEXT(struct folder_removed, deleted_by),
};
static const struct db_shape removed_shape = DB_SHAPE(struct folder_removed, removed_columns);

struct folder_removed *
folder_bin_list(struct tx *tx, const struct folder_access *access, int64_t before_at, int64_t before_id, size_t limit,
		size_t *count)
{
	struct folder_seen root = {.folder = folder_root(access->client)};
	struct sql sql;

	root.sights = folder_sights_find(tx, access, access->client);
	sql = begin_seen(tx, access, &root);
	sql_printf(
		&sql,
		" select folder.id, folder.name, folder.deleted_at, folder.deleted_by from folder join seen on seen.id = folder.rights_id "
		"where folder.client_id = $%d and folder.deleted_at is not null and folder.deleted_with_id is null and "
		"seen.level >= %d and (folder.deleted_at, folder.id) < (",
		sql_bind(&sql, db_int(access->client)), weakened(CHECK_FOLDER_FULL) ? FOLDER_NONE : FOLDER_FULL);
	sql_value(&sql, db_int(before_at));
	sql_add(&sql, ", ");
	sql_value(&sql, db_int(before_id));
	sql_printf(&sql, ") order by folder.deleted_at desc, folder.id desc limit %zu", limit);
	return db_sql_list(tx, &removed_shape, count, sql_end(&sql));
}
