/* linger: RFC 9112 §9.6 asks for it: half-close, read on for a while, close. */
#include "http/linger.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	LINGER_MS = 3000,
	READ_SIZE = 64 * 1024,
	READS_PER_TICK = 32,
};

void
linger_add(struct lingering *linger, int fd, int64_t now)
{
	int copy;

	if (linger->count == LINGER_PLACES)
		return;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	linger->places[linger->count].fd = copy;
	linger->places[linger->count].until = now + LINGER_MS;
	linger->count++;
}

/* False when nothing more will come. */
static int
read_away(int fd)
{
	static _Thread_local char sink[READ_SIZE];

	for (int i = 0; i < READS_PER_TICK; i++) {
		ssize_t got = recv(fd, sink, sizeof sink, MSG_DONTWAIT);

		if (got == 0)
			return 0;
		if (got < 0)
			return errno == EAGAIN || errno == EINTR;
	}
	return 1;
}

void
linger_tick(struct lingering *linger, int64_t now)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < linger->count; i++) {
		if (now < linger->places[i].until && read_away(linger->places[i].fd))
			linger->places[kept++] = linger->places[i];
		else
			close(linger->places[i].fd);
	}
	linger->count = kept;
}

void
linger_end(struct lingering *linger)
{
	for (unsigned i = 0; i < linger->count; i++)
		close(linger->places[i].fd);
	linger->count = 0;
}
