/* space_job_test: administrators are told once that little space is left, and again only after there was enough. */
#include "space/handlers.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

static int64_t
told(struct world *world, struct house *house)
{
	struct job job = {.kind = "space.warn", .attempt = 1, .db = world->db, .arena = world->arena, .context = house};
	struct tx *tx;
	int64_t count;

	assert_int_equal(space_warn_run(&job), JOB_DONE);
	tx = db_read(world->db, world->arena);
	count = db_get_int(tx, -1, "select count(*) from message where kind = 'mail_space'");
	db_read_end(tx);
	return count;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, little_space_is_told_once)
{
	struct world world = rights_world(db, arena);
	struct house *house = house_for_test(arena, db, NULL);
	int64_t each;

	world_run(
		&world,
		"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		"payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '#0f766e', 'F', 'A', 30, 0, 1)");
	world_run(&world,
		  "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		  "version) values (701, 'C-1', 'company', 'x', 'x', 1, 'FR', 0, 0, 1)");
	world_run(&world, "insert into client_space (client_id, used, reserved, quota) values (701, 890, 0, 1000)");
	assert_int_equal(told(&world, house), 0);
	world_run(&world, "update client_space set used = 900");
	each = told(&world, house); /* one for each administrator */
	assert_true(each > 0);
	assert_int_equal(told(&world, house), each);
	world_run(&world, "update client_space set used = 850"); /* still more than eight tenths */
	assert_int_equal(told(&world, house), each);
	world_run(&world, "update client_space set used = 100");
	assert_int_equal(told(&world, house), each);
	world_run(&world, "update client_space set used = 950");
	assert_int_equal(told(&world, house), 2 * each);
	world_run(&world, "update space_total set used = 950, quota = 1000");
	assert_int_equal(told(&world, house), 3 * each);
	assert_int_equal(told(&world, house), 3 * each);
	rights_free(world.rights);
}
