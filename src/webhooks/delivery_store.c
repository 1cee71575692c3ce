/* delivery_store: every statement about what webhooks are told. */
#include "webhooks/delivery.h"

#include "base/arena.h"
#include "db/sql.h"
#include "modules/catalogue.h"

const char *const delivery_state_names[] = {"waiting", "failed", "delivered", "skipped", "given_up", NULL};

#define COLUMNS                                                                                                        \
	"id, webhook_id, message_id, kind, module, record_id, changed, staff_id, happened_at, state, urgent, "         \
	"attempt_count, next_at, tried_at, ended_at, error, status, duration_ms, answer, body_size, body_hash, "       \
	"sent_version"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct delivery, id),
	DB_COLUMN_INT64(struct delivery, webhook_id),
	DB_COLUMN_INT64(struct delivery, message_id),
	DB_COLUMN_ENUM(struct delivery, kind, webhook_event_names),
	DB_COLUMN_TEXT(struct delivery, module),
	DB_COLUMN_INT64(struct delivery, record_id),
	DB_COLUMN_TEXT(struct delivery, changed),
	DB_COLUMN_INT64(struct delivery, staff_id),
	DB_COLUMN_INSTANT(struct delivery, happened_at),
	DB_COLUMN_ENUM(struct delivery, state, delivery_state_names),
	DB_COLUMN_BOOL(struct delivery, urgent),
	DB_COLUMN_INT(struct delivery, attempt_count),
	DB_COLUMN_INSTANT(struct delivery, next_at),
	DB_COLUMN_INSTANT(struct delivery, tried_at),
	DB_COLUMN_INSTANT(struct delivery, ended_at),
	DB_COLUMN_TEXT(struct delivery, error),
	DB_COLUMN_INT(struct delivery, status),
	DB_COLUMN_INT64(struct delivery, duration_ms),
	DB_COLUMN_TEXT(struct delivery, answer),
	DB_COLUMN_INT64(struct delivery, body_size),
	DB_COLUMN_TEXT(struct delivery, body_hash),
	DB_COLUMN_INT64(struct delivery, sent_version),
};
static const struct db_shape shape = DB_SHAPE(struct delivery, columns);

/* ---- adding ---- */

void
delivery_add(struct tx *tx, const struct delivery *delivery)
{
	db_run(tx,
	       "insert into webhook_delivery (id, webhook_id, message_id, kind, module, record_id, changed, staff_id, "
	       "happened_at, state, urgent, attempt_count, next_at, tried_at, ended_at, error, status, duration_ms, answer, "
	       "body_size, body_hash, sent_version) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
	       db_int(delivery->id), db_int(delivery->webhook_id), db_int(delivery->message_id),
	       db_text(webhook_event_names[delivery->kind]), db_text(delivery->module),
	       db_optional(delivery->record_id, 0), db_text(delivery->changed), db_optional(delivery->staff_id, 0),
	       db_int(delivery->happened_at), db_text(delivery_state_names[delivery->state]), db_int(delivery->urgent),
	       db_int(delivery->attempt_count), db_int(delivery->next_at), db_optional(delivery->tried_at, NO_INSTANT),
	       db_optional(delivery->ended_at, NO_INSTANT), db_text(delivery->error), db_optional(delivery->status, 0),
	       db_int(delivery->duration_ms), db_text(delivery->answer), db_int(delivery->body_size),
	       db_text(delivery->body_hash), db_optional(delivery->sent_version, 0));
}

