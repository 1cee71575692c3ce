/* webhook_store: every statement about webhooks, and about whom they act for. */
#include "webhooks/webhook_store.h"

#include "base/id.h"
#include "sys/clock.h"

enum { LIST_LIMIT = 1000 };

#define COLUMNS                                                                                                        \
	"webhook.id, webhook.name, webhook.url, webhook.staff_id, staff.name as staff_name, "                          \
	"case when staff.disabled_at is null then 0 else 1 end as staff_closed, webhook.modules, webhook.events, "     \
	"webhook.state, webhook.stop_reason, webhook.secret, webhook.old_secret, webhook.old_until, "                  \
	"webhook.failing_since, webhook.failure_count, webhook.rest_until, webhook.created_at, webhook.version"
#define TABLES "webhook join staff on staff.id = webhook.staff_id"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct webhook, id),
	DB_COLUMN_TEXT(struct webhook, name),
	DB_COLUMN_TEXT(struct webhook, url),
	DB_COLUMN_INT64(struct webhook, staff_id),
	DB_COLUMN_TEXT(struct webhook, staff_name),
	DB_COLUMN_BOOL(struct webhook, staff_closed),
	DB_COLUMN_TEXT(struct webhook, modules),
	DB_COLUMN_TEXT(struct webhook, events),
	DB_COLUMN_ENUM(struct webhook, state, webhook_state_names),
	DB_COLUMN_TEXT(struct webhook, stop_reason),
	DB_COLUMN_BYTES(struct webhook, secret),
	DB_COLUMN_BYTES(struct webhook, old_secret),
	DB_COLUMN_INSTANT(struct webhook, old_until),
	DB_COLUMN_INSTANT(struct webhook, failing_since),
	DB_COLUMN_INT(struct webhook, failure_count),
	DB_COLUMN_INT64(struct webhook, rest_until),
	DB_COLUMN_INT64(struct webhook, created_at),
	DB_COLUMN_INT64(struct webhook, version),
};
static const struct db_shape shape = DB_SHAPE(struct webhook, columns);

struct webhook *
webhook_list(struct tx *tx, const struct viewer *viewer, int64_t owner, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from " TABLES " where {webhook} "
					  "and ($2 = 0 or webhook.staff_id = $2) order by webhook.id limit $3"),
		       access_client(viewer), db_int(owner), db_int(LIST_LIMIT));
}

struct webhook *
webhook_find(struct tx *tx, const struct viewer *viewer, int64_t owner, int64_t id)
{
	return db_find(tx, &shape,
		       access_sql(viewer, "select " COLUMNS " from " TABLES " where {webhook} "
					  "and ($2 = 0 or webhook.staff_id = $2) and webhook.id = $3"),
		       access_client(viewer), db_int(owner), db_int(id));
}

int64_t
webhook_count(struct tx *tx)
{
	return db_get_int(tx, 0, "select count(*) from webhook");
}

struct webhook *
webhook_read(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from " TABLES " where webhook.id = $1", db_int(id));
}

struct webhook *
webhook_all(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count, "select " COLUMNS " from " TABLES " order by webhook.id limit $1",
		       db_int(LIST_LIMIT));
}

/* ---- writing ---- */

void
webhook_create(struct tx *tx, const struct webhook *webhook, int64_t by)
{
	db_run(tx,
	       "insert into webhook (id, name, url, staff_id, modules, events, state, secret, failure_count, rest_until, "
	       "busy_until, created_at, created_by, version) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, $9, $10, 1)",
	       db_int(webhook->id), db_text(webhook->name), db_text(webhook->url), db_int(webhook->staff_id),
	       db_text(webhook->modules), db_text(webhook->events), db_text(webhook_state_names[webhook->state]),
	       db_bytes(webhook->secret), db_int(webhook->created_at), db_int(by));
}

bool
webhook_update(struct tx *tx, const struct webhook *webhook)
{
	return db_run(tx,
		      "update webhook set name = $1, url = $2, staff_id = $3, modules = $4, events = $5, "
		      "version = version + 1 where id = $6 and version = $7",
		      db_text(webhook->name), db_text(webhook->url), db_int(webhook->staff_id),
		      db_text(webhook->modules), db_text(webhook->events), db_int(webhook->id),
		      db_int(webhook->version)) == 1;
}

void
webhook_set_secret(struct tx *tx, const struct webhook *webhook, struct str sealed, int64_t old_until)
{
	db_run(tx, "update webhook set secret = $1, old_secret = secret, old_until = $2 where id = $3",
	       db_bytes(sealed), db_int(old_until), db_int(webhook->id));
}

bool
webhook_set_state(struct tx *tx, int64_t id, enum webhook_state state, const char *stop_reason)
{
	return db_run(tx,
		      "update webhook set state = $1, stop_reason = $2, failing_since = null, failure_count = 0, "
		      "rest_until = 0 where id = $3 and state <> $1",
		      db_text(webhook_state_names[state]), db_text(stop_reason), db_int(id)) == 1;
}

void
webhook_remove(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from webhook_delivery where webhook_id = $1", db_int(id));
	db_run(tx, "delete from webhook where id = $1", db_int(id));
}

void
webhook_note_success(struct tx *tx, int64_t id, int64_t now)
{
	db_run(tx,
	       "update webhook set busy_until = $2, failing_since = null, failure_count = 0, rest_until = 0 "
	       "where id = $1",
	       db_int(id), db_int(now));
}

void
webhook_note_failure(struct tx *tx, int64_t id, int64_t now, int64_t rest_until)
{
	db_run(tx,
	       "update webhook set busy_until = $2, failing_since = coalesce(failing_since, $2), "
	       "failure_count = failure_count + 1, rest_until = $3 where id = $1",
	       db_int(id), db_int(now), db_int(rest_until));
}

void
webhook_note_free(struct tx *tx, int64_t id, int64_t now)
{
	db_run(tx, "update webhook set busy_until = $2 where id = $1", db_int(id), db_int(now));
}
