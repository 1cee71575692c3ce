/* sandbox_helper: the process that looks into a file: takes its limits, builds its walls, and only then begins. */
#include "sandbox/sandbox.h"
#include "sandbox/sandbox_words.h"

#include "base/str.h"
#include "sandbox/sandbox_walls.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { DESCRIPTORS = 8, DESCRIPTORS_OF_FOLDER = 256, NICENESS = 10 };

static _Noreturn void
give_up(const char *what)
{
	fprintf(stderr, "helper: %s: %s\n", what, strerror(errno));
	_exit(SANDBOX_NOT_STARTED);
}

static rlim_t
number_of(const char *word)
{
	int64_t number;

	if (!str_to_int(str_of(word), &number) || number <= 0)
		give_up("limits");
	return (rlim_t)number;
}

static void
limit(int what, rlim_t soft, rlim_t hard)
{
	if (setrlimit((__rlimit_resource_t)what, &(struct rlimit){.rlim_cur = soft, .rlim_max = hard}) != 0)
		give_up("setrlimit");
}

/* It dies with whoever asked for it, gains nothing, leaves no trace, and gives way to those who wait for a page. */
static void
be_humble(void)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		give_up("prctl");
	prctl(PR_SET_DUMPABLE, 0);
	if (nice(NICENESS) == -1)
		errno = 0; /* then it does not */
	limit(RLIMIT_CORE, 0, 0);
}

#ifdef __SANITIZE_ADDRESS__
static const bool memory_is_counted = false; /* the sanitizer reserves terabytes of addresses */
#else
static const bool memory_is_counted = true;
#endif

/* Addresses this program takes already, its libraries included. */
static rlim_t
addresses_taken(void)
{
	FILE *statm = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (statm == NULL || fscanf(statm, "%lu", &pages) != 1)
		give_up("/proc/self/statm");
	fclose(statm);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void
take_limits(char **words, const struct walled *walled)
{
	rlim_t descriptors = walled->folder == NULL ? DESCRIPTORS : DESCRIPTORS_OF_FOLDER;
	rlim_t cpu = number_of(words[WORD_CPU]), memory = number_of(words[WORD_MEMORY]);

	if (walled->tool == NULL)
		memory += addresses_taken();
	if (memory_is_counted)
		limit(RLIMIT_AS, memory, memory);
	limit(RLIMIT_CPU, cpu, cpu + 1);
	limit(RLIMIT_FSIZE, number_of(words[WORD_OUTPUT]), number_of(words[WORD_OUTPUT]));
	limit(RLIMIT_NOFILE, descriptors, descriptors);
}

/* A kernel without the means leaves a wall out (sandbox_walls says so at the start); one that has them and does not
 * build it is not trusted with the file. */
static void
build_walls(const struct walled *walled)
{
	bool files = wall_files_abi() > 0, calls = wall_calls_known();

	if (files && !wall_files(walled))
		give_up("Landlock");
	if (calls && !wall_calls(walled))
		give_up("seccomp");
}

static _Noreturn void
run_tool(char **words)
{
	struct walled walled = {.tool = words[WORD_TASK]};
	char home[PATH_MAX], temporary[PATH_MAX];
	char *environment[3] = {NULL};

	if (strcmp(words[WORD_FOLDER], NO_FOLDER) != 0) {
		walled.folder = words[WORD_FOLDER];
		snprintf(home, sizeof home, "HOME=%s", walled.folder);
		snprintf(temporary, sizeof temporary, "TMPDIR=%s", walled.folder);
		environment[0] = home;
		environment[1] = temporary;
	}
	take_limits(words, &walled);
	build_walls(&walled);
	execve(walled.tool, words + WORD_TASK, environment);
	give_up(walled.tool);
}

static _Noreturn void
run_task(const struct sandbox_task *task, int count, char **words)
{
	const struct walled nobody = {.threads = task->threads};

	if (task->prepare != NULL && !task->prepare())
		give_up("prepare");
	take_limits(words, &nobody);
	build_walls(&nobody);
	/* No atexit: nothing of the file may run behind the walls of another's clean-up. */
	_exit(task->work(count - WORDS_BEFORE, words + WORDS_BEFORE));
}

void
sandbox_helper(const struct sandbox_task *tasks, size_t task_count, int count, char **words)
{
	be_humble();
	if (count < WORDS_BEFORE)
		give_up("words");
	if (*words[WORD_TASK] == '/')
		run_tool(words);
	for (size_t i = 0; i < task_count; i++)
		if (strcmp(tasks[i].name, words[WORD_TASK]) == 0)
			run_task(&tasks[i], count, words);
	errno = ENOENT;
	give_up(words[WORD_TASK]);
}
