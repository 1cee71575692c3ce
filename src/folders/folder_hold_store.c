/* folder_hold_store: which legal holds there are, and what they keep, asked in statements. */
#include "folders/folder_hold.h"

#include "core/weakened.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct folder_hold, id),	DB_COLUMN_INT64(struct folder_hold, client_id),
	DB_COLUMN_INT64(struct folder_hold, folder_id), DB_COLUMN_INT64(struct folder_hold, file_id),
	DB_COLUMN_TEXT(struct folder_hold, reason),	DB_COLUMN_INT64(struct folder_hold, made_at),
	DB_COLUMN_TEXT(struct folder_hold, made_by),	DB_COLUMN_TEXT(struct folder_hold, path),
};
static const struct db_shape shape = DB_SHAPE(struct folder_hold, columns);

struct folder_hold *
folder_holds(struct tx *tx, int64_t client, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select h.id, h.client_id, h.folder_id, h.file_id, h.reason, h.made_at, h.made_by, "
		"coalesce(folder.path, '/') as path from legal_hold h left join file on file.id = h.file_id left "
		"join folder on folder.id = coalesce(file.folder_id, h.folder_id) where h.client_id = $1 and "
		"h.released_at is null order by h.id limit $2",
		db_int(client), db_int(HOLDS_MOST));
}

/* `path`: that of the folder whose contents are asked about. */
#define HELD_ABOVE(row, path)                                                                                           \
	"exists (select 1 from legal_hold h left join folder as held on held.id = h.folder_id where h.client_id = " row \
	".client_id and h.released_at is null and (h.folder_id = " row ".client_id or (" path                           \
	" >= held.path and " path " < held.path || '~')"

void
sql_file_is_held(struct sql *sql)
{
	sql_add(sql,
		weakened(CHECK_FOLDER_HELD) ? "1 = 0" : HELD_ABOVE("file", "place.path") " or h.file_id = file.id))");
}

void
sql_folder_is_held(struct sql *sql)
{
	sql_add(sql, weakened(CHECK_FOLDER_HELD) ? "1 = 0" : HELD_ABOVE("folder", "folder.path") "))");
}

void
sql_demand_is_held(struct sql *sql)
{
	sql_add(sql, weakened(CHECK_FOLDER_HELD) ? "1 = 0" : HELD_ABOVE("demand", "place.path") "))");
}

void
folder_stands_join(struct tx *tx, int64_t from, int64_t to, int64_t join)
{
	db_run(tx,
	       "update legal_hold set client_id = $2, folder_id = case when folder_id = $1 then $3 else folder_id end where "
	       "client_id = $1",
	       db_int(from), db_int(to), db_int(join));
	db_run(tx,
	       "update folder_retention set client_id = $2, folder_id = case when folder_id = $1 then $3 else folder_id end "
	       "where client_id = $1",
	       db_int(from), db_int(to), db_int(join));
	folder_locks_forget(tx, from);
}

void
folder_stands_forget(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from legal_hold where client_id = $1", db_int(client));
	db_run(tx, "delete from folder_retention where client_id = $1", db_int(client));
	folder_locks_forget(tx, client);
}
