/* record_name_store: what records are called, and those whose names begin as typed. */
#include "records/question.h"
#include "records/record_select.h"
#include "records/sample.h"

#include "base/arena.h"

#include <string.h>

enum { NAMES_AT_ONCE = 256 };

static struct record_name
name_of_row(struct arena *arena, const struct module *module, const struct db_value *row)
{
	return (struct record_name){row[0].integer,
				    row[1].type == DB_NULL ? NULL : value_text(arena, module->naming, &row[1])};
}

static bool
has_names(const struct plan *plan)
{
	const struct field *naming = plan->module->naming;

	return naming != NULL && naming->type != FIELD_LOOKUPS && plan_shows(plan, naming);
}

/* "select id, name from … where …": the plan's rows. */
static struct sql
names_begun(struct arena *arena, const struct access *access)
{
	const struct plan *plan = access->plan;
	struct sql sql = plan_sql(arena, plan, access->viewer);

	sql_printf(&sql, "select %s.id, %s from %s", plan->module->table, plan->columns[plan->module->naming->index],
		   plan->module->table);
	select_plan_rows(&sql, access, false);
	return sql;
}

static struct db_value *
rows_of(struct tx *tx, const struct access *access, struct db_sql sql, size_t *count)
{
	enum db_type types[] = {DB_INT, field_kept_as(access->plan->module->naming)};

	return db_sql_cells(tx, sql, types, 2, count);
}

/* ---- of ids ---- */

/* Places in powers of two, so that the texts are few: the last id fills them up. */
static struct db_sql
names_sql(struct arena *arena, const struct access *access, const int64_t *ids, size_t count)
{
	struct sql sql = names_begun(arena, access);
	size_t places = 1;

	while (places < count)
		places *= 2;
	sql_printf(&sql, " and %s.id in (", access->plan->module->table);
	for (size_t i = 0; i < places; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(ids[i < count ? i : count - 1]));
	}
	sql_add(&sql, ")");
	return sql_end(&sql);
}

/* More places than a statement beside the plan's values may have. */
static size_t
most_at_once(const struct plan *plan)
{
	size_t places = NAMES_AT_ONCE;

	while (places + (size_t)plan->value_count + 1 > DB_SQL_VALUES)
		places /= 2;
	return places;
}

struct record_name *
record_names(struct tx *tx, const struct access *access, const int64_t *ids, size_t id_count, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	size_t most = most_at_once(access->plan);
	struct record_name *names = arena_make_array(arena, struct record_name, id_count);

	*count = 0;
	if (!has_names(access->plan))
		return NULL;
	if (sees_samples(access))
		return sample_names(arena, access, ids, id_count, count);
	for (size_t from = 0; from < id_count; from += most) {
		size_t part = id_count - from < most ? id_count - from : most, rows = 0;
		struct db_value *cells = rows_of(tx, access, names_sql(arena, access, ids + from, part), &rows);

		for (size_t i = 0; i < rows; i++)
			names[(*count)++] = name_of_row(arena, access->plan->module, cells + 2 * i);
	}
	return *count == 0 ? NULL : names;
}

/* ---- as one types ---- */

/* What lists leave out unless they are asked is not offered either. */
static struct sql
offers_begun(struct arena *arena, const struct access *access)
{
	const struct answers answers = answers_none(access);
	struct sql sql = names_begun(arena, access);

	answers_sql(&sql, access->plan->module, &answers);
	return sql;
}

static struct db_sql
beginnings_sql(struct arena *arena, const struct access *access, const char *typed, size_t limit)
{
	const struct field *naming = access->plan->module->naming;
	const char *compared = plan_compared(access->plan, naming);
	struct db_value from = db_text(typed), to = db_text(text_after_all(arena, typed));
	struct sql sql = offers_begun(arena, access);

	sql_printf(&sql, " and %s >= ", compared);
	sql_compared(&sql, naming, &from);
	sql_printf(&sql, " and %s < ", compared);
	sql_compared(&sql, naming, &to);
	sql_printf(&sql, " order by %s, %s.id limit %zu", compared, access->plan->module->table, limit);
	return sql_end(&sql);
}

static struct db_sql
words_sql(struct tx *tx, const struct access *access, const char *typed, size_t limit)
{
	const struct field *naming = access->plan->module->naming;
	struct sql sql = offers_begun(tx_arena(tx), access);

	select_search(&sql, tx, access, typed, naming, SEARCH_LOOKS_AT);
	sql_printf(&sql, " order by %s, %s.id limit %zu", plan_compared(access->plan, naming),
		   access->plan->module->table, limit);
	return sql_end(&sql);
}

static void
add_names(struct record_name *names, size_t *count, size_t limit, const struct record_name *more)
{
	for (size_t i = 0; i < *count; i++)
		if (names[i].id == more->id)
			return;
	if (*count < limit)
		names[(*count)++] = *more;
}

struct record_name *
record_suggestions(struct tx *tx, const struct access *access, const char *typed, size_t limit, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	const struct module *module = access->plan->module;
	struct record_name *names = arena_make_array(arena, struct record_name, limit);

	*count = 0;
	if (!has_names(access->plan) || field_kept_as(module->naming) != DB_TEXT)
		return NULL;
	if (sees_samples(access))
		return sample_suggestions(arena, access, typed, limit, count);
	for (int way = 0; way < 2 && *count < limit; way++) {
		size_t rows = 0;
		struct db_sql sql =
			way == 0 ? beginnings_sql(arena, access, typed, limit) : words_sql(tx, access, typed, limit);
		struct db_value *cells = rows_of(tx, access, sql, &rows);

		for (size_t i = 0; i < rows; i++) {
			struct record_name name = name_of_row(arena, module, cells + 2 * i);

			add_names(names, count, limit, &name);
		}
	}
	return *count == 0 ? NULL : names;
}

const char *
record_name_among(const struct record_name *names, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].id == id)
			return names[i].name;
	return NULL;
}
