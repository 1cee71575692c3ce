/* write_test: what was acknowledged is there, what failed is undone, and nobody pays for another's mistake. */
#include "base/arena.h"
#include "base/test.h"
#include "db/db.h"
#include "db/db_testing.h"
#include "db/engine.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 64, ROUNDS = 5 };

static const char tables[] = "create table counter (id INTEGER primary key, value INTEGER not null) STRICT;\n"
			     "insert into counter (id, value) values (1, 0);\n"
			     "create table entry (\n"
			     "\tid INTEGER primary key,\n"
			     "\tseq INTEGER not null unique,\n"
			     "\tparent_id INTEGER references entry (id) deferrable initially deferred,\n"
			     "\tcontent BLOB\n"
			     ") STRICT;\n";

static void
make_tables(struct db *db, struct arena *arena)
{
	struct migration step = {"0001_tables", str_of(tables)};
	const char *error = "";

	if (!db_migrate(db, arena, &step, 1, &error))
		fail_msg("%s", error);
}

static int64_t
ask(struct db *db, const char *sql)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(db, arena);
	int64_t answer = db_get_int_call(tx, -1, &(struct db_call){.sql = sql});

	db_read_end(tx);
	arena_free(arena);
	return answer;
}

static void
add_entry(struct tx *tx, void *data)
{
	db_run(tx, "insert into entry (id, seq) values ($1, $1)", db_int(*(int64_t *)data));
}

static void
add_and_refuse(struct tx *tx, void *data)
{
	add_entry(tx, data);
	tx_refuse(tx);
}

static void
add_orphan(struct tx *tx, void *data)
{
	db_run(tx, "insert into entry (id, seq, parent_id) values ($1, $1, -1)", db_int(*(int64_t *)data));
}

static void
add_twice(struct tx *tx, void *data)
{
	add_entry(tx, data);
	add_entry(tx, data);
}

TEST_BOTH_ENGINES_WITH(make_tables, a_write_is_all_or_nothing)
{
	int64_t id = 1;

	assert_int_equal(db_write(db, arena, add_and_refuse, &id), DB_REFUSED);
	assert_int_equal(ask(db, "select count(*) from entry"), 0);
	assert_int_equal(db_write(db, arena, add_twice, &id), DB_BROKEN);
	assert_int_equal(ask(db, "select count(*) from entry"), 0);
	assert_int_equal(db_write(db, arena, add_orphan, &id), DB_BROKEN);
	assert_int_equal(ask(db, "select count(*) from entry"), 0);
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_FINE);
	assert_int_equal(ask(db, "select count(*) from entry"), 1);
}

struct change {
	int64_t updated, missed, returned;
};

static void
change_rows(struct tx *tx, void *data)
{
	struct change *change = data;

	for (int64_t id = 1; id <= 3; id++)
		add_entry(tx, &id);
	change->updated = db_run(tx, "update entry set seq = -seq where id >= $1", db_int(2));
	change->missed = db_run(tx, "insert into entry (id, seq) values ($1, 0) on conflict do nothing", db_int(1));
	change->returned = db_get_int(tx, 0, "update entry set seq = seq * 10 where id >= $1 returning id", db_int(2));
}

TEST_BOTH_ENGINES_WITH(make_tables, a_statement_tells_how_many_rows_it_changed)
{
	struct change change;

	assert_int_equal(db_write(db, arena, change_rows, &change), DB_FINE);
	assert_int_equal(change.updated, 2);
	assert_int_equal(change.missed, 0);
	assert_true(change.returned == 2 || change.returned == 3);
	assert_int_equal(ask(db, "select sum(seq) from entry"), 1 - 20 - 30);
}

/* ---- many at once ---- */

/* Reads, then writes what it read: lost updates would show. */
static void
count_up(struct tx *tx, void *data)
{
	int64_t value = db_get_int(tx, -1, "select value from counter where id = $1", db_int(1));

	db_run(tx, "update counter set value = $1 where id = $2", db_int(value + 1), db_int(1));
	*(int64_t *)data = value + 1;
}

struct crowd {
	struct db *db;
	atomic_int fine, other;
	sem_t done;
};

