/* match_group_store: every night, groups of records that are alike as the keys have them. */
#include "records/record_match.h"

#include "base/arena.h"
#include "base/id.h"
#include "db/sql.h"

#include <stdio.h>

enum { KEYS_AT_ONCE = 2000, KEY_BYTES = 4096 };

/* How far it is: first behind this key among all keys, then behind this group among all groups. A body may run twice,
 * so it reads `from` and sets `to`. */
struct progress {
	int64_t field;
	const char *key;
	bool keys_done;
	int64_t group;
	bool finished;
};
struct walk {
	struct progress from, to;
	char key[KEY_BYTES]; /* what `from` has: the memory of a transaction goes with it */
};

static bool
makes_groups(const char *key)
{
	return *key != '<' && *key != '>';
}

/* Two transactions of PostgreSQL that write the same key at once do not see each other: here their group is found. */
static void
find_groups(struct tx *tx, struct walk *walk)
{
	static const enum db_type types[] = {DB_INT, DB_TEXT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	struct db_value *rows;
	size_t count = 0;

	sql_add(&sql, "select field_id, key, count(*) from match_key where (field_id, key) > (");
	sql_value(&sql, db_int(walk->from.field));
	sql_add(&sql, ", ");
	sql_value(&sql, db_text(walk->from.key));
	sql_printf(&sql, ") group by field_id, key order by field_id, key limit %d", KEYS_AT_ONCE);
	rows = db_sql_cells(tx, sql_end(&sql), types, 3, &count);
	for (size_t i = 0; i < count; i++) {
		const struct db_value *row = rows + 3 * i;
		const char *key = arena_text_of(tx_arena(tx), row[1].bytes.at, row[1].bytes.length);

		if (row[2].integer > 1 && makes_groups(key))
			db_run(tx,
			       "insert into match_group (id, field_id, key) values ($1, $2, $3) "
			       "on conflict (field_id, key) do nothing",
			       db_int(id_new()), db_int(row[0].integer), db_text(key));
		if (i == count - 1) {
			walk->to.field = row[0].integer;
			walk->to.key = key;
		}
	}
	walk->to.keys_done = count < KEYS_AT_ONCE;
}

static void
forget_groups(struct tx *tx, struct walk *walk)
{
	int64_t last =
		db_get_int(tx, 0,
			   "select max(id) from (select id from match_group where id > $1 order by id limit 1000) "
			   "as few",
			   db_int(walk->from.group));

	db_run(tx,
	       "delete from match_group where id > $1 and id <= $2 and not exists ("
	       "select 1 from match_key as one join match_key as other on other.field_id = one.field_id "
	       "and other.key = one.key and other.record_id > one.record_id "
	       "where one.field_id = match_group.field_id and one.key = match_group.key)",
	       db_int(walk->from.group), db_int(last));
	walk->to.group = last;
	walk->to.finished = last == 0;
}

static void
walk_on(struct tx *tx, void *data)
{
	struct walk *walk = data;

	walk->to = walk->from;
	if (walk->from.keys_done)
		forget_groups(tx, walk);
	else
		find_groups(tx, walk);
}

enum job_result
match_groups_run(struct job *job)
{
	struct walk walk = {.from.key = ""};
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = DB_FINE;

	while (trouble == DB_FINE && !walk.from.finished) {
		arena_reset(arena);
		trouble = db_write(job->db, arena, walk_on, &walk);
		snprintf(walk.key, sizeof walk.key, "%s", arena_text(arena, walk.to.key));
		walk.from = walk.to;
		walk.from.key = walk.key;
	}
	arena_free(arena);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
