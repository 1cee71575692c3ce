/* record_tie_test: among very many records, the few of somebody of the portal are read by what ties them: the answers
 * are what reading every row gives, and no other rows are read. */
#include "records/record_select.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "modules/module_store.h"
#include "records/record_narrow.h"
#include "rights/rights_world_test.h"

#include <stdlib.h>
#include <string.h>

/* Every 400th ticket is of the one client, of whom there are few; each has a comment. */
enum { TICKETS = 12000, EVERY = 400, FIRST = 100000, COMMENTS = 500000, FEW_CLIENT = 601, PERSON = 501, PAGE = 12 };

static const char setup[] =
	"{\"tabs\": [{\"module\": \"tickets\", \"tie\": \"client\", \"link\": \"client\", \"layouts\": [{\"fields\": "
	"{\"subject\": \"read\", \"created_at\": \"read\"}}]}, {\"module\": \"comments\", \"tie\": \"through\", "
	"\"link\": \"ticket\", \"layouts\": [{\"fields\": {\"text\": \"read\"}}]}]}";

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'S', 'S', 'FR', '#000000', 'F', 'A', 30, 0, 1)");
	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)");
	db_run(tx,
	       "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, "
	       "created_at, version) select 1, 1, id, 1, 1, '{}', $1, 0, 1 from module where name = 'contacts'",
	       db_text(setup));
	db_run(tx,
	       "with recursive n(i) as (select 1 union all select i + 1 from n where i < $1) insert into ticket (id, "
	       "subject, subject_key, client_id, state, priority, created_at, approval, review, version) select $2 + i, "
	       "'T ' || (i * 7919) % 1000, 't ' || (i * 7919) % 1000, case when i % $3 = 0 then $4 else 1000 + i % 5 "
	       "end, 'new', 'normal', i % 40, 'none', 'none', 1 from n",
	       db_int(TICKETS), db_int(FIRST), db_int(EVERY), db_int(FEW_CLIENT));
	db_run(tx,
	       "insert into comment (id, text, text_key, ticket_id, internal, created_at, approval, review, version) "
	       "select id + $1, 'c', 'c', id, 0, 0, 'none', 'none', 1 from ticket",
	       db_int(COMMENTS));
	catalogue_touch(tx);
}

static void
gather_statistics(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "analyze");
}

/* ---- both ways ---- */

struct looking {
	struct tx *tx;
	const struct viewer *viewer;
	const struct plan *plan;
	const struct moment *moment;
};

/* All pages, as one list of ids. */
static int64_t *
ids_of(const struct looking *looking, const struct plan *plan, struct record_query query, size_t *count)
{
	struct arena *arena = tx_arena(looking->tx);
	const struct access *access = access_to(arena, NULL, looking->viewer, plan, looking->moment);
	int64_t *ids = arena_make_array(arena, int64_t, TICKETS + 1);
	size_t got;

	*count = 0;
	do {
		const struct record *rows = record_list(looking->tx, access, &query, &got);

		for (size_t i = 0; i < got && *count < TICKETS; i++)
			ids[(*count)++] = rows[i].id;
		if (got < query.limit)
			break;
		query.after = true;
		query.after_id = rows[got - 1].id;
		query.after_value = query.sort == NULL ? db_null() : rows[got - 1].cells[query.sort->index];
	} while (got > 0);
	assert_int_equal(record_count(looking->tx, access, &query, TICKETS), *count);
	return ids;
}

static void
compare_ways(const struct looking *looking, const struct record_query *query)
{
	struct plan wide = *looking->plan;
	size_t count, other;
	const int64_t *ids, *others;

	wide.tied = NULL;
	ids = ids_of(looking, looking->plan, *query, &count);
	others = ids_of(looking, &wide, *query, &other);
	assert_int_equal(count, TICKETS / EVERY);
	assert_int_equal(count, other);
	assert_memory_equal(ids, others, count * sizeof *ids);
}

/* ---- which rows are read ---- */

