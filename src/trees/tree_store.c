/* tree_store: every statement about folder-tree templates. */
#include "trees/tree_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/access.h"
#include "db/sql.h"
#include "html/format.h"
#include "sys/clock.h"

/* ---- templates ---- */

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct tree, id),	  DB_COLUMN_INT64(struct tree, version),
	DB_COLUMN_TEXT(struct tree, name),	  DB_COLUMN_INT(struct tree, folder_count),
	DB_COLUMN_INT(struct tree, client_count),
};
static const struct db_shape shape = DB_SHAPE(struct tree, columns);

#define SHOWN                                                                                                          \
	"select tree.id, tree.version, tree.name, (select count(*) from tree_folder where tree_folder.tree_id = "      \
	"tree.id) as folder_count, "
#define TEMPLATES                                                                                                      \
	SHOWN "(select count(*) from tree_use join client on client.id = tree_use.client_id "                          \
	      "where {client} and tree_use.tree_id = tree.id) as client_count from tree "

struct tree *
trees_all(struct tx *tx, const struct viewer *viewer, size_t *count)
{
	return db_list(tx, &shape, count, access_sql(viewer, TEMPLATES "order by tree.name_key, tree.id limit $2"),
		       access_client(viewer), db_int(TREES));
}

/* How many clients were given folders by each is not told where one only chooses. */
struct tree *
trees_to_choose(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count, SHOWN "0 as client_count from tree order by tree.name_key, tree.id limit $1",
		       db_int(TREES));
}

struct tree *
tree_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, TEMPLATES "where tree.id = $2"), access_client(viewer),
		       db_int(id));
}

bool
tree_name_is_taken(struct tx *tx, const char *name, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from tree where name_key = $1 and id <> $2",
			  db_text(text_fold(tx_arena(tx), name)), db_int(except)) == 1;
}

int64_t
tree_create(struct tx *tx, const char *name)
{
	int64_t id = id_new();

	db_run(tx, "insert into tree (id, name, name_key, created_at, version) values ($1, $2, $3, $4, 1)", db_int(id),
	       db_text(name), db_text(text_fold(tx_arena(tx), name)), db_int(clock_now()));
	return id;
}

bool
tree_change(struct tx *tx, int64_t tree, const char *name, int64_t version)
{
	return db_run(tx,
		      "update tree set name = $1, name_key = $2, version = version + 1 where id = $3 and version = $4",
		      db_text(name), db_text(text_fold(tx_arena(tx), name)), db_int(tree), db_int(version)) == 1;
}

void
tree_remove(struct tx *tx, int64_t tree)
{
	db_run(tx, "delete from tree_right where tree_folder_id in (select id from tree_folder where tree_id = $1)",
	       db_int(tree));
	db_run(tx, "delete from tree_folder where tree_id = $1", db_int(tree));
	db_run(tx, "delete from tree_use where tree_id = $1", db_int(tree));
	db_run(tx, "delete from tree where id = $1", db_int(tree));
}

/* ---- folders ---- */

static const struct db_column folder_columns[] = {
	DB_COLUMN_INT64(struct tree_folder, id),	DB_COLUMN_INT64(struct tree_folder, tree_id),
	DB_COLUMN_INT64(struct tree_folder, parent_id), DB_COLUMN_TEXT(struct tree_folder, name),
	DB_COLUMN_TEXT(struct tree_folder, name_key),
};
static const struct db_shape folder_shape = DB_SHAPE(struct tree_folder, folder_columns);

static const struct db_column right_columns[] = {
	DB_COLUMN_INT64(struct tree_right, tree_folder_id),
	DB_COLUMN_ENUM(struct tree_right, whose, folder_whose_names),
	DB_COLUMN_INT64(struct tree_right, who_id),
	DB_COLUMN_INT(struct tree_right, level),
};
static const struct db_shape right_shape = DB_SHAPE(struct tree_right, right_columns);

const char *const *
tree_names(struct tx *tx, const int64_t *ids, size_t count)
{
	const char **names = arena_make_array(tx_arena(tx), const char *, count + 1);
	struct sql sql = sql_new(tx_arena(tx));
	size_t found_count;
	const struct tree *found;

	if (count == 0)
		return names;
	sql_add(&sql, "select id, version, name, 0 as folder_count, 0 as client_count from tree where id in ");
	sql_ids(&sql, ids, count);
	found = db_sql_list(tx, &shape, &found_count, sql_end(&sql));
	for (size_t i = 0; i < count; i++)
		for (size_t f = 0; f < found_count; f++)
			if (found[f].id == ids[i])
				names[i] = found[f].name;
	return names;
}

struct tree_shape *
tree_shapes(struct tx *tx, const int64_t *ids, size_t count)
{
	struct arena *arena = tx_arena(tx);
	struct tree_shape *shapes = arena_make_array(arena, struct tree_shape, count + 1);
	struct sql sought = sql_new(arena), rights = sql_new(arena);
	size_t folder_count, right_count, from = 0, end;
	const struct tree_folder *rows;
	const struct tree_right *said;

	if (count == 0)
		return shapes;
	sql_add(&sought, "select id, tree_id, parent_id, name, name_key from tree_folder where tree_id in ");
	sql_ids(&sought, ids, count);
	sql_add(&sought, " order by tree_id");
	rows = db_sql_list(tx, &folder_shape, &folder_count, sql_end(&sought));
	sql_add(&rights,
		"select tree_folder_id, whose, who_id, level from tree_right where tree_folder_id in (select id "
		"from tree_folder where tree_id in ");
	sql_ids(&rights, ids, count);
	sql_add(&rights, ")");
	said = db_sql_list(tx, &right_shape, &right_count, sql_end(&rights));
	for (; from < folder_count; from = end) {
		for (end = from; end < folder_count && rows[end].tree_id == rows[from].tree_id;)
			end++;
		for (size_t i = 0; i < count; i++)
			if (ids[i] == rows[from].tree_id)
				shapes[i] = tree_arrange(arena, rows + from, end - from, said, right_count);
	}
	return shapes;
}

