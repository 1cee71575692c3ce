/* record_merge_test: what becomes of everything around records that are merged, and who may not. */
#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/record_union_test.h"
#include "records/remark.h"

#include <stdio.h>
#include <string.h>

static int64_t
leading_to(struct world *world, int64_t id)
{
	return counted(world, arena_printf(world->arena,
					   "select (select count(*) from x_vehicles where x_lead = %lld) + "
					   "(select count(*) from record_link where target_id = %lld)",
					   (long long)id, (long long)id));
}

static void
follow(struct tx *tx, void *data)
{
	merges_follow(tx, data, 2);
	merges_follow(tx, NULL, 0);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_led_to_one_leads_to_the_other)
{
	struct world world = rights_world(db, arena);
	int64_t stays = made(&world, EVA, "leads", FIELDS("name", "Anne Sorel", "phone", "+33612345678"));
	int64_t goes = made(&world, EVA, "leads", FIELDS("name", "SOREL Anne", "email", "anne@sorel.example"));
	char one[ID_LENGTH + 1], two[ID_LENGTH + 1];
	int64_t van, bus;
	int64_t ids[2];

	id_print(one, stays);
	id_print(two, goes);
	van = made(&world, BEN, "vehicles",
		   FIELDS("plate", "van", "lead", two, "drivers", arena_printf(arena, "%s,%s", one, two)));
	bus = made(&world, BEN, "vehicles", FIELDS("plate", "bus", "drivers", two));
	assert_int_equal(unite(&world, EVA, "leads", stays, goes, FIELDS("email", "anne@sorel.example")), RECORD_DONE);
	assert_int_equal(leading_to(&world, goes), 0);
	assert_int_equal(leading_to(&world, stays), 3);
	assert_string_equal(cell(&world, EVA, "leads", stays, "email"), "anne@sorel.example");
	assert_string_equal(cell(&world, EVA, "leads", stays, "name"), "Anne Sorel");
	assert_string_equal(cell(&world, EVA, "leads", stays, "phone"), "+33612345678");
	assert_string_equal(cell(&world, EVA, "leads", goes, "name"), "?");
	assert_string_equal(searched(&world, EVA, "leads", "anne@sorel"), "Anne Sorel");
	assert_int_equal(counted(&world, "select count(*) from x_vehicles where version in (2, 3)"), 2);
	assert_int_equal(counted(&world, arena_printf(arena,
						      "select count(*) from change where record_id in (%lld, %lld) "
						      "and kind = 'changed'",
						      (long long)van, (long long)bus)),
			 3);
	assert_int_equal(counted(&world, "select count(*) from change where kind = 'merged'"), 2);
	ids[0] = van;
	ids[1] = goes;
	assert_int_equal(db_write(db, arena, follow, ids), DB_FINE);
	assert_true(ids[0] == van && ids[1] == stays);
	rights_free(world.rights);
}

struct remarking {
	int64_t module, record;
};

static void
write_beside(struct tx *tx, void *data)
{
	const struct remarking *remarking = data;

	remark_create(tx, remarking->module, remarking->record, BEN, "Bonjour");
	db_run(tx,
	       "insert into record_file (id, module_id, record_id, blob, name, type, size, created_at) "
	       "values ($1, $2, $1, 'x', 'a.txt', 'text/plain', 1, 0)",
	       db_int(remarking->record), db_int(remarking->module));
}

