/* door_handover_test: a change of rights does not take away the last one who has a client in full, unless somebody
 * takes the client over. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

#include <string.h>

/* Of the one client BEN alone has everything. */
static struct gate
handover_gate(struct db *db, struct arena *arena)
{
	struct gate gate = gate_of(db, arena);

	gate_run(&gate, "insert into client_staff (client_id, staff_id, level, given_at) values "
			"(301, 101, 1, 0), (301, 103, 1, 0), (301, 104, 0, 0), (302, 102, 2, 0)");
	return gate;
}

static int
post(const struct gate *gate, const char *path, const char *body, const char *says)
{
	struct arena *arena = arena_new(0);
	const struct door_request request = {.browser = true,
					     .method = HTTP_POST,
					     .path = path,
					     .body = body,
					     .cookie = gate_console_cookie(gate, GATE_STAFF)};
	struct door_answer answer = door_ask(gate->door, arena, &request);

	if (says != NULL && strstr(answer.text, says) == NULL)
		fail_msg("%s does not say \"%s\": %s", body, says, answer.text);
	arena_free(arena);
	return answer.status;
}

static int
share(const struct gate *gate, const char *body, const char *says)
{
	return post(gate, "/console/settings/sharing/clients", body, says);
}

static int64_t
number(const struct gate *gate, const char *sql)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(gate->world.db, arena);
	int64_t found = db_get_int(tx, -9, sql);

	db_read_end(tx);
	arena_free(arena);
	return found;
}

#define LEVEL(client, staff) "select level from client_staff where client_id = " #client " and staff_id = " #staff

TEST_BOTH_ENGINES_WITH(rights_world_make, a_change_of_sharing_leaves_no_client_to_nobody)
{
	static const char sharing[] =
		"{\"sharing\": \"read\", \"version\": 1, \"confirm\": \"1\", \"successor\": \"0000000000036\"}";
	struct gate gate = handover_gate(db, arena);

	assert_int_equal(
		share(&gate, "{\"sharing\": \"read\", \"version\": 1, \"confirm\": \"1\"}", "full access to mine"),
		422);
	assert_int_equal(
		share(&gate, "{\"sharing\": \"read\", \"version\": 1, \"confirm\": \"1\", \"successor\": \"x\"}", NULL),
		422);
	gate_run(&gate, "update client_staff set level = 0 where client_id = 301 and staff_id = 101");
	assert_int_equal(share(&gate, "{\"sharing\": \"read\", \"version\": 1, \"confirm\": \"1\"}",
			       "clients that you do not see"),
			 422);
	assert_int_equal(number(&gate, "select count(*) from client_staff where level = 2 and client_id = 301"), 0);
	assert_int_equal(share(&gate, sharing, NULL), 200);
	assert_int_equal(number(&gate, LEVEL(301, 102)), 2);
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_was_nobodys_before_stops_no_change)
{
	struct gate gate = handover_gate(db, arena);

	gate_run(&gate, "insert into client_staff (client_id, staff_id, level, given_at) values (301, 102, 0, 0)");
	assert_int_equal(post(&gate, "/console/settings/groups", "{\"name\": \"Sud\", \"confirm\": \"1\"}", NULL), 200);
	assert_int_equal(post(&gate, "/console/settings/roles", "{\"name\": \"Chef\", \"confirm\": \"1\"}", NULL), 200);
	rights_free(gate.world.rights);
}
