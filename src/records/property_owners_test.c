/* property_owners_test: among many rows, those of few owners are found by walking from the owners: the answers are what
 * reading every row gives, and what somebody who looks at each row says. */
#include "records/record_select.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "modules/module_store.h"
#include "rights/rights_world_test.h"

#include <stdlib.h>
#include <string.h>

/* Of Cleo so few that their rows are always read, of Dan some, of Ben and Cleo together many. */
enum { LEADS = 14000, FIRST = 100000, PAGE = 30, PAGES = 7 };

#define OWNER                                                                                                          \
	"case when i % 80 = 0 then 103 when i % 8 = 1 then 104 when i % 3 = 0 then 102 when i % 50 = 7 then null "     \
	"else 101 end"

/* ---- the house ---- */

static int64_t
make_role(struct tx *tx, const struct rights *rights, const char *name, int64_t parent)
{
	struct rights_trouble trouble = {.error = NULL};
	int64_t id;

	assert_int_equal(role_create(tx, rights, name, parent, &id, &trouble), RIGHTS_DONE);
	return id;
}

static void
give_role(struct tx *tx, int64_t staff, int64_t role)
{
	db_run(tx, "update staff set role_id = $2 where id = $1", db_int(staff), db_int(role));
}

struct tree {
	const struct rights *rights;
	int64_t top, sales;
};

static void
plant_top(struct tx *tx, void *data)
{
	struct tree *tree = data;

	tree->top = make_role(tx, tree->rights, "Top", 0);
}

static void
plant_sales(struct tx *tx, void *data)
{
	struct tree *tree = data;

	tree->sales = make_role(tx, tree->rights, "Sales", tree->top);
	give_role(tx, BEN, tree->sales);
	give_role(tx, DAN, make_role(tx, tree->rights, "Help", tree->top));
}

static void
plant_below(struct tx *tx, void *data)
{
	struct tree *tree = data;

	give_role(tx, CLEO, make_role(tx, tree->rights, "North", tree->sales));
	reach_recompute(tx);
	db_run(tx, "update module set sharing = 'private' where name = 'leads'");
	db_run(tx, "update profile_module set may = $1", db_int(MAY_VIEW | MAY_EDIT));
	db_run(tx,
	       "with recursive n(i) as (select 1 union all select i + 1 from n where i < $1) "
	       "insert into lead (id, name, name_key, state, amount, owner_id, created_at, approval, review, version) "
	       "select $2 + i, case when i % 11 = 5 then null else 'Name ' || (i % 97) end, "
	       "case when i % 11 = 5 then null else 'name ' || (i % 97) end, case when i % 7 = 0 then 'lost' else 'new' end, "
	       "case when i % 5 = 0 then null else (i * 7919) % 100000 end, " OWNER
	       ", i % 40, 'none', 'none', 1 from n",
	       db_int(LEADS), db_int(FIRST));
	catalogue_touch(tx);
}

static struct world
many_leads(struct db *db, struct arena *arena)
{
	static const db_body steps[] = {plant_top, plant_sales, plant_below};
	struct world world = rights_world(db, arena);
	struct tree tree;

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		tree.rights = world.rights;
		world_write(&world, steps[i], &tree);
	}
	return world;
}

/* ---- who looks at each row ---- */

struct plain {
	int64_t id, owner, amount, created;
	const char *name, *state;
	bool no_amount;
};

/* The values as the statement above makes them. */
static struct plain
lead_of(struct arena *arena, int64_t i)
{
	return (struct plain){.id = FIRST + i,
			      .owner = i % 80 == 0   ? CLEO
				       : i % 8 == 1  ? DAN
				       : i % 3 == 0  ? BEN
				       : i % 50 == 7 ? 0
						     : EVA,
			      .amount = i * 7919 % 100000,
			      .no_amount = i % 5 == 0,
			      .created = i % 40,
			      .name = i % 11 == 5 ? NULL : arena_printf(arena, "name %d", (int)(i % 97)),
			      .state = i % 7 == 0 ? "lost" : "new"};
}

struct look {
	int64_t staff;
	const char *sort, *filter;
	bool descending;
};

static bool
is_seen(const struct look *look, const struct plain *lead)
{
	bool theirs = lead->owner == look->staff || (look->staff == BEN && lead->owner == CLEO);

	if (look->filter == NULL)
		return theirs;
	if (strstr(look->filter, "state") != NULL)
		return theirs && strcmp(lead->state, "lost") == 0;
	return theirs && !lead->no_amount && lead->amount > 90000;
}

