/* slow_test: clients that drip, keep silent, do not read, or are too many; and what proxies may say of them. */
#include "http/server_fixture.h"

#include "base/arena.h"
#include "base/test.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HOST "Host: a.example\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

enum { CROWD = 200 };

static const struct http_options hasty = {
	.header_seconds = 1, .idle_seconds = 1, .body_grace_seconds = 1, .connections_per_address = 1000};

/* Sends byte after byte until the server has had enough. */
static bool
drip(int fd, const char *text)
{
	for (int i = 0; i < 100; i++) {
		char byte;

		if (!fixture_try_send(fd, &text[(size_t)i % strlen(text)], 1))
			return true;
		if (recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) >= 0)
			return true;
		usleep(100000);
	}
	return false;
}

TEST(a_dripping_header_is_ended_with_408)
{
	struct fixture fixture = fixture_start(&hasty);
	int fd = fixture_connect(&fixture);
	struct answer answer;

	fixture_say(fd, "GET / HTTP/1.1\r\n");
	assert_true(drip(fd, "X: abc\r\n"));
	answer = answer_read_to_end(fd);
	assert_int_equal(answer.status, 408);
	assert_true(answer.closed);
	assert_int_equal(http_counted(fixture.server).overdue, 1);
	close(fd);
	fixture_stop(&fixture);
}