static void *
count_up_often(void *data)
{
	struct crowd *crowd = data;

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *arena = arena_new(0);
		int64_t value;

		if (db_write(crowd->db, arena, count_up, &value) == DB_FINE)
			crowd->fine++;
		else
			crowd->other++;
		arena_free(arena);
	}
	return NULL;
}

TEST_BOTH_ENGINES_WITH(make_tables, sixty_four_writers_lose_nothing)
{
	struct crowd crowd = {.db = db};
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, count_up_often, &crowd), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(crowd.fine + crowd.other, THREADS * ROUNDS);
	assert_int_equal(ask(db, "select value from counter"), crowd.fine);
	if (db_engine(db) == DB_SQLITE)
		assert_int_equal(crowd.other, 0);
	assert_true(crowd.fine >= THREADS * ROUNDS * 9 / 10);
}

/* ---- without waiting ---- */

struct later {
	struct crowd *crowd;
	struct arena *arena;
	int64_t id;
	enum db_trouble trouble;
	int order;
};

static atomic_int finished;

static void
note(enum db_trouble trouble, void *data)
{
	struct later *later = data;

	later->trouble = trouble;
	later->order = finished++;
	sem_post(&later->crowd->done);
}

/* Holds the writer until everything else is queued, so that the rest makes one batch. */
static void
hold(__attribute__((unused)) struct tx *tx, void *data)
{
	struct later *later = data;

	while (atomic_load(&later->crowd->other) == 0)
		sched_yield();
}

static void
later_body(struct tx *tx, void *data)
{
	struct later *later = data;

	switch (later->id % 4) {
	case 1:
		add_and_refuse(tx, &later->id);
		return;
	case 2:
		add_twice(tx, &later->id);
		return;
	case 3:
		add_orphan(tx, &later->id);
		return;
	default:
		add_entry(tx, &later->id);
		return;
	}
}

static void
queue_all(struct crowd *crowd, struct later *laters, int count)
{
	sem_init(&crowd->done, 0, 0);
	finished = 0;
	for (int i = 0; i < count; i++) {
		laters[i] = (struct later){.crowd = crowd, .arena = arena_new(0), .id = i};
		db_write_later(crowd->db, laters[i].arena, i == 0 ? hold : later_body, note, &laters[i]);
	}
	crowd->other = 1;
	for (int i = 0; i < count; i++)
		while (sem_wait(&crowd->done) != 0)
			continue;
}

TEST_BOTH_ENGINES_WITH(make_tables, a_failing_write_leaves_its_neighbours_alone)
{
	static const enum db_trouble expected[] = {DB_FINE, DB_REFUSED, DB_BROKEN, DB_BROKEN};
	struct crowd crowd = {.db = db};
	struct later laters[41];

	queue_all(&crowd, laters, 41);
	for (int i = 0; i < 41; i++) {
		assert_int_equal(laters[i].trouble, expected[i % 4]);
		if (db_engine(db) == DB_SQLITE)
			assert_int_equal(laters[i].order, i);
		arena_free(laters[i].arena);
	}
	assert_int_equal(ask(db, "select count(*) from entry"), 10);
	assert_int_equal(ask(db, "select count(*) from entry where id % 4 = 0"), 10);
}

/* ---- one after the other's answer ---- */

enum { CHAINS = 32, LINKS = 20 };

/* Writes, each queued when the one before was acknowledged: each must see it. */
struct chain {
	struct crowd *crowd;
	struct arena *arena;
	int64_t row;
	int64_t expected; /* what the row holds by now; -1: others count there too */
	int links;
	bool blind;
};

static void
count_on(struct tx *tx, void *data)
{
	struct chain *chain = data;
	int64_t value = db_get_int(tx, -1, "select value from counter where id = $1", db_int(chain->row));

	if (tx_trouble(tx) == DB_FINE && chain->expected >= 0 && value != chain->expected)
		chain->blind = true;
	db_run(tx, "update counter set value = $1 where id = $2", db_int(value + 1), db_int(chain->row));
}

