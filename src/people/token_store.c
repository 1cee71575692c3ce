/* token_store: every statement about API tokens; only their hashes are kept. */
#include "people/token.h"

#include "base/id.h"
#include "base/instant.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <stddef.h>
#include <stdio.h>

const char *const token_scope_names[] = {"read", "write", NULL};
const char *const token_scope_labels[] = {N_("Read only"), N_("Read and write")};

#define COLUMNS                                                                                                        \
	"api_token.id, api_token.staff_id, api_token.name, api_token.scope, api_token.hint, api_token.created_at, "    \
	"api_token.expires_at, api_token.used_at, staff.name as staff_name"
#define TABLES "api_token join staff on staff.id = api_token.staff_id"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct token, id),	     DB_COLUMN_INT64(struct token, staff_id),
	DB_COLUMN_TEXT(struct token, name),	     DB_COLUMN_ENUM(struct token, scope, token_scope_names),
	DB_COLUMN_TEXT(struct token, hint),	     DB_COLUMN_INSTANT(struct token, created_at),
	DB_COLUMN_INSTANT(struct token, expires_at), DB_COLUMN_INSTANT(struct token, used_at),
	DB_COLUMN_TEXT(struct token, staff_name),
};
static const struct db_shape shape = DB_SHAPE(struct token, columns);

int64_t
token_create(struct tx *tx, const struct token *token, char text[TOKEN_TEXT_LENGTH + 1])
{
	char random[TOKEN_LENGTH + 1];
	int64_t id = id_new();
	struct hash hash;

	random_token(random);
	snprintf(text, TOKEN_TEXT_LENGTH + 1, TOKEN_PREFIX "%s", random);
	hash = sha256(str_of(text));
	db_run(tx,
	       "insert into api_token (id, staff_id, name, token_hash, scope, hint, created_at, expires_at) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8)",
	       db_int(id), db_int(token->staff_id), db_text(token->name), db_bytes(str_slice(hash.bytes, HASH_SIZE)),
	       db_text(token_scope_names[token->scope]), db_text(text + TOKEN_TEXT_LENGTH - 4), db_int(clock_now()),
	       db_optional(token->expires_at, NO_INSTANT));
	return id;
}

struct token *
token_list(struct tx *tx, const struct viewer *viewer, int64_t staff, int64_t before, size_t limit, size_t *count)
{
	if (staff == 0)
		return db_list(tx, &shape, count,
			       access_sql(viewer, "select " COLUMNS " from " TABLES
						  " where {api_token} and api_token.revoked_at is null "
						  "and api_token.id < $2 order by api_token.id desc limit $3"),
			       access_client(viewer), db_int(before), db_int((int64_t)limit));
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from " TABLES
					  " where {api_token} and api_token.revoked_at is null "
					  "and api_token.staff_id = $2 and api_token.id < $3 "
					  "order by api_token.id desc limit $4"),
		       access_client(viewer), db_int(staff), db_int(before), db_int((int64_t)limit));
}

struct token *
token_find(struct tx *tx, const struct viewer *viewer, int64_t staff, int64_t id)
{
	return db_find(tx, &shape,
		       access_sql(viewer, "select " COLUMNS " from " TABLES
					  " where {api_token} and api_token.revoked_at is null and api_token.id = $2 "
					  "and ($3 = 0 or api_token.staff_id = $3)"),
		       access_client(viewer), db_int(id), db_int(staff));
}

int64_t
token_count(struct tx *tx, int64_t staff)
{
	return db_get_int(tx, 0, "select count(*) from api_token where staff_id = $1 and revoked_at is null",
			  db_int(staff));
}

bool
token_revoke(struct tx *tx, int64_t id, int64_t now)
{
	return db_run(tx, "update api_token set revoked_at = $1 where id = $2 and revoked_at is null", db_int(now),
		      db_int(id)) == 1;
}

void
token_revoke_all(struct tx *tx, int64_t staff, int64_t now)
{
	db_run(tx, "update api_token set revoked_at = $1 where staff_id = $2 and revoked_at is null", db_int(now),
	       db_int(staff));
}
