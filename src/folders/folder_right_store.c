/* folder_right_store: rights on folders, and which folder each has them from. */
#include "folders/folder_right_store.h"

#include "base/arena.h"

/* `before` said what holds in the folder and below it, as far as nothing nearer does; now `after` says it. */
void
folder_rights_follow(struct tx *tx, const struct folder *folder, int64_t before, int64_t after)
{
	struct db_value client = db_int(folder->client_id), path = db_text(folder->path);

	db_run(tx,
	       "update folder set rights_id = $1 where client_id = $2 and path >= $3 and path < $3 || '~' and rights_id = "
	       "$4",
	       db_int(after), client, path, db_int(before));
	db_run(tx,
	       "update folder set rights_above_id = $1 where rights_above_id = $4 and client_id = $2 and path >= $3 and "
	       "path < $3 || '~'",
	       db_int(after), client, path, db_int(before));
}

static bool
is_root(const struct folder *folder)
{
	return folder->id == folder->client_id;
}

/* The first thing that is said of it. The columns are read anew: several things may be said of one folder in a row. */
static void
begin_own(struct tx *tx, const struct folder *folder)
{
	int64_t before = db_get_int(tx, 0, "select rights_id from folder where id = $1 and rights_above_id is null",
				    db_int(folder->id));

	if (before == 0)
		return;
	folder_rights_follow(tx, folder, before, folder->id);
	db_run(tx, "update folder set rights_above_id = $1 where id = $2", db_int(before), db_int(folder->id));
}

static void
end_own(struct tx *tx, const struct folder *folder)
{
	int64_t above = db_get_int(tx, 0,
				   "select rights_above_id from folder where id = $1 and not exists (select 1 from "
				   "folder_right where folder_id = $1)",
				   db_int(folder->id));

	if (above == 0)
		return;
	db_run(tx, "update folder set rights_above_id = null where id = $1", db_int(folder->id));
	folder_rights_follow(tx, folder, folder->id, above);
}

void
folder_right_set(struct tx *tx, const struct folder *folder, const struct folder_right *right)
{
	db_run(tx,
	       "insert into folder_right (folder_id, client_id, whose, who_id, level) values ($1, $2, $3, $4, $5) on "
	       "conflict (folder_id, whose, who_id) do update set level = excluded.level",
	       db_int(folder->id), db_int(folder->client_id), db_text(folder_whose_names[right->whose]),
	       db_int(right->who_id), db_int(right->level));
	if (!is_root(folder))
		begin_own(tx, folder);
}

bool
folder_right_unset(struct tx *tx, const struct folder *folder, enum folder_whose whose, int64_t who_id)
{
	if (db_run(tx, "delete from folder_right where folder_id = $1 and whose = $2 and who_id = $3",
		   db_int(folder->id), db_text(folder_whose_names[whose]), db_int(who_id)) == 0)
		return false;
	if (!is_root(folder))
		end_own(tx, folder);
	return true;
}

/* ---- what is said ---- */

static const struct db_column right_columns[] = {
	DB_COLUMN_INT64(struct folder_right, folder_id),
	DB_COLUMN_ENUM(struct folder_right, whose, folder_whose_names),
	DB_COLUMN_INT64(struct folder_right, who_id),
	DB_COLUMN_INT(struct folder_right, level),
};
static const struct db_shape right_shape = DB_SHAPE(struct folder_right, right_columns);

struct sql
folder_rights_begin(struct tx *tx)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select folder_right.folder_id, folder_right.whose, folder_right.who_id, folder_right.level from "
		      "folder_right");
	return sql;
}

struct folder_right *
folder_rights_list(struct tx *tx, struct sql *sql, size_t *count)
{
	return db_sql_list(tx, &right_shape, count, sql_end(sql));
}

struct folder_right *
folder_rights_beneath(struct tx *tx, const struct folder *folder, enum folder_whose whose, int64_t who_id,
		      size_t *count)
{
	struct sql sql = folder_rights_begin(tx);

	sql_add(&sql, " left join folder on folder.id = folder_right.folder_id where folder_right.client_id = ");
	sql_value(&sql, db_int(folder->client_id));
	if (whose != FOLDER_WHOSE) {
		sql_printf(&sql,
			   " and folder_right.whose = '%s' and folder_right.who_id = ", folder_whose_names[whose]);
		sql_value(&sql, db_int(who_id));
	}
	if (!is_root(folder)) {
		int path = sql_bind(&sql, db_text(folder->path));

		sql_printf(&sql, " and folder.path >= $%d and folder.path < $%d || '~'", path, path);
	}
	sql_add(&sql, " and folder.deleted_at is null order by coalesce(folder.path, '/'), folder_right.whose, "
		      "folder_right.who_id");
	return folder_rights_list(tx, &sql, count);
}
