/* hold_store: every statement about legal holds but those that ask what they keep (folders/folder_hold.h). */
#include "holds/hold.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/access.h"
#include "holds/holds.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct hold, id),
	DB_COLUMN_INT64(struct hold, client_id),
	DB_COLUMN_INT64(struct hold, folder_id),
	DB_COLUMN_INT64(struct hold, file_id),
	DB_COLUMN_TEXT(struct hold, client_name),
	DB_COLUMN_TEXT(struct hold, reason),
	DB_COLUMN_INSTANT(struct hold, made_at),
	DB_COLUMN_TEXT(struct hold, made_by),
	DB_COLUMN_INSTANT(struct hold, released_at),
	DB_COLUMN_TEXT(struct hold, released_by),
	DB_COLUMN_TEXT(struct hold, release_reason),
};
static const struct db_shape shape = DB_SHAPE(struct hold, columns);

#define HOLDS                                                                                                            \
	"select h.id, h.client_id, h.folder_id, h.file_id, client.name as client_name, h.reason, h.made_at, h.made_by, " \
	"h.released_at, h.released_by, h.release_reason from legal_hold h join client on client.id = h.client_id "       \
	"where {client} and "

struct hold *
hold_list(struct tx *tx, const struct viewer *viewer, bool released, int64_t before_at, int64_t before_id, size_t limit,
	  size_t *count)
{
	if (released)
		return db_list(tx, &shape, count,
			       access_sql(viewer,
					  HOLDS "h.released_at is not null and (h.released_at, h.id) < ($2, $3) "
						"order by h.released_at desc, h.id desc limit $4"),
			       access_client(viewer), db_int(before_at), db_int(before_id), db_int((int64_t)limit));
	return db_list(tx, &shape, count,
		       access_sql(viewer, HOLDS "h.released_at is null and h.id < $2 order by h.id desc limit $3"),
		       access_client(viewer), db_int(before_id), db_int((int64_t)limit));
}

struct hold *
hold_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, HOLDS "h.released_at is null and h.id = $2"),
		       access_client(viewer), db_int(id));
}

int64_t
hold_make(struct tx *tx, int64_t client, int64_t folder, int64_t file, const char *reason, const char *by)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into legal_hold (id, client_id, folder_id, file_id, reason, made_at, made_by) values ($1, $2, $3, "
	       "$4, $5, $6, $7)",
	       db_int(id), db_int(client), db_optional(file != 0 ? 0 : folder, 0), db_optional(file, 0),
	       db_text(reason), db_int(clock_now()), db_text(by));
	return id;
}

bool
hold_release(struct tx *tx, int64_t id, const char *reason, const char *by)
{
	return db_run(tx,
		      "update legal_hold set released_at = $2, released_by = $3, release_reason = $4 where id = $1 and "
		      "released_at is null",
		      db_int(id), db_int(clock_now()), db_text(by), db_text(reason)) == 1;
}
