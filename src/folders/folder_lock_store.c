/* folder_lock_store: every statement about locks. */
#include "folders/folder_lock.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <stddef.h>
#include <stdio.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct folder_lock, id),	DB_COLUMN_TEXT(struct folder_lock, token),
	DB_COLUMN_INT64(struct folder_lock, client_id), DB_COLUMN_INT64(struct folder_lock, folder_id),
	DB_COLUMN_INT64(struct folder_lock, file_id),	DB_COLUMN_BOOL(struct folder_lock, shared),
	DB_COLUMN_BOOL(struct folder_lock, deep),	DB_COLUMN_INT64(struct folder_lock, password_id),
	DB_COLUMN_BOOL(struct folder_lock, staff),	DB_COLUMN_INT64(struct folder_lock, person_id),
	DB_COLUMN_TEXT(struct folder_lock, holder),	DB_COLUMN_TEXT(struct folder_lock, owner),
	DB_COLUMN_INT64(struct folder_lock, seconds),	DB_COLUMN_INT64(struct folder_lock, expires_at),
	DB_COLUMN_TEXT(struct folder_lock, path),
};
static const struct db_shape shape = DB_SHAPE(struct folder_lock, columns);

/* What went into the recycle bin is locked by nobody. */
struct folder_lock *
folder_locks(struct tx *tx, int64_t client, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select l.id, l.token, l.client_id, l.folder_id, l.file_id, l.shared, l.deep, l.password_id, l.staff, l.person_id, l.holder, "
		"l.owner, l.seconds, l.expires_at, coalesce(folder.path, '/') as path from folder_lock l left join file on "
		"file.id = l.file_id and file.deleted_at is null left join folder on folder.id = coalesce(file.folder_id, "
		"l.folder_id) and folder.deleted_at is null where l.client_id = $1 and l.expires_at > $2 and (file.id is "
		"not null or folder.id is not null or l.folder_id = l.client_id) order by l.id limit $3",
		db_int(client), db_int(clock_now()), db_int(LOCKS_MOST));
}

void
folder_locks_begin(struct tx *tx, int64_t client)
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
folder_lock_insert(struct tx *tx, struct folder_lock *lock)
{
	char token[LOCK_TOKEN + 1];

	make_token(token);
	lock->id = id_new();
	lock->token = arena_text(tx_arena(tx), token);
	lock->expires_at = clock_now() + lock->seconds * SECOND_MS;
	db_run(tx,
	       "insert into folder_lock (id, token, client_id, folder_id, file_id, shared, deep, password_id, staff, "
	       "person_id, holder, owner, seconds, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
	       "$13, $14)",
	       db_int(lock->id), db_text(lock->token), db_int(lock->client_id), db_optional(lock->folder_id, 0),
	       db_optional(lock->file_id, 0), db_int(lock->shared), db_int(lock->deep),
	       db_optional(lock->password_id, 0), db_int(lock->staff), db_int(lock->person_id), db_text(lock->holder),
	       db_text(lock->owner), db_int(lock->seconds), db_int(lock->expires_at));
}

void
folder_lock_prolong(struct tx *tx, int64_t id, int64_t seconds)
{
	db_run(tx, "update folder_lock set seconds = $2, expires_at = $3 where id = $1", db_int(id), db_int(seconds),
	       db_int(clock_now() + seconds * SECOND_MS));
}

void
folder_lock_remove(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from folder_lock where id = $1", db_int(id));
}

void
folder_locks_leave(struct tx *tx, int64_t client, const struct lock_spot *spot)
{
	if (spot->file != 0)
		db_run(tx, "delete from folder_lock where client_id = $1 and file_id = $2 and password_id is not null",
		       db_int(client), db_int(spot->file));
	else
		db_run(tx,
		       "delete from folder_lock where client_id = $1 and password_id is not null and id in (select l.id from "
		       "folder_lock l left join file on file.id = l.file_id join folder on folder.id = "
		       "coalesce(file.folder_id, l.folder_id) where l.client_id = $1 and folder.path >= $2 and folder.path "
		       "< $2 || '~')",
		       db_int(client), db_text(spot->path));
}

void
folder_locks_sweep(struct tx *tx, int64_t now)
{
	db_run(tx, "delete from folder_lock where expires_at <= $1", db_int(now));
}

void
folder_locks_forget_contact(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from folder_lock where staff = 0 and person_id = $1", db_int(contact));
}

void
folder_locks_forget(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from folder_lock where client_id = $1", db_int(client));
}
