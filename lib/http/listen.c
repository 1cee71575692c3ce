/* listen: addresses are numbers only, so that a start never waits for a name server. */
#include "http/listen.h"

#include "base/arena.h"
#include "http/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static const char unix_prefix[] = "unix:";

struct place {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_un local;
	} address;
	socklen_t length;
	const char *path; /* of a local socket */
};

static bool
read_local(const char *where, struct place *place)
{
	const char *path = where + sizeof unix_prefix - 1;

	if (*path == '\0' || strlen(path) >= sizeof place->address.local.sun_path)
		return false;
	place->address.local.sun_family = AF_UNIX;
	memcpy(place->address.local.sun_path, path, strlen(path) + 1);
	place->length = sizeof place->address.local;
	place->path = path;
	return true;
}

static bool
read_place(struct arena *arena, const char *where, struct place *place)
{
	const char *colon = strrchr(where, ':');
	int64_t port;
	char *host;

	*place = (struct place){0};
	if (strncmp(where, unix_prefix, sizeof unix_prefix - 1) == 0)
		return read_local(where, place);
	if (colon == NULL || !str_to_int(str_of(colon + 1), &port) || port < 0 || port > 65535)
		return false;
	host = arena_text_of(arena, where, (size_t)(colon - where));
	if (host[0] == '[' && host[strlen(host) - 1] == ']') {
		host[strlen(host) - 1] = '\0';
		place->address.v6.sin6_family = AF_INET6;
		place->address.v6.sin6_port = htons((uint16_t)port);
		place->length = sizeof place->address.v6;
		return inet_pton(AF_INET6, host + 1, &place->address.v6.sin6_addr) == 1;
	}
	place->address.v4.sin_family = AF_INET;
	place->address.v4.sin_port = htons((uint16_t)port);
	place->length = sizeof place->address.v4;
	return inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &place->address.v4.sin_addr) ==
	       1;
}

static unsigned
port_of(int fd)
{
	struct place place = {.length = sizeof place.address};

	if (getsockname(fd, &place.address.any, &place.length) != 0)
		return 0;
	if (place.address.any.sa_family == AF_INET)
		return ntohs(place.address.v4.sin_port);
	return place.address.any.sa_family == AF_INET6 ? ntohs(place.address.v6.sin6_port) : 0;
}

/* A socket file that nobody listens on any more is what a killed process left: it goes. */
static void
remove_stale(const struct place *place)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	if (connect(fd, &place->address.any, place->length) != 0 && errno == ECONNREFUSED)
		unlink(place->path);
	close(fd);
}

static bool
open_place(const struct place *place, int fd)
{
	int yes = 1, no = 0;

	if (place->path != NULL)
		remove_stale(place);
	else
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (place->address.any.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
	if (bind(fd, &place->address.any, place->length) != 0)
		return false;
	/* A proxy under another user of the same group may connect. */
	if (place->path != NULL && chmod(place->path, 0660) != 0)
		return false;
	return listen(fd, BACKLOG) == 0;
}

int
listen_on(struct arena *arena, const char *where, unsigned *port, const char **error)
{
	struct place place;
	int fd;

	if (!read_place(arena, where, &place)) {
		*error = arena_printf(arena,
				      "\"%s\" is no address to listen on: write it like 127.0.0.1:8080, [::]:8080 or "
				      "unix:/run/parvis.sock.",
				      where);
		return -1;
	}
	fd = socket(place.address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || !open_place(&place, fd)) {
		*error = arena_printf(arena, "Cannot listen on %s: %s.", where, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	*port = port_of(fd);
	return fd;
}

void
listen_clean(const char *where)
{
	if (strncmp(where, unix_prefix, sizeof unix_prefix - 1) == 0)
		unlink(where + sizeof unix_prefix - 1);
}
