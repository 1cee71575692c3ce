/* once_store: remembers for a day what an Idempotency-Key of somebody has made. */
#include "records/once.h"

#include "base/instant.h"
#include "core/weakened.h"
#include "job/job.h"
#include "sys/clock.h"

struct once_row {
	int64_t record_id;
	struct str body_hash;
};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct once_row, record_id),
	{"body_hash", DB_M_BYTES, offsetof(struct once_row, body_hash), 0, NULL},
};
static const struct db_shape shape = DB_SHAPE(struct once_row, columns);

static struct str
bytes_of(const struct hash *hash)
{
	return str_slice(hash->bytes, HASH_SIZE);
}

/* A key is of its sender: another's is another key. */
static struct hash
key_of(const struct request *rq, const struct module *module, const char *key)
{
	const struct viewer *viewer = rq->viewer;
	const char *sender = weakened(CHECK_ONCE) ? ""
						  : arena_printf(rq->arena, "%lld %lld %lld", (long long)viewer->staff,
								 (long long)viewer->token, (long long)viewer->record);

	return sha256(str_of(arena_printf(rq->arena, "%s %lld %s", sender, (long long)module->id, key)));
}

struct once
once_begin(struct request *rq, const struct module *module)
{
	const char *key = http_header(rq->http, "Idempotency-Key");
	struct once once = {.asked = !text_empty(key)};
	const struct once_row *row;

	if (!once.asked)
		return once;
	once.key = key_of(rq, module, key);
	once.body = sha256(rq->http->body);
	row = db_find(rq->tx, &shape,
		      "select record_id, body_hash from created_once where key_hash = $1 and created_at > $2",
		      db_bytes(bytes_of(&once.key)), db_int(clock_now() - DAY_MS));
	if (row == NULL)
		return once;
	once.refused = !str_equal(row->body_hash, bytes_of(&once.body));
	once.record = row->record_id;
	return once;
}

void
once_keep(struct request *rq, const struct once *once, const struct module *module, int64_t record)
{
	if (!once->asked)
		return;
	db_run(rq->tx,
	       "insert into created_once (key_hash, body_hash, module_id, record_id, created_at) "
	       "values ($1, $2, $3, $4, $5) on conflict (key_hash) do update set body_hash = excluded.body_hash, "
	       "record_id = excluded.record_id, created_at = excluded.created_at",
	       db_bytes(bytes_of(&once->key)), db_bytes(bytes_of(&once->body)), db_int(module->id), db_int(record),
	       db_int(clock_now()));
}

void
once_forget(struct tx *tx, int64_t before)
{
	db_run(tx, "delete from created_once where created_at < $1", db_int(before));
}

static void
forget(struct tx *tx, void *data)
{
	(void)data;
	once_forget(tx, clock_now() - DAY_MS);
}

enum job_result
once_sweep(struct job *job)
{
	return db_write(job->db, job->arena, forget, NULL) == DB_FINE ? JOB_DONE : JOB_RETRY;
}
