/* source: a body that comes while it is sent. */
#ifndef HTTP_SOURCE_H
#define HTTP_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct http_source {
	/* Some bytes from `offset` on, at most `room`; nothing from `end` on will be asked for. 0: later, and
	 * wake(waiting) is called once when it is worth to ask again (never, when it is NULL). -1: the body breaks off,
	 * and the connection. */
	ssize_t (*read)(void *data, uint64_t offset, uint64_t end, void *at, size_t room, void (*wake)(void *waiting),
			void *waiting);
	void (*close)(void *data);
	void *data;
};

#endif
