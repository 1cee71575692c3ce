/* outflow: a stream worker fills one buffer while the network thread sends the other, and rests while the client has
 * enough to read: a slow client holds no worker. */
#include "http/outflow.h"

#include "base/arena.h"
#include "base/check.h"
#include "http/exchange.h"
#include "sys/pool.h"

#include <pthread.h>
#include <string.h>

enum { BUFFER = 128 * 1024, FULL_ENOUGH = BUFFER / 2 };

struct outflow {
	struct http_connection *exchange;
	struct http_producer producer;
	uint64_t size;
	pthread_mutex_t lock;
	char *sending, *making;
	size_t sent, ready; /* of `sending` */
	size_t made;	    /* of `making`, once the worker is done with it; 0: it is empty */
	bool busy;	    /* the worker has it, or will */
	bool ended, broken; /* the producer gives no more */
	bool left, complete;
	void (*wake)(void *waiting); /* NULL: nobody waits */
	void *waiting;
	uint64_t given;
};

/* ---- on a stream worker ---- */

static void
finish(struct outflow *flow)
{
	if (flow->producer.close != NULL)
		flow->producer.close(flow->producer.data);
	exchange_end(flow->exchange, flow->complete);
}

/* Returns how much was made; *last: the producer's last word, when that was not a number of bytes. */
static size_t
fill(struct outflow *flow, ptrdiff_t *last)
{
	size_t made = 0;

	*last = 1;
	while (*last > 0 && made < FULL_ENOUGH) {
		*last = flow->producer.make(flow->producer.data, flow->making + made, BUFFER - made);
		if (*last > 0)
			made += (size_t)*last;
		check(made <= BUFFER);
	}
	return made;
}

/* Once it is not busy any more, the flow belongs to another thread; but who waits cannot leave before it is woken. */
static void
run(void *data)
{
	struct outflow *flow = data;
	void (*wake)(void *waiting);
	void *waiting;
	ptrdiff_t last = 0;
	size_t made = 0;
	bool left;

	pthread_mutex_lock(&flow->lock);
	left = flow->left;
	pthread_mutex_unlock(&flow->lock);
	if (!left)
		made = fill(flow, &last);
	pthread_mutex_lock(&flow->lock);
	flow->made = made;
	flow->ended = flow->ended || last <= 0;
	flow->broken = flow->broken || last < 0;
	left = flow->left;
	flow->busy = left;
	wake = flow->wake;
	waiting = flow->waiting;
	flow->wake = NULL;
	pthread_mutex_unlock(&flow->lock);
	if (left)
		finish(flow);
	else if (wake != NULL)
		wake(waiting);
}

/* ---- on the network thread ---- */

/* A full queue is no reason to lose a reply: then it is made here. */
static void
start(struct outflow *flow)
{
	if (!pool_add(flow->exchange->server->streams, run, flow))
		run(flow);
}

static void
turn_over(struct outflow *flow)
{
	char *sent = flow->sending;

	flow->sending = flow->making;
	flow->making = sent;
	flow->sent = 0;
	flow->ready = flow->made;
	flow->made = 0;
}

/* What there is, or what it means that there is nothing. With the lock. */
static ssize_t
take(struct outflow *flow, void *at, size_t room)
{
	size_t there;

	if (flow->sent == flow->ready && !flow->busy)
		turn_over(flow);
	there = flow->ready - flow->sent;
	if (there > 0) {
		if (there > room)
			there = room;
		memcpy(at, flow->sending + flow->sent, there);
		flow->sent += there;
		flow->given += there;
		return (ssize_t)there;
	}
	if (!flow->ended)
		return 0;
	return flow->broken || flow->size != HTTP_SIZE_UNKNOWN ? SOURCE_BROKEN : SOURCE_ENDED;
}

static ssize_t
read_flow(void *data, uint64_t offset, uint64_t end, void *at, size_t room, void (*wake)(void *waiting), void *waiting)
{
	struct outflow *flow = data;
	ssize_t got;
	bool starts;

	(void)offset;
	(void)end;
	pthread_mutex_lock(&flow->lock);
	got = take(flow, at, room);
	starts = !flow->busy && !flow->ended && flow->made == 0;
	flow->busy = flow->busy || starts;
	if (got == 0) {
		flow->wake = wake;
		flow->waiting = waiting;
	}
	pthread_mutex_unlock(&flow->lock);
	if (starts)
		start(flow);
	return got;
}

/* The flow ends with its exchange. */
static void
close_nothing(void *data)
{
	(void)data;
}

static void
destroy_lock(void *data)
{
	pthread_mutex_destroy(data);
}

struct http_reply
http_reply_stream(struct http_request *request, const char *type, const struct http_producer *producer, uint64_t size)
{
	struct outflow *flow = arena_make(request->arena, struct outflow);
	struct http_source source = {.read = read_flow, .close = close_nothing, .data = flow};
	struct http_reply reply;

	flow->exchange = request->connection;
	flow->producer = *producer;
	flow->size = size;
	flow->sending = arena_alloc(request->arena, BUFFER);
	flow->making = arena_alloc(request->arena, BUFFER);
	pthread_mutex_init(&flow->lock, NULL);
	arena_at_end(request->arena, destroy_lock, &flow->lock);
	check(request->connection->outflow == NULL);
	request->connection->outflow = flow;
	reply = http_reply_source(type, &source, size);
	reply.ranges = false;
	return reply;
}

void
outflow_leave(struct outflow *flow, bool complete)
{
	bool starts;

	pthread_mutex_lock(&flow->lock);
	flow->left = true;
	flow->complete = complete;
	starts = !flow->busy;
	flow->busy = true;
	pthread_mutex_unlock(&flow->lock);
	if (starts)
		start(flow);
}

uint64_t
outflow_given(const struct outflow *flow)
{
	return flow->given;
}