/* The update meets a claim by another process at the same row: then one of both begins anew, and no change is lost. */
bool
delivery_merge(struct tx *tx, const struct delivery *delivery)
{
	const struct delivery *waiting =
		db_find(tx, &shape,
			"select " COLUMNS " from webhook_delivery where record_id = $1 and webhook_id = $2 "
			"and kind in ('created', 'restored', 'changed') and ended_at is null and attempt_count = 0 "
			"order by id desc limit 1",
			db_int(delivery->record_id), db_int(delivery->webhook_id));
	bool same = waiting != NULL && waiting->kind == EVENT_CHANGED;

	if (waiting == NULL)
		return false;
	return db_run(tx,
		      "update webhook_delivery set changed = $1, staff_id = $2, happened_at = $3 "
		      "where id = $4 and ended_at is null and attempt_count = 0",
		      db_text(same ? changed_merge(tx_arena(tx), waiting->changed, delivery->changed)
				   : waiting->changed),
		      db_optional(same ? delivery->staff_id : waiting->staff_id, 0),
		      db_int(same ? delivery->happened_at : waiting->happened_at), db_int(waiting->id)) == 1;
}

/* ---- the log ---- */

struct delivery *
delivery_list(struct tx *tx, const struct viewer *viewer, int64_t webhook, int state, int64_t before, size_t limit,
	      size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from webhook_delivery where {webhook_delivery} "
					  "and webhook_id = $2 and ($3 = '' or state = $3) and id < $4 "
					  "order by id desc limit $5"),
		       access_client(viewer), db_int(webhook), db_text(state < 0 ? "" : delivery_state_names[state]),
		       db_int(before), db_int((int64_t)limit));
}

struct delivery *
delivery_find(struct tx *tx, const struct viewer *viewer, int64_t webhook, int64_t id)
{
	return db_find(tx, &shape,
		       access_sql(viewer, "select " COLUMNS " from webhook_delivery where {webhook_delivery} "
					  "and webhook_id = $2 and id = $3"),
		       access_client(viewer), db_int(webhook), db_int(id));
}

struct delivery *
delivery_latest(struct tx *tx, const struct viewer *viewer, int64_t webhook)
{
	return db_find(tx, &shape,
		       access_sql(viewer, "select " COLUMNS " from webhook_delivery where {webhook_delivery} "
					  "and webhook_id = $2 and tried_at is not null order by id desc limit 1"),
		       access_client(viewer), db_int(webhook));
}

int64_t
delivery_waiting_count(struct tx *tx, int64_t webhook, int64_t most)
{
	return db_get_int(tx, 0,
			  "select count(*) from (select 1 from webhook_delivery where webhook_id = $1 "
			  "and ended_at is null limit $2) as waiting",
			  db_int(webhook), db_int(most));
}

bool
delivery_told(struct tx *tx, int64_t webhook, int64_t record)
{
	return db_get_int(tx, 0,
			  "select 1 from webhook_delivery where record_id = $1 and webhook_id = $2 "
			  "and state = 'delivered' and sent_version is not null limit 1",
			  db_int(record), db_int(webhook)) == 1;
}

bool
record_is_gone(struct tx *tx, const struct module *module, int64_t id)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select count(*) from %s where id = ", module->table);
	sql_value(&sql, db_int(id));
	return db_sql_get_int(tx, 1, sql_end(&sql)) == 0;
}

/* ---- sending ---- */

/* A claim that lies further ahead than any can is of a clock that was set back since. */
#define IS_FREE "(busy_until <= $1 or busy_until > $2)"

enum { HORIZON_MS = 10 * MINUTE_MS };

struct due {
	int64_t id;
};
static const struct db_column due_columns[] = {DB_COLUMN_INT64(struct due, id)};
static const struct db_shape due_shape = DB_SHAPE(struct due, due_columns);

int64_t *
delivery_due(struct tx *tx, int64_t now, size_t limit, size_t *count)
{
	const struct due *due = db_list(
		tx, &due_shape, count,
		"select id from webhook where " IS_FREE " and exists (select 1 from webhook_delivery as waiting "
		"where waiting.webhook_id = webhook.id and waiting.ended_at is null and waiting.next_at <= $1 "
		"and (waiting.urgent = 1 or (webhook.state = 'active' and webhook.rest_until <= $1))) "
		"order by busy_until, id limit $3",
		db_int(now), db_int(now + HORIZON_MS), db_int((int64_t)limit));
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);

	for (size_t i = 0; i < *count; i++)
		ids[i] = due[i].id;
	return ids;
}

