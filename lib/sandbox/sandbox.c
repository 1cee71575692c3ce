/* sandbox: starts the helper, waits for its end or ends it, and reads what it left in memory files. */
#include "sandbox/sandbox.h"

#include "base/arena.h"
#include "sandbox/sandbox_walls.h"
#include "sandbox/sandbox_words.h"
#include "sys/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MEMORY = 256 * 1024 * 1024,
	OUTPUT = 1024 * 1024,
	CPU_S = 10,
	WALL_MS = 20 * 1000,
	SAID_BYTES = 4096,
	WORDS_LIMIT = 32,
	ABOVE_STANDARD = 3,
};

/* A helper at work. */
struct child {
	int file, answer, said; /* -1: not open */
	pid_t pid;
	int watch; /* readable once it has ended; -1: nobody looks */
	bool overdue;
};

/* ---- its descriptors ---- */

/* Opened anew, so that it can only be read, and has a position of its own. All stay above 2, where dup2 puts them. */
static int
open_file(struct arena *arena, int file)
{
	const char *path = file < 0 ? "/dev/null" : arena_printf(arena, "/proc/self/fd/%d", file);
	int opened = open(path, O_RDONLY | O_CLOEXEC), high;

	if (opened < 0 || opened >= ABOVE_STANDARD)
		return opened;
	high = fcntl(opened, F_DUPFD_CLOEXEC, ABOVE_STANDARD);
	close(opened);
	return high;
}

static int
open_memory(void)
{
	int opened = memfd_create("answer", MFD_CLOEXEC), high;

	if (opened < 0 || opened >= ABOVE_STANDARD)
		return opened;
	high = fcntl(opened, F_DUPFD_CLOEXEC, ABOVE_STANDARD);
	close(opened);
	return high;
}

static bool
open_all(struct arena *arena, struct child *child, int file)
{
	child->file = open_file(arena, file);
	child->answer = open_memory();
	child->said = open_memory();
	return child->file >= 0 && child->answer >= 0 && child->said >= 0;
}

static void
close_all(const struct child *child)
{
	if (child->file >= 0)
		close(child->file);
	if (child->answer >= 0)
		close(child->answer);
	if (child->said >= 0)
		close(child->said);
	if (child->watch >= 0)
		close(child->watch);
}

/* ---- its start ---- */

static struct sandbox_limits
limits_of(const struct sandbox_job *job)
{
	struct sandbox_limits limits = job->limits;

	limits.memory = limits.memory == 0 ? MEMORY : limits.memory;
	limits.output = limits.output == 0 ? OUTPUT : limits.output;
	limits.cpu_s = limits.cpu_s == 0 ? CPU_S : limits.cpu_s;
	limits.wall_ms = limits.wall_ms == 0 ? WALL_MS : limits.wall_ms;
	return limits;
}

static char **
words_of(struct arena *arena, const struct sandbox_job *job, const struct sandbox_limits *limits)
{
	char **words = arena_make_array(arena, char *, WORDS_LIMIT + 1);
	size_t count = 0;

	words[count++] = arena_text(arena, "parvis");
	words[count++] = arena_text(arena, "helper");
	words[count++] = arena_printf(arena, "%zu", limits->memory);
	words[count++] = arena_printf(arena, "%zu", limits->output);
	words[count++] = arena_printf(arena, "%d", limits->cpu_s);
	words[count++] = arena_text(arena, job->folder == NULL ? NO_FOLDER : job->folder);
	words[count++] = arena_text(arena, job->task);
	for (size_t i = 0; job->words != NULL && job->words[i] != NULL && count < WORDS_LIMIT; i++)
		words[count++] = arena_text(arena, job->words[i]);
	return words;
}

/* A group of its own, to be killed at once; no signal blocked or ignored, whatever this thread does. */
static void
set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
}