static void
go_on(enum db_trouble trouble, void *data)
{
	struct chain *chain = data;

	if (trouble == DB_FINE)
		chain->crowd->fine++;
	else
		chain->crowd->other++;
	if (trouble == DB_FINE && chain->expected >= 0)
		chain->expected++;
	if (++chain->links == LINKS)
		sem_post(&chain->crowd->done);
	else
		db_write_later(chain->crowd->db, chain->arena, count_on, go_on, chain);
}

static void
add_counters(struct tx *tx, void *data)
{
	(void)data;
	for (int64_t id = 2; id < 2 + CHAINS; id++)
		db_run(tx, "insert into counter (id, value) values ($1, 0)", db_int(id));
}

/* All on one row, or each on his own. */
static void
run_chains(struct crowd *crowd, struct arena *arena, bool one_row)
{
	struct chain chains[CHAINS];

	sem_init(&crowd->done, 0, 0);
	assert_int_equal(db_write(crowd->db, arena, add_counters, NULL), DB_FINE);
	for (int i = 0; i < CHAINS; i++) {
		chains[i] = (struct chain){.crowd = crowd, .arena = arena_new(0), .row = 2 + i};
		if (one_row) {
			chains[i].row = 1;
			chains[i].expected = -1;
		}
		db_write_later(crowd->db, chains[i].arena, count_on, go_on, &chains[i]);
	}
	for (int i = 0; i < CHAINS; i++)
		while (sem_wait(&crowd->done) != 0)
			continue;
	for (int i = 0; i < CHAINS; i++) {
		assert_false(chains[i].blind);
		arena_free(chains[i].arena);
	}
}

TEST_BOTH_ENGINES_WITH(make_tables, a_write_sees_what_was_acknowledged_before_it)
{
	struct crowd crowd = {.db = db};

	run_chains(&crowd, arena, false);
	assert_int_equal(crowd.fine, CHAINS * LINKS);
	assert_int_equal(ask(db, "select sum(value) from counter"), CHAINS * LINKS);
}

TEST_BOTH_ENGINES_WITH(make_tables, many_on_one_row_get_on)
{
	struct crowd crowd = {.db = db};

	run_chains(&crowd, arena, true);
	assert_int_equal(ask(db, "select value from counter where id = 1"), crowd.fine);
	assert_true(crowd.fine >= CHAINS * LINKS * 9 / 10);
}

/* ---- SQLite: what undoes the whole transaction ---- */

static const char slow_insert[] =
	"with recursive number (n) as (select 1 union all select n + 1 from number where n < 1000000000)"
	" insert into entry (id, seq) select $1, count(*) from number";

static void
slow_or_quick(struct tx *tx, void *data)
{
	struct later *later = data;

	if (later->id == 5)
		db_run(tx, slow_insert, db_int(later->id));
	else
		add_entry(tx, &later->id);
}

TEST(an_interrupted_write_does_not_undo_its_neighbours)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "interrupted", 100);
	struct crowd crowd = {.db = db};
	struct later laters[10];

	make_tables(db, arena);
	sem_init(&crowd.done, 0, 0);
	for (int i = 0; i < 10; i++) {
		laters[i] = (struct later){.crowd = &crowd, .arena = arena_new(0), .id = i};
		db_write_later(db, laters[i].arena, i == 0 ? hold : slow_or_quick, note, &laters[i]);
	}
	crowd.other = 1;
	for (int i = 0; i < 10; i++)
		while (sem_wait(&crowd.done) != 0)
			continue;
	for (int i = 0; i < 10; i++) {
		assert_int_equal(laters[i].trouble, i == 5 ? DB_SLOW : DB_FINE);
		arena_free(laters[i].arena);
	}
	assert_int_equal(ask(db, "select count(*) from entry"), 8);
	arena_free(arena);
}

static void
limit_pages(struct tx *tx, void *data)
{
	db_get_int(tx, 0, arena_printf(tx_arena(tx), "pragma max_page_count = %d", *(int *)data));
}

static void
add_megabyte(struct tx *tx, __attribute__((unused)) void *data)
{
	db_run(tx, "insert into entry (id, seq, content) values (1000, 1000, zeroblob(1048576))");
}

