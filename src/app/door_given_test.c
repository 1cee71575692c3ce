/* door_given_test: staff who see but clients that were given to them: the sheets of these, as far as their right goes,
 * and nothing of the others. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#include <string.h>

#define GIVEN "/console/clients/000000000009d"
#define OTHER "/console/clients/000000000009e"
#define ANNE  "/console/contacts/000000000009p"

/* Clients and contacts are private; BEN was given the one client to read. */
static struct gate
given_gate(struct db *db, struct arena *arena)
{
	struct gate gate = gate_of(db, arena);

	gate_run(&gate, "update module set sharing = 'private' where name in ('clients', 'contacts')");
	gate_run(&gate, "insert into client_staff (client_id, staff_id, level, given_at) values (301, 102, 1, 0)");
	return gate;
}

static int
status(const struct gate *gate, enum http_method method, const char *path, const char *body)
{
	return gate_status(gate, &(struct door_request){.staff = BEN, .method = method, .path = path, .body = body});
}

static bool
says(const struct gate *gate, const char *path, const char *query, const char *words)
{
	struct arena *arena = arena_new(0);
	bool found =
		strstr(door_ask(gate->door, arena, &(struct door_request){.staff = BEN, .path = path, .query = query})
			       .text,
		       words) != NULL;

	arena_free(arena);
	return found;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_sees_but_given_clients_has_their_sheets_alone)
{
	static const char *const tabs[] = {"", "/contacts", "/folders", "/activities", "/staff", "/requests"};
	struct gate gate = given_gate(db, arena);

	for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
		assert_int_equal(status(&gate, HTTP_GET, arena_printf(arena, GIVEN "%s", tabs[i]), NULL), 200);
		assert_int_equal(status(&gate, HTTP_GET, arena_printf(arena, OTHER "%s", tabs[i]), NULL), 404);
	}
	assert_true(says(&gate, "/console/clients", NULL, GIVEN));
	assert_false(says(&gate, "/console/clients", NULL, "000000000009e"));
	WITHOUT(CHECK_HAND_GIVEN, assert_int_equal(status(&gate, HTTP_GET, OTHER, NULL), 200));
	gate_run(&gate, "update client_staff set level = 0");
	assert_int_equal(status(&gate, HTTP_GET, GIVEN, NULL), 404);
	rights_free(gate.world.rights);
}

#define REQUESTS "/console/requests"

/* A request of each client, one of them in a folder that BEN may not read. */
TEST_BOTH_ENGINES_WITH(rights_world_make, requests_of_all_clients_are_those_of_given_ones)
{
	struct gate gate = given_gate(db, arena);

	gate_run(&gate, "insert into demand (id, client_id, folder_id, title, words, state, by_piece, everybody, "
			"staff_id, news, created_at, version) values (501, 301, 301, 'Given', '', 'open', 0, 1, 101, "
			"'none', 0, 1), (502, 302, 302, 'Other', '', 'open', 0, 1, 101, 'none', 0, 1), (503, 301, "
			"401, 'Hidden', '', 'open', 0, 1, 101, 'none', 0, 1)");
	gate_run(&gate, "insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, "
			"rights_above_id, created_at, created_by, version) values (401, 301, 301, '/x/', 'x', 'x', 0, "
			"401, 301, 0, '', 1)");
	gate_run(&gate, "insert into folder_right (folder_id, client_id, whose, who_id, level) values (401, 301, "
			"'staff', 102, 0)");
	assert_true(says(&gate, REQUESTS, NULL, "Given"));
	assert_false(says(&gate, REQUESTS, NULL, "Other"));
	assert_false(says(&gate, REQUESTS, NULL, "Hidden"));
	WITHOUT(CHECK_HAND_GIVEN, assert_false(says(&gate, REQUESTS, NULL, "Other"))); /* the plan says so, too */
	gate_run(&gate, "update client_staff set level = 0");
	assert_false(says(&gate, REQUESTS, NULL, "Given"));
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_may_read_a_given_client_changes_nothing_and_who_has_it_in_full_does)
{
	struct gate gate = given_gate(db, arena);

	assert_int_equal(status(&gate, HTTP_POST, GIVEN "/contacts", "{\"last_name\": \"Neu\"}"), 403);
	assert_int_equal(status(&gate, HTTP_POST, GIVEN "/archive", "{}"), 403);
	assert_int_equal(status(&gate, HTTP_GET, GIVEN "/permissions", NULL), 403);
	gate_run(&gate, "update client_staff set level = 2");
	assert_int_equal(status(&gate, HTTP_GET, GIVEN "/permissions", NULL), 200);
	assert_int_equal(status(&gate, HTTP_POST, GIVEN "/contacts", "{\"last_name\": \"Neu\"}"), 200);
	assert_int_equal(status(&gate, HTTP_POST, OTHER "/contacts", "{\"last_name\": \"Neu\"}"), 404);
	rights_free(gate.world.rights);
}

/* Somebody of another client is not theirs to see, to name, or to bring along. */
TEST_BOTH_ENGINES_WITH(rights_world_make, people_of_other_clients_are_not_found_by_their_address)
{
	struct gate gate = given_gate(db, arena);

	gate_run(&gate, "update client_staff set level = 2");
	gate_run(&gate, "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, "
			"version) values (399, '', 'Geheim', 'geheim', 'geheim@example.org', '', 0, 1)");
	gate_run(&gate, "insert into client_contact (client_id, contact_id, created_at) values (302, 399, 0)");
	assert_int_equal(status(&gate, HTTP_GET, "/console/contacts/00000000000cf", NULL), 404);
	assert_int_equal(status(&gate, HTTP_POST, GIVEN "/contacts", "{\"known_email\": \"geheim@example.org\"}"), 422);
	assert_int_equal(status(&gate, HTTP_POST, GIVEN "/contacts",
				"{\"last_name\": \"Neu\", \"email\": \"geheim@example.org\"}"),
			 422);
	assert_int_equal(status(&gate, HTTP_GET, ANNE, NULL), 200);
	rights_free(gate.world.rights);
}
