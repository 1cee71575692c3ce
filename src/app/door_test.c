/* door_test: makes up the requests of programs, and takes them through routing, admission, handler and print. */
#include "app/door_test.h"

#include "app/app.h"
#include "app/rights_cache.h"
#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "blob/blob.h"
#include "core/house_test.h"
#include "exchange/export.h"
#include "html/translation.h"
#include "http/exchange.h"
#include "job/job.h"
#include "rights/rights.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOST "espace.example.fr"

enum {
	STAFF_MOST = 32,
	HEADERS = 8,
	FIELDS_MOST = 2000,
	JSON_DEEP = 32,
	JSON_MEMBERS = 200000,
	FILE_MOST = 1 << 24,
	PIECE = 100000
};

struct door {
	struct app app;
	struct config config;
	struct http_application way;
	struct route *routes; /* the door's own, as app.routes has them; NULL: those of the features */
};

/* ---- the house ---- */

static const char *
token_of(struct arena *arena, int64_t staff)
{
	return arena_printf(arena, "token-of-%lld", (long long)staff);
}

static void
give_tokens(struct tx *tx, void *data)
{
	static const enum db_type types[] = {DB_INT};
	const struct db_sql sql = {.sql = "select id from staff order by id"};
	size_t count;
	struct db_value *ids = db_sql_cells(tx, sql, types, 1, &count);

	(void)data;
	for (size_t i = 0; i < count && i < STAFF_MOST; i++) {
		struct hash hash = sha256(str_of(token_of(tx_arena(tx), ids[i].integer)));

		db_run(tx,
		       "insert into api_token (id, staff_id, name, token_hash, scope, hint, created_at) "
		       "values ($1, $1, 'door', $2, 'write', 'door', 0) on conflict (id) do nothing",
		       db_int(ids[i].integer), db_bytes(str_slice(hash.bytes, HASH_SIZE)));
	}
}

static const struct rights *
rights_of_house(const struct house *house, struct tx *tx)
{
	const struct app *app = (const struct app *)(const void *)((const char *)house - offsetof(struct app, house));

	return snapshot_rights(snapshot_take(app->rights, tx, tx_arena(tx), rights_version(tx), true));
}

/* The rules of access to other tables are the program's, once; here only paths are needed. */
static void
build_routes(struct app *app)
{
	struct pattern *patterns;
	const char *error = NULL;
	size_t count = 0;

	for (size_t f = 0; f < feature_count; f++)
		count += features[f]->route_count;
	patterns = arena_make_array(app->arena, struct pattern, count);
	app->routes = arena_make_array(app->arena, const struct route *, count);
	for (size_t f = 0; f < feature_count; f++)
		for (size_t i = 0; i < features[f]->route_count; i++) {
			const struct route *route = &features[f]->routes[i];

			patterns[app->route_count] = (struct pattern){.method = route->method, .path = route->path};
			app->routes[app->route_count++] = route;
		}
	app->router = router_new(app->arena, patterns, count, &error);
	assert_non_null(app->router);
}

static void
forget_cache(void *data)
{
	struct door *door = data;

	rights_cache_free(door->app.rights);
}

static void
remove_folder(void *data)
{
	const char *command = data;

	assert_int_equal(system(command), 0);
}

static void
open_blobs(struct door *door)
{
	struct arena *arena = door->app.arena;
	char folder[] = "/tmp/parvis-door-XXXXXX";
	const char *error = NULL;

	assert_non_null(mkdtemp(folder));
	arena_at_end(arena, remove_folder, arena_printf(arena, "rm -rf '%s'", folder));
	door->app.house.blobs = blobs_open(arena, folder, &error);
	assert_non_null(door->app.house.blobs);
	door->config.data = arena_text(arena, folder);
	assert_int_equal(mkdir(arena_printf(arena, "%s/uploads", folder), 0700), 0);
}

struct door *
door_new(struct arena *arena, struct db *db)
{
	struct door *door = arena_make(arena, struct door);
	struct house *house = &door->app.house;
	const char *error = NULL;

	door->config = (struct config){
		.public_url = "http://" HOST, .public_host = HOST, .mail_from = "parvis@" HOST, .strict = true};
	door->app.arena = arena;
	house->config = &door->config;
	house->db = db;
	house->features = features;
	house->feature_count = feature_count;
	house->rights = rights_of_house;
	house->translations = translations_load(arena, NULL, 0, &error);
	assert_non_null(house->translations);
	open_blobs(door);
	build_routes(&door->app);
	door->app.rights = rights_cache_new(features, feature_count);
	arena_at_end(arena, forget_cache, door);
	app_start_access(house, arena);
	door->way = dispatch_application(&door->app);
	assert_int_equal(db_write(db, arena, give_tokens, NULL), DB_FINE);
	return door;
}

