/* door_person_test: who is no contact comes to the pages of people and to their tabs, and to nothing that is a
 * client's; who has still to make a way to sign in comes to the page for it alone. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#define PORTALS "s.kind = 'portal'"

enum { VENDOR = 341 };

static void
add_vendor(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into vendor (id, name, name_key, email, email_key, created_at, version) values "
		   "(341, 'Tuiles', 'tuiles', 'it@tuiles.example', 'it@tuiles.example', 0, 1)");
	db_run(tx, "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, "
		   "version) select 342, 320, id, 2, 0, '{}', 0, 1 from module where name = 'vendors'");
	db_run(tx, "insert into portal_user (id, user_type_id, module_id, record_id, email, created_at) "
		   "select 343, 342, main_module_id, 341, 'it@tuiles.example', 0 from user_type where id = 342");
	db_run(tx, "update session set contact_id = 341, client_id = null where id = $1", db_int(GATE_PORTAL_SESSION));
}

static int
status_at(const struct gate *gate, const char *path)
{
	const struct door_request request = {
		.cookie = gate_portal_cookie(gate, GATE_PORTAL_SESSION), .path = path, .browser = true};

	return gate_status(gate, &request);
}

static void
assert_shut(struct gate *gate, const char *before, const char *after)
{
	assert_int_equal(status_at(gate, "/p/demo/account"), 200);
	world_run(&gate->world, before);
	if (status_at(gate, "/p/demo/account") != 401)
		fail_msg("%s", before);
	world_run(&gate->world, after);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_is_no_contact_comes_to_what_is_theirs)
{
	struct gate gate = empty_gate_of(db, arena);

	world_write(&gate.world, add_vendor, NULL);
	assert_int_equal(status_at(&gate, "/p/demo/account"), 200);
	assert_int_equal(status_at(&gate, "/p/demo/records/tasks"), 200);
	assert_int_equal(status_at(&gate, "/p/demo/account/privacy"), 200);
	assert_int_equal(status_at(&gate, "/p/demo/invoices"), 404);
	assert_int_equal(status_at(&gate, "/p/demo/clients"), 404);
	assert_int_equal(status_at(&gate, "/p/demo/account/mobile"), 404);
	assert_int_equal(status_at(&gate, "/p/demo/notifications"), 404);
	WITHOUT(CHECK_WITHOUT_CLIENT, assert_int_equal(status_at(&gate, "/p/demo/notifications"), 200));
	assert_shut(&gate, "update vendor set deleted_at = 1 where id = 341", "update vendor set deleted_at = null");
	assert_shut(&gate, "update vendor set email = null where id = 341",
		    "update vendor set email = 'it@tuiles.example' where id = 341");
	assert_shut(&gate, "update session set contact_id = 999 where kind = 'portal'",
		    "update session set contact_id = 341 where kind = 'portal'");
	assert_shut(&gate, "update portal_user set blocked_at = 1", "update portal_user set blocked_at = null");
	world_run(&gate.world, "update vendor set deleted_at = 1 where id = 341");
	WITHOUT(CHECK_PERSON, assert_int_equal(status_at(&gate, "/p/demo/account"), 200));
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_has_still_to_make_a_way_in_comes_to_its_page_alone)
{
	struct gate gate = empty_gate_of(db, arena);

	world_write(&gate.world, add_vendor, NULL);
	world_run(&gate.world, "update session set half = 1 where kind = 'portal'");
	assert_int_equal(status_at(&gate, "/p/demo/sign-in/way"), 200);
	assert_int_equal(status_at(&gate, "/p/demo/account"), 403);
	assert_int_equal(status_at(&gate, "/p/demo/records/tasks"), 403);
	WITHOUT(CHECK_HALF_SIGNED, assert_int_equal(status_at(&gate, "/p/demo/account"), 200));
	/* Of a contact the same; and their row of portal_user shuts them out as their own does. */
	world_run(&gate.world, "update session set contact_id = 310 where kind = 'portal'");
	assert_int_equal(status_at(&gate, "/p/demo/account"), 403);
	world_run(&gate.world, "update session set half = 0, client_id = 301 where kind = 'portal'");
	assert_int_equal(status_at(&gate, "/p/demo/notifications"), 200);
	world_run(&gate.world, "update portal_user set record_id = 310, blocked_at = 1");
	assert_int_equal(status_at(&gate, "/p/demo/notifications"), 401);
	db_without(gate.world.db, "p.blocked_at is null", PORTALS);
	assert_int_equal(status_at(&gate, "/p/demo/notifications"), 200);
	assert_true(db_with_all(gate.world.db) > 0);
	rights_free(gate.world.rights);
}
