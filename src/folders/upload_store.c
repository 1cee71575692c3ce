/* upload_store: rows of files on their way. */
#include "folders/upload_store.h"

#include "core/weakened.h"
#include "space/space.h"
#include "sys/clock.h"

#define COLUMNS "id, client_id, folder_id, metadata, length, part, expires_at"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct upload, id),	      DB_COLUMN_INT64(struct upload, client_id),
	DB_COLUMN_INT64(struct upload, folder_id),    DB_COLUMN_TEXT(struct upload, metadata),
	DB_COLUMN_INT64(struct upload, length),	      DB_COLUMN_TEXT(struct upload, part),
	DB_COLUMN_INSTANT(struct upload, expires_at),
};
static const struct db_shape shape = DB_SHAPE(struct upload, columns);

struct upload *
upload_find(struct tx *tx, const struct folder_access *access, int64_t id)
{
	if (weakened(CHECK_UPLOAD_OWN))
		return db_find(tx, &shape, "select " COLUMNS " from upload where id = $1 and client_id = $2",
			       db_int(id), db_int(access->client));
	return db_find(tx, &shape,
		       "select " COLUMNS " from upload where id = $1 and client_id = $2 and staff = $3 and "
		       "person_id = $4",
		       db_int(id), db_int(access->client), db_int(access->person.staff), db_int(access->person.id));
}

void
upload_add(struct tx *tx, const struct folder_access *access, const struct upload *upload)
{
	db_run(tx,
	       "insert into upload (id, client_id, folder_id, staff, person_id, metadata, length, part, created_at, "
	       "expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	       db_int(upload->id), db_int(upload->client_id), db_int(upload->folder_id), db_int(access->person.staff),
	       db_int(access->person.id), db_text(upload->metadata), db_int(upload->length), db_text(upload->part),
	       db_int(clock_now()), db_int(upload->expires_at));
	if (upload->part != NULL)
		space_reserve(tx, upload->client_id, upload->length);
}

int64_t
uploads_announced(struct tx *tx)
{
	return db_get_int(tx, 0, "select coalesce(sum(length), 0) from upload where part is not null");
}

void
upload_extend(struct tx *tx, int64_t id, int64_t expires_at)
{
	db_run(tx, "update upload set expires_at = $1 where id = $2", db_int(expires_at), db_int(id));
}

/* What of it was reserved is free. */
static void
free_space(struct tx *tx, int64_t id)
{
	const struct upload *upload =
		db_find(tx, &shape, "select " COLUMNS " from upload where id = $1 and part is not null", db_int(id));

	if (upload != NULL)
		space_reserve(tx, upload->client_id, -upload->length);
}

void
upload_close(struct tx *tx, int64_t id)
{
	free_space(tx, id);
	db_run(tx, "update upload set part = null where id = $1", db_int(id));
}

void
upload_remove(struct tx *tx, int64_t id)
{
	free_space(tx, id);
	db_run(tx, "delete from upload where id = $1", db_int(id));
}

void
uploads_forget(struct tx *tx, int64_t client)
{
	space_reserve(
		tx, client,
		-db_get_int(tx, 0,
			    "select coalesce(sum(length), 0) from upload where client_id = $1 and part is not null",
			    db_int(client)));
	db_run(tx, "delete from upload where client_id = $1", db_int(client));
}

bool
upload_remove_expired(struct tx *tx, int64_t id, int64_t before)
{
	if (db_get_int(tx, 0, "select 1 from upload where id = $1 and expires_at < $2", db_int(id), db_int(before)) !=
	    1)
		return false;
	upload_remove(tx, id);
	return true;
}

bool
upload_has_part(struct tx *tx, const char *part)
{
	return db_get_int(tx, 0, "select count(*) from upload where part = $1", db_text(part)) > 0;
}

struct upload *
uploads_expired(struct tx *tx, int64_t before, int64_t after_at, int64_t after_id, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select " COLUMNS " from upload where expires_at < $1 and (expires_at, id) > ($2, $3) order by "
		       "expires_at, id limit $4",
		       db_int(before), db_int(after_at), db_int(after_id), db_int((int64_t)limit));
}