void
door_forget_rights(struct door *door)
{
	rights_cache_free(door->app.rights);
	door->app.rights = rights_cache_new(features, feature_count);
}

const struct house *
door_house(const struct door *door)
{
	return &door->app.house;
}

struct app *
door_app(struct door *door)
{
	return &door->app;
}

void
door_take_templates(struct door *door)
{
	door->app.house.templates = house_for_test(door->app.arena, door->app.house.db, NULL)->templates;
}

void
door_put_behind(struct door *door, struct reply (*handler)(struct request *rq))
{
	struct app *app = &door->app;

	door->routes = arena_make_array(app->arena, struct route, app->route_count);
	for (size_t i = 0; i < app->route_count; i++) {
		door->routes[i] = *app->routes[i];
		door->routes[i].handler = handler;
		door->routes[i].prepare = NULL;
		door->routes[i].receive = NULL;
		app->routes[i] = &door->routes[i];
	}
}

size_t
door_route_count(const struct door *door)
{
	return door->app.route_count;
}

struct route *
door_route(struct door *door, size_t i)
{
	return &door->routes[i];
}

/* ---- a request ---- */

static void
add_header(struct http_connection *connection, const char *name, const char *value)
{
	if (value != NULL)
		connection->verdict.headers[connection->verdict.header_count++] = (struct http_field){name, value};
}

