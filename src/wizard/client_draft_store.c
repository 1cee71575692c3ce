/* client_draft_store: every statement about drafts of clients. */
#include "wizard/client_draft_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "sys/clock.h"

#include <stddef.h>

#define COLUMNS                                                                                                        \
	"client_draft.id, client_draft.client_id, client_draft.created_at, client_draft.changed_at, "                  \
	"client_draft.version, step.value as information from client_draft left join client_draft_step step "          \
	"on step.draft_id = client_draft.id and step.step = 'information' "

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct client_draft, id),	  DB_COLUMN_INT64(struct client_draft, client_id),
	DB_COLUMN_INT64(struct client_draft, created_at), DB_COLUMN_INT64(struct client_draft, changed_at),
	DB_COLUMN_INT64(struct client_draft, version),	  DB_COLUMN_TEXT(struct client_draft, information),
};
static const struct db_shape shape = DB_SHAPE(struct client_draft, columns);

static int64_t
oldest(void)
{
	return clock_now() - (int64_t)DRAFT_DAYS * DAY_MS;
}

struct client_draft *
client_draft_find(struct tx *tx, int64_t staff, int64_t id)
{
	return db_find(tx, &shape,
		       "select " COLUMNS "where client_draft.id = $1 and client_draft.changed_at > $2 "
		       "and (client_draft.staff_id = $3 or $4 = 1)",
		       db_int(id), db_int(oldest()), db_int(staff), db_int(weakened(CHECK_OWN_CLIENT_DRAFT)));
}

struct client_draft *
client_draft_list(struct tx *tx, int64_t staff, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select " COLUMNS "where client_draft.staff_id = $1 and client_draft.client_id is null "
		"and client_draft.changed_at > $2 order by client_draft.changed_at desc, client_draft.id desc limit $3",
		db_int(staff), db_int(oldest()), db_int(DRAFTS_OPEN));
}

int64_t
client_draft_create(struct tx *tx, int64_t staff)
{
	int64_t id = id_new(), now = clock_now();

	if (db_get_int(
		    tx, 0,
		    "select count(*) from client_draft where staff_id = $1 and client_id is null and changed_at > $2",
		    db_int(staff), db_int(oldest())) >= DRAFTS_OPEN)
		return 0;
	db_run(tx,
	       "insert into client_draft (id, staff_id, created_at, changed_at, version) values ($1, $2, $3, $3, 1)",
	       db_int(id), db_int(staff), db_int(now));
	return id;
}

const char *
client_draft_step(struct tx *tx, int64_t draft, const char *step)
{
	return db_get_text(tx, "select value from client_draft_step where draft_id = $1 and step = $2", db_int(draft),
			   db_text(step));
}

void
client_draft_write(struct tx *tx, int64_t draft, const char *step, const char *value)
{
	db_run(tx,
	       "insert into client_draft_step (draft_id, step, value) values ($1, $2, $3) "
	       "on conflict (draft_id, step) do update set value = excluded.value",
	       db_int(draft), db_text(step), db_text(value));
	db_run(tx, "update client_draft set changed_at = $1, version = version + 1 where id = $2", db_int(clock_now()),
	       db_int(draft));
}

bool
client_draft_end(struct tx *tx, int64_t draft, int64_t version, int64_t client)
{
	if (db_run(tx,
		   "update client_draft set client_id = $1, version = version + 1 "
		   "where id = $2 and version = $3 and client_id is null",
		   db_int(client), db_int(draft), db_int(version)) != 1)
		return false;
	db_run(tx, "delete from client_draft_step where draft_id = $1", db_int(draft));
	return true;
}

void
client_draft_remove(struct tx *tx, int64_t draft)
{
	db_run(tx, "delete from client_draft_step where draft_id = $1", db_int(draft));
	db_run(tx, "delete from client_draft where id = $1", db_int(draft));
}

void
client_drafts_forget(struct tx *tx)
{
	db_run(tx,
	       "delete from client_draft_step where draft_id in (select id from client_draft where changed_at <= $1)",
	       db_int(oldest()));
	db_run(tx, "delete from client_draft where changed_at <= $1", db_int(oldest()));
}

static const struct db_column value_columns[] = {
	DB_COLUMN_INT64(struct draft_value, draft),
	DB_COLUMN_TEXT(struct draft_value, value),
};
static const struct db_shape value_shape = DB_SHAPE(struct draft_value, value_columns);

struct draft_value *
client_draft_values(struct tx *tx, const char *step, const char *word, size_t *count)
{
	return db_list(tx, &value_shape, count,
		       "select draft_id as draft, value from client_draft_step where step = $1 "
		       "and replace(lower(value), lower($2), '') <> lower(value)",
		       db_text(step), db_text(word));
}
