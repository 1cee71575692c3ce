/* record_list_test: lists page through everything once, in order, on both engines. */
#include "records/record_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

#include <string.h>

enum { MANY = 40 };

/* Twins and empty values of everything that sorts. */
static void
make_many(struct tx *tx, void *data)
{
	static const char *const plates[] = {"Émile", "emile", "Zoé", "abc", "ÀBC", "Œuf", "zzz"};
	struct world *world = data;
	const struct access *access = access_of(world, EVA, "vehicles");
	const struct module *module = access->plan->module;
	struct record_trouble trouble;

	for (int i = 0; i < MANY; i++) {
		struct record_draft *draft = record_draft(tx_arena(tx), module);
		int64_t id;

		for (size_t f = SYSTEM_FIELDS; f < module->field_count; f++) {
			const struct field *field = &module->fields[f];
			int64_t some = (i * 7 + (int)f) % 5;

			if (!access->plan->writable[f] || !field_sorts(field) || field->type == FIELD_STAFF ||
			    field->distinct_value || (field != module->naming && (i + (int)f) % 4 == 0))
				continue;
			draft->given[f] = true;
			if (field->type == FIELD_CHOICE)
				draft->cells[f] = db_text(some > 2 ? "petrol" : "diesel");
			else if (field_kept_as(field) == DB_INT)
				draft->cells[f] = db_int(field->type == FIELD_YES_NO ? some % 2 : some - 2);
			else
				draft->cells[f] = db_text(plates[(i + (int)f) % 7]);
		}
		assert_int_equal(record_create(tx, access, draft, &id, &trouble), RECORD_DONE);
	}
}

/* Sorted as value_compare says, each row once, whatever the size of the pages. */
static void
assert_pages(struct tx *tx, const struct access *access, const struct field *sort, bool descending, size_t page)
{
	struct record_query query = {.sort = sort, .descending = descending, .limit = page, .fields = &sort};
	struct record last = {.id = 0}, *records;
	size_t total = 0, count;

	do {
		records = record_list(tx, access, &query, &count);
		assert_int_equal(tx_trouble(tx), DB_FINE);
		for (size_t i = 0; i < count; i++) {
			const struct db_value *value = sort == NULL ? NULL : &records[i].cells[sort->index];
			int order = 0;

			if (total > 0 && sort != NULL)
				order = value_compare(sort, &last.cells[sort->index], value);
			if (descending && sort != NULL && value->type != DB_NULL)
				order = -order;
			assert_true(order <= 0);
			if (total > 0 && order == 0)
				assert_true(descending ? records[i].id < last.id : records[i].id > last.id);
			last = records[i];
			total++;
		}
		query.after = count > 0;
		query.after_id = last.id;
		if (count > 0 && sort != NULL)
			query.after_value = last.cells[sort->index];
	} while (count == page);
	assert_int_equal(total, MANY);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, pages_cover_every_row_once_in_order)
{
	struct world world = rights_world(db, arena);
	const struct access *access;
	struct tx *tx;

	assert_int_equal(db_write(db, arena, make_many, &world), DB_FINE);
	access = access_of(&world, EVA, "vehicles");
	tx = db_read(db, arena);
	for (size_t f = 0; f < access->plan->module->field_count; f++) {
		const struct field *field = &access->plan->module->fields[f];

		if (!field_sorts(field))
			continue;
		assert_pages(tx, access, field, false, 7);
		assert_pages(tx, access, field, true, 7);
		assert_pages(tx, access, field, true, 1);
	}
	assert_pages(tx, access, NULL, false, 3);
	assert_pages(tx, access, NULL, true, 3);
	db_read_end(tx);
	rights_free(world.rights);
}

struct walked {
	size_t count, most;
	int64_t last;
};

static bool
walk(const struct record *record, void *data)
{
	struct walked *walked = data;

	assert_int_not_equal(record->id, walked->last);
	walked->last = record->id;
	return ++walked->count != walked->most;
}

