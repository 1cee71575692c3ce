/* door_sheet_test: client sheets as programs and contacts meet them: what is typed is checked, what somebody else wrote
 * meanwhile stays, and the portal shows what is meant for it. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/event.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#include <string.h>

#define SHEET "/console/clients/000000000009d/sheet"
#define ROOF  "0000000000071"
#define KEY   "0000000000072"

enum { ROOF_ID = 225, KEY_ID };

static struct gate
sheet_gate(struct db *db, struct arena *arena)
{
	struct gate gate = gate_of(db, arena);

	gate_run(&gate, "insert into sheet_attribute (id, sheet_id, position, label, label_key, type, required, "
			"in_portal, value, value_key, version) values "
			"(225, 301, 1, 'Roof', 'roof', 'text', 1, 1, 'Slate', 'slate', 1), "
			"(226, 301, 2, 'Key', 'key', 'decimal', 0, 0, '12.5', null, 1), "
			"(227, 301, 3, 'Nothing', 'nothing', 'text', 0, 1, null, null, 1)");
	return gate;
}

static int
post(const struct gate *gate, const char *path, const char *body)
{
	return gate_status(gate, &(struct door_request){.staff = EVA, .method = HTTP_POST, .path = path, .body = body});
}

static bool
says(const struct gate *gate, const struct door_request *request, const char *words)
{
	struct arena *arena = arena_new(0);
	bool found = strstr(door_ask(gate->door, arena, request).text, words) != NULL;

	arena_free(arena);
	return found;
}

static bool
sheet_says(const struct gate *gate, const char *words)
{
	return says(gate, &(struct door_request){.staff = EVA, .path = SHEET}, words);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, the_portal_shows_what_is_meant_for_it)
{
	struct gate gate = sheet_gate(db, arena);
	const struct door_request home = {
		.browser = true, .path = "/p/demo/", .cookie = gate_portal_cookie(&gate, GATE_PORTAL_SESSION)};

	assert_true(says(&gate, &home, "{\"label\":\"Roof\",\"value\":\"Slate\"}"));
	assert_false(says(&gate, &home, "Key"));
	assert_false(says(&gate, &home, "Nothing"));
	WITHOUT(CHECK_SHEET_PORTAL, assert_true(says(&gate, &home, "Key")));
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_sheet_is_filled_in_whole_or_not_at_all)
{
	struct gate gate = sheet_gate(db, arena);

	assert_int_equal(post(&gate, SHEET, "{\"attributes\": {\"" KEY "\": \"13,25\"}}"), 200);
	assert_true(sheet_says(&gate, "\"value\":\"13.25\""));
	assert_int_equal(post(&gate, SHEET, "{\"attributes\": {\"" ROOF "\": \"Tiles\", \"" KEY "\": \"many\"}}"), 422);
	assert_int_equal(post(&gate, SHEET, "{\"attributes\": {\"" ROOF "\": \"\"}}"), 422);
	assert_int_equal(post(&gate, SHEET, "{\"attributes\": {\"" ROOF "\": {\"x\": \"y\"}}}"), 400);
	assert_int_equal(post(&gate, SHEET, "{\"attributes\": {\"0000000000073x\": \"y\"}}"), 422);
	assert_true(sheet_says(&gate, "\"value\":\"Slate\""));
	/* somebody else has written "Slate" since it was empty; who left it empty leaves it to them */
	assert_int_equal(post(&gate, SHEET,
			      "{\"attributes\": {\"" ROOF "\": \"Tiles\"}, \"was\": {\"attributes\": {\"" ROOF
			      "\": \"\"}}}"),
			 422);
	assert_int_equal(post(&gate, SHEET,
			      "{\"attributes\": {\"" ROOF "\": \"\"}, \"was\": {\"attributes\": {\"" ROOF
			      "\": \"\"}}}"),
			 200);
	assert_true(sheet_says(&gate, "\"value\":\"Slate\""));
	assert_int_equal(post(&gate, SHEET,
			      "{\"attributes\": {\"" ROOF "\": \"Tiles\"}, \"was\": {\"attributes\": {\"" ROOF
			      "\": \"Slate\"}}}"),
			 200);
	assert_true(sheet_says(&gate, "\"value\":\"Tiles\""));
	assert_true(says(&gate, &(struct door_request){.staff = EVA, .path = "/console/clients", .query = "q=tiles"},
			 "000000000009d"));
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_field_is_added_changed_and_moved)
{
	struct gate gate = sheet_gate(db, arena);

	assert_int_equal(post(&gate, SHEET "/fields", "{\"label\": \"Heating\", \"type\": \"choice\"}"), 422);
	assert_int_equal(post(&gate, SHEET "/fields",
			      "{\"label\": \"Heating\", \"type\": \"choice\", \"choices\": \"Gas\\nWood\\n gas\"}"),
			 200);
	assert_true(sheet_says(&gate, "\"choices\":[\"Gas\",\"Wood\"]"));
	assert_int_equal(post(&gate, SHEET "/fields",
			      "{\"label\": \"Panels\", \"type\": \"choice\", \"choices\": [\"Six\", \"Ten\"]}"),
			 200);
	assert_true(sheet_says(&gate, "\"choices\":[\"Six\",\"Ten\"]"));
	assert_int_equal(post(&gate, SHEET "/fields", "{\"label\": \"RÔOF\"}"), 422);
	assert_int_equal(post(&gate, SHEET "/fields", "{\"label\": \"x\", \"type\": \"lookup\"}"), 422);
	assert_int_equal(post(&gate, SHEET "/fields/" ROOF, "{\"label\": \"Roof\", \"type\": \"decimal\"}"), 422);
	assert_int_equal(post(&gate, SHEET "/fields/" KEY, "{\"label\": \"Roof\", \"type\": \"decimal\"}"), 422);
	assert_int_equal(post(&gate, SHEET "/fields/" KEY, "{\"label\": \"Clé\", \"version\": \"2\"}"), 422);
	assert_int_equal(post(&gate, SHEET "/fields/" KEY, "{\"label\": \"Clé\", \"version\": \"1\"}"), 200);
	assert_int_equal(post(&gate, SHEET "/fields/order", "{\"do\": \"place:" KEY ":0\"}"), 200);
	assert_int_equal(post(&gate, SHEET "/fields/order", "{\"order\": [\"" KEY "\"]}"), 409);
	assert_true(sheet_says(&gate, "\"attributes\":[{\"id\":\"" KEY "\""));
	assert_int_equal(post(&gate, SHEET "/fields/" KEY "/removal", "{}"), 200);
	assert_int_equal(post(&gate, SHEET "/fields/" KEY "/removal", "{}"), 404);
	assert_int_equal(post(&gate, "/console/clients/000000000009e/sheet/fields/" ROOF, "{\"label\": \"x\"}"), 404);
	rights_free(gate.world.rights);
}

