/* dispatch: the way of a request: a page worker or the writer runs it, a page worker prints it, the network sends it.
 */
#include "app/app.h"
#include "app/rights_cache.h"

#include "base/log.h"
#include "blob/blob_stream.h"
#include "core/app_password.h"
#include "core/session_store.h"
#include "sys/clock.h"
#include "sys/pool.h"

#include <string.h>

enum { BODY_LIMIT = 256 * 1024, RAW_BODY_LIMIT = 64 * 1024, FIELDS_LIMIT = 2000 };

static const struct match no_match;

/* ---- on a network thread ---- */

static struct http_reply
no_such_method(struct http_request *request, struct app *app, unsigned allowed)
{
	struct http_reply reply = answer_refusal(app, request, 405);
	struct builder list = builder_new(request->arena, 0);

	for (unsigned method = 0; method < HTTP_METHODS; method++)
		if (allowed & 1u << method)
			build_printf(&list, "%s%s%s", list.length == 0 ? "" : ", ", http_method_names[method],
				     method == HTTP_GET ? ", HEAD" : "");
	http_set_header(&reply, "Allow", builder_text(&list));
	return reply;
}

static struct http_limits
limits_of(const struct route *route, enum http_method method)
{
	struct http_limits limits = {.upload = route->upload_limit, .fields = FIELDS_LIMIT};

	limits.stream = route->receive != NULL;
	limits.raw = (route->flags & ROUTE_RAW_BODY) != 0;
	if (route->body_limit > 0)
		limits.body = route->body_limit;
	else if (limits.raw)
		limits.body = RAW_BODY_LIMIT;
	else if (!http_is_safe(method))
		limits.body = BODY_LIMIT;
	return limits;
}

static bool
begin(struct http_request *request, struct http_limits *limits, struct http_reply *reply, void *data)
{
	struct app *app = data;
	struct call *call;
	struct match match = no_match;
	unsigned allowed = 0;
	enum match_result found;

	if (answer_asset(request, reply))
		return false;
	found = router_match(app->router, request->method, request->path, &match, &allowed);
	if (found != MATCH_FOUND) {
		*reply = found == MATCH_NO_METHOD ? no_such_method(request, app, allowed)
						  : answer_refusal(app, request, 404);
		return false;
	}
	call = arena_make(request->arena, struct call);
	call->app = app;
	call->rq.house = &app->house;
	call->rq.http = request;
	call->rq.arena = request->arena;
	call->rq.route = app->routes[match.index];
	call->rq.path = match;
	call->writes = !http_is_safe(request->method) || call->rq.route->flags & ROUTE_WRITES;
	request->app = call;
	*limits = limits_of(call->rq.route, request->method);
	return true;
}

bool
prefers_json(const struct http_request *request)
{
	const char *accept = http_header(request, "Accept");
	const char *json = accept == NULL ? NULL : strstr(accept, "application/json");
	const char *html = accept == NULL ? NULL : strstr(accept, "text/html");

	if (json != NULL)
		return html == NULL || json < html;
	return html == NULL && text_equal(request->type, "application/json");
}

/* ---- on a worker, or on the writer ---- */

static void
add_frame(struct call *call)
{
	if (call->reply.kind == REPLY_PAGE && !call->rq.wants_json && !call->nowhere)
		call->frame = frame_doc(call);
}

static void
admit_and_handle(struct tx *tx, void *data)
{
	struct call *call = data;
	struct request *rq = &call->rq;

	(void)tx;
	if (admit(call))
		call->reply = rq->route->handler(rq);
	add_frame(call);
}

/* What the handler made is undone when it refused, unless it says that its failure is to be kept. When the database
 * fails the handler is left where it is: it never sees a row missing that must be there. */
void
call_run(struct tx *tx, void *data)
{
	struct call *call = data;

	call->rq.tx = tx;
	call->frame = NULL;
	call->rights = NULL;
	form_start_over(call->rq.form);
	tx_run(tx, admit_and_handle, call);
	call->rq.tx = NULL;
	if (tx_trouble(tx) == DB_FINE && call->writes && call->reply.status >= 400 && !call->reply.keep)
		tx_refuse(tx);
}

