/* scan: speaks INSTREAM with clamd (clamd(8)): pieces with their length before them, an empty one, then one line back.
 */
#include "scan/scan.h"
#include "scan/scan_reply.h"

#include "base/arena.h"
#include "base/str.h"
#include "sys/clock.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	PIECE_BYTES = 64 * 1024,
	LENGTH_BYTES = 4,
	REPLY_BYTES = 1024,
};

/* A conversation. The first trouble stays. */
struct talk {
	int socket;
	int64_t deadline;
	enum scan_reason trouble; /* SCAN_DONE: none so far */
};

static struct scan
not_done(enum scan_reason reason)
{
	return (struct scan){.verdict = SCAN_NOT_DONE, .reason = reason};
}

static void
stop(struct talk *talk, enum scan_reason trouble)
{
	if (talk->trouble == SCAN_DONE)
		talk->trouble = trouble;
}

/* What became possible of `events`; 0 when the time is over. */
static int
wait_for(struct talk *talk, short events)
{
	struct pollfd one = {.fd = talk->socket, .events = events};
	int64_t left;
	int found;

	do {
		left = talk->deadline - clock_monotonic();
		found = poll(&one, 1, left > 0 ? (int)left : 0);
	} while (found < 0 && errno == EINTR);
	if (found <= 0)
		stop(talk, SCAN_TOO_LATE);
	return found > 0 ? one.revents : 0;
}

/* ---- connecting ---- */

static bool
connected(struct talk *talk)
{
	int error = 0;
	socklen_t size = sizeof error;

	return wait_for(talk, POLLOUT) != 0 && getsockopt(talk->socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 &&
	       error == 0;
}

static void
connect_to(struct talk *talk, int family, const struct sockaddr *address, socklen_t size)
{
	talk->socket = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (talk->socket < 0 ||
	    (connect(talk->socket, address, size) != 0 && !(errno == EINPROGRESS && connected(talk))))
		stop(talk, SCAN_NO_SERVER);
}

static void
connect_by_path(struct talk *talk, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	memcpy(address.sun_path, path, strlen(path)); /* scanner_parse has seen to its length */
	connect_to(talk, AF_UNIX, (const struct sockaddr *)&address, sizeof address);
}

static void
connect_by_number(struct talk *talk, const struct scanner *scanner)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;

	if (getaddrinfo(scanner->host, scanner->port, &hints, &found) != 0) {
		stop(talk, SCAN_NO_SERVER);
		return;
	}
	connect_to(talk, found->ai_family, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
}

/* ---- sending ---- */

/* False also when clamd speaks before it has everything: it has had enough. */
static bool
send_all(struct talk *talk, const void *bytes, size_t size)
{
	const char *at = bytes;

	while (size > 0 && talk->trouble == SCAN_DONE) {
		int may = wait_for(talk, POLLIN | POLLOUT);
		ssize_t sent;

		if (may == 0 || (may & POLLIN) != 0)
			return false;
		sent = send(talk->socket, at, size, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return false; /* perhaps it has said why */
		at += sent > 0 ? sent : 0;
		size -= sent > 0 ? (size_t)sent : 0;
	}
	return talk->trouble == SCAN_DONE;
}

static bool
send_piece(struct talk *talk, unsigned char *piece, size_t size)
{
	for (int i = 0; i < LENGTH_BYTES; i++)
		piece[i] = (unsigned char)(size >> (8 * (LENGTH_BYTES - 1 - i)));
	return send_all(talk, piece, LENGTH_BYTES + size);
}

/* True when all of it was sent, its end too. `piece` has room for a length and PIECE_BYTES. */
static bool
send_file(struct talk *talk, unsigned char *piece, int file, int64_t size)
{
	int64_t at = 0;

	if (!send_all(talk, "zINSTREAM", sizeof "zINSTREAM"))
		return false;
	while (at < size) {
		ssize_t got = pread(file, piece + LENGTH_BYTES, PIECE_BYTES, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			stop(talk, SCAN_ODD);
			return false;
		}
		if (!send_piece(talk, piece, (size_t)got))
			return false;
		at += got;
	}
	return send_piece(talk, piece, 0);
}

/* ---- hearing ---- */

static struct str
hear(struct arena *arena, struct talk *talk)
{
	char *bytes = arena_alloc(arena, REPLY_BYTES);
	size_t length = 0;
	ssize_t got = 1;

	while (talk->trouble == SCAN_DONE && got != 0 && length < REPLY_BYTES &&
	       (length == 0 || bytes[length - 1] != '\0') && wait_for(talk, POLLIN) != 0) {
		got = recv(talk->socket, bytes + length, REPLY_BYTES - length, 0);
		if (got < 0 && errno != EINTR && errno != EAGAIN)
			got = 0;
		length += got > 0 ? (size_t)got : 0;
	}
	if (length == 0 || bytes[length - 1] != '\0')
		stop(talk, SCAN_NO_SERVER);
	return str_slice(bytes, length == 0 ? 0 : length - 1);
}

static struct scan
ask(struct arena *arena, struct talk *talk, int file, int64_t size)
{
	unsigned char *piece = arena_alloc(arena, LENGTH_BYTES + PIECE_BYTES);
	bool sent = talk->trouble == SCAN_DONE && send_file(talk, piece, file, size);
	struct str reply = talk->trouble == SCAN_DONE ? hear(arena, talk) : STR("");

	return talk->trouble == SCAN_DONE ? scan_of_reply(arena, reply, sent) : not_done(talk->trouble);
}

struct scan
scan_file(struct arena *arena, const struct scanner *scanner, int file, int wait_ms)
{
	struct talk talk = {.socket = -1, .deadline = clock_monotonic() + wait_ms};
	struct stat status;
	struct scan scan;

	if (scanner == NULL)
		return not_done(SCAN_NO_SERVER);
	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return not_done(SCAN_ODD);
	if (status.st_size > scanner->most)
		return not_done(SCAN_TOO_BIG);
	if (scanner->socket != NULL)
		connect_by_path(&talk, scanner->socket);
	else
		connect_by_number(&talk, scanner);
	scan = ask(arena, &talk, file, status.st_size);
	if (talk.socket >= 0)
		close(talk.socket);
	return scan;
}

bool
scan_may_repeat(const struct scan *scan)
{
	return scan->reason == SCAN_NO_SERVER || scan->reason == SCAN_TOO_LATE || scan->reason == SCAN_ODD;
}