static bool
start(struct child *child, char **words)
{
	char *nothing[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	bool done;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return false;
	}
	set_attributes(&attributes);
	done = posix_spawn_file_actions_adddup2(&actions, child->file, STDIN_FILENO) == 0 &&
	       posix_spawn_file_actions_adddup2(&actions, child->answer, STDOUT_FILENO) == 0 &&
	       posix_spawn_file_actions_adddup2(&actions, child->said, STDERR_FILENO) == 0 &&
	       posix_spawn_file_actions_addclosefrom_np(&actions, ABOVE_STANDARD) == 0 &&
	       posix_spawn(&child->pid, "/proc/self/exe", &actions, &attributes, words, nothing) == 0;
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return done;
}

/* ---- its end ---- */

/* False: it still runs. */
static bool
wait_until(int watch, int64_t deadline)
{
	struct pollfd ended = {.fd = watch, .events = POLLIN};
	int64_t left;
	int found;

	do {
		left = deadline - clock_monotonic();
		found = poll(&ended, 1, left > 0 ? (int)left : 0);
	} while (found < 0 && errno == EINTR);
	return found > 0;
}

/* Ends whatever runs of it still, then takes its status: until then no other process can bear its number. */
static int
finish(struct child *child, int wall_ms)
{
	int status = 0;

	child->watch = pidfd_open(child->pid, 0);
	child->overdue = child->watch >= 0 && !wait_until(child->watch, clock_monotonic() + wall_ms);
	kill(-child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static struct str
read_memory(struct arena *arena, int descriptor, size_t most)
{
	off_t end = lseek(descriptor, 0, SEEK_END);
	size_t size = end < 0 ? 0 : (uint64_t)end < most ? (size_t)end : most, length = 0;
	char *bytes = arena_alloc(arena, size + 1);
	ssize_t got = 1;

	while (length < size && got > 0) {
		got = pread(descriptor, bytes + length, size - length, (off_t)length);
		length += got > 0 ? (size_t)got : 0;
	}
	return str_slice(bytes, length);
}

static enum sandbox_end
end_of(const struct child *child, int status, bool full)
{
	if (child->watch < 0)
		return SANDBOX_ABSENT;
	if (child->overdue)
		return SANDBOX_TOO_LONG;
	if (WIFEXITED(status) && WEXITSTATUS(status) == SANDBOX_NOT_STARTED)
		return SANDBOX_ABSENT;
	if (WIFEXITED(status))
		return full && WEXITSTATUS(status) != 0 ? SANDBOX_TOO_MUCH : SANDBOX_ENDED;
	if (WTERMSIG(status) == SIGXCPU)
		return SANDBOX_TOO_LONG;
	return WTERMSIG(status) == SIGXFSZ ? SANDBOX_TOO_MUCH : SANDBOX_BROKE;
}

/* ---- the door ---- */

bool
sandbox_has_tool(const char *path)
{
	return access(path, X_OK) == 0;
}

void
sandbox_run(struct arena *arena, const struct sandbox_job *job, struct sandbox_result *result)
{
	const struct sandbox_limits limits = limits_of(job);
	struct child child = {.file = -1, .answer = -1, .said = -1, .watch = -1};
	int status;

	*result = (struct sandbox_result){.end = SANDBOX_ABSENT};
	if (*job->task == '/' && !sandbox_has_tool(job->task))
		return;
	if (open_all(arena, &child, job->file) && start(&child, words_of(arena, job, &limits))) {
		status = finish(&child, limits.wall_ms);
		result->answer = read_memory(arena, child.answer, limits.output);
		result->said = read_memory(arena, child.said, SAID_BYTES);
		result->end = end_of(&child, status, result->answer.length >= limits.output);
		result->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	}
	close_all(&child);
}

const char *
sandbox_walls(struct arena *arena)
{
	int abi = wall_files_abi();

	if (abi == 0)
		return wall_calls_known() ? "seccomp, without Landlock" : "limits only, without seccomp and Landlock";
	return arena_printf(arena, "%sLandlock (ABI %d)", wall_calls_known() ? "seccomp and " : "", abi);
}