static void
answer_now(void *data)
{
	struct call *call = data;
	struct http_reply reply = answer_of(call);

	http_answer(call->rq.http, &reply);
}

/* What waits for a store of files must not keep those waiting who wait for a page. */
static void
answer(struct call *call)
{
	struct blobs *blobs = call->app->house.blobs;

	if (call->trouble != DB_FINE || call->reply.kind != REPLY_BLOB || blob_is_near(blobs, call->reply.blob)) {
		answer_now(call);
		return;
	}
	if (blobs_later(blobs, answer_now, call))
		return;
	call->trouble = DB_AWAY;
	answer_now(call);
}

static void
answer_later(void *data)
{
	answer(data);
}

struct touching {
	struct arena *arena;
	int64_t session, token, app_password;
	const char *address;
	const char *guessed;
};

static void
touch(struct tx *tx, void *data)
{
	struct touching *touching = data;

	if (touching->session != 0)
		session_touch(tx, touching->session, clock_now(), touching->address);
	if (touching->token != 0)
		api_token_touch(tx, touching->token, clock_now());
	if (touching->app_password != 0)
		app_password_touch(tx, touching->app_password, clock_now());
	if (touching->guessed != NULL)
		app_password_note_guess(tx, touching->guessed);
}

static void
touched(enum db_trouble trouble, void *data)
{
	struct touching *touching = data;

	(void)trouble; /* a lost "last seen" is written by the next request */
	arena_free(touching->arena);
}

static void
remember_seen(const struct call *call)
{
	struct arena *arena = arena_new(0);
	struct touching *touching = arena_make(arena, struct touching);

	touching->arena = arena;
	touching->session = call->viewer.session;
	touching->token = call->viewer.token;
	touching->app_password = call->viewer.app_password;
	touching->address = arena_text(arena, call->rq.http->remote);
	touching->guessed = arena_text(arena, call->guessed);
	db_write_later(call->app->house.db, arena, touch, touched, touching);
}

/* After the commit, on a thread of the database: printing is a page worker's work. */
static void
written(enum db_trouble trouble, void *data)
{
	struct call *call = data;

	call->trouble = trouble == DB_REFUSED ? DB_FINE : trouble;
	if (call->guessed != NULL)
		remember_seen(call);
	if (trouble == DB_FINE && call->rights != NULL)
		snapshot_keep(call->rights);
	if (trouble == DB_FINE && call->app->house.jobs != NULL)
		job_wake(call->app->house.jobs);
	if (!pool_add(call->app->pages, answer_later, call))
		answer(call);
}

static void
read_and_answer(struct call *call)
{
	struct tx *tx = db_read(call->app->house.db, call->rq.arena);

	call_run(tx, call);
	call->trouble = tx_trouble(tx);
	db_read_end(tx);
	if (call->touch || call->guessed != NULL)
		remember_seen(call);
	answer(call);
}

static void
admit_or_show_refusal(struct tx *tx, void *data)
{
	struct call *call = data;

	(void)tx;
	call->admitted = admit(call);
	if (!call->admitted)
		add_frame(call);
}

/* In a reading transaction of its own; false when they may not. */
static bool
admit_early(struct call *call, db_body body, void *data)
{
	struct tx *tx = db_read(call->app->house.db, call->rq.arena);

	call->rq.tx = tx;
	tx_run(tx, body, data);
	call->trouble = tx_trouble(tx);
	call->rq.tx = NULL;
	db_read_end(tx);
	if (call->guessed != NULL)
		remember_seen(call);
	return call->admitted && call->trouble == DB_FINE;
}

/* Slow work is only done for those who may. */
bool
call_prepare(struct call *call)
{
	if (!admit_early(call, admit_or_show_refusal, call))
		return false;
	call->rq.route->prepare(&call->rq);
	if (call->rq.files_away)
		call->trouble = DB_AWAY;
	return !call->rq.files_away;
}

