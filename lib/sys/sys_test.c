/* Tests of clock, file, pool and service. */
#include "base/arena.h"
#include "base/test.h"
#include "sys/clock.h"
#include "sys/file.h"
#include "sys/pool.h"
#include "sys/service.h"

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(a_shifted_clock_answers_later_until_it_is_shifted_back)
{
	int64_t before;

	clock_shift(0); /* another test may have left it elsewhere */
	before = clock_now();
	clock_shift(86400000);
	assert_true(clock_now() >= before + 86400000);
	clock_shift(0);
	assert_true(clock_now() < before + 86400000);
	assert_true(clock_monotonic() <= clock_monotonic());
}

TEST(a_written_file_reads_back_and_is_private)
{
	struct arena *arena = arena_new(0);
	char folder[] = "/tmp/parvis-sys-XXXXXX";
	const char *deep, *path;
	struct stat about;
	struct str content;

	assert_non_null(mkdtemp(folder));
	deep = arena_printf(arena, "%s/one/two", folder);
	path = arena_printf(arena, "%s/three.txt", deep);
	assert_true(folder_make(deep));
	assert_true(folder_make(deep));
	assert_true(file_write(path, STR("first\0half")));
	assert_true(file_write(path, STR("second")));
	assert_true(file_read(arena, path, 6, &content));
	assert_string_equal(content.at, "second");
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_false(file_read(arena, path, 5, &content));
	assert_int_equal(errno, EFBIG);
	assert_false(folder_make(path));
	assert_int_equal(errno, ENOTDIR);
	assert_false(file_write(arena_printf(arena, "%s/none/file", folder), STR("x")));
	assert_int_equal(errno, ENOENT);
	assert_false(file_read(arena, "/nowhere", 5, &content));
	assert_int_equal(system(arena_printf(arena, "rm -r %s", folder)), 0);
	arena_free(arena);
}

static atomic_int runs;
static sem_t gate, entered;

static void
wait_at_gate(void *data)
{
	sem_post(&entered);
	sem_wait(&gate);
	atomic_fetch_add(&runs, *(int *)data);
}

TEST(a_pool_refuses_beyond_its_queue_and_finishes_what_it_took)
{
	struct pool *pool = pool_new("test", 1, 2);
	int one = 1, ten = 10, hundred = 100;

	sem_init(&gate, 0, 0);
	sem_init(&entered, 0, 0);
	assert_true(pool_add(pool, wait_at_gate, &one));
	sem_wait(&entered);
	assert_true(pool_add(pool, wait_at_gate, &ten));
	assert_true(pool_add(pool, wait_at_gate, &hundred));
	assert_int_equal(pool_waiting(pool), 2);
	assert_false(pool_add(pool, wait_at_gate, &one));
	sem_post(&gate);
	sem_post(&gate);
	sem_post(&gate);
	pool_stop(pool);
	assert_int_equal(atomic_load(&runs), 111);
}

/* In a child: blocked signals and limits stay with a process. */
TEST(a_hardened_process_waits_for_the_signal_that_stops_it)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		service_harden();
		service_block_signals();
		kill(getpid(), SIGTERM);
		_exit(service_wait_signal() == SIGTERM && umask(0) == 077 ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}
