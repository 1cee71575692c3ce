/* exchange: what happens to a request between the guard and the application, and what is refused in between. */
#include "http/exchange.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "http/body.h"
#include "http/form.h"
#include "http/inflow.h"
#include "http/outflow.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum {
	DISCARD_LIMIT = 256 * 1024, /* of a refused body that is read so that the connection ends well */
	MEMORY_SHARE = 8,	    /* a body may take so much of the request's memory: it is copied on the way */
};

static void
close_uploads(void *data)
{
	struct http_request *request = data;

	for (size_t i = 0; i < request->upload_count; i++)
		if (request->uploads[i].fd >= 0)
			close(request->uploads[i].fd);
}

struct http_connection *
exchange_new(struct http_server *server, struct seat *seat, struct str target)
{
	struct arena *arena = arena_new(server->options.request_memory);
	struct http_connection *exchange = arena_make(arena, struct http_connection);
	struct http_request *request = &exchange->request;

	exchange->server = server;
	exchange->seat = seat;
	exchange->target = str_slice(arena_text_of(arena, target.at, target.length), target.length);
	exchange->delivery.fd = -1;
	request->arena = arena;
	request->server = server;
	request->connection = exchange;
	request->form = form_new(arena);
	request->started_at = clock_monotonic();
	request->number = atomic_fetch_add(&server->requests, 1) + 1;
	request->path = "/";
	request->host = request->authority = request->remote = request->type = "";
	request->query = str_slice("", 0);
	arena_at_end(arena, close_uploads, request);
	atomic_fetch_add(&server->in_flight, 1);
	register_set_phase(server->all, seat, PHASE_HEADER);
	return exchange;
}

/* Who the client is, and whether it speaks TLS: proxies may say so only when they are trusted. */
static void
read_client(struct http_connection *exchange)
{
	struct http_server *server = exchange->server;
	struct http_request *request = &exchange->request;
	struct address client = exchange->seat->address;
	const char *scheme = http_header(request, "x-forwarded-proto");

	request->tls = server->options.tls_cert != NULL;
	if (networks_trust(&server->proxies, &client)) {
		client = address_forwarded(&server->proxies, &client, http_header(request, "x-forwarded-for"));
		if (scheme != NULL)
			request->tls = strcmp(scheme, "https") == 0;
	}
	request->remote = arena_alloc(request->arena, ADDRESS_TEXT);
	address_print((char *)(uintptr_t)request->remote, &client);
}

static void
fill_request(struct http_connection *exchange)
{
	struct http_request *request = &exchange->request;
	const struct guard_verdict *verdict = &exchange->verdict;

	request->method = verdict->method;
	request->head = verdict->head;
	request->path = verdict->path;
	request->query = verdict->query.at == NULL ? str_slice("", 0) : verdict->query;
	request->host = verdict->host;
	request->authority = verdict->authority;
	request->type = verdict->chunked || verdict->length > 0 ? verdict->type : "";
	read_client(exchange);
}

static struct http_reply
plain_refusal(struct arena *arena, int status)
{
	return http_reply_bytes(status, "text/plain; charset=utf-8",
				str_of(arena_printf(arena, "%d\nThis request cannot be answered.\n", status)));
}