TEST_BOTH_ENGINES_WITH(vehicles_make, lines_comments_files_and_history_move)
{
	struct world world = rights_world(db, arena);
	int64_t stays = made(&world, BEN, "vehicles", FIELDS("plate", "a", "price", "100"));
	int64_t goes = made(&world, BEN, "vehicles", FIELDS("plate", "b"));
	size_t count;
	struct tx *tx;
	struct change *history;

	made_line(&world, BEN, "services", stays, FIELDS("label", "Oil", "cost", "10.50"));
	made_line(&world, BEN, "services", goes, FIELDS("label", "Tyres", "cost", "200"));
	made_line(&world, BEN, "services", goes, FIELDS("label", "Wash", "cost", "20"));
	assert_int_equal(changed(&world, BEN, "vehicles", goes, FIELDS("seats", "5")), RECORD_DONE);
	world_write(&world, write_beside, &(struct remarking){world_module(&world, "vehicles")->id, goes});
	assert_int_equal(unite(&world, BEN, "vehicles", stays, goes, NULL), RECORD_DONE);
	assert_string_equal(listed(&world, BEN, "services", (struct record_query){.parent = stays}), "Oil Tyres Wash");
	assert_string_equal(cell(&world, BEN, "vehicles", stays, "costs"), "230.50");
	assert_string_equal(cell(&world, BEN, "vehicles", stays, "whole"), "330.50");
	assert_int_equal(counted(&world, arena_printf(arena,
						      "select (select count(*) from remark where record_id = %lld) + "
						      "(select count(*) from record_file where record_id = %lld)",
						      (long long)stays, (long long)stays)),
			 2);
	tx = db_read(db, arena);
	history = record_history(tx, access_of(&world, BEN, "vehicles"), stays, 0, 50, &count);
	assert_int_equal(count, 4); /* merged; of the other: changed, created; created */
	assert_string_equal(history[0].kind, "merged");
	assert_true(!history[0].merged && history[1].merged && history[2].merged && !history[3].merged);
	assert_string_equal(history[1].field->name, "seats");
	db_read_end(tx);
	rights_free(world.rights);
}

static void
restore(struct tx *tx, void *data)
{
	const struct union_wish *wish = data;

	assert_int_equal(record_restore(tx, access_of(wish->world, wish->staff, wish->module), wish->merging.others[0]),
			 RECORD_DONE);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_only_one_may_have_is_given_up_and_a_merged_record_can_come_back)
{
	struct world world = rights_world(db, arena);
	int64_t stays = made(&world, BEN, "vehicles", FIELDS("plate", "a", "chassis", "X1"));
	int64_t goes = made(&world, BEN, "vehicles", FIELDS("plate", "b", "chassis", "X2", "seats", "7"));
	struct union_wish wish = {
		.world = &world, .staff = BEN, .module = "vehicles", .merging = {.others = {goes}, .other_count = 1}};
	struct tx *tx;

	made_line(&world, BEN, "services", goes, FIELDS("label", "Wash", "cost", "20"));
	assert_int_equal(unite(&world, BEN, "vehicles", stays, goes, FIELDS("chassis", "X2")), RECORD_DONE);
	assert_string_equal(cell(&world, BEN, "vehicles", stays, "chassis"), "X2");
	tx = db_read(db, arena);
	assert_int_equal(merged_into(tx, world_module(&world, "vehicles"), goes), stays);
	db_read_end(tx);
	world_write(&world, restore, &wish);
	assert_string_equal(cell(&world, BEN, "vehicles", goes, "chassis"), "-");
	assert_string_equal(cell(&world, BEN, "vehicles", goes, "seats"), "7");
	assert_string_equal(cell(&world, BEN, "vehicles", goes, "services"), "0");
	assert_string_equal(cell(&world, BEN, "vehicles", stays, "costs"), "20.00");
	assert_int_equal(counted(&world, "select count(*) from record_merge"), 0);
	assert_int_equal(counted(&world, "select count(*) from change where from_id is not null"), 0);
	assert_int_equal(counted(&world, arena_printf(arena,
						      "select count(*) from change where record_id = %lld and "
						      "kind = 'created'",
						      (long long)goes)),
			 1);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, who_may_not_is_refused_and_nothing_happens)
{
	struct world world = rights_world(db, arena);
	int64_t ben = made(&world, BEN, "vehicles", FIELDS("plate", "a"));
	int64_t also = made(&world, BEN, "vehicles", FIELDS("plate", "b"));
	int64_t cleo = made(&world, CLEO, "vehicles", FIELDS("plate", "c"));
	struct union_wish wish = {.world = &world,
				  .staff = BEN,
				  .module = "vehicles",
				  .merging = {.survivor = ben, .others = {also, also}, .other_count = 2}};

	assert_int_equal(unite(&world, BEN, "vehicles", ben, cleo, NULL), RECORD_ABSENT);
	assert_int_equal(unite(&world, BEN, "vehicles", cleo, ben, NULL), RECORD_ABSENT);
	assert_int_equal(unite(&world, BEN, "vehicles", ben, ben, NULL), RECORD_ABSENT);
	assert_int_equal(united(&wish), RECORD_ABSENT);
	wish.merging.other_count = 0;
	assert_int_equal(united(&wish), RECORD_ABSENT);
	wish.merging =
		(struct merging){.survivor = ben, .version = 1, .others = {also}, .versions = {7}, .other_count = 1};
	assert_int_equal(united(&wish), RECORD_OVERTAKEN);
	assert_true(wish.stopped == also);
	wish.merging = (struct merging){.survivor = ben, .version = 3, .others = {also}, .other_count = 1};
	assert_int_equal(united(&wish), RECORD_OVERTAKEN);
	world_run(&world, "update x_vehicles set approval = 'waiting' where x_plate = 'b'");
	wish.merging.version = 1;
	assert_int_equal(united(&wish), RECORD_LOCKED);
	assert_true(wish.stopped == also);
	world_run(&world, "update x_vehicles set approval = 'none'");
	world_run(&world, "update profile_field set level = 'read' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'seats')");
	world_reload(&world);
	assert_int_equal(unite(&world, BEN, "vehicles", ben, also, FIELDS("seats", "3")), RECORD_REFUSED);
	world_run(&world, "update profile_module set may = 7 where profile_id = 2"); /* no removal */
	world_reload(&world);
	assert_int_equal(unite(&world, BEN, "vehicles", ben, also, NULL), RECORD_ABSENT);
	assert_string_equal(listed(&world, EVA, "vehicles", (struct record_query){.descending = true}), "c b a");
	assert_int_equal(counted(&world, "select count(*) from record_merge"), 0);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_chain_of_merges_leads_to_its_end)
{
	struct world world = rights_world(db, arena);
	int64_t a = made(&world, BEN, "vehicles", FIELDS("plate", "a"));
	int64_t b = made(&world, BEN, "vehicles", FIELDS("plate", "b"));
	int64_t c = made(&world, BEN, "vehicles", FIELDS("plate", "c"));
	struct tx *tx;

	assert_int_equal(unite(&world, BEN, "vehicles", b, a, NULL), RECORD_DONE);
	assert_int_equal(unite(&world, BEN, "vehicles", c, b, NULL), RECORD_DONE);
	tx = db_read(db, arena);
	assert_int_equal(merged_into(tx, world_module(&world, "vehicles"), a), c);
	assert_int_equal(merged_into(tx, world_module(&world, "vehicles"), b), c);
	assert_int_equal(merged_into(tx, world_module(&world, "vehicles"), c), 0);
	db_read_end(tx);
	rights_free(world.rights);
}

