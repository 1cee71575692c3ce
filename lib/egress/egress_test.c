/* Tests of egress: what a server gets, what its answers mean, and that nothing leaves for where it must not. */
#include "egress/egress.h"

#include "base/arena.h"
#include "base/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* A server for one request: keeps it, and says what it is told to; NULL: nothing, until it is asked to end. */
struct sink {
	const char *answer;
	int listener, port;
	pthread_t thread;
	char request[4096];
	_Atomic bool asked;
};

static bool
is_whole(const char *request)
{
	const char *body = strstr(request, "\r\n\r\n");
	const char *length = strcasestr(request, "content-length:");

	return body != NULL && (length == NULL || strlen(body + 4) >= (size_t)atol(length + 15));
}

static void *
serve(void *data)
{
	struct sink *sink = data;
	int peer = accept(sink->listener, NULL, NULL);
	size_t length = 0;
	ssize_t got = 1;

	sink->asked = peer >= 0;
	while (peer >= 0 && got > 0 && !is_whole(sink->request)) {
		got = read(peer, sink->request + length, sizeof sink->request - 1 - length);
		length += got > 0 ? (size_t)got : 0;
	}
	if (peer >= 0 && sink->answer != NULL)
		dprintf(peer, "%s", sink->answer);
	if (peer >= 0)
		close(peer);
	return NULL;
}

static void
sink_start(struct sink *sink)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;

	sink->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(sink->listener, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(sink->listener, 4), 0);
	assert_int_equal(getsockname(sink->listener, (struct sockaddr *)&address, &size), 0);
	sink->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&sink->thread, NULL, serve, sink), 0);
}

static void
sink_stop(struct sink *sink)
{
	shutdown(sink->listener, SHUT_RDWR);
	pthread_join(sink->thread, NULL);
	close(sink->listener);
}

static struct egress_answer
asked(struct arena *arena, const char *allowed, const char *url, const char *const *hosts)
{
	static const char *const headers[] = {"Content-Type: application/json", "webhook-id: msg_1", NULL};
	struct egress_rules *rules = arena_make(arena, struct egress_rules);
	struct egress_answer answer;
	const char *error = NULL;
	struct egress *egress;

	assert_true(egress_rules_parse(arena, allowed, rules, &error));
	egress = egress_open(arena, rules);
	egress_post(egress,
		    &(struct egress_request){
			    .url = url, .hosts = hosts, .headers = headers, .body = STR("{\"a\":1}"), .data = arena});
	assert_true(egress_wait(egress, arena, 30000, &answer));
	assert_ptr_equal(answer.data, arena);
	assert_false(egress_wait(egress, arena, 0, &answer) && answer.data == NULL);
	return answer;
}

/* Asks a sink that the operator allowed. */
static struct egress_answer
answered(struct arena *arena, struct sink *sink, const char *text)
{
	struct egress_answer answer;

	*sink = (struct sink){.answer = text};
	sink_start(sink);
	answer = asked(arena, arena_printf(arena, "127.0.0.1:%d", sink->port),
		       arena_printf(arena, "http://127.0.0.1:%d/in?x=1", sink->port), NULL);
	sink_stop(sink);
	return answer;
}

TEST(a_server_gets_the_request_and_its_answer_is_read)
{
	struct arena *arena = arena_new(0);
	struct egress_answer answer;
	struct sink sink;

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("all_proxy", "http://127.0.0.1:1", 1);
	answer = answered(arena, &sink,
			  "HTTP/1.1 202 Accepted\r\nContent-Length: 12\r\n\r\nMerci \xc3\xa9\x01\xff\x7f!");
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	assert_int_equal(answer.outcome, EGRESS_ANSWERED);
	assert_int_equal(answer.status, 202);
	assert_null(answer.error);
	assert_string_equal(answer.text, "Merci \xc3\xa9   !");
	assert_non_null(strstr(sink.request, "POST /in?x=1 HTTP/1.1\r\n"));
	assert_non_null(strstr(sink.request, "webhook-id: msg_1\r\n"));
	assert_non_null(strstr(sink.request, "\r\n\r\n{\"a\":1}"));
	assert_null(strcasestr(sink.request, "expect:"));
	assert_null(strcasestr(sink.request, "accept-encoding:"));
	arena_free(arena);
}

TEST(a_redirect_is_an_answer_and_not_followed)
{
	struct arena *arena = arena_new(0);
	struct sink target = {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}, sink;
	struct egress_answer answer;

	sink_start(&target);
	answer = answered(arena, &sink,
			  arena_printf(arena,
				       "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:%d/\r\n"
				       "Content-Length: 0\r\n\r\n",
				       target.port));
	sink_stop(&target);
	assert_int_equal(answer.status, 307);
	assert_false(target.asked);
	arena_free(arena);
}