TEST_BOTH_ENGINES_WITH(vehicles_make, exports_and_counts_see_the_rows_of_the_list)
{
	struct world world = rights_world(db, arena);
	const struct access *access;
	struct record_query query = {.descending = true};
	struct walked walked = {.count = 0}, some = {.most = 5};
	struct record_group *groups;
	size_t count, total = 0;
	struct tx *tx;

	assert_int_equal(db_write(db, arena, make_many, &world), DB_FINE);
	access = access_of(&world, EVA, "vehicles");
	query.sort = field_of(&world, "vehicles", "seats");
	tx = db_read(db, arena);
	record_each(tx, access, &query, walk, &walked);
	assert_int_equal(walked.count, MANY);
	record_each(tx, access, &query, walk, &some);
	assert_int_equal(some.count, 5);
	assert_int_equal(record_count(tx, access, &query, 1000), MANY);
	assert_int_equal(record_count(tx, access, &query, 10), 10);
	groups = record_groups(tx, access, &query, field_of(&world, "vehicles", "fuel"),
			       field_of(&world, "vehicles", "price"), &count);
	assert_int_equal(count, 3);
	assert_int_equal(groups[2].value.type, DB_NULL);
	for (size_t i = 0; i < count; i++)
		total += (size_t)groups[i].count;
	assert_int_equal(total, MANY);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	rights_free(world.rights);
}

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	tx_unlimit(tx);
	db_run(tx,
	       "insert into x_vehicles (id, created_at, version, x_seats) with recursive number (i) as (select 1 union "
	       "all select i + 1 from number where i < 100050) select i, 0, 1, 2 from number");
}

TEST_BOTH_ENGINES_WITH(vehicles_make, groups_look_at_no_more_records_than_they_say)
{
	struct world world = rights_world(db, arena);
	const struct access *access = access_of(&world, EVA, "vehicles");
	struct record_query query = {.limit = 1};
	struct record_group *groups;
	struct tx *tx;
	size_t count;

	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
	tx = db_read(db, arena);
	groups = record_groups(tx, access, &query, field_of(&world, "vehicles", "fuel"),
			       field_of(&world, "vehicles", "seats"), &count);
	assert_int_equal(count, 1);
	assert_int_equal(groups[0].count, GROUPED_MOST);
	assert_int_equal(groups[0].sum, 2 * GROUPED_MOST);
	db_read_end(tx);
	rights_free(world.rights);
}

/* ---- along an index ---- */

struct plan_row {
	int64_t id, parent, notused;
	const char *detail;
};
static const struct db_column plan_columns[] = {
	DB_COLUMN_INT64(struct plan_row, id),
	DB_COLUMN_INT64(struct plan_row, parent),
	DB_COLUMN_INT64(struct plan_row, notused),
	DB_COLUMN_TEXT(struct plan_row, detail),
};
static const struct db_shape plan_shape = DB_SHAPE(struct plan_row, plan_columns);

static void
assert_walks_an_index(struct tx *tx, const struct access *access, const struct record_query *query)
{
	struct db_sql sql[3];
	size_t parts = record_list_texts(tx, access, query, sql), count;

	for (size_t p = 0; p < parts; p++) {
		const char *text = arena_printf(tx_arena(tx), "explain query plan %s", sql[p].sql);
		struct plan_row *rows =
			db_sql_list(tx, &plan_shape, &count,
				    (struct db_sql){.sql = text, .values = sql[p].values, .count = sql[p].count});

		assert_int_equal(tx_trouble(tx), DB_FINE);
		for (size_t i = 0; i < count; i++) {
			assert_null(strstr(rows[i].detail, "TEMP B-TREE"));
			if (strstr(rows[i].detail, "x_vehicles") != NULL && query->sort != NULL)
				assert_non_null(strstr(rows[i].detail, "INDEX x_"));
		}
	}
}

TEST(every_list_walks_an_index)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "plans", 0);
	struct world world;
	const struct access *access;
	struct tx *tx;

	vehicles_make(db, arena);
	world = rights_world(db, arena);
	access = access_of(&world, EVA, "vehicles");
	tx = db_read(db, arena);
	for (size_t f = 0; f < access->plan->module->field_count; f++) {
		const struct field *field = &access->plan->module->fields[f];
		struct record_query query = {.sort = field, .limit = 30};

		if (!field_sorts(field) || field->index == SYSTEM_CREATED_BY || field->index == SYSTEM_MODIFIED_BY ||
		    field->index == SYSTEM_APPROVAL || field->index == SYSTEM_REVIEW)
			continue;
		for (int direction = 0; direction < 2; direction++) {
			query.descending = direction == 1;
			query.after = false;
			assert_walks_an_index(tx, access, &query);
			query.after = true;
			query.after_value = field_kept_as(field) == DB_INT ? db_int(1) : db_text("a");
			assert_walks_an_index(tx, access, &query);
		}
	}
	assert_walks_an_index(tx, access, &(struct record_query){.limit = 30, .descending = true});
	db_read_end(tx);
	rights_free(world.rights);
	arena_free(arena);
}