TEST(a_full_disk_refuses_writes_and_heals)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "full", 0);
	int few = 20, many = 1000000;
	int64_t id = 1;

	make_tables(db, arena);
	assert_int_equal(db_write(db, arena, limit_pages, &few), DB_FINE);
	assert_int_equal(db_write(db, arena, add_megabyte, NULL), DB_FULL);
	assert_int_equal(ask(db, "select count(*) from entry"), 0);
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_FINE);
	assert_int_equal(db_write(db, arena, limit_pages, &many), DB_FINE);
	assert_int_equal(db_write(db, arena, add_megabyte, NULL), DB_FINE);
	assert_int_equal(ask(db, "select count(*) from entry"), 2);
	arena_free(arena);
}

/* ---- SQLite: the disk lets us down ---- */

static atomic_int write_errno, sync_errno;

static ssize_t
failing_pwrite(int file, const void *bytes, size_t size, off_t offset)
{
	if (write_errno == 0)
		return pwrite(file, bytes, size, offset);
	errno = write_errno;
	return -1;
}

/* Stands before the C library's for the whole test program. */
int
fdatasync(int file)
{
	if (sync_errno == 0)
		return (int)syscall(SYS_fdatasync, file);
	errno = sync_errno;
	return -1;
}

static void
replace_pwrite(sqlite3_syscall_ptr pwrite_function)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	assert_int_equal(vfs->xSetSystemCall(vfs, "pwrite64", pwrite_function), SQLITE_OK);
}

static void
unacknowledged_while(int failure, enum db_trouble expected)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "commit", 0);
	int64_t id = 1;

	make_tables(db, arena);
	write_errno = failure;
	assert_int_equal(db_write(db, arena, add_entry, &id), expected);
	assert_int_equal(ask(db, "select count(*) from entry"), 0);
	write_errno = 0;
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_FINE);
	assert_int_equal(ask(db, "select count(*) from entry"), 1);
	arena_free(arena);
}

TEST(a_commit_that_cannot_be_written_is_not_acknowledged)
{
	replace_pwrite((sqlite3_syscall_ptr)failing_pwrite);
	unacknowledged_while(ENOSPC, DB_FULL);
	unacknowledged_while(EIO, DB_BROKEN);
	replace_pwrite(NULL);
}

/* The open files live on without their names: the process that stops leaves nothing. */
static void
unlink_files(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	const char *path = db_get_text(tx, "select file from pragma_database_list where name = 'main'");

	db_read_end(tx);
	unlink(path);
	unlink(arena_printf(arena, "%s-wal", path));
	unlink(arena_printf(arena, "%s-shm", path));
	*strrchr((char *)path, '/') = '\0';
	rmdir(path);
}

static void
write_without_sync(void)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "sync", 0);
	int64_t id = 1;

	make_tables(db, arena);
	unlink_files(db, arena);
	sync_errno = EIO;
	db_write(db, arena, add_entry, &id);
}

TEST(the_process_stops_when_the_disk_does_not_sync)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		write_without_sync();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

/* ---- SQLite: the write-ahead log ---- */

static void
add_bulk(struct tx *tx, void *data)
{
	int64_t first = *(int64_t *)data;

	for (int64_t id = first; id < first + 100; id++)
		db_run(tx, "insert into entry (id, seq, content) values ($1, $1, zeroblob(10000))", db_int(id));
}

/* 30 MB go through a log that is copied into the file every 4 MB. */
TEST(the_log_does_not_grow_for_ever)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "log", 0);
	const char *error = "", *path;
	struct stat log;
	struct tx *tx;

	make_tables(db, arena);
	for (int64_t id = 1; id < 3000; id += 100)
		assert_int_equal(db_write(db, arena, add_bulk, &id), DB_FINE);
	tx = db_read(db, arena);
	path = db_get_text(tx, "select file || '-wal' from pragma_database_list where name = 'main'");
	assert_int_equal(stat(path, &log), 0);
	assert_true(log.st_size < 10 * 1024 * 1024);
	db_read_end(tx);
	assert_true(db_check(db, arena, &error));
	arena_free(arena);
}
