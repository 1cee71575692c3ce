/* inflow_test: bodies that go into a file as they come: whole, cut off, too long, too slow, and beside pages. */
#include "http/server_fixture.h"

#include "base/arena.h"
#include "base/test.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST   "Host: a.example\r\n"
#define OCTETS "Content-Type: application/offset+octet-stream\r\n"

enum { LARGE = 3 * 1024 * 1024, LIMIT = 4 * 1024 * 1024, BLOCKED = 6, OFFSET = 5 };

/* What the sinks of one server were told. */
struct told {
	int fd; /* all bodies go there */
	atomic_uint admitted, served, ended;
	_Atomic uint64_t heard, sum;
	struct http_received last;
	sem_t entered, go; /* "/blocked": `hear` waits for `go` */
};

struct pouring {
	struct told *told;
	bool blocked;
};

static bool
begin(struct http_request *request, struct http_limits *limits, struct http_reply *reply, void *data)
{
	(void)reply;
	(void)data;
	limits->stream = strcmp(request->path, "/page") != 0;
	return true;
}

static void
hear(void *data, struct str bytes)
{
	struct pouring *pouring = data;
	uint64_t sum = 0;

	if (pouring->blocked) {
		pouring->blocked = false;
		sem_post(&pouring->told->entered);
		sem_wait(&pouring->told->go);
	}
	for (size_t i = 0; i < bytes.length; i++)
		sum += (unsigned char)bytes.at[i];
	atomic_fetch_add(&pouring->told->heard, bytes.length);
	atomic_fetch_add(&pouring->told->sum, sum);
}

static void
poured(void *data, const struct http_received *received)
{
	struct told *told = ((struct pouring *)data)->told;

	told->last = *received;
	atomic_fetch_add(&told->ended, 1);
}

static void
admit(struct http_request *request, void *data)
{
	struct told *told = data;
	struct pouring *pouring = arena_make(request->arena, struct pouring);
	struct http_sink sink = {
		.fd = told->fd, .offset = OFFSET, .limit = LIMIT, .hear = hear, .end = poured, .data = pouring};
	struct http_reply no = http_reply_bytes(401, "text/plain", STR("who are you?\n"));

	if (strcmp(request->path, "/refused") == 0) {
		http_answer(request, &no);
		return;
	}
	atomic_fetch_add(&told->admitted, 1);
	pouring->told = told;
	pouring->blocked = strcmp(request->path, "/blocked") == 0;
	if (strcmp(request->path, "/full") == 0)
		sink.fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	http_receive(request, &sink);
}

static void
serve(struct http_request *request, void *data)
{
	struct told *told = data;
	struct http_reply reply = http_reply_bytes(
		200, "text/plain",
		str_of(arena_printf(request->arena, "%s %llu\n", request->received.complete ? "all" : "-",
				    (unsigned long long)request->received.bytes)));

	atomic_fetch_add(&told->served, 1);
	http_answer(request, &reply);
}

static struct fixture
start(struct told *told, const struct http_options *given)
{
	struct fixture fixture = {.arena = arena_new(0)};
	struct http_options options = given == NULL ? (struct http_options){0} : *given;
	struct http_application application = {.begin = begin, .admit = admit, .serve = serve, .data = told};
	const char *error = "";

	*told = (struct told){.fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
	sem_init(&told->entered, 0, 0);
	sem_init(&told->go, 0, 0);
	options.listen = "127.0.0.1:0";
	fixture.server = http_start(fixture.arena, &options, &application, &error);
	assert_non_null(fixture.server);
	return fixture;
}

static void
stop(struct fixture *fixture, struct told *told)
{
	assert_true(http_stop(fixture->server, 20));
	assert_int_equal(atomic_load(&told->admitted), atomic_load(&told->ended));
	close(told->fd);
	arena_free(fixture->arena);
}

static char *
pattern(size_t length)
{
	char *bytes = malloc(length);

	for (size_t i = 0; i < length; i++)
		bytes[i] = (char)(i * 31 + i / 4096);
	return bytes;
}

static void
head(int fd, const char *path, size_t length, const char *more)
{
	char text[400];

	snprintf(text, sizeof text, "PATCH %s HTTP/1.1\r\n" HOST OCTETS "Content-Length: %zu\r\n%s\r\n", path, length,
		 more);
	fixture_say(fd, text);
}

static bool
file_holds(int fd, const char *bytes, size_t length)
{
	char *read = malloc(length);
	bool same = pread(fd, read, length, OFFSET) == (ssize_t)length && memcmp(read, bytes, length) == 0;

	free(read);
	return same;
}

static uint64_t
sum_of(const char *bytes, size_t length)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += (unsigned char)bytes[i];
	return sum;
}

