/* outflow_test: replies that are made while they are sent: of known and unknown length, to clients that are slow, gone,
 * or do not read at all. */
#include "http/outflow.h"

#include "base/arena.h"
#include "base/test.h"
#include "http/server_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "Host: a.example\r\n"

enum { LONG = 1500000, PIECE = 7001, ENDLESS = 1 << 30, SILENT = 8 };

/* What the producers of one server did. */
struct made {
	atomic_uint started, closed;
	_Atomic uint64_t bytes;
};

struct making {
	struct made *made;
	uint64_t at, size, breaks_at;
};

static char
byte_at(uint64_t at)
{
	return (char)('a' + (at * 7 + at / 1000) % 26);
}

static ptrdiff_t
make(void *data, void *at, size_t room)
{
	struct making *making = data;
	size_t size = room < PIECE ? room : PIECE;

	if (making->at >= making->breaks_at)
		return -1;
	if (size > making->size - making->at)
		size = (size_t)(making->size - making->at);
	for (size_t i = 0; i < size; i++)
		((char *)at)[i] = byte_at(making->at + i);
	making->at += size;
	atomic_fetch_add(&making->made->bytes, size);
	return (ptrdiff_t)size;
}

static void
close_making(void *data)
{
	atomic_fetch_add(&((struct making *)data)->made->closed, 1);
}

static bool
begin(struct http_request *request, struct http_limits *limits, struct http_reply *reply, void *data)
{
	(void)request;
	(void)limits;
	(void)reply;
	(void)data;
	return true;
}

static void
serve(struct http_request *request, void *data)
{
	struct made *made = data;
	struct making *making = arena_make(request->arena, struct making);
	struct http_producer producer = {.make = make, .close = close_making, .data = making};
	struct http_reply reply = http_reply_bytes(200, "text/plain", STR("a page\n"));

	*making = (struct making){.made = made, .size = LONG, .breaks_at = UINT64_MAX};
	if (strcmp(request->path, "/page") != 0) {
		atomic_fetch_add(&made->started, 1);
		if (strcmp(request->path, "/broken") == 0)
			making->breaks_at = 400000;
		if (strcmp(request->path, "/endless") == 0)
			making->size = ENDLESS;
		reply = http_reply_stream(request, "application/zip", &producer,
					  strcmp(request->path, "/known") == 0	 ? LONG
					  : strcmp(request->path, "/short") == 0 ? LONG + 1
										 : HTTP_SIZE_UNKNOWN);
	}
	http_answer(request, &reply);
}

static struct fixture
start(struct made *made)
{
	struct fixture fixture = {.arena = arena_new(0)};
	struct http_options options = {.listen = "127.0.0.1:0", .body_grace_seconds = 1};
	struct http_application application = {.begin = begin, .serve = serve, .data = made};
	const char *error = "";

	*made = (struct made){0};
	fixture.server = http_start(fixture.arena, &options, &application, &error);
	assert_non_null(fixture.server);
	return fixture;
}

static void
stop(struct fixture *fixture, struct made *made)
{
	assert_true(http_stop(fixture->server, 20));
	assert_int_equal(atomic_load(&made->started), atomic_load(&made->closed));
	arena_free(fixture->arena);
}

/* All until the server closes, or `enough`. */
static size_t
drink(int fd, char *into, size_t enough)
{
	size_t length = 0;
	ssize_t got;

	while (length < enough && (got = recv(fd, into + length, enough - length, 0)) > 0)
		length += (size_t)got;
	return length;
}

/* Takes the chunks apart in place; 0 when the last one is missing. */
static size_t
unchunk(char *text, size_t length)
{
	const char *at = text, *end = text + length;
	size_t made = 0;

	while (at < end) {
		char *line;
		size_t size = strtoul(at, &line, 16);

		if (size == 0)
			return made;
		if (line + 2 + size + 2 > end)
			break;
		memmove(text + made, line + 2, size);
		made += size;
		at = line + 2 + size + 2;
	}
	return 0;
}

static bool
is_right(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != byte_at(i))
			return false;
	return length > 0;
}

static int
ask(const struct fixture *fixture, const char *path, struct answer *header)
{
	int fd = fixture_connect(fixture);
	char text[100];

	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", path);
	fixture_say(fd, text);
	*header = answer_read(fd, true);
	assert_int_equal(header->status, 200);
	return fd;
}

TEST(a_reply_that_is_made_on_the_way_arrives_whole)
{
	struct made made;
	struct fixture fixture = start(&made);
	char *all = malloc(2 * LONG);
	struct answer header;
	size_t length;
	int fd = ask(&fixture, "/unknown", &header);

	assert_non_null(strstr(header.text, "Transfer-Encoding: chunked\r\n"));
	length = unchunk(all, drink(fd, all, 2 * LONG));
	assert_int_equal(length, LONG);
	assert_true(is_right(all, length));
	close(fd);
	fd = ask(&fixture, "/known", &header);
	assert_non_null(strstr(header.text, "Content-Length: 1500000\r\n"));
	assert_int_equal(drink(fd, all, 2 * LONG), LONG);
	assert_true(is_right(all, LONG));
	close(fd);

	fd = fixture_connect(&fixture);
	fixture_say(fd, "HEAD /known HTTP/1.1\r\n" HOST "\r\n");
	assert_non_null(strstr(answer_read(fd, true).text, "Content-Length: 1500000\r\n"));
	fixture_say(fd, "GET /known HTTP/1.1\r\n" HOST "\r\nGET /page HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(answer_read(fd, true).status, 200);
	assert_int_equal(drink(fd, all, LONG), LONG);
	assert_string_equal(answer_read(fd, false).body, "a page\n");
	close(fd);
	free(all);
	stop(&fixture, &made);
}

TEST(a_reply_that_breaks_off_is_seen_to_be_broken)
{
	struct made made;
	struct fixture fixture = start(&made);
	char *all = malloc(2 * LONG);
	struct answer header;
	int fd = ask(&fixture, "/broken", &header);
	size_t length = drink(fd, all, 2 * LONG);

	assert_in_range(length, 1, LONG - 1);
	assert_int_equal(unchunk(all, length), 0);
	close(fd);
	fd = ask(&fixture, "/short", &header);
	assert_int_equal(drink(fd, all, 2 * LONG), LONG);
	close(fd);
	free(all);
	stop(&fixture, &made);
}

/* More of them than there are stream workers: some read nothing, and none of them stays. */
TEST(clients_that_do_not_read_hold_nobody_back_and_little_is_made_for_them)
{
	struct made made;
	struct fixture fixture = start(&made);
	char *all = malloc(2 * LONG);
	struct answer header;
	int fds[SILENT], fd;

	for (int i = 0; i < SILENT; i++)
		fds[i] = ask(&fixture, "/endless", &header);
	fd = ask(&fixture, "/known", &header);
	assert_int_equal(drink(fd, all, 2 * LONG), LONG);
	close(fd);
	assert_string_equal(fixture_ask(&fixture, "GET /page HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n").body,
			    "a page\n");
	close(fds[0]);
	while (http_counted(fixture.server).in_flight > 0)
		usleep(10000);
	assert_int_equal(http_counted(fixture.server).overdue, SILENT - 1);
	assert_true(atomic_load(&made.bytes) < (uint64_t)ENDLESS);
	for (int i = 1; i < SILENT; i++)
		close(fds[i]);
	free(all);
	stop(&fixture, &made);
}
