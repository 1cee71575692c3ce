/* recurring: the kinds that come back by themselves, each as one row for all processes. */
#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "base/instant.h"
#include "job/queue.h"
#include "sys/clock.h"

#include <stdio.h>

enum { KEY_SIZE = 128 };

/* "every:KIND" */
static void
print_key(char key[KEY_SIZE], const struct job_kind *kind)
{
	int length = snprintf(key, KEY_SIZE, "every:%s", kind->name);

	check(length > 0 && length < KEY_SIZE);
}

bool
recurring_is_turn(const struct queue_job *claimed)
{
	char key[KEY_SIZE];

	print_key(key, claimed->kind);
	return claimed->kind->every_ms > 0 && text_equal(claimed->unique_key, key);
}

void
recurring_add(struct tx *tx, const struct job_kind *kind, int64_t run_at)
{
	char key[KEY_SIZE];

	print_key(key, kind);
	db_run(tx,
	       "insert into job (id, kind, payload, unique_key, run_at, added_at) values ($1, $2, '{}', $3, $4, $5)"
	       " on conflict (unique_key) where dead = 0 do nothing",
	       db_int(id_new()), db_text(kind->name), db_text(key), db_int(run_at), db_int(clock_now()));
}

int64_t
recurring_next_at(const struct queue_job *claimed)
{
	int64_t now = clock_now();

	return (claimed->started_at < now ? claimed->started_at : now) + claimed->kind->every_ms;
}

static bool
turn_is_wrong(struct tx *tx, const struct job_kind *kind)
{
	char key[KEY_SIZE];
	int64_t run_at;

	print_key(key, kind);
	run_at = db_get_int(tx, NO_INSTANT, "select run_at from job where unique_key = $1 and dead = 0", db_text(key));
	return tx_trouble(tx) == DB_FINE && (run_at == NO_INSTANT || run_at > clock_now() + kind->every_ms);
}

static void
ensure_body(struct tx *tx, void *data)
{
	const struct job_kind *kind = data;
	int64_t now = clock_now();
	char key[KEY_SIZE];

	print_key(key, kind);
	recurring_add(tx, kind, now);
	db_run(tx,
	       "update job set run_at = $1 where unique_key = $2 and dead = 0 and locked_until is null"
	       " and run_at > $1",
	       db_int(now + kind->every_ms), db_text(key));
}

void
recurring_ensure(struct queue *queue, struct arena *arena)
{
	bool *wrong = arena_make_array(arena, bool, queue->count + 1);
	struct tx *tx = db_read(queue->db, arena);

	for (size_t i = 0; i < queue->count; i++)
		wrong[i] = queue->kinds[i].every_ms > 0 && turn_is_wrong(tx, &queue->kinds[i]);
	db_read_end(tx);
	for (size_t i = 0; i < queue->count; i++)
		if (wrong[i])
			db_write(queue->db, arena, ensure_body, (void *)&queue->kinds[i]);
}