TEST(a_long_answer_is_cut_and_still_one)
{
	struct arena *arena = arena_new(0);
	char *long_body = arena_alloc(arena, 300000);
	struct egress_answer answer;
	struct sink sink;

	memset(long_body, 'x', 299999);
	answer = answered(arena, &sink, arena_printf(arena, "HTTP/1.1 200 OK\r\n\r\n%s", long_body));
	assert_int_equal(answer.outcome, EGRESS_ANSWERED);
	assert_int_equal(answer.status, 200);
	assert_int_equal(strlen(answer.text), EGRESS_EXCERPT);
	answer = answered(arena, &sink, arena_printf(arena, "HTTP/1.1 200 OK\r\nX: %s\r\n\r\n", long_body));
	assert_int_equal(answer.outcome, EGRESS_FAILED);
	arena_free(arena);
}

TEST(what_is_no_answer_says_why)
{
	struct arena *arena = arena_new(0);
	struct egress_answer answer;
	struct sink sink;

	answer = answered(arena, &sink, "");
	assert_int_equal(answer.outcome, EGRESS_FAILED);
	assert_string_equal(answer.error, "The server broke the connection off.");
	answer = answered(arena, &sink, "220 mail.example ESMTP\r\n");
	assert_int_equal(answer.outcome, EGRESS_FAILED);
	answer = asked(arena, "127.0.0.1", "http://127.0.0.1:1/", NULL);
	assert_int_equal(answer.outcome, EGRESS_FAILED);
	assert_string_equal(answer.error, "Nobody answers at this address.");
	answer = asked(arena, "127.0.0.1", "https://127.0.0.1:1/", NULL);
	assert_string_equal(answer.error, "Nobody answers at this address.");
	arena_free(arena);
}

TEST(nothing_leaves_for_where_it_must_not)
{
	static const struct {
		const char *before, *after;
	} shapes[] = {
		{"http://127.0.0.1:", "/"},
		{"https://127.0.0.1:", "/"},
		{"https://localhost:", "/"},
		{"http://localhost:", "/"},
		{"https://2130706433:", "/"},
		{"https://0x7f.1:", "/"},
		{"https://0177.0.0.1:", "/"},
		{"https://127.1:", "/"},
		{"https://[::1]:", "/"},
		{"https://[::]:", "/"},
		{"https://[::ffff:127.0.0.1]:", "/"},
		{"https://0.0.0.0:", "/"},
		{"ftp://127.0.0.1:", "/"},
		{"file:///etc/passwd?", ""},
		{"gopher://127.0.0.1:", "/"},
		{"dict://127.0.0.1:", "/x"},
		{"127.0.0.1:", ""},
		{"https://a:b@1.1.1.1:", "/"},
	};
	struct arena *arena = arena_new(0);
	struct sink sink = {.answer = ""};

	sink_start(&sink);
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		const char *url = arena_printf(arena, "%s%d%s", shapes[i].before, sink.port, shapes[i].after);
		struct egress_answer answer;

		answer = asked(arena, "10.0.0.1", url, NULL);
		if (answer.outcome != EGRESS_REFUSED || answer.error == NULL)
			fail_msg("%s: %d %s", url, answer.outcome, answer.error);
		assert_non_null(egress_look(arena, &(struct egress_rules){.count = 0}, url));
	}
	sink_stop(&sink);
	assert_false(sink.asked);
	arena_free(arena);
}

TEST(only_listed_hosts_are_asked)
{
	static const char *const hosts[] = {"hooks.example.fr", NULL};
	struct arena *arena = arena_new(0);
	const char *host;

	assert_int_equal(asked(arena, "127.0.0.1", "http://127.0.0.1:1/", hosts).outcome, EGRESS_REFUSED);
	assert_null(egress_url_refusal(arena, &(struct egress_rules){.count = 0}, "https://HOOKS.example.fr:8443/x?y#z",
				       &host));
	assert_string_equal(host, "hooks.example.fr");
	assert_non_null(egress_url_refusal(arena, &(struct egress_rules){.count = 0},
					   "https://hooks.ex\xc3\xa4mple.fr/", &host));
	assert_null(host);
	arena_free(arena);
}

TEST(one_that_hangs_holds_up_no_other)
{
	struct arena *arena = arena_new(0);
	struct sink quick = {.answer = "HTTP/1.1 204 Yes\r\n\r\n"};
	struct egress_rules rules;
	struct egress_answer answer;
	const char *error = NULL;
	struct egress *egress;
	int deaf = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;

	assert_int_equal(bind(deaf, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(deaf, 1), 0);
	assert_int_equal(getsockname(deaf, (struct sockaddr *)&address, &size), 0);
	sink_start(&quick);
	assert_true(egress_rules_parse(arena, "127.0.0.1", &rules, &error));
	egress = egress_open(arena, &rules);
	egress_post(egress, &(struct egress_request){
				    .url = arena_printf(arena, "http://127.0.0.1:%d/", ntohs(address.sin_port)),
				    .data = &deaf});
	egress_post(egress, &(struct egress_request){.url = arena_printf(arena, "http://127.0.0.1:%d/", quick.port),
						     .data = &quick});
	assert_true(egress_wait(egress, arena, 10000, &answer));
	assert_ptr_equal(answer.data, &quick);
	assert_int_equal(answer.status, 204);
	sink_stop(&quick);
	arena_free(arena); /* what still runs is cut */
	close(deaf);
}