/* As many rows as asked for, by one statement. */
static void
fill(struct world *world, const char *table, const char *columns, const char *values, int count)
{
	world_run(world, arena_printf(world->arena,
				      "insert into %s (id, created_at, version, %s) with recursive n(i) as (select 1 "
				      "union all select i + 1 from n where i < %d) select 1000 + i, 0, 1, %s from n",
				      table, columns, count, values));
}

TEST_BOTH_ENGINES_WITH(vehicles_make, too_many_lines_and_too_much_to_move_are_refused_with_why)
{
	struct world world = rights_world(db, arena);
	int64_t one = made(&world, EVA, "leads", FIELDS("name", "Anne Sorel"));
	int64_t two = made(&world, EVA, "leads", FIELDS("name", "Anne Sorrel"));
	int64_t van = made(&world, EVA, "vehicles", FIELDS("plate", "a"));
	int64_t bus = made(&world, EVA, "vehicles", FIELDS("plate", "b"));
	struct union_wish wish = {.world = &world,
				  .staff = EVA,
				  .module = "vehicles",
				  .merging = {.survivor = van, .others = {bus}, .other_count = 1}};

	fill(&world, "x_services", "parent_id, position",
	     arena_printf(arena, "case when i <= 100 then %lld else %lld end, i", (long long)van, (long long)bus), 201);
	assert_int_equal(united(&wish), RECORD_REFUSED);
	assert_non_null(strstr(wish.trouble.error, "200 lines"));
	world_run(&world, "delete from x_services where id = 1201");
	assert_int_equal(united(&wish), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from (select distinct position from x_services) as places"),
			 200);
	fill(&world, "x_vehicles", "x_lead", arena_printf(arena, "%lld", (long long)two), MOVED_AT_MOST + 1);
	wish.module = "leads";
	wish.merging.survivor = one;
	wish.merging.others[0] = two;
	assert_int_equal(united(&wish), RECORD_REFUSED);
	assert_non_null(strstr(wish.trouble.error, "10,000"));
	assert_int_equal(counted(&world, "select count(*) from record_merge"), 1);
	wish.merging.survivor = two;
	wish.merging.others[0] = one;
	assert_int_equal(united(&wish), RECORD_DONE);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, who_has_one_of_them_open_is_told)
{
	struct world world = rights_world(db, arena);
	int64_t stays = made(&world, BEN, "vehicles", FIELDS("plate", "a"));
	int64_t goes = made(&world, BEN, "vehicles", FIELDS("plate", "b"));
	struct wish edit = {
		.staff = BEN, .module = "vehicles", .id = stays, .version = 1, .fields = FIELDS("seats", "5")};

	assert_int_equal(unite(&world, BEN, "vehicles", stays, goes, NULL), RECORD_DONE);
	wish_come_true(&world, &edit);
	assert_int_equal(edit.outcome, RECORD_OVERTAKEN);
	assert_int_equal(changed(&world, BEN, "vehicles", goes, FIELDS("seats", "5")), RECORD_ABSENT);
	rights_free(world.rights);
}