static const char *
basic_of(struct arena *arena, const char *pair)
{
	size_t size = sodium_base64_encoded_len(strlen(pair), sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(arena, size);

	sodium_bin2base64(text, size, (const unsigned char *)pair, strlen(pair), sodium_base64_VARIANT_ORIGINAL);
	return arena_printf(arena, "Basic %s", text);
}

static struct http_connection *
connection_of(struct arena *arena, const struct door_request *asked)
{
	struct http_connection *connection = arena_make(arena, struct http_connection);

	connection->verdict.headers = arena_make_array(arena, struct http_field, HEADERS);
	add_header(connection, "accept", "application/json");
	if (asked->basic != NULL)
		add_header(connection, "authorization", basic_of(arena, asked->basic));
	else if (!asked->browser)
		add_header(connection, "authorization",
			   arena_printf(arena, "Bearer %s", token_of(arena, asked->staff)));
	add_header(connection, "cookie", asked->cookie);
	add_header(connection, "sec-fetch-site", asked->site);
	add_header(connection, "idempotency-key", asked->once);
	add_header(connection, "if", asked->state);
	add_header(connection, "depth", asked->depth);
	add_header(connection, "destination", asked->destination);
	return connection;
}

static void
read_body(struct http_request *request, const struct door_request *asked)
{
	const char *error = "";

	if (!form_add_json(request->form, request->body, FIELDS_MOST, &error))
		fail_msg("%s: %s", asked->body, error);
}

static struct http_request *
request_of(struct arena *arena, const struct door_request *asked)
{
	struct http_request *request = arena_make(arena, struct http_request);

	*request = (struct http_request){
		.arena = arena,
		.method = asked->method,
		.path = asked->path,
		.query = str_of(asked->query == NULL ? "" : asked->query),
		.host = HOST,
		.authority = HOST,
		.remote = "203.0.113.9",
		.tls = asked->secure,
		.body = str_of(asked->body == NULL ? "" : asked->body),
		.type = asked->body == NULL ? "" : "application/json",
		.form = form_new(arena),
		.connection = connection_of(arena, asked),
	};
	assert_true(form_add_urlencoded(request->form, request->query, FIELDS_MOST));
	if (asked->body != NULL)
		read_body(request, asked);
	return request;
}

struct handling {
	struct call *call;
	const struct door_request *asked;
	int64_t counted;
};

static void
handle(struct tx *tx, void *data)
{
	struct handling *handling = data;

	call_run(tx, handling->call);
	if (handling->asked->counted != NULL)
		handling->counted = db_get_int(tx, 0, handling->asked->counted);
	if (handling->asked->undone)
		tx_refuse(tx);
}

/* What was counted. */
static int64_t
take_through(struct call *call, const struct door_request *asked)
{
	struct handling handling = {call, asked, 0};
	struct tx *tx;

	if (call->writes) {
		call->trouble = db_write(call->app->house.db, call->rq.arena, handle, &handling);
		if (call->trouble == DB_REFUSED)
			call->trouble = DB_FINE;
		return handling.counted;
	}
	tx = db_read(call->app->house.db, call->rq.arena);
	call_run(tx, call);
	call->trouble = tx_trouble(tx);
	if (call->trouble != DB_FINE)
		print_message("%s: %s\n", call->rq.http->path, tx_trouble_text(tx));
	db_read_end(tx);
	return 0;
}

/* As the server does it, all at once. */
static bool
send_body(struct call *call, struct str bytes)
{
	struct http_received *received = &call->rq.http->received;
	struct http_sink sink;

	if (!call_open(call, &sink))
		return false;
	assert_true(bytes.length <= sink.limit);
	assert_int_equal(pwrite(sink.fd, bytes.at, bytes.length, (off_t)sink.offset), bytes.length);
	*received = (struct http_received){.bytes = bytes.length, .complete = true};
	if (sink.hear != NULL)
		sink.hear(sink.data, bytes);
	if (sink.end != NULL)
		sink.end(sink.data, received);
	call->rq.received = received;
	return true;
}

static bool
is_ready(struct call *call, const struct door_request *asked)
{
	const struct route *route = call->rq.route;

	if (route->receive != NULL && !send_body(call, str_of(asked->sent == NULL ? "" : asked->sent)))
		return false;
	return route->prepare == NULL || asked->unprepared || call_prepare(call);
}

/* A file is read whole, as a client would get it. */
static const char *
text_of(struct arena *arena, const struct http_reply *reply, size_t *length)
{
	char *bytes;

	*length = reply->body == HTTP_BODY_BYTES ? reply->bytes.length : 0;
	if (reply->body == HTTP_BODY_BYTES)
		return arena_text_of(arena, reply->bytes.at, reply->bytes.length);
	if (reply->body != HTTP_BODY_FILE)
		return "";
	assert_true(reply->size < FILE_MOST);
	bytes = arena_alloc(arena, reply->size + 1);
	assert_int_equal(pread(reply->fd, bytes, reply->size, 0), reply->size);
	close(reply->fd);
	bytes[reply->size] = '\0';
	*length = reply->size;
	return bytes;
}

/* All of a reply that is made while it is sent. */
static const char *
made_text(struct arena *arena, const struct http_request *request, size_t *length)
{
	const struct http_producer *producer = &((const struct call *)request->app)->reply.producer;
	struct builder out = builder_new(arena, 0);
	char *piece = arena_alloc(arena, PIECE);
	ptrdiff_t got;

	while ((got = producer->make(producer->data, piece, PIECE)) > 0)
		build_str(&out, str_slice(piece, (size_t)got));
	assert_int_equal(got, 0);
	if (producer->close != NULL)
		producer->close(producer->data);
	*length = out.length;
	return builder_text(&out);
}

struct door_answer
door_ask(struct door *door, struct arena *arena, const struct door_request *asked)
{
	struct http_request *request = request_of(arena, asked);
	struct http_limits limits = {0};
	struct http_reply reply;
	struct door_answer answer = {0};
	const char *error;

	if (door->way.begin(request, &limits, &reply, door->way.data)) {
		struct call *call = request->app;

		call->rq.form = request->form;
		call->rq.wants_json = true;
		if (is_ready(call, asked))
			answer.counted = take_through(call, asked);
		reply = answer_of(call);
	}
	answer.status = reply.status;
	answer.text = reply.body == HTTP_BODY_SOURCE ? made_text(arena, request, &answer.length)
						     : text_of(arena, &reply, &answer.length);
	if (reply.type != NULL && strcmp(reply.type, "application/json") == 0)
		answer.json =
			doc_parse_json(arena, str_slice(answer.text, answer.length), JSON_DEEP, JSON_MEMBERS, &error);
	return answer;
}

struct door_answer
door_get(struct door *door, struct arena *arena, int64_t staff, const char *path, const char *query)
{
	return door_ask(door, arena, &(struct door_request){.staff = staff, .path = path, .query = query});
}

/* ---- jobs ---- */

static void
finish(struct tx *tx, void *data)
{
	struct job *job = data;

	job->finish(tx, job);
}

void
door_run_export(struct door *door, struct arena *arena, const char *id)
{
	struct db *db = door->app.house.db;
	struct doc *payload = doc_object(arena);
	struct job job = {.kind = "export",
			  .attempt = 1,
			  .db = db,
			  .arena = arena,
			  .context = (void *)&door->app.house,
			  .payload = payload};

	doc_set_text(payload, "export", id);
	assert_int_equal(export_run(&job), JOB_DONE);
	assert_int_equal(db_write(db, arena, finish, &job), DB_FINE);
}
