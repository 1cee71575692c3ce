/* portal_count_store: the plans of several tabs side by side in one statement. */
#include "records/portal_count.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "db/belt.h"
#include "records/record_select.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Of the places of every plan: who looks, and the record they sign in by. */
enum { SHARED_VALUES = 2, FEW = 1000 };

/* The places of a plan begin behind those of the others; $1 and $2 are the same for all. */
static void
add_moved(struct sql *sql, const char *text, int by)
{
	for (const char *dollar; (dollar = strchr(text, '$')) != NULL;) {
		char *end;
		long place = strtol(dollar + 1, &end, 10);

		build_printf(&sql->text, "%.*s$%ld", (int)(dollar - text), text,
			     place <= SHARED_VALUES ? place : place + by);
		text = end;
	}
	sql_add(sql, text);
}

static void
add_belt(struct belt *belt, const struct belt *other)
{
	for (size_t i = 0; other != NULL && i < other->count; i++)
		for (int engine = 0; engine < 2; engine++)
			if (other->entries[i].on[engine])
				belt_add_on(belt, (enum db_engine)engine, other->entries[i].table,
					    other->entries[i].column);
}

static void
add_rows(struct sql *sql, const struct access *access, int behind, const char *among, int64_t most)
{
	struct sql rows = sql_new(sql->arena);

	select_plan_rows(&rows, access, false);
	sql_printf(sql, "(select count(*) from (select 1 from %s", access->plan->module->table);
	add_moved(sql, builder_text(&rows.text), behind);
	sql_printf(sql, "%s limit %" PRId64 ") as counted)", among, most);
}

/* One number: the rows of this access, as lists select them. Of what ties few to the viewer only that is looked at:
 * otherwise all others would be passed over. */
static void
add_count(struct sql *sql, enum db_engine engine, const struct access *access, int64_t most)
{
	const struct plan *plan = access->plan;
	int behind = sql->count - SHARED_VALUES;

	if (plan->tied != NULL) {
		sql_printf(
			sql,
			"case when (select count(*) from (select tied.id from %s as tied limit %d) as few) <= %d then ",
			plan->tied, FEW + 1, FEW);
		add_rows(sql, access, behind,
			 arena_printf(sql->arena,
				      engine == DB_SQLITE ? " and %s.id in %s" : " and %s.id = any (array%s)",
				      plan->module->table, plan->tied),
			 most);
		sql_add(sql, " else ");
	}
	add_rows(sql, access, behind, "", most);
	sql_add(sql, plan->tied != NULL ? " end" : "");
	for (int i = SHARED_VALUES - 1; i < plan->value_count; i++)
		sql_bind(sql, plan->values[i]);
}

static struct sql
begun(struct tx *tx, const struct viewer *viewer)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_bind(&sql, db_int(viewer->client));
	sql_bind(&sql, db_int(viewer->record));
	sql_add(&sql, "select ");
	return sql;
}

/* How many of the accesses one statement holds. */
static size_t
fitting(const struct access *const *accesses, size_t count)
{
	int values = SHARED_VALUES;
	size_t fit = 0;

	while (fit < count && values + accesses[fit]->plan->value_count <= DB_SQL_VALUES)
		values += accesses[fit++]->plan->value_count;
	return fit;
}

static void
count_together(struct tx *tx, const struct access *const *accesses, size_t count, int64_t most, int64_t *counts)
{
	struct sql sql = begun(tx, accesses[0]->viewer);
	struct belt *belt = belt_new(tx_arena(tx), NULL);
	enum db_type *types = arena_make_array(tx_arena(tx), enum db_type, count);
	struct db_value *cells;
	size_t rows;

	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		add_count(&sql, tx_engine(tx), accesses[i], most);
		add_belt(belt, accesses[i]->plan->belt);
		types[i] = DB_INT;
	}
	sql.belt = unbelted() ? NULL : belt;
	cells = db_sql_cells(tx, sql_end(&sql), types, count, &rows);
	for (size_t i = 0; rows == 1 && i < count; i++)
		counts[i] = cells[i].integer;
}

int64_t *
portal_counts(struct tx *tx, const struct access *const *accesses, size_t count, int64_t most)
{
	int64_t *counts = arena_make_array(tx_arena(tx), int64_t, count + 1);
	const struct record_query all = {.limit = (size_t)most};

	if (count > 0 && accesses[0]->viewer->preview) { /* its plans are of two viewers, and records may be made up */
		for (size_t i = 0; i < count; i++)
			counts[i] = record_count(tx, accesses[i], &all, most);
		return counts;
	}
	for (size_t done = 0; done < count;) {
		size_t fit = fitting(accesses + done, count - done);

		count_together(tx, accesses + done, fit, most, counts + done);
		done += fit;
	}
	return counts;
}