TEST(a_dripping_request_line_is_ended_even_on_a_connection_kept_alive)
{
	struct fixture fixture = fixture_start(&hasty);
	int fd = fixture_connect(&fixture);

	fixture_say(fd, "GET / HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(answer_read(fd, false).status, 200);
	assert_true(drip(fd, "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	assert_true(answer_read_to_end(fd).closed);
	close(fd);
	fixture_stop(&fixture);
}

TEST(a_dripping_body_is_ended_with_408)
{
	struct fixture fixture = fixture_start(&hasty);
	int fd = fixture_connect(&fixture);
	struct answer answer;

	fixture_say(fd, "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 90000\r\n\r\n");
	assert_true(drip(fd, "a=b&"));
	answer = answer_read_to_end(fd);
	assert_int_equal(answer.status, 408);
	assert_true(answer.closed);
	assert_int_equal(fixture_served(&fixture), 0);
	close(fd);
	fixture_stop(&fixture);
}

TEST(silent_connections_are_closed_and_a_slow_application_is_not_their_fault)
{
	struct fixture fixture = fixture_start(&hasty);
	int silent = fixture_connect(&fixture);
	int kept = fixture_connect(&fixture);
	int waiting = fixture_connect(&fixture);

	fixture_say(waiting, "GET /slower HTTP/1.1\r\n" HOST "\r\n");
	fixture_say(kept, "GET / HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(answer_read(kept, false).status, 200);
	assert_true(answer_read_to_end(kept).closed);
	assert_true(answer_read_to_end(silent).closed);
	assert_string_equal(answer_read(waiting, false).body, "later\n");
	close(silent);
	close(kept);
	close(waiting);
	fixture_stop(&fixture);
}

TEST(who_does_not_read_the_answer_is_reset)
{
	struct fixture fixture = fixture_start(&hasty);
	int fd = fixture_connect(&fixture);

	fixture_say(fd, "GET /huge HTTP/1.1\r\n" HOST "\r\n");
	while (http_counted(fixture.server).overdue == 0) {
		char byte;

		assert_int_equal(recv(fd, &byte, 1, 0), 1);
		usleep(100000);
	}
	close(fd);
	fixture_stop(&fixture);
}

TEST(a_crowd_of_dripping_and_silent_clients_leaves_pages_unaffected)
{
	struct fixture fixture = fixture_start(&hasty);
	static int crowd[CROWD];
	bool all = false;

	for (int i = 0; i < CROWD; i++) {
		crowd[i] = fixture_connect(&fixture);
		if (i % 4 == 1)
			fixture_say(crowd[i], "GET / HT");
		if (i % 4 == 2)
			fixture_say(crowd[i], "GET / HTTP/1.1\r\n" HOST "X: ");
		if (i % 4 == 3)
			fixture_say(crowd[i], "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 9999\r\n\r\n");
	}
	for (int round = 0; round < 60 && !all; round++) {
		assert_int_equal(fixture_ask(&fixture, "GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n").status,
				 200);
		for (int i = 0; i < CROWD; i++)
			if (i % 4 > 0)
				fixture_say(crowd[i], "a");
		usleep(100000);
		all = http_counted(fixture.server).open == 0;
	}
	assert_true(all);
	for (int i = 0; i < CROWD; i++)
		close(crowd[i]);
	fixture_stop(&fixture);
}

TEST(an_address_has_its_share_of_connections_only)
{
	struct fixture fixture = fixture_start(&(struct http_options){.connections_per_address = 2});
	int first = fixture_connect(&fixture);
	int second = fixture_connect(&fixture);
	int third;

	fixture_say(first, "GET / HTTP/1.1\r\n" HOST "\r\n");
	fixture_say(second, "GET / HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(answer_read(first, false).status, 200);
	assert_int_equal(answer_read(second, false).status, 200);
	third = fixture_connect(&fixture);
	fixture_say(third, "GET / HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(answer_read_to_end(third).status, 0);
	close(first);
	close(second);
	close(third);
	fixture_stop(&fixture);
}

TEST(a_trusted_proxy_says_who_the_client_is_and_has_no_share)
{
	static const char *const proxies[] = {"10.0.0.0/8", "127.0.0.1", NULL};
	struct fixture fixture =
		fixture_start(&(struct http_options){.proxies = proxies, .connections_per_address = 1});
	int first = fixture_connect(&fixture);

	fixture_say(first, "GET /who HTTP/1.1\r\n" HOST "X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.1.2.3\r\n"
			   "X-Forwarded-Proto: https\r\nCookie: sid=a; __Host-sid=b\r\n\r\n");
	assert_string_equal(answer_read(first, false).body, "9.9.9.9 tls a.example b\n");
	assert_string_equal(fixture_ask(&fixture, "GET /who HTTP/1.1\r\nHost: A.example:8080\r\nCookie: sid=a\r\n"
						  "Connection: close\r\n\r\n")
				    .body,
			    "127.0.0.1 plain a.example a\n");
	close(first);
	fixture_stop(&fixture);
}

TEST(a_stranger_cannot_pretend)
{
	struct fixture fixture = fixture_start(NULL);

	assert_string_equal(fixture_ask(&fixture, "GET /who HTTP/1.1\r\n" HOST "X-Forwarded-For: 9.9.9.9\r\n"
						  "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
				    .body,
			    "127.0.0.1 plain a.example -\n");
	fixture_stop(&fixture);
}

TEST(a_local_socket_serves_too_and_leaves_no_file)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char where[64];
	struct fixture fixture;
	int fd;

	snprintf(address.sun_path, sizeof address.sun_path, "/tmp/http-test-%d.sock", (int)getpid());
	snprintf(where, sizeof where, "unix:%.50s", address.sun_path);
	fixture = fixture_start(&(struct http_options){.listen = where});
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	fixture_say(fd, "GET /who HTTP/1.1\r\n" HOST "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n\r\n");
	assert_string_equal(answer_read(fd, false).body, "9.9.9.9 tls a.example -\n");
	close(fd);
	fixture_stop(&fixture);
	assert_int_equal(access(address.sun_path, F_OK), -1);
}

TEST(an_address_that_cannot_be_taken_is_named)
{
	struct fixture fixture = fixture_start(NULL);
	struct arena *arena = arena_new(0);
	struct http_application application = {0};
	const char *error = NULL;
	struct http_options options = {.listen = "nowhere"};

	assert_null(http_start(arena, &options, &application, &error));
	assert_non_null(strstr(error, "nowhere"));
	options.listen = arena_printf(arena, "127.0.0.1:%u", http_port(fixture.server));
	assert_null(http_start(arena, &options, &application, &error));
	assert_non_null(strstr(error, "in use"));
	options.listen = "127.0.0.1:0";
	options.proxies = (const char *const[]){"10.0.0.0/33", NULL};
	assert_null(http_start(arena, &options, &application, &error));
	assert_non_null(strstr(error, "10.0.0.0/33"));
	options.proxies = NULL;
	options.tls_cert = options.tls_key = "no PEM";
	assert_null(http_start(arena, &options, &application, &error));
	assert_non_null(strstr(error, "TLS"));
	arena_free(arena);
	fixture_stop(&fixture);
}
