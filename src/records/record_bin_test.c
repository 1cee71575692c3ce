/* record_bin_test: lines and what is summed up of them; the recycle bin; what is gone for good. */
#include "records/record_world_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "records/record_job.h"
#include "sys/clock.h"

/* ---- lines ---- */

static const char *
sums(struct world *world, int64_t id)
{
	return arena_printf(world->arena, "%s %s %s %s", cell(world, EVA, "vehicles", id, "services"),
			    cell(world, EVA, "vehicles", id, "costs"), cell(world, EVA, "vehicles", id, "last_done"),
			    cell(world, EVA, "vehicles", id, "whole"));
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_record_sums_up_its_lines)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "price", "100"));
	int64_t oil =
		made_line(&world, BEN, "services", id, FIELDS("label", "Oil", "cost", "10.50", "done", "2026-02-01"));
	int64_t tyres;

	assert_string_equal(sums(&world, id), "1 10.50 2026-02-01 110.50");
	tyres = made_line(&world, BEN, "services", id, FIELDS("label", "Tyres", "cost", "200", "done", "2026-01-01"));
	assert_string_equal(sums(&world, id), "2 210.50 2026-02-01 310.50");
	assert_int_equal(changed(&world, BEN, "services", tyres, FIELDS("cost", "300", "done", "2026-03-01")),
			 RECORD_DONE);
	assert_string_equal(sums(&world, id), "2 310.50 2026-03-01 410.50");
	assert_int_equal(removed(&world, BEN, "services", tyres), RECORD_DONE);
	assert_string_equal(sums(&world, id), "1 10.50 2026-02-01 110.50");
	assert_int_equal(counted(&world, "select version from x_vehicles"), 1);
	assert_string_equal(listed(&world, BEN, "services", (struct record_query){.parent = id}), "Oil");
	assert_int_equal(changed(&world, BEN, "services", oil, FIELDS("cost", "")), RECORD_DONE);
	assert_string_equal(sums(&world, id), "1 0.00 2026-02-01 100.00");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, lines_are_written_by_who_writes_their_record)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a"));
	int64_t line = made_line(&world, BEN, "services", id, FIELDS("label", "Oil"));
	struct wish wish = {.staff = CLEO, .module = "services", .parent = id, .fields = FIELDS("label", "x")};

	wish_come_true(&world, &wish);
	assert_int_equal(wish.outcome, RECORD_ABSENT);
	assert_int_equal(changed(&world, CLEO, "services", line, FIELDS("label", "x")), RECORD_ABSENT);
	assert_string_equal(cell(&world, CLEO, "services", line, "label"), "?");
	wish = (struct wish){.staff = EVA, .module = "services", .parent = 12345, .fields = FIELDS("label", "x")};
	wish_come_true(&world, &wish);
	assert_int_equal(wish.outcome, RECORD_ABSENT);
	rights_free(world.rights);
}

/* ---- the bin ---- */

struct act {
	struct world *world;
	enum record_outcome (*act)(struct tx *tx, const struct access *access, int64_t id);
	const char *module;
	int64_t staff, id;
	enum record_outcome outcome;
};

static void
act_body(struct tx *tx, void *data)
{
	struct act *act = data;

	act->outcome = act->act(tx, access_of(act->world, act->staff, act->module), act->id);
}

static enum record_outcome
acted(struct world *world, enum record_outcome (*what)(struct tx *tx, const struct access *access, int64_t id),
      int64_t staff, int64_t id)
{
	struct act act = {world, what, "vehicles", staff, id, RECORD_DONE};

	assert_int_equal(db_write(world->db, world->arena, act_body, &act), DB_FINE);
	return act.outcome;
}

TEST_BOTH_ENGINES_WITH(vehicles_make, removed_records_are_in_the_bin_with_their_lines)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a"));
	int64_t line = made_line(&world, BEN, "services", id, FIELDS("label", "Oil", "cost", "5"));

	made_line(&world, BEN, "services", id, FIELDS("label", "Tyres", "cost", "7"));
	assert_int_equal(removed(&world, BEN, "services", line), RECORD_DONE);
	assert_int_equal(acted(&world, record_restore, BEN, id), RECORD_ABSENT); /* it is not in the bin */
	assert_int_equal(acted(&world, record_purge, BEN, id), RECORD_ABSENT);
	world.moment.now++;
	assert_int_equal(removed(&world, BEN, "vehicles", id), RECORD_DONE);
	assert_string_equal(cell(&world, BEN, "vehicles", id, "plate"), "?");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "b")), RECORD_ABSENT);
	assert_int_equal(removed(&world, BEN, "vehicles", id), RECORD_ABSENT);
	assert_string_equal(listed(&world, BEN, "vehicles", (struct record_query){.bin = true}), "a");
	assert_string_equal(listed(&world, CLEO, "vehicles", (struct record_query){.bin = true}), "");
	assert_int_equal(acted(&world, record_restore, CLEO, id), RECORD_ABSENT);
	assert_int_equal(acted(&world, record_restore, BEN, id), RECORD_DONE);
	assert_string_equal(sums(&world, id), "1 7.00 - -"); /* the oil was removed before */
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_others_need_stays)
{
	struct world world = rights_world(db, arena);
	int64_t lead = made(&world, BEN, "leads", FIELDS("name", "Élise"));
	char id[20];

	id_print(id, lead);
	made(&world, BEN, "vehicles", FIELDS("plate", "a", "lead", id));
	world_run(&world,
		  "update field set required = 1 where name = 'lead' and module_id = (select id from module where "
		  "name = 'vehicles')");
	assert_int_equal(removed(&world, BEN, "leads", lead), RECORD_HELD);
	world_run(&world, "update field set required = 0 where name = 'lead'");
	assert_int_equal(removed(&world, BEN, "leads", lead), RECORD_DONE);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, purged_records_leave_their_history_only)
{
	struct world world = rights_world(db, arena);
	int64_t lead = made(&world, EVA, "leads", FIELDS("name", "Élise"));
	char link[20];
	int64_t id;

	id_print(link, lead);
	id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "notes", "zinc", "drivers", link));
	changed(&world, BEN, "vehicles", id, FIELDS("notes", "cuivre"));
	made_line(&world, BEN, "services", id, FIELDS("label", "Oil"));
	assert_int_equal(removed(&world, BEN, "vehicles", id), RECORD_DONE);
	assert_int_equal(acted(&world, record_purge, CLEO, id), RECORD_ABSENT);
	assert_int_equal(acted(&world, record_purge, BEN, id), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from x_vehicles"), 0);
	assert_int_equal(counted(&world, "select count(*) from x_services"), 0);
	assert_int_equal(counted(&world, "select count(*) from record_link"), 0);
	assert_int_equal(counted(&world, "select count(*) from search_text"), 1);
	assert_int_equal(counted(&world, "select count(*) from change where kind = 'changed'"), 0);
	assert_int_equal(counted(&world, "select count(*) from change where kind = 'purged'"), 1);
	rights_free(world.rights);
}

