/* sandbox_walls: what a helper can no longer do once it stands behind them, whatever its file makes of it. */
#ifndef SANDBOX_WALLS_H
#define SANDBOX_WALLS_H

#include <stdbool.h>
#include <stddef.h>

/* Both are for good, for this process only, and best effort: a kernel without the means leaves the wall out. Neither
 * allows a network, another process, or any file but those named. */

/* Who stands behind them. */
struct walled {
	const char *tool;   /* the program that runs next, by its path; NULL: this one goes on, with what it has open */
	const char *folder; /* the tool may read and write it; NULL: it writes nowhere */
	bool threads;	    /* besides who has a folder, which has them anyway */
};

/* seccomp: the system calls that are left. Everything else fails with EPERM. False: the kernel has none. */
bool wall_calls(const struct walled *walled);

/* Landlock: the files that are left, to be read only: for a tool its own, its libraries, fonts, and descriptor 0. */
bool wall_files(const struct walled *walled);

int wall_files_abi(void); /* of Landlock; 0: the kernel has none */
bool wall_calls_known(void);

#endif