struct opening {
	struct call *call;
	struct http_sink sink;
};

static void
admit_and_open(struct tx *tx, void *data)
{
	struct opening *opening = data;
	struct call *call = opening->call;

	(void)tx;
	call->admitted = admit(call) && call->rq.route->receive(&call->rq, &opening->sink, &call->reply);
	if (!call->admitted)
		add_frame(call);
}

bool
call_open(struct call *call, struct http_sink *sink)
{
	struct opening opening = {.call = call, .sink = {.fd = -1}};
	bool open = admit_early(call, admit_and_open, &opening);

	*sink = opening.sink;
	return open;
}

/* No byte of a streamed body is read for those who may not send it. */
static void
admit_body(void *data)
{
	struct call *call = data;
	struct http_sink sink;

	if (call_open(call, &sink))
		http_receive(call->rq.http, &sink);
	else
		answer(call);
}

static void
run(void *data)
{
	struct call *call = data;

	if (call->rq.route->prepare != NULL && !call_prepare(call))
		answer(call);
	else if (call->writes)
		db_write_later(call->app->house.db, call->rq.arena, call_run, written, call);
	else
		read_and_answer(call);
}

static void
answer_busy(struct app *app, struct http_request *request)
{
	struct http_reply reply = answer_refusal(app, request, 503);

	http_set_header(&reply, "Retry-After", "2");
	http_answer(request, &reply);
}

static void
admit_first(struct http_request *request, void *data)
{
	struct app *app = data;
	struct call *call = request->app;

	call->rq.form = request->form;
	call->rq.wants_json = prefers_json(request);
	if (!pool_add(app->pages, admit_body, call))
		answer_busy(app, request);
}

/* Slow work that keeps files waits for their store, when there is one, beside all others: who signs in must not. */
static bool
add_slow(struct app *app, struct call *call)
{
	struct blobs *blobs = app->house.blobs;
	bool keeps = call->rq.route->flags & ROUTE_KEEPS || call->rq.route->upload_limit > 0;

	return keeps && blobs_place(blobs) != NULL ? blobs_later(blobs, run, call) : pool_add(app->slow, run, call);
}

static void
serve(struct http_request *request, void *data)
{
	struct app *app = data;
	struct call *call = request->app;
	bool slow = call->rq.route->flags & ROUTE_SLOW;

	call->rq.form = request->form;
	call->rq.wants_json = prefers_json(request);
	if (call->rq.route->flags & ROUTE_RAW_BODY)
		call->rq.raw_body = request->body;
	if (call->rq.route->receive != NULL)
		call->rq.received = &request->received;
	if (call->writes && call->rq.route->prepare == NULL && !slow) {
		run(call); /* only queues for the writer */
		return;
	}
	if (slow ? add_slow(app, call) : pool_add(app->pages, run, call))
		return;
	answer_busy(app, request);
}

/* ---- afterwards ---- */

static const int64_t duration_bounds_ms[DURATION_STEPS] = {1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000};

static void
end(struct http_request *request, int status, uint64_t sent, void *data)
{
	struct app *app = data;
	const struct call *call = request->app;
	int64_t took = clock_monotonic() - request->started_at;
	size_t step = 0;

	while (step < DURATION_STEPS && took > duration_bounds_ms[step])
		step++;
	if (status >= 100 && status < 600)
		atomic_fetch_add(&app->figures.by_status[status / 100], 1);
	atomic_fetch_add(&app->figures.by_duration[step], 1);
	atomic_fetch_add(&app->figures.duration_us, (uint64_t)took * 1000);
	log_debug("http.request", "%s %s %d %lld ms %llu bytes", http_method_names[request->method],
		  call == NULL ? "-" : call->rq.route->path, status, (long long)took, (unsigned long long)sent);
}

static struct http_reply
refused(struct http_request *request, int status, void *data)
{
	return answer_refusal(data, request, status);
}

struct http_application
dispatch_application(struct app *app)
{
	return (struct http_application){
		.begin = begin, .admit = admit_first, .serve = serve, .end = end, .refuse = refused, .data = app};
}
