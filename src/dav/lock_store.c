/* lock_store: every statement about locks of programs. */
#include "dav/lock.h"

#include "base/id.h"
#include "base/instant.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <stddef.h>
#include <stdio.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct dav_lock, id),	     DB_COLUMN_TEXT(struct dav_lock, token),
	DB_COLUMN_INT64(struct dav_lock, client_id), DB_COLUMN_INT64(struct dav_lock, folder_id),
	DB_COLUMN_INT64(struct dav_lock, file_id),   DB_COLUMN_BOOL(struct dav_lock, shared),
	DB_COLUMN_BOOL(struct dav_lock, deep),	     DB_COLUMN_INT64(struct dav_lock, password_id),
	DB_COLUMN_TEXT(struct dav_lock, holder),     DB_COLUMN_TEXT(struct dav_lock, owner),
	DB_COLUMN_INT64(struct dav_lock, seconds),   DB_COLUMN_INT64(struct dav_lock, expires_at),
	DB_COLUMN_TEXT(struct dav_lock, path),
};
static const struct db_shape shape = DB_SHAPE(struct dav_lock, columns);

/* What went into the recycle bin is locked by nobody. */
struct dav_lock *
dav_locks(struct tx *tx, int64_t client, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select l.id, l.token, l.client_id, l.folder_id, l.file_id, l.shared, l.deep, l.password_id, l.holder, "
		"l.owner, l.seconds, l.expires_at, coalesce(folder.path, '/') as path from dav_lock l left join file on "
		"file.id = l.file_id and file.deleted_at is null left join folder on folder.id = coalesce(file.folder_id, "
		"l.folder_id) and folder.deleted_at is null where l.client_id = $1 and l.expires_at > $2 and (file.id is "
		"not null or folder.id is not null or l.folder_id = l.client_id) order by l.id limit $3",
		db_int(client), db_int(clock_now()), db_int(LOCKS_MOST));
}

void
dav_locks_begin(struct tx *tx, int64_t client)
{
	db_run(tx, "update client set version = version where id = $1", db_int(client));
}

/* RFC 9562 §5.4: 122 random bits. */
static void
make_token(char text[LOCK_TOKEN + 1])
{
	unsigned char b[16];

	random_bytes(b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	snprintf(text, LOCK_TOKEN + 1, "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

void
dav_lock_insert(struct tx *tx, struct dav_lock *lock)
{
	char token[LOCK_TOKEN + 1];

	make_token(token);
	lock->id = id_new();
	lock->token = arena_text(tx_arena(tx), token);
	lock->expires_at = clock_now() + lock->seconds * SECOND_MS;
	db_run(tx,
	       "insert into dav_lock (id, token, client_id, folder_id, file_id, shared, deep, password_id, holder, owner, "
	       "seconds, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	       db_int(lock->id), db_text(lock->token), db_int(lock->client_id), db_optional(lock->folder_id, 0),
	       db_optional(lock->file_id, 0), db_int(lock->shared), db_int(lock->deep), db_int(lock->password_id),
	       db_text(lock->holder), db_text(lock->owner), db_int(lock->seconds), db_int(lock->expires_at));
}

void
dav_lock_prolong(struct tx *tx, int64_t id, int64_t seconds)
{
	db_run(tx, "update dav_lock set seconds = $2, expires_at = $3 where id = $1", db_int(id), db_int(seconds),
	       db_int(clock_now() + seconds * SECOND_MS));
}

void
dav_lock_remove(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from dav_lock where id = $1", db_int(id));
}

void
dav_locks_leave(struct tx *tx, const struct place *place)
{
	if (place->kind == PLACE_FILE)
		db_run(tx, "delete from dav_lock where client_id = $1 and file_id = $2", db_int(place->access->client),
		       db_int(place->file->id));
	else
		db_run(tx,
		       "delete from dav_lock where client_id = $1 and id in (select l.id from dav_lock l left join file on "
		       "file.id = l.file_id join folder on folder.id = coalesce(file.folder_id, l.folder_id) where "
		       "l.client_id = $1 and folder.path >= $2 and folder.path < $2 || '~')",
		       db_int(place->access->client), db_text(place->folder->folder.path));
}

void
dav_sweep(struct tx *tx, int64_t now)
{
	db_run(tx, "delete from dav_lock where expires_at <= $1", db_int(now));
	db_run(tx, "delete from dav_property where not exists (select 1 from file where file.id = "
		   "dav_property.resource_id) and not exists (select 1 from folder where folder.id = "
		   "dav_property.resource_id) and not exists (select 1 from client where client.id = "
		   "dav_property.resource_id)");
}
