/* outflow: a reply of any length that is made while it is sent, by a producer that may block, in two buffers of fixed
 * size: it makes no more than the client takes. */
#ifndef HTTP_OUTFLOW_H
#define HTTP_OUTFLOW_H

#include "http/http.h"

#define HTTP_SIZE_UNKNOWN UINT64_MAX

struct outflow;

struct http_producer {
	/* On a stream worker, one call at a time: the next bytes, at most `room`, and how many they are; 0: those were
	 * all; -1: it cannot go on, and the connection breaks off. It may wait for the disk, or read from the database
	 * in a transaction of its own, short and never kept between two calls. Whatever it needs is tied to the
	 * request's arena, which is there until `close` has returned; nobody else uses the arena meanwhile. */
	ptrdiff_t (*make)(void *data, void *at, size_t room);
	/* Once, after the last `make`, also when the client has gone in between. NULL: nothing. */
	void (*close)(void *data);
	void *data;
};

/* 200, in pieces when the size is not known. Not in ranges and not compressed. A producer that ends before the size
 * that was announced breaks the connection off. Only for the answer of this request: `close` is called in any case. */
struct http_reply
http_reply_stream(struct http_request *request, const char *type, const struct http_producer *producer, uint64_t size);

/* The connection has gone: once the producer was told, exchange_end is called. */
void outflow_leave(struct outflow *flow, bool complete);

/* Bytes given to the network. */
uint64_t outflow_given(const struct outflow *flow);

#endif
