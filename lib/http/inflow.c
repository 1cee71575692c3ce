/* inflow: the network thread fills one buffer while a stream worker writes the other; when both are full the connection
 * waits, and so does the client. Whatever ends the body, all that came is written and made durable. */
#include "http/inflow.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "http/exchange.h"
#include "sys/pool.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 128 * 1024, FULL_ENOUGH = BUFFER / 2 };

/* The last call to make a body durable must not take long: the disk is kept busy on the way. */
#define SYNC_EVERY ((uint64_t)64 * 1024 * 1024)

struct inflow {
	struct http_connection *exchange;
	struct http_sink sink;
	uint64_t taken; /* bytes, by the network thread */
	pthread_mutex_t lock;
	char *filling, *writing;
	size_t filled;
	bool busy;		/* the worker has it, or will */
	bool waiting;		/* the connection is suspended for want of room */
	bool ended, left, over; /* the body is complete; the connection has gone; the sink was told */
	int status;		/* of the first failure, or 0 */
	uint64_t written, durable;
};

static void
destroy_lock(void *data)
{
	pthread_mutex_destroy(data);
}

struct inflow *
inflow_new(struct http_connection *exchange, const struct http_sink *sink)
{
	struct arena *arena = exchange->request.arena;
	struct inflow *flow = arena_make(arena, struct inflow);

	flow->exchange = exchange;
	flow->sink = *sink;
	flow->filling = arena_alloc(arena, BUFFER);
	flow->writing = arena_alloc(arena, BUFFER);
	pthread_mutex_init(&flow->lock, NULL);
	arena_at_end(arena, destroy_lock, &flow->lock);
	return flow;
}

/* ---- on a stream worker ---- */

static int
status_of_errno(const char *what)
{
	int reason = errno;

	log_warning("http.stream", "%s a streamed body failed: %s", what, strerror(reason));
	return reason == ENOSPC || reason == EDQUOT || reason == EFBIG ? 507 : 503;
}

static int
make_durable(struct inflow *flow)
{
	if (flow->written == flow->durable)
		return 0;
	if (fdatasync(flow->sink.fd) != 0)
		return status_of_errno("Keeping");
	flow->durable = flow->written;
	return 0;
}

static int
write_bytes(struct inflow *flow, struct str bytes)
{
	struct str rest = bytes;

	while (rest.length > 0) {
		ssize_t written =
			pwrite(flow->sink.fd, rest.at, rest.length, (off_t)(flow->sink.offset + flow->written));

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return status_of_errno("Writing");
		if (flow->sink.hear != NULL)
			flow->sink.hear(flow->sink.data, str_slice(rest.at, (size_t)written));
		flow->written += (uint64_t)written;
		rest = str_slice(rest.at + written, rest.length - (size_t)written);
	}
	return flow->written - flow->durable >= SYNC_EVERY ? make_durable(flow) : 0;
}

static void
finish(struct inflow *flow)
{
	struct http_connection *exchange = flow->exchange;
	struct http_received received;
	int status = make_durable(flow);

	if (flow->status == 0)
		flow->status = status;
	received = (struct http_received){flow->durable, flow->status == 0 && flow->ended};
	if (flow->sink.end != NULL)
		flow->sink.end(flow->sink.data, &received);
	flow->over = true;
	if (flow->left)
		exchange_end(exchange, false);
	else
		exchange_received(exchange, &received, flow->status);
}

enum step { STEP_REST, STEP_AGAIN, STEP_FINISH };

/* What was filled, to be written (nothing, once something failed); its place is taken by what was written before. */
static struct str
swap_buffers(struct inflow *flow)
{
	char *written = flow->writing;
	struct str bytes;
	bool wake;

	pthread_mutex_lock(&flow->lock);
	bytes = str_slice(flow->filling, flow->status == 0 ? flow->filled : 0);
	flow->writing = flow->filling;
	flow->filling = written;
	flow->filled = 0;
	wake = flow->waiting;
	flow->waiting = false;
	pthread_mutex_unlock(&flow->lock);
	if (wake)
		exchange_wake(flow->exchange);
	return bytes;
}

static enum step
next_step(struct inflow *flow, int status)
{
	enum step step = STEP_REST;

	pthread_mutex_lock(&flow->lock);
	if (flow->status == 0)
		flow->status = status;
	if (flow->filled >= FULL_ENOUGH || (flow->filled > 0 && (flow->ended || flow->left)))
		step = STEP_AGAIN;
	else if (flow->ended || flow->left)
		step = STEP_FINISH;
	flow->busy = step != STEP_REST;
	pthread_mutex_unlock(&flow->lock);
	return step;
}

/* One buffer at a time, so that all bodies have their turn. Once it is not busy any more, or was handed on, the flow
 * belongs to another thread. */
static void
run(void *data)
{
	struct inflow *flow = data;
	struct pool *streams = flow->exchange->server->streams;
	enum step step;

	do {
		step = next_step(flow, write_bytes(flow, swap_buffers(flow)));
	} while (step == STEP_AGAIN && !pool_add(streams, run, flow));
	if (step == STEP_FINISH)
		finish(flow);
}

/* ---- on the network thread ---- */

/* A full queue is no reason to lose bytes: then they are written here. */
static void
start(struct inflow *flow)
{
	if (!pool_add(flow->exchange->server->streams, run, flow))
		run(flow);
}

size_t
inflow_take(struct inflow *flow, struct str bytes, int *status)
{
	size_t used;
	bool starts;

	pthread_mutex_lock(&flow->lock);
	flow->taken += bytes.length;
	if (flow->status == 0 && flow->taken > flow->sink.limit)
		flow->status = 413;
	*status = flow->status;
	used = BUFFER - flow->filled < bytes.length ? BUFFER - flow->filled : bytes.length;
	memcpy(flow->filling + flow->filled, bytes.at, used);
	flow->filled += used;
	flow->taken -= bytes.length - used;
	starts = !flow->busy && flow->filled >= FULL_ENOUGH;
	flow->busy = flow->busy || starts;
	pthread_mutex_unlock(&flow->lock);
	if (starts)
		start(flow);
	return used;
}

bool
inflow_wait(struct inflow *flow)
{
	bool full;

	pthread_mutex_lock(&flow->lock);
	full = flow->filled == BUFFER;
	flow->waiting = full;
	pthread_mutex_unlock(&flow->lock);
	return full;
}

/* Hands what is left to the worker, unless it has the flow already. */
static void
close_flow(struct inflow *flow, bool *how)
{
	bool starts;

	pthread_mutex_lock(&flow->lock);
	*how = true;
	starts = !flow->busy;
	flow->busy = true;
	pthread_mutex_unlock(&flow->lock);
	if (starts)
		start(flow);
}

void
inflow_end(struct inflow *flow)
{
	close_flow(flow, &flow->ended);
}

bool
inflow_leave(struct inflow *flow)
{
	if (flow->over)
		return false;
	close_flow(flow, &flow->left);
	return true;
}
