/* Tests of sandbox: helpers that try everything they must not, and what their parent hears of it. This program is its
 * own helper: the constructor below takes over when it is started as one. */
#include "sandbox/sandbox.h"

#include "base/arena.h"
#include "base/test.h"
#include "sandbox/sandbox_walls.h"
#include "sys/clock.h"
#include "sys/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the helpers ---- */

/* Copies its file to its answer, then its words. */
static int
echo(int count, char **words)
{
	char bytes[4096];
	ssize_t got;

	for (off_t at = 0; (got = pread(0, bytes, sizeof bytes, at)) > 0; at += got)
		if (write(1, bytes, (size_t)got) != got)
			return 1;
	for (int i = 0; i < count; i++)
		dprintf(1, "[%s]", words[i]);
	return 0;
}

static void
tell(const char *what, bool may)
{
	dprintf(1, "%s:%s ", what, may ? "yes" : "no");
}

/* Tries what a taken-over parser would. */
static int
escape(int count, char **words)
{
	pid_t child;

	(void)count;
	tell("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
	tell("unix", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
	tell("read", open("/etc/passwd", O_RDONLY) >= 0);
	tell("write", open("/tmp/parvis-escape", O_WRONLY | O_CREAT, 0600) >= 0);
	tell("parent", open(words[0], O_RDONLY) >= 0);
	child = fork();
	if (child == 0)
		_exit(0);
	tell("fork", child > 0);
	tell("exec", execl("/bin/true", "true", (char *)NULL) == 0);
	tell("ptrace", ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0);
	tell("kill", kill(getppid(), 0) == 0);
	tell("code",
	     mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
	tell("environment", environ[0] != NULL);
	tell("descriptors", fcntl(3, F_GETFD) >= 0 || fcntl(4, F_GETFD) >= 0);
	tell("own", write(0, "x", 1) == 1);
	return 0;
}

static int
sleep_on(int count, char **words)
{
	(void)count, (void)words;
	dprintf(1, "asleep");
	sleep(60);
	return 0;
}

static int
spin(int count, char **words)
{
	volatile bool more = true;

	(void)count, (void)words;
	while (more)
		;
	return 0;
}

static int
flood(int count, char **words)
{
	char bytes[4096];

	(void)count, (void)words;
	memset(bytes, 'x', sizeof bytes);
	while (write(1, bytes, sizeof bytes) > 0)
		;
	return 1;
}

/* A thousand processes, had it its way. */
static int
multiply(int count, char **words)
{
	int made = 0;

	(void)count, (void)words;
	for (int i = 0; i < 1000; i++)
		made += fork() >= 0;
	dprintf(1, "%d", made);
	return 0;
}

static int
swallow(int count, char **words)
{
	(void)count, (void)words;
	for (int i = 0; i < 64; i++) {
		char *bytes = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (bytes == MAP_FAILED)
			return 9;
		*bytes = 1;
	}
	return 0;
}

static int
stumble(int count, char **words)
{
	(void)count, (void)words;
	signal(SIGSEGV, SIG_DFL); /* the sanitizer would make an exit of it */
	return raise(SIGSEGV);
}

static bool
never_ready(void)
{
	errno = EIO;
	return false;
}

static const struct sandbox_task tasks[] = {
	{"try_echo", NULL, echo},	{"try_escape", NULL, escape},	{"try_sleep", NULL, sleep_on},
	{"try_spin", NULL, spin},	{"try_flood", NULL, flood},	{"try_multiply", NULL, multiply},
	{"try_swallow", NULL, swallow}, {"try_stumble", NULL, stumble}, {"try_unready", never_ready, echo},
};

__attribute__((constructor)) static void
be_helper(int count, char **words)
{
	enum { TASK = 6 };

	if (count > TASK && strcmp(words[1], "helper") == 0 &&
	    (*words[TASK] == '/' || strncmp(words[TASK], "try_", 4) == 0))
		sandbox_helper(tasks, sizeof tasks / sizeof tasks[0], count - 2, words + 2);
}

/* ---- asking them ---- */

static int
file_of(struct str bytes)
{
	int file = memfd_create("test", MFD_CLOEXEC);

	assert_int_equal(write(file, bytes.at, bytes.length), (ssize_t)bytes.length);
	return file;
}

static struct sandbox_result
ask(struct arena *arena, const char *task, const char *word, struct sandbox_limits limits)
{
	const char *words[] = {word, NULL};
	int file = file_of(STR("bytes of a stranger"));
	struct sandbox_result result;

	sandbox_run(arena, &(struct sandbox_job){task, word == NULL ? NULL : words, file, limits, NULL}, &result);
	close(file);
	return result;
}

static const struct sandbox_limits usual;

static bool
says(struct str text, const char *words)
{
	return memmem(text.at, text.length, words, strlen(words)) != NULL;
}

TEST(a_helper_gets_its_file_and_its_words_and_answers)
{
	struct arena *arena = arena_new(0);
	struct sandbox_result result = ask(arena, "try_echo", "a b", usual);

	assert_int_equal(result.end, SANDBOX_ENDED);
	assert_int_equal(result.code, 0);
	assert_true(str_equal(result.answer, STR("bytes of a stranger[a b]")));
	assert_int_equal(result.said.length, 0);
	result = ask(arena, "try_echo", "", (struct sandbox_limits){.memory = 512 << 20});
	assert_int_equal(result.end, SANDBOX_ENDED);
	arena_free(arena);
}

TEST(a_helper_reaches_nothing_but_its_file)
{
	static const char *const calls[] = {"socket:no", "unix:no", "fork:no", "exec:no",	 "ptrace:no",
					    "kill:no",	 "code:no", "own:no",  "environment:no", "descriptors:no"};
	static const char *const files[] = {"read:no", "write:no", "parent:no"};
	struct arena *arena = arena_new(0);
	struct sandbox_result result;
	char parent[64];

	snprintf(parent, sizeof parent, "/proc/%d/environ", getpid());
	result = ask(arena, "try_escape", parent, usual);
	assert_int_equal(result.end, SANDBOX_ENDED);
	for (size_t i = 0; wall_calls_known() && i < sizeof calls / sizeof calls[0]; i++)
		if (!says(result.answer, calls[i]))
			fail_msg("%s in %.*s", calls[i], (int)result.answer.length, result.answer.at);
	for (size_t i = 0; (wall_calls_known() || wall_files_abi() > 0) && i < sizeof files / sizeof files[0]; i++)
		if (!says(result.answer, files[i]))
			fail_msg("%s in %.*s", files[i], (int)result.answer.length, result.answer.at);
	result = ask(arena, "try_multiply", NULL, usual);
	assert_true(str_equal(result.answer, STR("0")));
	arena_free(arena);
}

TEST(a_helper_ends_in_time)
{
	struct arena *arena = arena_new(0);
	int64_t start = clock_monotonic();
	struct sandbox_result result = ask(arena, "try_sleep", NULL, (struct sandbox_limits){.wall_ms = 300});

	assert_int_equal(result.end, SANDBOX_TOO_LONG);
	assert_true(clock_monotonic() - start < 30 * 1000);
	result = ask(arena, "try_spin", NULL, (struct sandbox_limits){.cpu_s = 1});
	assert_int_equal(result.end, SANDBOX_TOO_LONG);
	arena_free(arena);
}

TEST(a_helper_has_limits_and_its_falls_stay_its_own)
{
	struct arena *arena = arena_new(0);
	struct sandbox_result result = ask(arena, "try_flood", NULL, (struct sandbox_limits){.output = 10000});

	assert_int_equal(result.end, SANDBOX_TOO_MUCH);
	assert_int_equal(result.answer.length, 10000);
	result = ask(arena, "try_stumble", NULL, usual);
	assert_int_equal(result.end, SANDBOX_BROKE);
#ifndef __SANITIZE_ADDRESS__
	result = ask(arena, "try_swallow", NULL, usual);
	assert_int_equal(result.code, 9);
#endif
	result = ask(arena, "try_unready", NULL, usual);
	assert_int_equal(result.end, SANDBOX_ABSENT);
	assert_true(says(result.said, "prepare"));
	result = ask(arena, "try_unknown", NULL, usual);
	assert_int_equal(result.end, SANDBOX_ABSENT);
	arena_free(arena);
}

TEST(a_tool_of_the_system_reads_its_file_and_no_other)
{
	struct arena *arena = arena_new(0);
	struct sandbox_result result = ask(arena, "/usr/bin/cat", SANDBOX_FILE, usual);

	assert_int_equal(result.end, SANDBOX_ENDED);
	if (!str_equal(result.answer, STR("bytes of a stranger")))
		fail_msg("%.*s", (int)result.said.length, result.said.at);
	if (wall_files_abi() > 0) {
		result = ask(arena, "/usr/bin/cat", "/etc/passwd", usual);
		assert_int_equal(result.code, 1);
		assert_int_equal(result.answer.length, 0);
		result = ask(arena, "/usr/bin/env", "/usr/bin/cat", usual);
		assert_int_not_equal(result.code, 0);
	}
	result = ask(arena, "/usr/bin/no-such-tool", NULL, usual);
	assert_int_equal(result.end, SANDBOX_ABSENT);
	assert_non_null(strstr(sandbox_walls(arena), wall_files_abi() > 0 ? "Landlock (ABI" : "without Landlock"));
	arena_free(arena);
}

TEST(a_tool_writes_into_its_folder_and_nowhere_else)
{
	struct arena *arena = arena_new(0);
	char *folder = mkdtemp(arena_text(arena, "/tmp/parvis-sandbox-XXXXXX"));
	const char *inside = arena_printf(arena, "%s/kept", folder),
		   *outside = arena_printf(arena, "%s-outside", folder);
	const char *words[] = {inside, outside, NULL};
	int file = file_of(STR("bytes of a stranger"));
	const struct sandbox_job job = {.task = "/usr/bin/tee", .words = words, .file = file, .folder = folder};
	struct sandbox_result result;
	struct str kept;

	sandbox_run(arena, &job, &result);
	assert_int_equal(result.end, SANDBOX_ENDED);
	assert_true(file_read(arena, inside, SIZE_MAX, &kept));
	assert_true(str_equal(kept, STR("bytes of a stranger")));
	if (wall_files_abi() > 0) {
		assert_int_equal(result.code, 1);
		assert_int_equal(access(outside, F_OK), -1);
	}
	unlink(inside);
	unlink(outside);
	rmdir(folder);
	close(file);
	arena_free(arena);
}
