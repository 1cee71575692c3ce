/* server_fixture: a small application on a real server, and a client that speaks raw bytes; for tests only. */
#ifndef HTTP_SERVER_FIXTURE_H
#define HTTP_SERVER_FIXTURE_H

#include "http/server.h"

#include <stdatomic.h>

struct fixture_state;

struct fixture {
	struct arena *arena;
	struct http_server *server;
	struct fixture_state *state;
};

enum { ANSWER_SIZE = 32 * 1024 };

struct answer {
	int status; /* 0: none came */
	bool closed;
	unsigned more; /* further bytes before the end */
	char *body;    /* of the first answer, NUL-terminated */
	size_t length;
	char text[ANSWER_SIZE]; /* the header */
};

/* `options`: NULL for the defaults; listens on 127.0.0.1 unless they say otherwise. */
struct fixture fixture_start(const struct http_options *options);
void fixture_stop(struct fixture *fixture);
unsigned fixture_served(const struct fixture *fixture);

int fixture_connect(const struct fixture *fixture);
void fixture_send(int fd, const char *bytes, size_t length);
bool fixture_try_send(int fd, const char *bytes, size_t length);
void fixture_say(int fd, const char *text);

/* One answer (or only its header). */
struct answer answer_read(int fd, bool header_only);
struct answer answer_read_to_end(int fd);

/* A connection of its own: the request's text is a printf format; reads until the server closes. */
struct answer fixture_ask(const struct fixture *fixture, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct answer fixture_post(const struct fixture *fixture, const char *target, const char *type, const char *body);

#endif