static void
merge_and_purge(struct tx *tx, void *data)
{
	const struct house *house = data;

	event_emit(house, tx,
		   &(struct event){.kind = "client.merged", .client = 302, .object = 301, .title = "Anne Sorel"});
	assert_int_equal(db_get_int(tx, 0, "select count(*) from sheet_attribute where sheet_id = 302"), 3);
	event_emit(house, tx, &(struct event){.kind = "record.purged", .module = "clients", .object = 302});
	assert_int_equal(db_get_int(tx, -1, "select count(*) from sheet_attribute"), 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_sheet_goes_along_with_its_client)
{
	struct gate gate = sheet_gate(db, arena);
	const struct house *house = door_house(gate.door);

	assert_int_equal(db_write(db, arena, merge_and_purge, (void *)(uintptr_t)house), DB_FINE);
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_sheet_is_changed_by_who_changes_its_client)
{
	struct gate gate = sheet_gate(db, arena);

	gate_run(&gate, "insert into client_staff (client_id, staff_id, level, given_at) values (301, 101, 1, 0)");
	assert_int_equal(post(&gate, SHEET "/fields", "{\"label\": \"x\"}"), 403);
	assert_true(
		says(&gate, &(struct door_request){.staff = EVA, .path = "/console/clients/000000000009d"}, "Slate"));
	gate_run(&gate, "update client_staff set level = 0");
	assert_int_equal(post(&gate, SHEET "/fields", "{\"label\": \"x\"}"), 404);
	rights_free(gate.world.rights);
}
