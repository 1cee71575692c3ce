/* table_store_test: an index over many rows is built while others write, and one that was left unfinished is made
 * whole. */
#include "base/test.h"

#include "base/arena.h"
#include "base/id.h"
#include "db/db_testing.h"
#include "modules/installed_test.h"
#include "modules/table_store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* The column of a field without its index, as a large table has it until the job has run. */
struct bare {
	struct db *db;
	struct arena *arena;
	const struct field *field;
	const char *index;
	atomic_bool done;
	enum job_result result;
};

static void
run(struct db *db, struct arena *arena, const char *sql)
{
	const char *error = NULL;

	assert_true(db_run_alone(db, arena, sql, &error));
	assert_null(error);
}

static struct bare
bare_field(struct db *db, struct arena *arena)
{
	struct bare bare = {.db = db, .arena = arena};
	char id[ID_LENGTH + 1];

	bare.field = field_named(module_named(catalogue_now(db, arena), "opportunities"), "amount");
	assert_non_null(bare.field);
	id_print(id, bare.field->id);
	bare.index = arena_printf(arena, "x_%s", id);
	run(db, arena, arena_printf(arena, "drop index if exists %s", bare.index));
	return bare;
}

static enum job_result
build(struct bare *bare, struct arena *arena)
{
	struct doc *payload = doc_object(arena);
	char id[ID_LENGTH + 1];
	struct job job = {.kind = "field.index", .payload = payload, .db = bare->db, .arena = arena};

	id_print(id, bare->field->id);
	doc_set_text(payload, "field", id);
	return field_index_run(&job);
}

static void *
build_aside(void *data)
{
	struct bare *bare = data;
	struct arena *arena = arena_new(0);

	bare->result = build(bare, arena);
	arena_free(arena);
	bare->done = true;
	return NULL;
}

/* 1: there and read; 0: there, but not whole; -1: not there. */
static int64_t
state_of(const struct bare *bare)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(bare->db, arena);
	int64_t state =
		tx_engine(tx) == DB_SQLITE
			? db_get_int(tx, -1, "select 1 from sqlite_master where type = 'index' and name = $1",
				     db_text(bare->index))
			: db_get_int(tx, -1,
				     "select case when indisvalid then 1 else 0 end from pg_index where indexrelid = "
				     "to_regclass($1)",
				     db_text(bare->index));

	db_read_end(tx);
	arena_free(arena);
	return state;
}

static void
insert(struct tx *tx, void *data)
{
	const struct field *field = data;

	db_sql_run(tx,
		   (struct db_sql){.sql = arena_printf(tx_arena(tx),
						       "insert into %s (id, created_at, version) values (%lld, 0, 1)",
						       field->module->table, (long long)id_new())});
}

TEST_BOTH_ENGINES_WITH(house_with_modules, an_index_is_built_where_there_is_none)
{
	struct bare bare = bare_field(db, arena);

	assert_int_equal(state_of(&bare), -1);
	assert_int_equal(build(&bare, arena), JOB_DONE);
	assert_int_equal(state_of(&bare), 1);
	assert_int_equal(build(&bare, arena), JOB_DONE);
}

/* Somebody reads for long: the index has to wait for them before it is whole, and writers do not have to wait for it.
 */
TEST_BOTH_ENGINES_WITH(house_with_modules, others_write_while_an_index_is_built)
{
	struct bare bare = bare_field(db, arena);
	struct tx *reader;
	pthread_t thread;

	if (db_engine(db) == DB_SQLITE)
		return; /* there is one writer: the others wait for it */
	reader = db_read(db, arena);
	db_get_int(reader, 0, "select count(*) from staff");
	assert_int_equal(pthread_create(&thread, NULL, build_aside, &bare), 0);
	for (int tries = 0; state_of(&bare) != 0 && tries < 2000; tries++)
		usleep(5000);
	assert_int_equal(state_of(&bare), 0);
	assert_int_equal(db_write(db, arena, insert, (void *)(uintptr_t)bare.field), DB_FINE);
	assert_false(bare.done);
	assert_int_equal(build(&bare, arena), JOB_RETRY); /* one is enough */
	db_read_end(reader);
	pthread_join(thread, NULL);
	assert_int_equal(bare.result, JOB_DONE);
	assert_int_equal(state_of(&bare), 1);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, an_index_that_was_left_unfinished_is_built_anew)
{
	struct bare bare = bare_field(db, arena);

	if (db_engine(db) == DB_SQLITE)
		return; /* it is there or it is not */
	assert_int_equal(build(&bare, arena), JOB_DONE);
	run(db, arena,
	    arena_printf(arena, "update pg_index set indisvalid = false where indexrelid = to_regclass('%s')",
			 bare.index));
	assert_int_equal(state_of(&bare), 0);
	assert_int_equal(build(&bare, arena), JOB_DONE);
	assert_int_equal(state_of(&bare), 1);
}