/* ---- what is asked ---- */

static const struct condition *
filter_of(struct world *world, int64_t staff, const char *json)
{
	const struct access *access = access_of(world, staff, "vehicles");
	struct field_scope scope = plan_scope(access->plan);
	const char *error = NULL;
	struct doc *values;

	return condition_parse(world->arena, &scope, world_json(world, json), &error, &values);
}

static const char *
filtered(struct world *world, int64_t staff, const char *json)
{
	const struct condition *filter = filter_of(world, staff, json);

	assert_non_null(filter);
	return listed(world, staff, "vehicles",
		      (struct record_query){.filter = filter, .sort = field_of(world, "vehicles", "seats")});
}

TEST_BOTH_ENGINES_WITH(vehicles_make, lists_are_filtered_by_what_the_viewer_sees)
{
	struct world world = rights_world(db, arena);

	made(&world, BEN, "vehicles", FIELDS("plate", "Émile", "seats", "5", "fuel", "diesel", "bought", "2026-01-31"));
	made(&world, BEN, "vehicles", FIELDS("plate", "Zoé", "seats", "4", "notes", "été"));
	made(&world, CLEO, "vehicles", FIELDS("plate", "Max", "fuel", "petrol"));
	assert_string_equal(filtered(&world, EVA, "{}"), "Zoé Émile Max");
	assert_string_equal(
		filtered(&world, EVA, "{'all': [{'field': 'plate', 'comparison': 'contains', 'values': ['EMI']}]}"),
		"Émile");
	assert_string_equal(
		filtered(&world, EVA,
			 "{'any': [{'field': 'fuel', 'comparison': 'is', 'values': ['petrol']}, {'field': 'bought', "
			 "'comparison': 'below', 'values': ['2026-02-01']}]}"),
		"Émile Max");
	assert_string_equal(filtered(&world, BEN, "{'all': [{'field': 'seats', 'comparison': 'not_empty'}]}"),
			    "Zoé Émile");
	assert_string_equal(filtered(&world, BEN, "{'all': [{'field': 'owner', 'comparison': 'me'}]}"), "Zoé Émile");
	assert_string_equal(filtered(&world, CLEO, "{'all': [{'field': 'owner', 'comparison': 'me'}]}"), "Max");
	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'notes')");
	assert_null(filter_of(&world, BEN, "{'all': [{'field': 'notes', 'comparison': 'not_empty'}]}"));
	rights_free(world.rights);
}

/* Nothing of a hidden field comes out, whoever asks for it by pointer. */
TEST_BOTH_ENGINES_WITH(vehicles_make, hidden_fields_never_come_out)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "notes", "canary", "seats", "77"));
	const struct access *access;
	struct record_query query = {.limit = 5};
	struct record *records;
	size_t count;
	struct tx *tx;

	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			  "(select id from field where name in ('notes', 'seats'))");
	access = access_of(&world, BEN, "vehicles");
	query.sort = field_of(&world, "vehicles", "seats");
	query.fields = &query.sort;
	query.field_count = 1;
	tx = db_read(db, arena);
	records = record_list(tx, access, &query, &count);
	assert_int_equal(count, 1);
	assert_int_equal(records->cells[query.sort->index].type, DB_NULL);
	assert_null(record_groups(tx, access, &query, query.sort, NULL, &count));
	assert_int_equal(record_find(tx, access, id, false)->cells[query.sort->index].type, DB_NULL);
	query.link = field_of(&world, "vehicles", "seats");
	query.linked = 77;
	assert_null(record_list(tx, access, &query, &count));
	db_read_end(tx);
	assert_string_equal(cell(&world, BEN, "vehicles", id, "notes"), "-");
	assert_string_equal(cell(&world, EVA, "vehicles", id, "notes"), "canary");
	rights_free(world.rights);
}
