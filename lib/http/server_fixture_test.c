/* server_fixture: see its header. The application answers a few paths, one of them from another thread. */
#include "http/server_fixture.h"

#include "base/arena.h"
#include "base/test.h"
#include "http/form.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 8000 };

struct fixture_state {
	atomic_uint served, ended, begun;
};

static bool
app_begin(struct http_request *request, struct http_limits *limits, struct http_reply *reply, void *data)
{
	struct fixture_state *state = data;

	atomic_fetch_add(&state->begun, 1);
	if (strcmp(request->path, "/missing") == 0) {
		*reply = http_reply_bytes(404, "text/plain", STR("no\n"));
		return false;
	}
	if (strcmp(request->path, "/nobody") != 0)
		*limits = (struct http_limits){.body = 100000, .upload = 2u << 30, .fields = 50};
	return true;
}

static struct http_reply
echo(struct http_request *request)
{
	struct builder out = builder_new(request->arena, 0);

	for (size_t i = 0; i < form_count(request->form); i++) {
		const char *name = form_name(request->form, i);

		build_printf(&out, "%s=%s\n", name, form_raw(request->form, name));
	}
	for (size_t i = 0; i < request->upload_count; i++) {
		const struct http_upload *upload = &request->uploads[i];
		char bytes[64] = "";
		ssize_t got = read(upload->fd, bytes, sizeof bytes - 1);

		build_printf(&out, "%s: %s %s %llu %s\n", upload->field, upload->name, upload->type,
			     (unsigned long long)upload->size, got > 0 ? bytes : "");
	}
	return http_reply_bytes(200, "text/plain", builder_str(&out));
}

static struct http_reply
some_file(void)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	struct http_reply reply;

	assert_int_equal(write(fd, "0123456789", 10), 10);
	reply = http_reply_file("text/plain", fd, 10);
	reply.etag = "\"tag\"";
	return reply;
}

static struct http_reply
long_page(struct arena *arena, size_t size)
{
	char *text = arena_alloc(arena, size);
	struct http_reply reply;

	memset(text, 'x', size);
	reply = http_reply_bytes(200, "text/plain", str_slice(text, size));
	reply.compress = true;
	return reply;
}

static struct http_reply
who(struct http_request *request)
{
	const char *cookie = http_cookie(request, "sid");

	return http_reply_bytes(
		200, "text/plain",
		str_of(arena_printf(request->arena, "%s %s %s %s\n", request->remote, request->tls ? "tls" : "plain",
				    request->host, cookie == NULL ? "-" : cookie)));
}

static void *
answer_later(void *data)
{
	struct http_request *request = data;
	struct http_reply reply = http_reply_bytes(200, "text/plain", STR("later\n"));

	usleep(strcmp(request->path, "/slow") == 0 ? 200000 : 1800000);
	http_answer(request, &reply);
	return NULL;
}

static void
app_serve(struct http_request *request, void *data)
{
	struct fixture_state *state = data;
	struct http_reply reply = http_reply_bytes(200, "text/plain", STR("hello\n"));
	pthread_t thread;

	atomic_fetch_add(&state->served, 1);
	if (strncmp(request->path, "/slow", 5) == 0) {
		assert_int_equal(pthread_create(&thread, NULL, answer_later, request), 0);
		pthread_detach(thread);
		return;
	}
	if (strcmp(request->path, "/echo") == 0)
		reply = echo(request);
	else if (strcmp(request->path, "/file") == 0)
		reply = some_file();
	else if (strcmp(request->path, "/long") == 0)
		reply = long_page(request->arena, 50000);
	else if (strcmp(request->path, "/huge") == 0)
		reply = long_page(request->arena, 20000000);
	else if (strcmp(request->path, "/who") == 0)
		reply = who(request);
	http_answer(request, &reply);
}

static void
app_end(struct http_request *request, int status, uint64_t sent, void *data)
{
	struct fixture_state *state = data;

	(void)request;
	(void)status;
	(void)sent;
	atomic_fetch_add(&state->ended, 1);
}

