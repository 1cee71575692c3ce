/* source: a body that comes while it is sent. */
#ifndef HTTP_SOURCE_H
#define HTTP_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SOURCE_BROKEN = -1, SOURCE_ENDED = -2 };

struct http_source {
	/* Some bytes from `offset` on, at most `room`; nothing from `end` on will be asked for. 0: later, and
	 * wake(waiting) is called once when it is worth to ask again (never, when it is NULL). SOURCE_BROKEN: the body
	 * breaks off, and the connection. SOURCE_ENDED: that was all, where the size was not known. */
	ssize_t (*read)(void *data, uint64_t offset, uint64_t end, void *at, size_t room, void (*wake)(void *waiting),
			void *waiting);
	void (*close)(void *data);
	void *data;
};

#endif
