/* retention_store: the statements of what a shorter retention would let go. */
#include "holds/retention.h"

#include "base/instant.h"
#include "base/str.h"
#include "core/access.h"
#include "folders/folders.h"
#include "sys/clock.h"

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
	sql_add(sql, "file.id in (select id from file where deleted_at is not null union all select file.id from file "
		     "join client as gone on gone.id = file.client_id where gone.deleted_at is not null) and not ");
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

int64_t
retention_freed_beneath(struct tx *tx, const struct folder *folder, int to)
{
	struct sql sql = sql_new(tx_arena(tx));
	int client = sql_bind(&sql, db_int(folder->client_id)), path = sql_bind(&sql, db_text(folder->path));

	sql_printf(
		&sql,
		"select count(*) from file left join folder as place on place.id = file.folder_id where "
		"file.client_id = $%d and file.deleted_at is not null and coalesce(place.path, '/') >= $%d and "
		"coalesce(place.path, '/') < $%d || '~' and not exists (select 1 from folder_retention r join folder "
		"as nearer on nearer.id = r.folder_id where r.client_id = $%d and r.carried = 0 and nearer.path > $%d and nearer.path "
		"< $%d || '~' and place.path >= nearer.path and place.path < nearer.path || '~') and not ",
		client, path, path, client, path, path);
	sql_file_is_held(&sql);
	sql_add(&sql, " and not (");
	sql_file_is_past(&sql, retention_months_kept(tx));
	sql_add(&sql, ") and ");
	sql_file_is_past_after(&sql, to);
	return db_sql_get_int(tx, 0, sql_end(&sql));
}

/* ---- clients in the recycle bin ---- */

void
retention_sql_client_may_go(struct sql *sql, struct tx *tx, const char *module)
{
	if (!text_equal(module, "clients"))
		return;
	sql_add(sql, " and not exists (select 1 from file left join folder as place on place.id = file.folder_id where "
		     "file.client_id = client.id and not (");
	sql_file_may_go(sql, tx);
	sql_add(sql, "))");
}

struct kept {
	int64_t client;
	int months;
	int64_t changed_at; /* of the newest that is kept so long */
};

static const struct db_column kept_columns[] = {
	DB_COLUMN_INT64(struct kept, client),
	DB_COLUMN_INT(struct kept, months),
	DB_COLUMN_INT64(struct kept, changed_at),
};
static const struct db_shape kept_shape = DB_SHAPE(struct kept, kept_columns);

void
retention_clients_kept(struct tx *tx, const char *module, const int64_t *clients, int32_t *days, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx));
	int32_t today = day_of_instant_utc(clock_now());
	size_t kept_count;
	const struct kept *kept;

	if (!text_equal(module, "clients"))
		return;
	sql_add(&sql, "select client, months, max(changed_at) as changed_at from (select file.client_id as client, ");
	sql_file_months(&sql, retention_months_kept(tx));
	sql_add(&sql,
		" as months, file.changed_at from file left join folder as place on place.id = file.folder_id where "
		"file.client_id in ");
	sql_ids(&sql, clients, count);
	sql_add(&sql, ") as kept group by client, months");
	kept = db_sql_list(tx, &kept_shape, &kept_count, sql_end(&sql));
	for (size_t k = 0; k < kept_count; k++) {
		int32_t until = retention_until(kept[k].changed_at, kept[k].months);

		for (size_t i = 0; i < count; i++)
			if (clients[i] == kept[k].client && until > today && until > days[i])
				days[i] = until;
	}
}
