/* waiting_store: what waits for somebody, module by module, through their plan: counts are bounded, lists go by key. */
#include "approval/asked_sql.h"
#include "approval/review.h"

#include "base/arena.h"
#include "base/instant.h"
#include "db/belt.h"

#define MY_ROLE "(select me.role_id from staff as me where me.id = $1)"

/* " from …": the approvals of the module whose records the plan shows. */
static void
add_approvals(struct sql *sql, const struct access *access, bool all, bool untold)
{
	const struct plan *plan = access->plan;
	const char *table = plan->module->table;

	sql_reads(sql, "approval", NULL);
	sql_reads(sql, "approval_asked", NULL);
	sql_reads(sql, "approval_decision", NULL);
	sql_reads(sql, "role", NULL);
	sql_reads(sql, "staff", "id");
	sql_reads(sql, "staff", "name");
	sql_reads(sql, "staff", "role_id");
	sql_printf(sql,
		   " from approval as request join %s on %s.id = request.record_id where request.state = 'waiting' and "
		   "request.module_id = ",
		   table, table);
	sql_value(sql, db_int(plan->module->id));
	sql_printf(sql, " and %s.deleted_at is null and %s", table, plan->rows);
	if (!all)
		sql_add(sql, " and " ASKS("$1", MY_ROLE) " and not " HAS_APPROVED("$1"));
	if (untold)
		sql_add(sql, " and request.told = 0");
}

struct waiting_record *
waiting_approvals(struct tx *tx, const struct access *access, int64_t after, bool all, bool untold, size_t limit,
		  size_t *count)
{
	static const enum db_type types[] = {DB_INT, DB_INT, DB_TEXT, DB_TEXT, DB_INT, DB_INT, DB_INT};
	enum { WIDTH = sizeof types / sizeof types[0] };
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);
	struct waiting_record *waiting;
	const struct db_value *cells;

	sql_add(&sql, "select request.id, request.record_id, request.rule_name, "
		      "(select sender.name from staff as sender where sender.id = request.submitted_by), "
		      "request.step, request.steps, request.step_at");
	add_approvals(&sql, access, all, untold);
	sql_add(&sql, " and request.id > ");
	sql_value(&sql, db_int(after));
	sql_printf(&sql, " order by request.id limit %zu", limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, WIDTH, count);
	waiting = arena_make_array(tx_arena(tx), struct waiting_record, *count + 1);
	for (size_t i = 0; i < *count; i++, cells += WIDTH)
		waiting[i] = (struct waiting_record){
			.id = cells[0].integer,
			.access = access,
			.record_id = cells[1].integer,
			.rule_name = arena_text_of(tx_arena(tx), cells[2].bytes.at, cells[2].bytes.length),
			.submitter = cells[3].type == DB_NULL
					     ? NULL
					     : arena_text_of(tx_arena(tx), cells[3].bytes.at, cells[3].bytes.length),
			.step = (int)cells[4].integer,
			.steps = (int)cells[5].integer,
			.since = cells[6].integer,
		};
	return waiting;
}

int64_t
waiting_approval_count(struct tx *tx, const struct access *access, bool untold, int64_t most)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);

	sql_add(&sql, "select count(*) from (select 1 as one");
	add_approvals(&sql, access, false, untold);
	sql_add(&sql, " limit ");
	sql_value(&sql, db_int(most));
	sql_add(&sql, ") as waiting");
	return db_sql_get_int(tx, 0, sql_end(&sql));
}

int64_t *
waiting_modules(struct tx *tx, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;
	int64_t *ids;

	sql_add(&sql, "select id from module where exists (select 1 from approval where approval.module_id = module.id "
		      "and approval.state = 'waiting') order by id");
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

/* ---- review ---- */

/* The index of records in review serves only when the text says what it is about. */
static void
add_reviews(struct sql *sql, const struct plan *plan)
{
	const char *table = plan->module->table;

	sql_reads(sql, "staff", "id");
	sql_reads(sql, "staff", "name");
	sql_printf(sql, " from %s where %s and %s.deleted_at is null and %s", table,
		   plan->columns[SYSTEM_REVIEW] == NULL ? "1 = 0"
							: arena_printf(sql->arena, "%s.review = 'waiting'", table),
		   table, plan->rows);
	if (plan->rights->reviews[plan->module->index].reviewer_count == 0)
		sql_printf(sql, " and %s", plan->editable);
}

static const char *
shown_column(const struct plan *plan, enum system_field field)
{
	return plan->columns[field] == NULL ? "null" : plan->columns[field];
}

struct waiting_record *
waiting_reviews(struct tx *tx, const struct access *access, int64_t after, size_t limit, size_t *count)
{
	static const enum db_type types[] = {DB_INT, DB_INT, DB_TEXT};
	const char *table = access->plan->module->table;
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);
	struct waiting_record *waiting;
	const struct db_value *cells;

	sql_printf(&sql, "select %s.id, %s, (select sender.name from staff as sender where sender.id = %s)", table,
		   shown_column(access->plan, SYSTEM_CREATED_AT), shown_column(access->plan, SYSTEM_CREATED_BY));
	add_reviews(&sql, access->plan);
	sql_printf(&sql, " and %s.id > ", table);
	sql_value(&sql, db_int(after));
	sql_printf(&sql, " order by %s.id limit %zu", table, limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, 3, count);
	waiting = arena_make_array(tx_arena(tx), struct waiting_record, *count + 1);
	for (size_t i = 0; i < *count; i++, cells += 3)
		waiting[i] = (struct waiting_record){
			.id = cells[0].integer,
			.access = access,
			.record_id = cells[0].integer,
			.submitter = cells[2].type == DB_NULL
					     ? NULL
					     : arena_text_of(tx_arena(tx), cells[2].bytes.at, cells[2].bytes.length),
			.since = cells[1].type == DB_NULL ? NO_INSTANT : cells[1].integer,
		};
	return waiting;
}

int64_t
waiting_review_count(struct tx *tx, const struct access *access, int64_t most)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);

	sql_add(&sql, "select count(*) from (select 1 as one");
	add_reviews(&sql, access->plan);
	sql_add(&sql, " limit ");
	sql_value(&sql, db_int(most));
	sql_add(&sql, ") as waiting");
	return db_sql_get_int(tx, 0, sql_end(&sql));
}
