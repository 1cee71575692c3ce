/* exchange: one request and its answer, from the first line to the last byte; knows nothing of the library. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/address.h"
#include "http/delivery.h"
#include "http/guard.h"
#include "http/register.h"
#include "http/server.h"

#include <stdatomic.h>

struct MHD_Connection;
struct MHD_Daemon;
struct body;
struct inflow;
struct outflow;
struct pool;

struct http_server {
	struct http_application application;
	struct http_options options;
	struct networks proxies;
	struct register_of_connections *all;
	struct MHD_Daemon *library;
	struct pool *streams; /* writes and reads what does not fit memory */
	int listen_fd;
	unsigned port;
	atomic_bool started, stopping;
	atomic_uint in_flight;
	atomic_uint_least64_t requests, refused;
};

enum exchange_state {
	EXCHANGE_NEW,	     /* the request line came */
	EXCHANGE_RECEIVING,  /* the header was accepted */
	EXCHANGE_DISCARDING, /* answered early: what still comes of the body is thrown away, up to a limit */
	EXCHANGE_ADMITTING,  /* with the application, which says where the body goes; suspended */
	EXCHANGE_ADMITTED,   /* the sink is there, the connection resumed */
	EXCHANGE_DECLINED,   /* the same, but there is an answer instead */
	EXCHANGE_STREAMING,  /* the body is on its way into its sink */
	EXCHANGE_COMPLETE,   /* the body is there */
	EXCHANGE_SERVED,     /* with the application, suspended */
	EXCHANGE_ANSWERED,   /* the delivery is ready */
	EXCHANGE_SENT,	     /* handed to the library */
};

struct http_connection {
	struct http_request request;
	struct http_server *server;
	struct MHD_Connection *library;
	struct seat *seat;
	struct http_connection *next_new, *previous_new; /* of the same network thread, while EXCHANGE_NEW */
	enum exchange_state state;
	const char *line_target; /* where the target stands in the library's buffer, and how long it is there */
	size_t line_length;
	struct str target; /* our copy of it */
	struct guard_verdict verdict;
	struct body *body;
	struct inflow *inflow;	 /* of a streamed body */
	struct outflow *outflow; /* of a reply that is made while it is sent */
	bool begun;		 /* the application knows this request */
	bool stalled;		 /* its streamed body waits for the disk */
	uint64_t discarded;	 /* bytes */
	struct delivery delivery;
};

enum exchange_next {
	NEXT_READ,   /* go on reading; the end of the body will be told */
	NEXT_ANSWER, /* send the delivery now, without reading the body, and close */
	NEXT_ABORT,  /* the library takes no answer any more: write the delivery past it, and close */
	NEXT_SERVE,  /* suspend the connection and hand the request to the application */
	NEXT_ADMIT,  /* the same, before the body is read */
	NEXT_WAIT,   /* suspend the connection: the streamed body is complete, but not yet durable */
};

/* `target` is copied. */
struct http_connection *exchange_new(struct http_server *server, struct seat *seat, struct str target);

/* The header is complete. */
enum exchange_next exchange_open(struct http_connection *exchange, const struct guard_request *header);

/* The library has found the header malformed by itself: prepares our own refusal. */
void exchange_reject(struct http_connection *exchange, int status);

/* A piece of the body. NEXT_READ or NEXT_ABORT. */
enum exchange_next exchange_receive(struct http_connection *exchange, struct str bytes);

/* A piece of a streamed body: `used` of it was taken. When that is not all, suspend the connection and ask
 * exchange_has_room. */
enum exchange_next exchange_stream(struct http_connection *exchange, struct str bytes, size_t *used);
/* Connection suspended: false: exchange_wake will be called. */
bool exchange_has_room(struct http_connection *exchange);

/* The application has admitted a streamed request; resume the connection then. */
void exchange_accept(struct http_connection *exchange, const struct http_sink *sink);
/* The connection goes on after that, or after exchange_answer in its place. NEXT_READ or NEXT_ANSWER. */
enum exchange_next exchange_go_on(struct http_connection *exchange);

/* All of a streamed body is in its sink, or the status says why not; the connection is suspended. On a stream worker.
 */
void exchange_received(struct http_connection *exchange, const struct http_received *received, int status);

/* Resumes the connection, from any thread (server.c). */
void exchange_wake(struct http_connection *exchange);

/* The body is complete. NEXT_SERVE, NEXT_WAIT or NEXT_ANSWER. */
enum exchange_next exchange_complete(struct http_connection *exchange);

/* Makes the delivery of the application's reply, before or after the body was read. */
void exchange_answer(struct http_connection *exchange, const struct http_reply *reply);

/* The delivery as bytes to be written past the library; its file, if any, is closed. */
struct str exchange_farewell(struct http_connection *exchange);

/* The connection has gone: ends what still streams, then the exchange. */
void exchange_leave(struct http_connection *exchange, bool complete);

/* Tells the application, frees everything. `complete`: the last byte was handed to the kernel. */
void exchange_end(struct http_connection *exchange, bool complete);

#endif