static const struct look *sorted_by; /* while qsort runs */

static int
compare(const void *one, const void *other)
{
	const struct plain *a = one, *b = other;
	int order = 0, ids = a->id > b->id ? 1 : -1;

	if (sorted_by->sort == NULL)
		return sorted_by->descending ? -ids : ids;
	if (strcmp(sorted_by->sort, "amount") == 0) {
		if (a->no_amount != b->no_amount)
			return a->no_amount ? 1 : -1; /* empty values come last, whichever way */
		order = a->no_amount ? 0 : (a->amount > b->amount) - (a->amount < b->amount);
	} else if (strcmp(sorted_by->sort, "created_at") == 0) {
		order = (a->created > b->created) - (a->created < b->created);
	} else {
		if ((a->name == NULL) != (b->name == NULL))
			return a->name == NULL ? 1 : -1;
		order = a->name == NULL ? 0 : strcmp(a->name, b->name);
	}
	order = order == 0 ? ids : order;
	return sorted_by->descending ? -order : order;
}

static struct plain *
seen_by(struct arena *arena, const struct look *look, size_t *count)
{
	struct plain *seen = arena_make_array(arena, struct plain, LEADS);

	*count = 0;
	for (int64_t i = 1; i <= LEADS; i++) {
		const struct plain lead = lead_of(arena, i);

		if (is_seen(look, &lead))
			seen[(*count)++] = lead;
	}
	sorted_by = look;
	qsort(seen, *count, sizeof *seen, compare);
	return seen;
}

/* ---- both ways ---- */

static struct record_query
query_of(struct world *world, const struct access *access, const struct look *look)
{
	struct record_query query = {.descending = look->descending, .limit = PAGE};
	struct field_scope scope = plan_scope(access->plan);
	struct doc *values;
	const char *error;

	if (look->sort != NULL)
		query.sort = plan_field(access->plan, look->sort);
	if (look->filter != NULL) {
		query.filter = condition_parse(world->arena, &scope, world_json(world, look->filter), &error, &values);
		assert_non_null(query.filter);
	}
	return query;
}

/* The pages in their order, then all rows at once, and how many there are. */
static void
compare_lists(struct tx *tx, const struct access *access, struct record_query query, const struct plain *seen,
	      size_t count)
{
	size_t at = 0, got;

	for (int page = 0; page < PAGES; page++) {
		const struct record *rows = record_list(tx, access, &query, &got);

		assert_int_equal(got, count - at < PAGE ? count - at : PAGE);
		for (size_t i = 0; i < got; i++)
			assert_int_equal(rows[i].id, seen[at + i].id);
		at += got;
		if (got < PAGE)
			break;
		query.after = true;
		query.after_id = rows[got - 1].id;
		query.after_value = query.sort == NULL ? db_null() : rows[got - 1].cells[query.sort->index];
	}
	query.after = false;
	assert_int_equal(record_count(tx, access, &query, LEADS), count);
	query.limit = LEADS;
	if (at == count)
		return;
	record_list(tx, access, &query, &got);
	assert_int_equal(got, count);
}

static void
look_both_ways(struct world *world, const struct look *look)
{
	struct arena *arena = arena_new(0);
	struct viewer viewer = world_viewer(world, look->staff);
	struct moment moment = world->moment;
	const struct plan *plan;
	struct plan wide;
	struct plain *seen;
	struct tx *tx;
	size_t count;

	moment.staff = look->staff;
	plan = plan_for(world->rights, &viewer, world_module(world, "leads"), &moment);
	assert_true(plan->by_owner);
	wide = *plan;
	wide.by_owner = false;
	seen = seen_by(arena, look, &count);
	tx = db_read(world->db, arena);
	for (int way = 0; way < 2; way++) {
		const struct access *access = access_to(arena, NULL, &viewer, way == 0 ? plan : &wide, &moment);

		compare_lists(tx, access, query_of(world, access, look), seen, count);
	}
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	arena_free(arena);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, rows_of_few_owners_are_the_same_whichever_way_they_are_found)
{
	static const int64_t viewers[] = {BEN, CLEO, DAN};
	static const char *const sorts[] = {NULL, "name", "amount", "created_at"};
	static const char *const filters[] = {NULL, "{'field': 'state', 'comparison': 'is', 'values': ['lost']}",
					      "{'field': 'amount', 'comparison': 'above', 'values': ['900']}"};
	struct world world = many_leads(db, arena);

	for (size_t v = 0; v < 3; v++)
		for (size_t s = 0; s < 4; s++)
			for (size_t f = 0; f < 3; f++)
				for (int down = 0; down < 2; down++)
					look_both_ways(&world,
						       &(struct look){viewers[v], sorts[s], filters[f], down == 1});
	rights_free(world.rights);
}

