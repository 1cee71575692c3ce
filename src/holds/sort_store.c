/* sort_store: the statements about files that have no longer to be kept. */
#include "holds/sort.h"

#include "base/instant.h"
#include "core/access.h"
#include "core/weakened.h"
#include "holds/holds.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct sort_file, id),	       DB_COLUMN_INT64(struct sort_file, client_id),
	DB_COLUMN_TEXT(struct sort_file, name),	       DB_COLUMN_INT64(struct sort_file, folder_id),
	DB_COLUMN_TEXT(struct sort_file, folder_name), DB_COLUMN_INT64(struct sort_file, size),
	DB_COLUMN_INT64(struct sort_file, changed_at), DB_COLUMN_INT(struct sort_file, months),
};
static const struct db_shape shape = DB_SHAPE(struct sort_file, columns);

static const struct db_column hint_columns[] = {
	DB_COLUMN_INT64(struct sort_hint, id),
	DB_COLUMN_INT64(struct sort_hint, client_id),
	DB_COLUMN_INT64(struct sort_hint, changed_at),
};
static const struct db_shape hint_shape = DB_SHAPE(struct sort_hint, hint_columns);

/* Writes " and …" and the order. False: nothing has to be kept at all. */
static bool
add_query(struct sql *sql, struct tx *tx, const struct sort_query *query)
{
	sql_add(sql, " and file.deleted_at is null and not ");
	sql_file_is_held(sql);
	sql_printf(sql, " and coalesce(file.left_until, 0) <= %d and ", (int)day_of_instant_utc(clock_now()));
	if (!sql_file_is_over(sql, tx))
		return false;
	if (query->ids != NULL) {
		sql_add(sql, " and file.id in ");
		sql_ids(sql, query->ids, query->id_count);
	}
	sql_printf(sql, " and (file.changed_at, file.id) > ($%d, $%d) order by file.changed_at, file.id limit %zu",
		   sql_bind(sql, db_int(query->at)), sql_bind(sql, db_int(query->id)), query->limit);
	return true;
}

struct sort_file *
sort_files(struct tx *tx, const struct folder_access *access, const struct sort_query *query, size_t *count)
{
	const struct folder_seen *root = folder_find(tx, access, access->client);
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	if (root == NULL)
		return NULL;
	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, access, &root->folder, &root->sights, "seen");
	sql_add(&sql,
		" select file.id, file.client_id, file.name, file.folder_id, place.name as folder_name, file.size, "
		"file.changed_at, ");
	sql_file_months(&sql, retention_months_kept(tx));
	sql_printf(&sql,
		   " as months from file left join folder as place on place.id = file.folder_id left join seen on "
		   "seen.id = coalesce(place.rights_id, file.client_id) where file.client_id = $%d and "
		   "coalesce(seen.level, 0) >= %d",
		   sql_bind(&sql, db_int(access->client)), weakened(CHECK_SORT_LEVEL) ? FOLDER_NONE : FOLDER_FULL);
	if (!add_query(&sql, tx, query))
		return NULL;
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}

struct sort_hint *
sort_hints(struct tx *tx, const struct viewer *viewer, const struct sort_query *query, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	sql_bind(&sql, access_client(viewer));
	sql_add(&sql, access_sql(viewer, "select file.id, file.client_id, file.changed_at from file join client on "
					 "client.id = file.client_id left join folder as place on place.id = "
					 "file.folder_id where {client}"));
	if (!add_query(&sql, tx, query))
		return NULL;
	return db_sql_list(tx, &hint_shape, count, sql_end(&sql));
}

void
sort_leave(struct tx *tx, int64_t file, int32_t until)
{
	db_run(tx, "update file set left_until = $2 where id = $1", db_int(file), db_int(until));
}

void
sort_make_old(struct tx *tx, int64_t file, int64_t at)
{
	db_run(tx, "update file set created_at = $2, changed_at = $2 where id = $1", db_int(file), db_int(at));
	db_run(tx, "update file_version set created_at = $2 where file_id = $1", db_int(file), db_int(at));
}