/* ---- random ---- */

enum { RANDOM_LEADS = 30, RANDOM_VEHICLES = 40, RANDOM_MERGES = 12 };

static uint32_t
chance(uint32_t *seed, uint32_t bound)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % bound;
}

static const char *
id_text(struct world *world, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(world->arena, text);
}

static void
make_vehicles(struct world *world, uint32_t *seed, const int64_t *leads)
{
	for (int i = 0; i < RANDOM_VEHICLES; i++) {
		const char *drivers =
			arena_printf(world->arena, "%s,%s", id_text(world, leads[chance(seed, RANDOM_LEADS)]),
				     id_text(world, leads[chance(seed, RANDOM_LEADS)]));

		made(world, EVA, "vehicles",
		     FIELDS("plate", arena_printf(world->arena, "P%d", i), "lead",
			    id_text(world, leads[chance(seed, RANDOM_LEADS)]), "drivers", drivers, "price", "10"));
	}
}

/* Merges a lot that is picked at random into one of it; returns how many are left. */
static size_t
merge_some(struct world *world, uint32_t *seed, int64_t *leads, size_t count)
{
	struct union_wish wish = {.world = world, .staff = EVA, .module = "leads"};
	size_t lot = 2 + chance(seed, MERGED_TOGETHER - 1);

	for (size_t i = 0; i < lot && count > 1; i++) {
		size_t picked = chance(seed, (uint32_t)count);
		int64_t id = leads[picked];

		leads[picked] = leads[--count];
		if (i == 0)
			wish.merging.survivor = id;
		else
			wish.merging.others[wish.merging.other_count++] = id;
	}
	assert_int_equal(united(&wish), RECORD_DONE);
	leads[count++] = wish.merging.survivor;
	return count;
}

/* Nothing leads to what went, whatever was merged in which order; nothing is lost, and nothing is there twice. */
TEST_BOTH_ENGINES_WITH(vehicles_make, random_merges_leave_nothing_behind)
{
	struct world world = rights_world(db, arena);
	int64_t leads[RANDOM_LEADS];
	size_t left = RANDOM_LEADS;
	uint32_t seed = 4711;

	for (int i = 0; i < RANDOM_LEADS; i++)
		leads[i] = made(&world, EVA, "leads", FIELDS("name", arena_printf(arena, "Lead %d", i), "amount", "5"));
	make_vehicles(&world, &seed, leads);
	for (int i = 0; i < RANDOM_MERGES && left > MERGED_TOGETHER; i++) {
		left = merge_some(&world, &seed, leads, left);
		assert_int_equal(counted(&world, "select count(*) from x_vehicles join lead on lead.id = x_lead "
						 "where lead.deleted_at is not null"),
				 0);
		assert_int_equal(counted(&world, "select count(*) from record_link join lead on lead.id = target_id "
						 "where lead.deleted_at is not null"),
				 0);
		assert_int_equal(counted(&world, "select count(*) from x_vehicles where x_lead is not null"),
				 RANDOM_VEHICLES);
		assert_int_equal(counted(&world, "select count(*) from lead where deleted_at is null"), left);
		assert_int_equal(
			counted(&world, "select count(*) from (select distinct record_id from record_link) as l"),
			RANDOM_VEHICLES);
	}
	assert_int_equal(counted(&world, "select count(*) from record_merge join lead on lead.id = survivor_id "
					 "where lead.deleted_at is not null"),
			 0);
	rights_free(world.rights);
}
