/* sandbox: looks into a file somebody sent in a process of its own, which reaches nothing else and ends in time. */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* ---- asking ---- */

/* What it may take at most; 0: the default. */
struct sandbox_limits {
	size_t memory; /* bytes besides the program itself; 256 MB */
	size_t output; /* bytes it may answer; 1 MB */
	int cpu_s;     /* seconds of computing; 10 */
	int wall_ms;   /* milliseconds by the clock on the wall; 20,000 */
};

struct sandbox_job {
	/* One of the helper's tasks by its name, or a tool of the system by its path ("/usr/bin/pdftotext"). */
	const char *task;
	/* Words for it, NULL-terminated; NULL: none. A tool finds the file at SANDBOX_FILE. */
	const char *const *words;
	/* The regular file to look into, open for reading, and read by position only; stays the caller's. -1: none. */
	int file;
	struct sandbox_limits limits;
	/* For a tool: a folder it may read and write, and nothing else for writing; it may then have threads, temporary
	 * files and what LibreOffice reads of its own. limits.output is that of each file, too. NULL: none. */
	const char *folder;
};

/* By this name a tool opens the file of its job. */
#define SANDBOX_FILE "/proc/self/fd/0"

enum sandbox_end {
	SANDBOX_ENDED,	  /* by itself: `code` says how */
	SANDBOX_TOO_LONG, /* stopped: limits.cpu_s or limits.wall_ms are used up */
	SANDBOX_TOO_MUCH, /* stopped: it answered more than limits.output; `answer` has as much */
	SANDBOX_BROKE,	  /* ended by another signal: a mistake in it, memory used up */
	SANDBOX_ABSENT,	  /* could not be started: no such tool here, or no room for a process */
};

struct sandbox_result {
	enum sandbox_end end;
	int code;	   /* 0: it succeeded, by convention */
	struct str answer; /* what it wrote to standard output: bytes nobody has looked at; in the arena */
	struct str said;   /* what it wrote to standard error, at most 4 KB, for the log of an operator */
};

/* Runs it and waits. The process starts anew from the program's file (a fork of threads would inherit what they know)
 * with no environment and no descriptor but its three: no network, no file besides its own and what its libraries
 * need, no further process; killed with all that may have come of it when its time is over or its parent's thread
 * ends. What of this the kernel cannot do is left out, and told by sandbox_walls. For any thread that may wait. */
void sandbox_run(struct arena *arena, const struct sandbox_job *job, struct sandbox_result *result);

/* Whether a tool can be run here. */
bool sandbox_has_tool(const char *path);

/* What the kernel gives, for the log at the start: "seccomp and Landlock (ABI 7)". */
const char *sandbox_walls(struct arena *arena);

/* ---- being the helper ---- */

struct sandbox_task {
	const char *name;
	/* Loads what the libraries of the work read from elsewhere, before the walls stand; NULL: nothing. It never
	 * sees the file. */
	bool (*prepare)(void);
	/* Reads the file from descriptor 0 by position and writes its answer to descriptor 1; returns the code. */
	int (*work)(int count, char **words);
	bool threads; /* its library takes some: they are no processes, and gain nothing by it */
};

/* The program's main hands over to this when its first word is "helper": `words` are those behind it. `tasks` are what
 * the program offers. Never returns. */
_Noreturn void sandbox_helper(const struct sandbox_task *tasks, size_t task_count, int count, char **words);

#endif