static void
send_chunked(int fd, const char *bytes, size_t length)
{
	fixture_say(fd, "PUT /x HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n");
	while (length > 0) {
		size_t piece = length < 70000 ? length : 70000;
		char line[20];

		snprintf(line, sizeof line, "%zx\r\n", piece);
		fixture_say(fd, line);
		fixture_send(fd, bytes, piece);
		fixture_say(fd, "\r\n");
		bytes += piece;
		length -= piece;
	}
	fixture_say(fd, "0\r\n\r\n");
}

TEST(a_streamed_body_is_in_its_file_before_the_request_is_served)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	int fd = fixture_connect(&fixture);
	char *bytes = pattern(LARGE);

	head(fd, "/x", LARGE, "Expect: 100-continue\r\n");
	assert_int_equal(answer_read(fd, true).status, 100);
	fixture_send(fd, bytes, LARGE);
	assert_string_equal(answer_read(fd, false).body, "all 3145728\n");
	assert_true(file_holds(told.fd, bytes, LARGE));
	assert_int_equal(told.heard, LARGE);
	assert_int_equal(told.sum, sum_of(bytes, LARGE));

	send_chunked(fd, bytes + 1, 1000000);
	assert_string_equal(answer_read(fd, false).body, "all 1000000\n");
	assert_true(file_holds(told.fd, bytes + 1, 1000000));
	head(fd, "/x", 0, "");
	assert_string_equal(answer_read(fd, false).body, "all 0\n");
	fixture_say(fd, "PUT /x HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	assert_string_equal(answer_read_to_end(fd).body, "all 0\n");
	close(fd);
	free(bytes);
	stop(&fixture, &told);
}

TEST(of_a_body_that_breaks_off_all_that_came_is_kept_and_nothing_is_served)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	int fd = fixture_connect(&fixture);
	char *bytes = pattern(LARGE);

	head(fd, "/x", LARGE, "");
	fixture_send(fd, bytes, 700001);
	shutdown(fd, SHUT_WR);
	while (atomic_load(&told.ended) == 0)
		usleep(1000);
	assert_int_equal(told.last.bytes, 700001);
	assert_false(told.last.complete);
	assert_true(file_holds(told.fd, bytes, 700001));
	assert_int_equal(told.served, 0);
	close(fd);
	free(bytes);
	stop(&fixture, &told);
}

/* The end comes while the connection waits for the disk. */
TEST(a_body_that_breaks_off_while_the_disk_is_slow_is_ended_too)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	int fd = fixture_connect(&fixture);
	char *bytes = pattern(LARGE);

	head(fd, "/blocked", LARGE, "");
	fixture_send(fd, bytes, 400001);
	sem_wait(&told.entered);
	shutdown(fd, SHUT_WR);
	sem_post(&told.go);
	while (atomic_load(&told.ended) == 0)
		usleep(1000);
	assert_int_equal(told.last.bytes, 400001);
	assert_false(told.last.complete);
	close(fd);
	free(bytes);
	stop(&fixture, &told);
}

