/* door_gate_test: who is let in at which address: each route, asked by whoever must stay outside, is closed, and open
 * once nobody asks. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/feature.h"
#include "core/session.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <inttypes.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- the house ---- */

static const char *
session_token(struct arena *arena, int session)
{
	return arena_printf(arena, "session-%d", session);
}

static void
add_session(struct tx *tx, int session, const char *kind, int64_t staff, int64_t contact, int64_t client)
{
	struct hash hash = sha256(str_of(session_token(tx_arena(tx), session)));
	int64_t now = clock_now();

	db_run(tx,
	       "insert into session (id, kind, token_hash, staff_id, contact_id, client_id, half, remember, created_at, "
	       "seen_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8, $9)",
	       db_int(session), db_text(kind), db_bytes(str_slice(hash.bytes, HASH_SIZE)), db_optional(staff, 0),
	       db_optional(contact, 0), db_optional(client, 0), db_int(session == GATE_HALF), db_int(now),
	       db_int(now + HOUR_MS));
}

static void
make_house(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (300, 'Solaria', 'Solaria', 'FR', '#0f766e', 'F', 'A', "
		   "30, 0, 1)");
	for (int64_t id = GATE_CLIENT; id <= GATE_OTHER_CLIENT; id++)
		db_run(tx,
		       "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) "
		       "values ($1, $2, 'company', $2, $2, 300, 'FR', 0, 0, 1)",
		       db_int(id), db_text(id == GATE_CLIENT ? "mine" : "theirs"));
	db_run(tx, "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) "
		   "values (310, 'Anne', 'Sorel', 'sorel anne', 'anne@example.fr', '', 0, 1)");
	db_run(tx,
	       "insert into client_contact (client_id, contact_id, created_at) values (301, 310, 0), (302, 310, 0)");
	db_run(tx,
	       "insert into portal (id, address, name, company_id, created_at) values (320, 'demo', 'Demo', 300, 0)");
	add_session(tx, GATE_STAFF, "staff", EVA, 0, 0);
	add_session(tx, GATE_HALF, "staff", EVA, 0, 0);
	add_session(tx, GATE_PORTAL_SESSION, "portal", 0, GATE_CONTACT, GATE_CLIENT);
	add_session(tx, GATE_NEW_SESSION, "portal", 0, GATE_CONTACT, 0);
	add_session(tx, GATE_LOOKING, "staff", BEN, 0, 0);
	add_session(tx, GATE_PREVIEW, "preview", BEN, 0, GATE_CLIENT);
	db_run(tx, "insert into preview (session_id, opened_by, draft, theme) values ($1, $2, 0, '')",
	       db_int(GATE_PREVIEW), db_int(GATE_LOOKING));
}

static struct reply
let_in(struct request *rq)
{
	return reply_page(rq, "gate", doc_object(rq->arena));
}

struct gate
gate_of(struct db *db, struct arena *arena)
{
	struct gate gate = {rights_world(db, arena), door_new(arena, db), arena};

	world_write(&gate.world, make_house, NULL);
	return gate;
}

struct gate
empty_gate_of(struct db *db, struct arena *arena)
{
	struct gate gate = gate_of(db, arena);

	door_put_behind(gate.door, let_in);
	return gate;
}

void
gate_run(struct gate *gate, const char *statement)
{
	world_run(&gate->world, statement);
	door_forget_rights(gate->door);
}

const char *
gate_console_cookie(const struct gate *gate, int session)
{
	return arena_printf(gate->arena, CONSOLE_COOKIE "=%s", session_token(gate->arena, session));
}

const char *
gate_portal_cookie(const struct gate *gate, int session)
{
	return arena_printf(gate->arena, PORTAL_COOKIE "=%s", session_token(gate->arena, session));
}

const char *
gate_preview_cookie(const struct gate *gate)
{
	return arena_printf(gate->arena, PREVIEW_COOKIE "=%s", session_token(gate->arena, GATE_PREVIEW));
}

const char *
gate_path(struct arena *arena, const char *pattern)
{
	struct builder path = builder_new(arena, 0);
	const char *open;

	while ((open = strchr(pattern, '{')) != NULL) {
		const char *close = strchr(open, '}');
		struct str name = str_slice(open + 1, (size_t)(close - open - 1));

		build_bytes(&path, pattern, (size_t)(open - pattern));
		build_text(&path, str_equal(name, STR("address"))  ? "demo"
				  : str_equal(name, STR("module")) ? "leads"
								   : "0000000000001");
		pattern = close + 1;
	}
	build_text(&path, pattern);
	return builder_text(&path);
}

int
gate_status(const struct gate *gate, const struct door_request *request)
{
	struct arena *arena = arena_new(0);
	int status = door_ask(gate->door, arena, request).status;

	arena_free(arena);
	return status;
}

/* ---- which routes ---- */

static bool
writes(const struct route *route)
{
	return !http_is_safe(route->method);
}

static bool
is_of_staff(const struct route *route)
{
	return route->audience == STAFF;
}

static bool
is_of_portal(const struct route *route)
{
	return route->audience == PORTAL;
}

