/* record_reached_store: begins at the owners whom a viewer reaches, and takes of each no more rows than a page has. */
#include "records/record_reached.h"

#include "base/arena.h"

/* What is the same in all parts of a statement. */
struct writing {
	struct sql *sql;
	const struct reached *reached;
	const char *table, *owner;
	const char *order;  /* "…, …": of the rows of one owner */
	const char *beyond; /* "<" or ">" */
};

/* Those whom the viewer, $1, reaches, and the viewer. */
static const char *
owners_text(struct arena *arena, enum db_engine engine)
{
	return arena_printf(arena,
			    "select %s as id union select staff_reach.owner_id from staff_reach where "
			    "staff_reach.staff_id = $1",
			    engine == DB_SQLITE ? "$1" : "cast($1 as bigint)");
}

static const char *
owner_of(struct arena *arena, const struct module *module)
{
	return arena_printf(arena, "%s.%s", module->table, module->fields[SYSTEM_OWNER].column);
}

static const char *
order_text(struct arena *arena, const struct reached *reached)
{
	const char *table = reached->plan->module->table, *to = reached->descending ? " desc" : "";

	if (reached->order == REACHED_BY_ID)
		return arena_printf(arena, "%s.id%s", table, to);
	return arena_printf(arena, "%s%s, %s.id%s", reached->value, to, table, to);
}

/* ---- SQLite ---- */

/* One row of one owner: the index has it at once, unless the condition of the list passes over some. */
static void
add_next(const struct writing *writing, const char *owner, const char *which)
{
	sql_printf(writing->sql, "(select %s.id from %s%s%s and %s = %s order by %s limit 1)", writing->table,
		   writing->table, writing->reached->where, which, writing->owner, owner, writing->order);
}

static void
add_following(const struct writing *writing)
{
	const struct reached *reached = writing->reached;
	struct arena *arena = writing->sql->arena;

	if (reached->order == REACHED_BY_ID) {
		add_next(writing, "merged.owner",
			 arena_printf(arena, "%s and %s.id %s merged.id", reached->same, writing->table,
				      writing->beyond));
		return;
	}
	sql_add(writing->sql, "coalesce(");
	add_next(writing, "merged.owner",
		 arena_printf(arena, " and %s = merged.value and %s.id %s merged.id", reached->value, writing->table,
			      writing->beyond));
	sql_add(writing->sql, ", ");
	add_next(writing, "merged.owner",
		 arena_printf(arena, " and %s %s merged.value", reached->value, writing->beyond));
	sql_add(writing->sql, ")");
}

/* The rows that wait are the first of each owner that is not taken yet; the first of them is taken, and the one behind
 * it waits in its place. */
static void
add_merged(const struct writing *writing)
{
	struct sql *sql = writing->sql;
	const struct reached *reached = writing->reached;
	const char *value = reached->order == REACHED_BY_ID ? "0" : reached->value;
	const char *to = reached->descending ? " desc" : "", *table = writing->table;

	sql_printf(sql,
		   "with recursive reached (id) as (%s), merged (owner, value, id) as (select %s, %s, %s.id from "
		   "reached cross join %s on %s.id = ",
		   owners_text(sql->arena, DB_SQLITE), writing->owner, value, table, table, table);
	add_next(writing, "reached.id", reached->begins);
	sql_printf(sql, " union all select %s, %s, %s.id from merged cross join %s on %s.id = ", writing->owner, value,
		   table, table, table);
	add_following(writing);
	sql_printf(sql, " order by 2%s, 3%s limit %zu) select merged.id from merged", to, to, reached->limit);
}

/* ---- PostgreSQL ---- */

static void
add_first_of_each(const struct writing *writing)
{
	const struct reached *reached = writing->reached;
	const char *to = reached->descending ? " desc" : "", *table = writing->table;
	bool by_value = reached->order == REACHED_BY_VALUE;

	sql_printf(writing->sql,
		   "select owned.id from (%s) as reached cross join lateral (select %s.id%s%s from %s%s%s",
		   owners_text(writing->sql->arena, DB_POSTGRES), table, by_value ? ", " : "",
		   by_value ? arena_printf(writing->sql->arena, "%s as value", reached->value) : "", table,
		   reached->where, reached->begins);
	sql_printf(writing->sql, " and %s = reached.id order by %s limit %zu) as owned order by ", writing->owner,
		   writing->order, reached->limit);
	if (by_value)
		sql_printf(writing->sql, "owned.value%s, ", to);
	sql_printf(writing->sql, "owned.id%s limit %zu", to, reached->limit);
}

/* ---- both ---- */

void
reached_first_sql(struct sql *sql, enum db_engine engine, const struct reached *reached)
{
	const struct module *module = reached->plan->module;
	const struct writing writing = {.sql = sql,
					.reached = reached,
					.table = module->table,
					.owner = owner_of(sql->arena, module),
					.order = order_text(sql->arena, reached),
					.beyond = reached->descending ? "<" : ">"};

	if (engine == DB_SQLITE) {
		sql_printf(sql, " and %s.id in (", module->table);
		add_merged(&writing);
		sql_add(sql, ")");
	} else {
		sql_printf(sql, " and %s.id = any (array(", module->table);
		add_first_of_each(&writing);
		sql_add(sql, "))");
	}
}

void
reached_alone_sql(struct sql *sql, const struct plan *plan)
{
	sql_printf(sql, " and %s = $1", owner_of(sql->arena, plan->module));
}

void
reached_rows_sql(struct sql *sql, enum db_engine engine, const struct plan *plan)
{
	bool sqlite = engine == DB_SQLITE;

	sql_printf(sql, " and %s %s%s%s", owner_of(sql->arena, plan->module), sqlite ? "in (" : "= any (array(",
		   owners_text(sql->arena, engine), sqlite ? ")" : "))");
}