enum { FOLDER_ROWS = 60 }; /* in one statement */

static void
insert_some(struct tx *tx, int64_t tree, const struct tree_folder *rows, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx));
	int template = sql_bind(&sql, db_int(tree));

	sql_add(&sql, "insert into tree_folder (id, tree_id, parent_id, name, name_key) values ");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "(" : ", (");
		sql_value(&sql, db_int(rows[i].id));
		sql_printf(&sql, ", $%d, ", template);
		sql_value(&sql, db_int(rows[i].parent_id));
		sql_add(&sql, ", ");
		sql_value(&sql, db_text(rows[i].name));
		sql_add(&sql, ", ");
		sql_value(&sql, db_text(rows[i].name_key));
		sql_add(&sql, ")");
	}
	db_sql_run(tx, sql_end(&sql));
}

void
tree_folders_insert(struct tx *tx, int64_t tree, const struct tree_folder *rows, size_t count)
{
	for (size_t from = 0; from < count; from += FOLDER_ROWS)
		insert_some(tx, tree, rows + from, count - from < FOLDER_ROWS ? count - from : FOLDER_ROWS);
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; r < rows[i].right_count; r++)
			tree_right_set(tx, rows[i].id, rows[i].rights[r].whose, rows[i].rights[r].who_id,
				       (int)rows[i].rights[r].level);
}

void
tree_folder_change(struct tx *tx, int64_t folder, const char *name, int64_t parent)
{
	db_run(tx, "update tree_folder set name = $1, name_key = $2, parent_id = $3 where id = $4", db_text(name),
	       db_text(folder_name_key(tx_arena(tx), name)), db_int(parent), db_int(folder));
}

void
tree_right_set(struct tx *tx, int64_t folder, enum folder_whose whose, int64_t who_id, int level)
{
	if (level == LEVEL_UNSAID)
		db_run(tx, "delete from tree_right where tree_folder_id = $1 and whose = $2 and who_id = $3",
		       db_int(folder), db_text(folder_whose_names[whose]), db_int(who_id));
	else
		db_run(tx,
		       "insert into tree_right (tree_folder_id, whose, who_id, level) values ($1, $2, $3, $4) on "
		       "conflict (tree_folder_id, whose, who_id) do update set level = excluded.level",
		       db_int(folder), db_text(folder_whose_names[whose]), db_int(who_id), db_int(level));
}

#define BELOW                                                                                                          \
	"with recursive below (id) as (select cast($1 as bigint) union all select tree_folder.id from below join "     \
	"tree_folder on tree_folder.parent_id = below.id where tree_folder.tree_id = $2) "

void
tree_folder_remove(struct tx *tx, int64_t tree, int64_t folder)
{
	db_run(tx, BELOW "delete from tree_right where tree_folder_id in (select id from below)", db_int(folder),
	       db_int(tree));
	db_run(tx, BELOW "delete from tree_folder where id in (select id from below)", db_int(folder), db_int(tree));
}

/* ---- clients ---- */

static const struct db_column client_columns[] = {
	DB_COLUMN_INT64(struct tree_client, id),
	DB_COLUMN_TEXT(struct tree_client, name),
	DB_COLUMN_INSTANT(struct tree_client, used_at),
};
static const struct db_shape client_shape = DB_SHAPE(struct tree_client, client_columns);

struct tree_client *
tree_clients(struct tx *tx, const struct viewer *viewer, int64_t tree, int64_t before, size_t limit, size_t *count)
{
	return db_list(
		tx, &client_shape, count,
		access_sql(viewer, "select client.id, client.name, tree_use.used_at from tree_use join client on "
				   "client.id = tree_use.client_id where {client} and tree_use.tree_id = $2 and "
				   "tree_use.client_id < $3 order by tree_use.client_id desc limit $4"),
		access_client(viewer), db_int(tree), db_int(before == 0 ? INT64_MAX : before), db_int((int64_t)limit));
}

void
tree_use_note(struct tx *tx, int64_t tree, int64_t client)
{
	db_run(tx,
	       "insert into tree_use (tree_id, client_id, used_at) values ($1, $2, $3) on conflict (tree_id, "
	       "client_id) do update set used_at = excluded.used_at",
	       db_int(tree), db_int(client), db_int(clock_now()));
}

void
tree_rights_forget_type(struct tx *tx, int64_t user_type)
{
	db_run(tx, "delete from tree_right where whose = 'user_type' and who_id = $1", db_int(user_type));
}

void
tree_uses_follow(struct tx *tx, int64_t from, int64_t to)
{
	if (to != 0)
		db_run(tx,
		       "insert into tree_use (tree_id, client_id, used_at) select tree_id, cast($2 as bigint), used_at "
		       "from tree_use where client_id = $1 on conflict (tree_id, client_id) do nothing",
		       db_int(from), db_int(to));
	db_run(tx, "delete from tree_use where client_id = $1", db_int(from));
}