struct fixture
fixture_start(const struct http_options *options)
{
	struct fixture fixture = {.arena = arena_new(0)};
	struct http_options ours = options == NULL ? (struct http_options){0} : *options;
	struct http_application application = {.begin = app_begin, .serve = app_serve, .end = app_end};
	const char *error = "";

	fixture.state = arena_make(fixture.arena, struct fixture_state);
	application.data = fixture.state;
	if (ours.listen == NULL)
		ours.listen = "127.0.0.1:0";
	ours.upload_folder = "/tmp";
	fixture.server = http_start(fixture.arena, &ours, &application, &error);
	if (fixture.server == NULL)
		fail_msg("%s", error);
	return fixture;
}

void
fixture_stop(struct fixture *fixture)
{
	assert_true(http_stop(fixture->server, 20));
	assert_int_equal(atomic_load(&fixture->state->begun), atomic_load(&fixture->state->ended));
	arena_free(fixture->arena);
}

unsigned
fixture_served(const struct fixture *fixture)
{
	return atomic_load(&fixture->state->served);
}

int
fixture_connect(const struct fixture *fixture)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(fixture->server))};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

bool
fixture_try_send(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

		if (sent < 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

void
fixture_send(int fd, const char *bytes, size_t length)
{
	(void)fixture_try_send(fd, bytes, length); /* a server that refuses may close before all is said */
}

void
fixture_say(int fd, const char *text)
{
	fixture_send(fd, text, strlen(text));
}

/* One byte at a time keeps what follows an answer in the socket; false at the end or when patience ends. */
static bool
read_byte(int fd, char *byte, bool *closed)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	ssize_t got;

	if (poll(&wait, 1, PATIENCE_MS) <= 0)
		return false;
	got = recv(fd, byte, 1, 0);
	*closed = got == 0 || (got < 0 && errno == ECONNRESET);
	return got == 1;
}

static size_t
content_length(const char *header)
{
	const char *at = strcasestr(header, "\r\nContent-Length: ");

	return at == NULL ? 0 : (size_t)strtoull(at + 18, NULL, 10);
}

struct answer
answer_read(int fd, bool header_only)
{
	struct answer answer = {.body = ""};
	static char body[ANSWER_SIZE];
	size_t length = 0;
	size_t expected;

	while (length + 1 < sizeof answer.text && read_byte(fd, &answer.text[length], &answer.closed)) {
		length++;
		if (length >= 4 && memcmp(answer.text + length - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	answer.text[length] = '\0';
	if (length > 12 && memcmp(answer.text, "HTTP/1.1 ", 9) == 0)
		answer.status = atoi(answer.text + 9);
	expected = header_only || answer.status == 304 ? 0 : content_length(answer.text);
	for (length = 0; length < expected && length + 1 < sizeof body; length++)
		if (!read_byte(fd, &body[length], &answer.closed))
			break;
	body[length] = '\0';
	answer.body = body;
	answer.length = length;
	return answer;
}

struct answer
answer_read_to_end(int fd)
{
	struct answer answer = answer_read(fd, false);
	char rest;

	while (!answer.closed && read_byte(fd, &rest, &answer.closed))
		answer.more++;
	return answer;
}

struct answer
fixture_ask(const struct fixture *fixture, const char *format, ...)
{
	int fd = fixture_connect(fixture);
	struct answer answer;
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	assert_true(length > 0);
	fixture_send(fd, text, (size_t)length);
	shutdown(fd, SHUT_WR);
	answer = answer_read_to_end(fd);
	free(text);
	close(fd);
	return answer;
}

struct answer
fixture_post(const struct fixture *fixture, const char *target, const char *type, const char *body)
{
	return fixture_ask(fixture,
			   "POST %s HTTP/1.1\r\nHost: a.example\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
			   "Connection: close\r\n\r\n%s",
			   target, type, strlen(body), body);
}