TEST(who_may_not_send_is_told_before_the_body_is_read)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	int fd = fixture_connect(&fixture);
	struct answer answer;

	head(fd, "/refused", 5, "");
	fixture_say(fd, "12345");
	assert_int_equal(answer_read(fd, false).status, 401);
	head(fd, "/refused", LARGE, "Expect: 100-continue\r\n");
	answer = answer_read_to_end(fd);
	assert_int_equal(answer.status, 401);
	assert_string_equal(answer.body, "who are you?\n");
	assert_true(answer.closed);
	close(fd);

	fd = fixture_connect(&fixture);
	head(fd, "/refused", LARGE, "");
	fixture_say(fd, "some of it");
	assert_int_equal(answer_read_to_end(fd).status, 401);
	close(fd);
	assert_int_equal(told.admitted + told.served, 0);
	stop(&fixture, &told);
}

TEST(a_streamed_body_over_the_limit_of_its_sink_is_refused)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	char *bytes = pattern(LIMIT + 200000);
	int fd = fixture_connect(&fixture);

	head(fd, "/x", LIMIT + 1, "");
	assert_int_equal(answer_read_to_end(fd).status, 413);
	close(fd);
	fd = fixture_connect(&fixture);
	send_chunked(fd, bytes, LIMIT + 200000);
	assert_int_equal(answer_read_to_end(fd).status, 413);
	close(fd);
	stop(&fixture, &told);
	assert_false(told.last.complete);
	assert_int_equal(told.served, 0);
	free(bytes);
}

TEST(a_full_disk_refuses_a_streamed_body)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	int fd = fixture_connect(&fixture);

	head(fd, "/full", 3, "");
	fixture_say(fd, "abc");
	assert_int_equal(answer_read_to_end(fd).status, 507);
	close(fd);
	assert_int_equal(told.last.bytes, 0);
	assert_false(told.last.complete);
	stop(&fixture, &told);
	assert_int_equal(told.served, 0);
}

/* More bodies than there are stream workers stand still at the disk, and their clients go on sending. */
TEST(bodies_that_wait_for_the_disk_hold_no_page_back_and_take_no_more_than_they_can_keep)
{
	struct told told;
	struct fixture fixture = start(&told, NULL);
	char *bytes = pattern(LARGE);
	int fds[BLOCKED];

	for (int i = 0; i < BLOCKED; i++) {
		fds[i] = fixture_connect(&fixture);
		head(fds[i], "/blocked", LARGE, "");
		fixture_send(fds[i], bytes, 300000);
	}
	for (int i = 0; i < 4; i++)
		sem_wait(&told.entered);
	for (int i = 0; i < 20; i++)
		assert_int_equal(
			fixture_ask(&fixture, "GET /page HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n").status, 200);
	assert_int_equal(told.heard, 0);
	for (int i = 0; i < BLOCKED; i++)
		sem_post(&told.go);
	for (int i = 0; i < BLOCKED; i++)
		fixture_send(fds[i], bytes + 300000, LARGE - 300000);
	for (int i = 0; i < BLOCKED; i++) {
		assert_string_equal(answer_read(fds[i], false).body, "all 3145728\n");
		close(fds[i]);
	}
	assert_int_equal(told.heard, (uint64_t)BLOCKED * LARGE);
	free(bytes);
	stop(&fixture, &told);
}

TEST(a_streamed_body_that_drips_is_ended_and_what_came_is_kept)
{
	struct told told;
	struct fixture fixture = start(&told, &(struct http_options){.body_grace_seconds = 1});
	int fd = fixture_connect(&fixture);

	head(fd, "/x", LARGE, "");
	fixture_say(fd, "abc");
	assert_int_equal(answer_read_to_end(fd).status, 408);
	close(fd);
	stop(&fixture, &told);
	assert_int_equal(told.last.bytes, 3);
	assert_false(told.last.complete);
	assert_int_equal(told.served, 0);
}
