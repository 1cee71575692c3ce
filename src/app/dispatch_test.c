/* dispatch_test: routes whose bodies flow, over a real socket: who may not is refused before a byte is read, and what a
 * protocol beside the browser's asks for arrives. */
#include "app/app.h"
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "http/server_fixture.h"
#include "rights/rights.h"
#include "sys/pool.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST   "Host: espace.example.fr\r\nAccept: application/json\r\n"
#define AS_EVA "Authorization: Bearer token-of-101\r\n"
#define CLOSE  "Connection: close\r\n"

enum { LIMIT = 100000, PORTION = 2 };

/* ---- the routes ---- */

static unsigned opened, ended; /* one request at a time: a sink ends before its request is answered */

static void
close_file(void *data)
{
	close(*(int *)data);
}

static void
note_end(void *data, const struct http_received *received)
{
	(void)data;
	ended += received->complete;
}

static bool
open_file(struct request *rq, struct http_sink *sink, struct reply *refusal)
{
	int *fd = arena_make(rq->arena, int);

	assert_non_null(rq->tx);
	if (strcmp(path_text(rq, "path"), "locked") == 0) {
		*refusal = reply_refusal(rq, 423, "Somebody else writes it.");
		return false;
	}
	*fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	arena_at_end(rq->arena, close_file, fd);
	*sink = (struct http_sink){.fd = *fd, .limit = LIMIT, .end = note_end, .data = rq};
	opened++;
	return true;
}

static struct reply
put(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	assert_true(rq->received->complete);
	doc_set_text(document, "path", path_text(rq, "path"));
	doc_set_int(document, "bytes", (int64_t)rq->received->bytes);
	reply = reply_page(rq, "error_page", document);
	reply.status = 201;
	reply_field(&reply, "Upload-Offset", arena_printf(rq->arena, "%d", (int)rq->received->bytes));
	return reply;
}

static struct reply
find(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);

	doc_set_str(document, "body", rq->raw_body);
	doc_set_text(document, "depth", http_header(rq->http, "Depth"));
	return reply_page(rq, "error_page", document);
}

/* A producer that reads the database in portions: each in a short transaction of its own, none while bytes flow. */
struct portions {
	const struct house *house;
	int64_t last;
};

static ptrdiff_t
make_portion(void *data, void *at, size_t room)
{
	static const enum db_type types[] = {DB_INT};
	struct portions *portions = data;
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(portions->house->db, arena);
	const struct db_value last = db_int(portions->last);
	const struct db_sql sql = {"select id from staff where id > $1 order by id limit 2", &last, 1};
	size_t count, length = 0;
	const struct db_value *ids = db_sql_cells(tx, sql, types, 1, &count);

	assert_true(count <= PORTION);
	for (size_t i = 0; i < count; i++) {
		length += (size_t)snprintf((char *)at + length, room - length, "%lld ", (long long)ids[i].integer);
		portions->last = ids[i].integer;
	}
	db_read_end(tx);
	arena_free(arena);
	return (ptrdiff_t)length;
}

static struct reply
list(struct request *rq)
{
	struct portions *portions = arena_make(rq->arena, struct portions);
	struct http_producer producer = {.make = make_portion, .data = portions};

	portions->house = rq->house;
	return reply_stream(rq, "text/csv", &producer, HTTP_SIZE_UNKNOWN);
}

static const struct route routes[] = {
	{HTTP_GET, "/console/try", STAFF, &any_staff, list, "Lists"},
	{HTTP_PUT, "/console/try/{path…}", STAFF, &any_staff, put, "Keeps", .receive = open_file},
	{HTTP_PROPFIND, "/console/try/{path…}", STAFF, &any_staff, find, "Finds", .flags = ROUTE_RAW_BODY},
};

/* ---- the house behind a socket ---- */

static struct fixture
start(struct gate *gate)
{
	struct app *app = door_app(gate->door);
	struct fixture fixture = {.arena = gate->arena};
	struct http_options options = {.listen = "127.0.0.1:0", .upload_folder = "/tmp"};
	struct http_application application = dispatch_application(app);
	struct pattern *patterns = arena_make_array(gate->arena, struct pattern, sizeof routes / sizeof routes[0]);
	const char *error = "";

	app->routes = arena_make_array(gate->arena, const struct route *, sizeof routes / sizeof routes[0]);
	for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		app->routes[i] = &routes[i];
		patterns[i] = (struct pattern){routes[i].method, routes[i].path};
	}
	app->router = router_new(gate->arena, patterns, sizeof routes / sizeof routes[0], &error);
	assert_non_null(app->router);
	app->pages = pool_new("page", 2, 100);
	app->slow = pool_new("slow", 1, 100);
	fixture.server = http_start(gate->arena, &options, &application, &error);
	assert_non_null(fixture.server);
	return fixture;
}

