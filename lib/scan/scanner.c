/* scanner: reads the address of clamd as an operator writes it. */
#include "scan/scan.h"

#include "base/arena.h"
#include "base/str.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>

#define MEGABYTE ((int64_t)1024 * 1024)

enum { DEFAULT_MEGABYTES = 25, MOST_MEGABYTES = 4000 }; /* clamd itself looks at no more than 4 GB */

/* "100M" */
static bool
take_most(struct scanner *scanner, struct str typed)
{
	int64_t megabytes;

	if (!str_ends(typed, STR("M")) || !str_to_int(str_slice(typed.at, typed.length - 1), &megabytes) ||
	    megabytes < 1 || megabytes > MOST_MEGABYTES)
		return false;
	scanner->most = megabytes * MEGABYTE;
	return true;
}

static bool
take_path(struct arena *arena, struct scanner *scanner, struct str path)
{
	if (path.length == 0 || path.at[0] != '/' || path.length >= sizeof((struct sockaddr_un){0}).sun_path)
		return false;
	scanner->socket = arena_text_of(arena, path.at, path.length);
	return true;
}

/* "127.0.0.1:3310", "[::1]:3310": numbers, so that no name server decides who sees the files. */
static bool
take_address(struct arena *arena, struct scanner *scanner, struct str typed)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
	bool brackets = str_starts(typed, STR("["));
	struct addrinfo *found = NULL;
	struct str host;
	int64_t port;

	if (brackets)
		typed = str_slice(typed.at + 1, typed.length - 1);
	host = str_cut(&typed, brackets ? ']' : ':');
	if (brackets && (typed.length == 0 || *typed.at != ':'))
		return false;
	if (brackets)
		typed = str_slice(typed.at + 1, typed.length - 1);
	if (typed.at == NULL || !str_to_int(typed, &port) || port < 1 || port > 65535)
		return false;
	scanner->host = arena_text_of(arena, host.at, host.length);
	scanner->port = arena_text_of(arena, typed.at, typed.length);
	if (getaddrinfo(scanner->host, scanner->port, &hints, &found) != 0)
		return false;
	freeaddrinfo(found);
	return true;
}

const struct scanner *
scanner_parse(struct arena *arena, const char *url, const char **error)
{
	struct scanner *scanner = arena_make(arena, struct scanner);
	struct str rest = str_of(url), where = str_cut(&rest, '?');
	bool fine;

	scanner->most = DEFAULT_MEGABYTES * MEGABYTE;
	if (str_starts(where, STR("unix:")))
		fine = take_path(arena, scanner, str_slice(where.at + 5, where.length - 5));
	else
		fine = str_starts(where, STR("tcp://")) &&
		       take_address(arena, scanner, str_slice(where.at + 6, where.length - 6));
	if (fine && rest.at != NULL)
		fine = str_starts(rest, STR("most=")) && take_most(scanner, str_slice(rest.at + 5, rest.length - 5));
	if (fine)
		return scanner;
	*error =
		"write unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310, and behind it ?most=100M where clamd looks at "
		"files that large.";
	return NULL;
}
