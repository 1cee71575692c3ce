/* retention_store: the statements of what a shorter retention would let go. */
#include "holds/retention.h"

#include "core/access.h"
#include "folders/folders.h"

static const struct db_column sum_columns[] = {
	DB_COLUMN_INT64(struct retention_freed, files),
	DB_COLUMN_INT64(struct retention_freed, clients),
};
static const struct db_shape sum_shape = DB_SHAPE(struct retention_freed, sum_columns);

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct retention_freed_file, id),
	DB_COLUMN_INT64(struct retention_freed_file, client_id),
	DB_COLUMN_TEXT(struct retention_freed_file, client_name),
};
static const struct db_shape shape = DB_SHAPE(struct retention_freed_file, columns);

static void
add_freed(struct sql *sql, int from, int to)
{
	sql_add(sql, "file.deleted_at is not null and not ");
	sql_file_is_held(sql);
	sql_add(sql, " and not (");
	sql_file_is_past(sql, from);
	sql_add(sql, ") and ");
	sql_file_is_past(sql, to);
}

struct retention_freed
retention_freed(struct tx *tx, int from, int to)
{
	struct sql sql = sql_new(tx_arena(tx));
	struct retention_freed *sum;
	size_t count;

	sql_add(&sql,
		"select count(*) as files, count(distinct file.client_id) as clients from file left join folder as "
		"place on place.id = file.folder_id where ");
	add_freed(&sql, from, to);
	sum = db_sql_list(tx, &sum_shape, &count, sql_end(&sql));
	return count == 0 ? (struct retention_freed){.files = 0} : *sum;
}

struct retention_freed_file *
retention_freed_files(struct tx *tx, const struct viewer *viewer, int from, int to, size_t limit, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_bind(&sql, access_client(viewer));
	sql_add(&sql,
		access_sql(viewer, "select file.id, file.client_id, client.name as client_name from file join client "
				   "on client.id = file.client_id left join folder as place on place.id = "
				   "file.folder_id where {client} and "));
	add_freed(&sql, from, to);
	sql_printf(&sql, " order by file.deleted_at desc, file.id desc limit %zu", limit);
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}