/* ---- which rows are read ---- */

static struct db_sql
explained(struct tx *tx, struct db_sql sql)
{
	bool sqlite = tx_engine(tx) == DB_SQLITE;

	sql.sql = arena_printf(tx_arena(tx), "%s %s", sqlite ? "explain query plan" : "explain (costs off)", sql.sql);
	sql.belt = NULL;
	return sql;
}

/* One owner's rows, in the order of their index; or a row whose id is known. */
static void
assert_begins_at_owners_sqlite(struct tx *tx, struct db_sql sql)
{
	static const enum db_type types[] = {DB_INT, DB_INT, DB_INT, DB_TEXT};
	size_t count, sorts = 0;
	const struct db_value *steps = db_sql_cells(tx, explained(tx, sql), types, 4, &count);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++) {
		const char *step =
			arena_text_of(tx_arena(tx), steps[4 * i + 3].bytes.at, steps[4 * i + 3].bytes.length);

		assert_null(strstr(step, "SCAN lead"));
		sorts += strstr(step, "FOR ORDER BY") != NULL;
		if (strstr(step, "SEARCH lead") != NULL && strstr(step, "(rowid=?)") == NULL)
			assert_non_null(strstr(step, "(owner_id=?"));
	}
	assert_true(sorts <= 1);
}

/* Rows of leads are read by their owner or by their id, and no other index of theirs is asked. */
static void
assert_begins_at_owners_postgres(struct tx *tx, struct db_sql sql)
{
	static const enum db_type types[] = {DB_TEXT};
	size_t count, walks = 0;
	const struct db_value *steps = db_sql_cells(tx, explained(tx, sql), types, 1, &count);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++) {
		const char *step = arena_text_of(tx_arena(tx), steps[i].bytes.at, steps[i].bytes.length);
		bool owners = strstr(step, "lead_owned") != NULL || strstr(step, "lead_owner_id") != NULL;

		assert_null(strstr(step, "Seq Scan on lead"));
		if (strstr(step, "using lead_") != NULL || strstr(step, "Index Scan on lead_") != NULL)
			assert_true(owners || strstr(step, "lead_pkey") != NULL);
		walks += owners;
	}
	assert_int_equal(walks, 1);
}

static void
assert_begins_at_owners(struct tx *tx, const struct access *access, const struct record_query *query)
{
	struct db_sql sql[RECORD_LIST_PARTS];
	size_t parts = record_list_texts(tx, access, query, sql);

	for (size_t p = 0; p < parts; p++)
		if (tx_engine(tx) == DB_SQLITE)
			assert_begins_at_owners_sqlite(tx, sql[p]);
		else
			assert_begins_at_owners_postgres(tx, sql[p]);
}

static void
gather_statistics(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "analyze");
}

static void
look_at_plans(struct world *world, int64_t staff)
{
	struct viewer viewer = world_viewer(world, staff);
	struct moment moment = world->moment;
	const struct plan *plan = plan_for(world->rights, &viewer, world_module(world, "leads"), &moment);
	const struct access *access = access_to(world->arena, NULL, &viewer, plan, &moment);
	struct tx *tx = db_read(world->db, world->arena);

	for (int down = 0; down < 2; down++) {
		struct record_query query = {.limit = PAGE, .descending = down == 1};

		assert_begins_at_owners(tx, access, &query);
		query.sort = plan->module->naming;
		assert_begins_at_owners(tx, access, &query);
		query.after = true;
		query.after_id = FIRST + 700;
		assert_begins_at_owners(tx, access, &query);
		query.after_value = db_text("name 5");
		assert_begins_at_owners(tx, access, &query);
	}
	db_read_end(tx);
}

/* Ben reaches Cleo; she reaches nobody. */
TEST_BOTH_ENGINES_WITH(rights_world_make, lists_begin_at_the_owners_whom_one_reaches)
{
	struct world world = many_leads(db, arena);

	if (db_engine(db) == DB_POSTGRES)
		world_write(&world, gather_statistics, NULL);
	look_at_plans(&world, BEN);
	look_at_plans(&world, CLEO);
	rights_free(world.rights);
}