struct delivery *
delivery_claim(struct tx *tx, int64_t webhook, int64_t now)
{
	int64_t until = now + CLAIM_MS;

	if (db_run(tx, "update webhook set busy_until = $3 where id = $4 and " IS_FREE, db_int(now),
		   db_int(now + HORIZON_MS), db_int(until), db_int(webhook)) != 1)
		return NULL;
	return db_find(tx, &shape,
		       "update webhook_delivery set attempt_count = attempt_count + 1, next_at = $2, tried_at = $1 "
		       "where id = (select waiting.id from webhook_delivery as waiting "
		       "join webhook on webhook.id = waiting.webhook_id where waiting.webhook_id = $3 "
		       "and waiting.ended_at is null and waiting.next_at <= $1 "
		       "and (waiting.urgent = 1 or (webhook.state = 'active' and webhook.rest_until <= $1)) "
		       "order by waiting.urgent desc, waiting.next_at, waiting.id limit 1) returning " COLUMNS,
		       db_int(now), db_int(until), db_int(webhook));
}

bool
delivery_record(struct tx *tx, const struct delivery *delivery)
{
	return db_run(tx,
		      "update webhook_delivery set state = $1, next_at = $2, ended_at = $3, error = $4, status = $5, "
		      "duration_ms = $6, answer = $7, body_size = $8, body_hash = $9, sent_version = $10, "
		      "attempt_count = $11 where id = $12 and ended_at is null and attempt_count = $13",
		      db_text(delivery_state_names[delivery->state]), db_int(delivery->next_at),
		      db_optional(delivery->ended_at, NO_INSTANT), db_text(delivery->error),
		      db_optional(delivery->status, 0), db_int(delivery->duration_ms), db_text(delivery->answer),
		      db_int(delivery->body_size), db_text(delivery->body_hash), db_optional(delivery->sent_version, 0),
		      db_int(delivery->attempt_count - (delivery->state == DELIVERY_SKIPPED)), db_int(delivery->id),
		      db_int(delivery->attempt_count)) == 1;
}

int64_t
delivery_next_at(struct tx *tx)
{
	return db_get_int(
		tx, NO_INSTANT,
		"select min(case when rest_until > next_at then rest_until else next_at end) from "
		"(select rest_until, (select min(next_at) from webhook_delivery where webhook_id = webhook.id "
		"and ended_at is null) as next_at from webhook where state = 'active') as active "
		"where next_at is not null");
}

void
delivery_try_now(struct tx *tx, int64_t webhook, int64_t now)
{
	db_run(tx,
	       "update webhook_delivery set next_at = $1 where webhook_id = $2 and ended_at is null and next_at > $1 "
	       "and state = 'failed'",
	       db_int(now), db_int(webhook));
}

/* ---- tidying ---- */

int64_t
delivery_sweep(struct tx *tx, int64_t waiting_before, int64_t ended_before, int64_t now, int64_t limit)
{
	int64_t given_up = db_run(
		tx,
		"update webhook_delivery set state = 'given_up', ended_at = $1, error = coalesce(error, $2) where id in "
		"(select id from webhook_delivery where ended_at is null and happened_at < $3 order by id limit $4)",
		db_int(now), db_text(N_("It waited for seven days.")), db_int(waiting_before), db_int(limit));

	return given_up + db_run(tx,
				 "delete from webhook_delivery where id in (select id from webhook_delivery "
				 "where ended_at < $1 order by ended_at limit $2)",
				 db_int(ended_before), db_int(limit));
}

void
delivery_forget_answers(struct tx *tx, int64_t record)
{
	db_run(tx, "update webhook_delivery set answer = null where record_id = $1", db_int(record));
}
