/* server: accepts connections, guards against hostile ones, and hands whole requests to the application. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/http.h"

struct http_application {
	/* On a network thread, once the header was accepted: the limits of the body. Fast and without database.
	 * Returning false with *reply filled answers at once (404, 405, 413, 431…). */
	bool (*begin)(struct http_request *request, struct http_limits *limits, struct http_reply *reply, void *data);
	/* On a network thread, when `begin` said that the body is streamed: must queue the work and return; the
	 * connection is suspended, and nothing of the body is read, until http_receive or http_answer. */
	void (*admit)(struct http_request *request, void *data);
	/* Once the body is complete, on a network thread, or on a stream worker when it was streamed: must queue the
	 * work and return; the connection is suspended until http_answer. */
	void (*serve)(struct http_request *request, void *data);
	/* After the last byte, or when the client has gone: nothing of the request may be used afterwards. Called once
	 * for every request that `begin` saw, and for no other; `sent` is 0 when the client went before the last byte.
	 * NULL: nothing. */
	void (*end)(struct http_request *request, int status, uint64_t sent, void *data);
	/* The reply for a request that the guard or a limit refused (400, 405, 413, 414, 415, 417, 431, 501, 503, 505,
	 * 507); the connection closes after it. Refused by the guard, the request was not shown to `begin` and has only
	 * safe stand-ins (path "/", host ""). On a network thread. NULL: plain text. */
	struct http_reply (*refuse)(struct http_request *request, int status, void *data);
	void *data;
};

struct http_options {
	const char *listen;		  /* "127.0.0.1:8080", "[::]:8080", "unix:/run/parvis.sock" */
	const char *tls_cert, *tls_key;	  /* PEM texts; NULL: plain */
	const char *const *proxies;	  /* trusted addresses or networks (CIDR), NULL-terminated; NULL: none */
	const char *upload_folder;	  /* where O_TMPFILE files are made */
	unsigned threads;		  /* network threads; 0: 2 */
	unsigned connections;		  /* at most, in all; 0: 4,096 */
	unsigned connections_per_address; /* trusted proxies excepted; 0: 64 */
	unsigned header_seconds;	  /* a header must be complete by then; 0: 10 */
	unsigned idle_seconds;		  /* silent keep-alive connections; 0: 30 */
	unsigned body_grace_seconds;	  /* before the minimum rate of 1 KB/s holds, both ways; 0: 30 */
	size_t request_memory;		  /* cap of a request's arena; 0: 32 MiB */
};

/* NULL, and *error a sentence, when the address cannot be taken. */
struct http_server *http_start(struct arena *arena, const struct http_options *options,
			       const struct http_application *application, const char **error);

/* Answers a suspended request, from any thread, exactly once. */
void http_answer(struct http_request *request, const struct http_reply *reply);

/* Admits a streamed request, from any thread, in place of http_answer: its body goes into `sink`, which is copied. Once
 * all of it is durable the request is served, with request->received. It is refused with 413 when it is announced as
 * longer than the sink's limit. Bodies are taken no faster than they can be kept, in memory of fixed size. */
void http_receive(struct http_request *request, const struct http_sink *sink);

/* Stops accepting; every request in flight is answered with `Connection: close`; returns when none is left or
 * `seconds` have passed: then false, with connections cut. Frees the server, unless the application still works on a
 * request that it has not answered: then all stays as it is, for the process to end. */
bool http_stop(struct http_server *server, unsigned seconds);

unsigned http_port(const struct http_server *server); /* for "127.0.0.1:0" */

struct http_counts {
	uint64_t connections, requests, refused, overdue; /* since the start */
	unsigned open;					  /* connections now */
	unsigned in_flight;				  /* requests now */
};
struct http_counts http_counted(const struct http_server *server);

#endif
