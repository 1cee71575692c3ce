/* test_store_test: starts the store of the tests and speaks with it, line by line. */
#include "blob/test_store_test.h"

#include "base/test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct test_store {
	pid_t process;
	FILE *to, *from;
	const char *url;
};

static void
test_store_end(void *data)
{
	struct test_store *store = data;

	fclose(store->to);
	fclose(store->from);
	kill(store->process, SIGKILL);
	waitpid(store->process, NULL, 0);
}

static const char *
line_of(struct arena *arena, struct test_store *store)
{
	char line[1000];

	assert_non_null(fgets(line, sizeof line, store->from));
	line[strcspn(line, "\n")] = '\0';
	return arena_text(arena, line);
}

struct test_store *
test_store_start(struct arena *arena, int page)
{
	struct test_store *store = arena_make(arena, struct test_store);
	char number[16];
	int in[2], out[2];

	snprintf(number, sizeof number, "%d", page);
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	store->process = fork();
	if (store->process == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(in[0]);
		close(in[1]);
		close(out[0]);
		close(out[1]);
		execlp("node", "node", "tests/s3_store.mjs", number, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	store->to = fdopen(in[1], "w");
	store->from = fdopen(out[0], "r");
	arena_at_end(arena, test_store_end, store);
	store->url = line_of(arena, store);
	return store;
}

const char *
test_store_url(const struct test_store *store)
{
	return store->url;
}

void
test_store_tell(struct test_store *store, const char *what)
{
	struct arena *arena = arena_new(0);

	fprintf(store->to, "%s\n", what);
	fflush(store->to);
	assert_string_equal(line_of(arena, store), "done");
	arena_free(arena);
}
