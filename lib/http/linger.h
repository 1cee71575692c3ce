/* linger: refused connections, read empty for a moment after the answer so that no reset overtakes it. */
#ifndef HTTP_LINGER_H
#define HTTP_LINGER_H

#include <stdint.h>

enum { LINGER_PLACES = 512 };

struct lingering {
	struct {
		int fd;
		int64_t until; /* clock_monotonic */
	} places[LINGER_PLACES];
	unsigned count;
};

/* Duplicates `fd`, which the caller then closes. Does nothing when all places are taken. */
void linger_add(struct lingering *linger, int fd, int64_t now);

/* Reads and throws away what came; closes those that ended or have had their time. */
void linger_tick(struct lingering *linger, int64_t now);
void linger_end(struct lingering *linger);

#endif