/* Prepares the answer to a request that the guard or a limit refused; the connection closes after it. */
static void
refuse(struct http_connection *exchange, int status, const char *reason)
{
	const struct http_application *application = &exchange->server->application;
	struct http_reply reply;

	log_debug("http.refused", "request %" PRIu64 " from %s: %d, %s", exchange->request.number,
		  exchange->request.remote, status, reason);
	atomic_fetch_add(&exchange->server->refused, 1);
	reply = application->refuse == NULL ? plain_refusal(exchange->request.arena, status)
					    : application->refuse(&exchange->request, status, application->data);
	if (status == 405)
		http_set_header(&reply, "Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
	reply.close = true;
	exchange->delivery = delivery_of(&exchange->request, &reply);
	exchange->state = EXCHANGE_DISCARDING;
}

/* A refused body is read to its end when that is cheap; otherwise the answer goes out at once and the connection
 * closes. A client that waits for "100 Continue" must not get it. */
static enum exchange_next
after_early_answer(struct http_connection *exchange)
{
	const struct guard_verdict *verdict = &exchange->verdict;

	if (verdict->expects_continue || verdict->length > DISCARD_LIMIT) {
		register_expect_linger(exchange->seat);
		exchange->delivery.close = true;
		return NEXT_ANSWER;
	}
	if (verdict->chunked || verdict->length > 0)
		register_set_phase(exchange->server->all, exchange->seat, PHASE_BODY);
	return NEXT_READ;
}

static struct http_limits
within_memory(const struct http_server *server, struct http_limits limits)
{
	size_t share = server->options.request_memory / MEMORY_SHARE;

	if (limits.body > share)
		limits.body = share;
	return limits;
}

enum exchange_next
exchange_open(struct http_connection *exchange, const struct guard_request *header)
{
	const struct http_application *application = &exchange->server->application;
	struct http_request *request = &exchange->request;
	struct http_limits limits = {0};
	struct http_reply reply = {.fd = -1};
	int status;

	exchange->verdict = guard_judge(request->arena, header);
	fill_request(exchange);
	if (exchange->verdict.status != 0) {
		/* Where this request ends is exactly what is in doubt: nothing of what follows may be read. */
		refuse(exchange, exchange->verdict.status, exchange->verdict.reason);
		register_expect_linger(exchange->seat);
		return NEXT_ANSWER;
	}
	exchange->begun = true;
	if (!application->begin(request, &limits, &reply, application->data)) {
		exchange->delivery = delivery_of(request, &reply);
		exchange->state = EXCHANGE_DISCARDING;
		return after_early_answer(exchange);
	}
	exchange->state = EXCHANGE_RECEIVING;
	limits = within_memory(exchange->server, limits);
	status = body_add_query(request) ? 0 : 400;
	if (status == 0 && limits.stream) {
		exchange->state = EXCHANGE_ADMITTING;
		register_set_phase(exchange->server->all, exchange->seat, PHASE_WORKING);
		return NEXT_ADMIT;
	}
	if (status == 0)
		exchange->body = body_new(request, &exchange->verdict, &limits, exchange->server->options.upload_folder,
					  &status);
	if (status != 0) {
		refuse(exchange, status, "query or announced body");
		return after_early_answer(exchange);
	}
	if (exchange->body != NULL)
		register_set_phase(exchange->server->all, exchange->seat, PHASE_BODY);
	return NEXT_READ;
}

void
exchange_reject(struct http_connection *exchange, int status)
{
	read_client(exchange);
	refuse(exchange, status, "found by the library");
	register_expect_linger(exchange->seat);
}

static enum exchange_next
discard(struct http_connection *exchange, struct str bytes)
{
	exchange->discarded += bytes.length;
	if (exchange->discarded <= DISCARD_LIMIT)
		return NEXT_READ;
	register_expect_linger(exchange->seat);
	return NEXT_ABORT;
}

enum exchange_next
exchange_receive(struct http_connection *exchange, struct str bytes)
{
	int status;

	register_count_body(exchange->seat, bytes.length);
	if (exchange->state == EXCHANGE_DISCARDING)
		return discard(exchange, bytes);
	check(exchange->state == EXCHANGE_RECEIVING && exchange->body != NULL);
	status = body_add(exchange->body, bytes);
	if (status == 0)
		return NEXT_READ;
	refuse(exchange, status, "body");
	return discard(exchange, bytes);
}

/* ---- streamed bodies ---- */

void
exchange_accept(struct http_connection *exchange, const struct http_sink *sink)
{
	static const struct http_received nothing;

	check(exchange->state == EXCHANGE_ADMITTING);
	if (exchange->verdict.length > sink->limit) {
		if (sink->end != NULL)
			sink->end(sink->data, &nothing);
		refuse(exchange, 413, "announced streamed body");
		exchange->state = EXCHANGE_DECLINED;
		return;
	}
	exchange->inflow = inflow_new(exchange, sink);
	exchange->state = EXCHANGE_ADMITTED;
}

enum exchange_next
exchange_go_on(struct http_connection *exchange)
{
	if (exchange->state == EXCHANGE_DECLINED) {
		exchange->state = EXCHANGE_DISCARDING;
		return after_early_answer(exchange);
	}
	exchange->state = EXCHANGE_STREAMING;
	register_set_phase(exchange->server->all, exchange->seat, PHASE_BODY);
	return NEXT_READ;
}

/* Who waits for our disk is not slow; once there is room again, they may be. */
static void
stall(struct http_connection *exchange, bool stalled)
{
	if (exchange->stalled == stalled)
		return;
	exchange->stalled = stalled;
	register_set_phase(exchange->server->all, exchange->seat, stalled ? PHASE_WORKING : PHASE_BODY);
}

enum exchange_next
exchange_stream(struct http_connection *exchange, struct str bytes, size_t *used)
{
	int status;

	*used = inflow_take(exchange->inflow, bytes, &status);
	register_count_body(exchange->seat, *used);
	if (status == 0) {
		stall(exchange, *used < bytes.length);
		return NEXT_READ;
	}
	refuse(exchange, status, "streamed body");
	register_expect_linger(exchange->seat);
	return NEXT_ABORT;
}

bool
exchange_has_room(struct http_connection *exchange)
{
	return !inflow_wait(exchange->inflow);
}

void
exchange_received(struct http_connection *exchange, const struct http_received *received, int status)
{
	const struct http_application *application = &exchange->server->application;

	exchange->request.received = *received;
	if (status == 0) {
		exchange->state = EXCHANGE_SERVED;
		application->serve(&exchange->request, application->data);
		return;
	}
	refuse(exchange, status, "streamed body");
	exchange->state = EXCHANGE_ANSWERED;
	exchange_wake(exchange);
}

enum exchange_next
exchange_complete(struct http_connection *exchange)
{
	int status;

	if (exchange->state == EXCHANGE_STREAMING) {
		register_set_phase(exchange->server->all, exchange->seat, PHASE_WORKING);
		return NEXT_WAIT;
	}
	if (exchange->state == EXCHANGE_RECEIVING) {
		status = body_end(exchange->body);
		if (status == 0) {
			exchange->state = EXCHANGE_COMPLETE;
			register_set_phase(exchange->server->all, exchange->seat, PHASE_WORKING);
			return NEXT_SERVE;
		}
		refuse(exchange, status, "body");
	}
	return NEXT_ANSWER;
}

void
exchange_answer(struct http_connection *exchange, const struct http_reply *reply)
{
	bool declines = exchange->state == EXCHANGE_ADMITTING;

	check(declines || exchange->state == EXCHANGE_SERVED);
	exchange->delivery = delivery_of(&exchange->request, reply);
	exchange->state = declines ? EXCHANGE_DECLINED : EXCHANGE_ANSWERED;
}

struct str
exchange_farewell(struct http_connection *exchange)
{
	struct delivery *delivery = &exchange->delivery;
	struct builder out = builder_new(exchange->request.arena, 0);
	struct str bytes = delivery->body == HTTP_BODY_BYTES ? delivery->bytes : str_slice(NULL, 0);

	build_printf(&out, "HTTP/1.1 %d Refused\r\nConnection: close\r\nContent-Length: %zu\r\n", delivery->status,
		     bytes.length);
	for (size_t i = 0; i < delivery->header_count; i++)
		build_printf(&out, "%s: %s\r\n", delivery->headers[i].name, delivery->headers[i].value);
	build_text(&out, "\r\n");
	build_str(&out, bytes);
	delivery->size = bytes.length;
	return builder_str(&out);
}

void
exchange_leave(struct http_connection *exchange, bool complete)
{
	if (exchange->inflow != NULL && inflow_leave(exchange->inflow))
		return;
	if (exchange->outflow == NULL) {
		exchange_end(exchange, complete);
		return;
	}
	exchange->delivery.size = outflow_given(exchange->outflow);
	outflow_leave(exchange->outflow, complete);
}

void
exchange_end(struct http_connection *exchange, bool complete)
{
	const struct http_application *application = &exchange->server->application;
	const struct delivery *delivery = &exchange->delivery;
	bool body_goes = !exchange->request.head && delivery->status != 304;

	if (delivery->fd >= 0 && exchange->state != EXCHANGE_SENT)
		close(delivery->fd);
	if (delivery->body == HTTP_BODY_SOURCE && exchange->state != EXCHANGE_SENT)
		delivery->source.close(delivery->source.data);
	if (exchange->begun && application->end != NULL)
		application->end(&exchange->request, delivery->status, complete && body_goes ? delivery->size : 0,
				 application->data);
	atomic_fetch_sub(&exchange->server->in_flight, 1);
	arena_free(exchange->request.arena);
}