static const char *
steps_of(struct tx *tx, struct db_sql sql)
{
	static const enum db_type sqlite_types[] = {DB_INT, DB_INT, DB_INT, DB_TEXT}, postgres_types[] = {DB_TEXT};
	bool sqlite = tx_engine(tx) == DB_SQLITE;
	size_t width = sqlite ? 4 : 1, count;
	struct builder steps = builder_new(tx_arena(tx), 0);
	const struct db_value *cells;

	sql.sql = arena_printf(tx_arena(tx), "%s %s", sqlite ? "explain query plan" : "explain (costs off)", sql.sql);
	sql.belt = NULL;
	cells = db_sql_cells(tx, sql, sqlite ? sqlite_types : postgres_types, width, &count);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++) {
		build_str(&steps, cells[i * width + width - 1].bytes);
		build_text(&steps, "\n");
	}
	return builder_text(&steps);
}

/* Never all of a table, never along the order of the list. */
static void
assert_reads_few(const struct looking *looking, const struct record_query *query)
{
	static const char *const walks[] = {"SCAN ticket",	   "SCAN comment",   "Seq Scan on ticket",
					    "Seq Scan on comment", "ticket_subject", "ticket_created"};
	const struct access *access =
		access_to(tx_arena(looking->tx), NULL, looking->viewer, looking->plan, looking->moment);
	struct db_sql sql[RECORD_LIST_PARTS];
	size_t parts = record_list_texts(looking->tx, access, query, sql);

	for (size_t p = 0; p < parts; p++) {
		const char *steps = steps_of(looking->tx, sql[p]);

		for (size_t w = 0; w < sizeof walks / sizeof walks[0]; w++)
			if (strstr(steps, walks[w]) != NULL)
				fail_msg("%s\nis read so:\n%s", sql[p].sql, steps);
		assert_true(strstr(steps, "ticket_client_id") != NULL);
	}
}

static void
look_at(struct world *world, const char *module, const char *sort)
{
	const struct viewer person = {
		.kind = VIEWER_CLIENT, .contact = PERSON, .record = PERSON, .client = FEW_CLIENT, .theme = ""};
	struct arena *arena = arena_new(0);
	struct looking looking = {.tx = db_read(world->db, arena),
				  .viewer = &person,
				  .plan = plan_for(world->rights, &person, world_module(world, module), &world->moment),
				  .moment = &world->moment};

	assert_non_null(looking.plan->tied);
	for (int down = 0; down < 2; down++) {
		struct record_query query = {.limit = PAGE, .descending = down == 1};

		query.sort = sort == NULL ? NULL : plan_field(looking.plan, sort);
		assert_reads_few(&looking, &query);
		compare_ways(&looking, &query);
	}
	assert_int_equal(tx_trouble(looking.tx), DB_FINE);
	db_read_end(looking.tx);
	arena_free(arena);
}

/* SQLite would rather read and sort very many. */
static void
assert_walks_many(const struct world *world, struct arena *arena)
{
	const struct viewer person = {
		.kind = VIEWER_CLIENT, .contact = PERSON, .record = PERSON, .client = FEW_CLIENT, .theme = ""};
	const struct plan *plan = plan_for(world->rights, &person, world_module(world, "tickets"), &world->moment);
	struct narrowing many = {.sources = {{NARROW_TIE, plan->tied_by, NULL}}, .count = 1};
	struct narrow_scope scope = {plan, &many, plan_field(plan, "subject"), arena, DB_SQLITE};

	assert_non_null(strstr(narrow_plan_rows(&scope), "+ticket.client_id = $1"));
	scope.sort = NULL; /* behind the client the index has the ids in order */
	assert_string_equal(narrow_plan_rows(&scope), plan->rows);
	many.few = &many.sources[0];
	assert_string_equal(narrow_plan_rows(&scope), plan->walked);
	scope.engine = DB_POSTGRES;
	assert_string_equal(narrow_plan_rows(&scope), plan->rows);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, few_records_of_somebody_of_the_portal_are_read_by_what_ties_them)
{
	struct world world = rights_world(db, arena);

	world_write(&world, fill, NULL);
	if (db_engine(db) == DB_POSTGRES)
		world_write(&world, gather_statistics, NULL);
	look_at(&world, "tickets", NULL);
	look_at(&world, "tickets", "subject");
	look_at(&world, "tickets", "created_at");
	look_at(&world, "comments", NULL);
	assert_walks_many(&world, arena);
	rights_free(world.rights);
}