/* Who signed in by it has nothing to sign in by any more; others stay. */
TEST_BOTH_ENGINES_WITH(vehicles_make, purged_records_are_no_portal_users)
{
	static const char *const rows[] = {
		"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		"payment_days, created_at, version) values (1, 'S', 'S', 'FR', '#000000', 'F', 'A', 30, 0, 1)",
		"insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)",
		"insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, version) "
		"select 1, 1, id, 1, 1, '{}', 0, 1 from module where name = 'vehicles'",
		"insert into portal_user (id, user_type_id, module_id, record_id, created_at) select x_vehicles.id, 1, "
		"module.id, x_vehicles.id, 0 from x_vehicles join module on module.name = 'vehicles'",
		"insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, send_count, "
		"created_at, sent_at, expires_at) select x_vehicles.id, 1, 1, module.id, x_vehicles.id, 'a@b.example', 'sent', "
		"1, 0, 0, 9 from x_vehicles join module on module.name = 'vehicles'",
	};
	struct world world = rights_world(db, arena);
	int64_t gone = made(&world, BEN, "vehicles", FIELDS("plate", "a")),
		stays = made(&world, BEN, "vehicles", FIELDS("plate", "b"));

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		world_run(&world, rows[i]);
	assert_int_equal(counted(&world, "select count(*) from portal_user"), 2);
	assert_int_equal(removed(&world, BEN, "vehicles", gone), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from portal_user"), 2);
	assert_int_equal(acted(&world, record_purge, BEN, gone), RECORD_DONE);
	assert_int_equal(counted(&world, "select record_id from portal_user"), stays);
	assert_int_equal(counted(&world, "select record_id from invitation"), stays);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, the_bin_is_emptied_after_thirty_days)
{
	struct world world = rights_world(db, arena);
	const struct house *house = house_for_test(arena, db, NULL);
	const struct job_kind kinds[] = {{.name = "records.purge", .run = records_purge_run}};
	int64_t old = made(&world, BEN, "vehicles", FIELDS("plate", "old"));
	int64_t young = made(&world, BEN, "vehicles", FIELDS("plate", "young"));
	struct job job = {.kind = kinds[0].name, .db = db, .arena = arena, .context = (void *)(uintptr_t)house};

	assert_int_equal(removed(&world, BEN, "vehicles", young), RECORD_DONE);
	world.moment.now = clock_now() - 31 * (int64_t)DAY_MS;
	assert_int_equal(removed(&world, BEN, "vehicles", old), RECORD_DONE);
	assert_int_equal(records_purge_run(&job), JOB_DONE);
	assert_string_equal(listed(&world, BEN, "vehicles", (struct record_query){.bin = true}), "young");
	assert_int_equal(counted(&world, "select count(*) from audit where action = 'record.purge'"), 1);
	rights_free(world.rights);
}

/* ---- what is computed when nobody writes ---- */

TEST_BOTH_ENGINES_WITH(vehicles_make, a_job_computes_what_came_later)
{
	struct world world = rights_world(db, arena);
	const struct house *house = house_for_test(arena, db, NULL);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "price", "100", "notes", "zinc"));
	struct doc *payload = doc_object(arena);
	struct job job = {.db = db, .arena = arena, .context = (void *)(uintptr_t)house, .payload = payload};
	char module[ID_LENGTH + 1];

	made_line(&world, BEN, "services", id, FIELDS("label", "Oil", "cost", "5"));
	world_run(&world, "update x_vehicles set x_costs = null, x_services = null, x_whole = null");
	world_run(&world, "update x_vehicles set x_notes = 'cuivre'");
	assert_int_equal(records_refresh_run(&job), JOB_DONE); /* nothing moves with the day */
	assert_string_equal(sums(&world, id), "- - - -");
	id_print(module, world_module(&world, "vehicles")->id);
	doc_set_text(payload, "module", module);
	assert_int_equal(records_refresh_run(&job), JOB_DONE);
	assert_string_equal(sums(&world, id), "1 5.00 - 105.00");
	assert_string_equal(searched(&world, BEN, "vehicles", "cuivre"), "a");
	assert_string_equal(searched(&world, BEN, "vehicles", "zinc"), "");
	assert_int_equal(counted(&world, "select version from x_vehicles"), 1);
	rights_free(world.rights);
}