static void
stop(struct gate *gate, struct fixture *fixture)
{
	struct app *app = door_app(gate->door);

	assert_true(http_stop(fixture->server, 20));
	pool_stop(app->slow);
	pool_stop(app->pages);
	rights_free(gate->world.rights);
}

static const char *
token_of_form(struct gate *gate)
{
	const struct viewer viewer = {.session = GATE_STAFF};
	const struct request rq = {.arena = gate->arena, .viewer = &viewer, .house = door_house(gate->door)};

	return session_form_token(&rq);
}

static int
status_by_cookie(struct gate *gate, const struct fixture *fixture, const char *more)
{
	return fixture_ask(fixture,
			   "PUT /console/try/x HTTP/1.1\r\n" HOST "Cookie: %s\r\n%sContent-Length: 3\r\n" CLOSE
			   "\r\nabc",
			   gate_console_cookie(gate, GATE_STAFF), more)
		.status;
}

/* All until the server closes, behind the header. */
static const char *
rest_of(struct arena *arena, int fd)
{
	struct builder out = builder_new(arena, 0);
	char bytes[1000];
	ssize_t got;

	while ((got = recv(fd, bytes, sizeof bytes, 0)) > 0)
		build_bytes(&out, bytes, (size_t)got);
	return builder_text(&out);
}

static void
try_bodies(struct gate *gate, const struct fixture *fixture)
{
	struct answer answer = fixture_ask(fixture, "PUT /console/try/a/b%%20c HTTP/1.1\r\n" HOST AS_EVA CLOSE
						    "Content-Type: image/png\r\nContent-Length: 5\r\n\r\n12345");

	assert_int_equal(answer.status, 201);
	assert_string_equal(answer.body, "{\"path\":\"a/b c\",\"bytes\":5}");
	assert_non_null(strstr(answer.text, "Upload-Offset: 5\r\n"));
	answer = fixture_ask(fixture,
			     "PUT /console/try/x HTTP/1.1\r\n" HOST AS_EVA "Expect: 100-continue\r\nContent-Length: "
			     "100001\r\n\r\n");
	assert_int_equal(answer.status, 413);
	answer = fixture_ask(fixture,
			     "PUT /console/try/locked HTTP/1.1\r\n" HOST AS_EVA CLOSE "Content-Length: 3\r\n\r\nabc");
	assert_int_equal(answer.status, 423);
	answer = fixture_ask(fixture, "PROPFIND /console/try/ HTTP/1.1\r\n" HOST AS_EVA CLOSE "Depth: 1\r\n"
				      "Content-Type: application/xml\r\nContent-Length: 4\r\n\r\n<a/>");
	assert_string_equal(answer.body, "{\"body\":\"\\u003ca/>\",\"depth\":\"1\"}");
	answer = fixture_ask(fixture, "MKCOL /console/try/x HTTP/1.1\r\n" HOST AS_EVA CLOSE "\r\n");
	assert_int_equal(answer.status, 405);
	assert_non_null(strstr(answer.text, "Allow: PUT, PROPFIND\r\n"));
	answer = fixture_ask(fixture, "OPTIONS /console/try HTTP/1.1\r\n" HOST AS_EVA CLOSE "\r\n");
	assert_non_null(strstr(answer.text, "Allow: GET, HEAD\r\n"));
	assert_int_equal(opened, 2);
	assert_int_equal(ended, 1);
	(void)gate;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, bodies_flow_past_the_handler_for_those_who_may)
{
	struct gate gate = gate_of(db, arena);
	struct fixture fixture = start(&gate);
	struct answer answer;
	int fd;

	opened = ended = 0;
	try_bodies(&gate, &fixture);
	answer = fixture_ask(&fixture, "PUT /console/try/x HTTP/1.1\r\n" HOST
				       "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
	assert_int_equal(answer.status, 401);
	assert_int_equal(status_by_cookie(&gate, &fixture, ""), 403);
	assert_int_equal(status_by_cookie(&gate, &fixture, "X-CSRF-Token: nonsense\r\n"), 403);
	assert_int_equal(opened, 2);
	assert_int_equal(
		status_by_cookie(&gate, &fixture, arena_printf(arena, "X-CSRF-Token: %s\r\n", token_of_form(&gate))),
		201);
	assert_int_equal(status_by_cookie(&gate, &fixture,
					  arena_printf(arena, "Sec-Fetch-Site: cross-site\r\nX-CSRF-Token: %s\r\n",
						       token_of_form(&gate))),
			 403);
	fd = fixture_connect(&fixture);
	fixture_say(fd, "GET /console/try HTTP/1.0\r\n" HOST AS_EVA "\r\n");
	assert_int_equal(answer_read(fd, true).status, 200);
	assert_non_null(strstr(rest_of(arena, fd), "101 102 103 104 "));
	close(fd);
	stop(&gate, &fixture);
}