static bool
is_signed_in(const struct route *route)
{
	return is_of_staff(route) || is_of_portal(route);
}

static bool
is_for_whole_staff(const struct route *route)
{
	return is_of_staff(route) && !(route->flags & ROUTE_HALF_SIGNED);
}

static bool
is_for_people(const struct route *route)
{
	return is_of_staff(route) && route->flags & ROUTE_TOKENS;
}

static bool
is_written_by_staff(const struct route *route)
{
	return is_of_staff(route) && writes(route);
}

static bool
is_written_by_programs(const struct route *route)
{
	return is_written_by_staff(route) && !is_for_people(route);
}

static bool
is_written_by_clients(const struct route *route)
{
	return is_of_portal(route) && writes(route);
}

static bool
is_not_for_previews(const struct route *route)
{
	return is_written_by_clients(route) && !(route->flags & ROUTE_IN_PREVIEW);
}

static bool
is_for_a_client(const struct route *route)
{
	return is_of_portal(route) && !(route->flags & ROUTE_NO_CLIENT);
}

/* ---- who must stay outside ---- */

struct outsider {
	enum check check;
	bool (*outside)(const struct route *route); /* of which routes */
	int closed;
	struct door_request request; /* besides method and path */
};

static struct door_request
request_to(struct arena *arena, const struct outsider *outsider, const struct route *route)
{
	struct door_request request = outsider->request;

	request.method = route->method;
	request.path = gate_path(arena, route->path);
	request.undone = true;
	if (route->method == HTTP_GET)
		request.body = NULL;
	return request;
}

static void
try_at(const struct gate *gate, const struct outsider *outsider, const struct route *route)
{
	struct arena *arena = arena_new(0);
	struct door_request request = request_to(arena, outsider, route);
	int status = gate_status(gate, &request);

	if (status != outsider->closed)
		fail_msg("check %d: %s %s said %d", (int)outsider->check, http_method_names[route->method], route->path,
			 status);
	status = 200;
	WITHOUT(outsider->check, status = gate_status(gate, &request));
	if (status != 200)
		fail_msg("without check %d: %s %s said %d", (int)outsider->check, http_method_names[route->method],
			 route->path, status);
	arena_free(arena);
}

static void
try_everywhere(const struct gate *gate, const struct outsider *outsider)
{
	size_t asked = 0;

	for (size_t i = 0; i < door_route_count(gate->door); i++)
		if (outsider->outside(door_route(gate->door, i))) {
			try_at(gate, outsider, door_route(gate->door, i));
			asked++;
		}
	assert_true(asked > 0);
}

static void
try_with_portals_closed(struct gate *gate)
{
	const struct outsider client = {
		CHECK_PORTAL_OPEN,
		is_of_portal,
		503,
		{.browser = true, .body = "{}", .cookie = gate_portal_cookie(gate, GATE_PORTAL_SESSION)}};

	gate_run(gate, "update feature_switch set is_on = 0 where name = 'portal'");
	try_everywhere(gate, &client);
}

static void
try_all(const struct gate *gate)
{
	const char *staff = gate_console_cookie(gate, GATE_STAFF), *half = gate_console_cookie(gate, GATE_HALF);
	const char *client = gate_portal_cookie(gate, GATE_PORTAL_SESSION);
	const char *anew = gate_portal_cookie(gate, GATE_NEW_SESSION);
	const char *preview = gate_preview_cookie(gate);
	const struct outsider outsiders[] = {
		{CHECK_SIGNED_IN, is_signed_in, 401, {.browser = true}},
		{CHECK_HALF_SIGNED, is_for_whole_staff, 401, {.browser = true, .body = "{}", .cookie = half}},
		{CHECK_NO_TOKEN, is_for_people, 404, {.staff = EVA}},
		{CHECK_READ_ONLY, is_written_by_programs, 403, {.staff = DAN}},
		{CHECK_PREVIEW, is_not_for_previews, 403, {.browser = true, .body = "{}", .cookie = preview}},
		{CHECK_CLIENT_CHOSEN, is_for_a_client, 409, {.browser = true, .body = "{}", .cookie = anew}},
		{CHECK_FORGED_SITE,
		 is_written_by_staff,
		 403,
		 {.browser = true, .body = "{}", .cookie = staff, .site = "cross-site"}},
		{CHECK_FORGED_FORM, is_written_by_clients, 403, {.browser = true, .cookie = client}},
		{CHECK_FORM_FIELDS, is_written_by_programs, 400, {.staff = EVA, .body = "{\"of_no_page\":1}"}},
	};

	for (size_t i = 0; i < COUNT(outsiders); i++)
		try_everywhere(gate, &outsiders[i]);
}

TEST(each_address_is_closed_to_who_does_not_come_as_they_must)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "gate", 0);
	struct gate gate;

	rights_world_make(db, arena);
	gate = empty_gate_of(db, arena);
	gate_run(&gate, "update staff set profile_id = 1 where id = 104");
	gate_run(&gate, "update api_token set scope = 'read' where staff_id = 104");
	try_all(&gate);
	try_with_portals_closed(&gate);
	rights_free(gate.world.rights);
	arena_free(arena);
}
