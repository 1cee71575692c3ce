/* condition_sql: a condition as an expression that is true or false for every row, never null. */
#include "base/arena.h"
#include "base/check.h"
#include "modules/condition_parts.h"

#include <inttypes.h>

/* A comparison on its way into a statement. */
struct writing {
	struct sql *sql;
	const struct condition *condition;
	const struct moment *moment;
	const char *read; /* the expression that is compared */
};

/* ---- texts ---- */

static struct db_value
compared_value(const struct writing *writing, size_t value)
{
	const struct condition *condition = writing->condition;
	struct arena *arena = writing->sql->arena;

	return db_text(value_compared(arena, condition->field, value_bytes(arena, &condition->values[value])));
}

static struct db_value
contains_pattern(const struct writing *writing, size_t value)
{
	struct builder pattern = builder_new(writing->sql->arena, 0);
	struct str text = compared_value(writing, value).bytes;

	build_char(&pattern, '%');
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == '%' || text.at[i] == '_' || text.at[i] == '\\')
			build_char(&pattern, '\\');
		build_char(&pattern, text.at[i]);
	}
	build_char(&pattern, '%');
	return db_text(builder_text(&pattern));
}

static void
write_begins(const struct writing *writing, size_t value)
{
	int start = sql_bind(writing->sql, compared_value(writing, value));

	sql_printf(writing->sql, "(%s >= $%d and %s < $%d || '" CONDITION_LAST_CHARACTER "')", writing->read, start,
		   writing->read, start);
}

/* Byte by byte, as like is not on SQLite: two codes may differ in their case only. */
static void
write_has_item(const struct writing *writing, size_t value)
{
	struct sql *sql = writing->sql;
	int item = sql_bind(sql, db_text(condition_item(sql->arena, writing->condition, value)));

	sql_printf(sql, "replace(%s, $%d, '') <> %s", writing->read, item, writing->read);
}

static void
write_text(const struct writing *writing, size_t value)
{
	struct sql *sql = writing->sql;

	switch (writing->condition->comparison) {
	case COMPARE_CONTAINS:
		sql_printf(sql, "%s like $%d escape '\\'", writing->read,
			   sql_bind(sql, contains_pattern(writing, value)));
		break;
	case COMPARE_BEGINS:
		write_begins(writing, value);
		break;
	default:
		sql_printf(sql, "%s = $%d", writing->read, sql_bind(sql, compared_value(writing, value)));
	}
}

/* ---- integers ---- */

static void
write_within(const struct writing *writing, const struct stretch *stretch)
{
	int from = sql_bind(writing->sql, db_int(stretch->from));

	sql_printf(writing->sql, "(%s >= $%d and %s < $%d + %" PRId64 ")", writing->read, from, writing->read, from,
		   stretch->until - stretch->from);
}

static void
write_integer(const struct writing *writing, size_t value)
{
	struct stretch stretch = condition_stretch(writing->sql->arena, writing->condition, value, writing->moment);
	const char *sign = "=";
	int64_t limit = stretch.from;

	switch (writing->condition->comparison) {
	case COMPARE_ABOVE:
		sign = ">=";
		limit = stretch.until;
		break;
	case COMPARE_AT_LEAST:
		sign = ">=";
		break;
	case COMPARE_BELOW:
		sign = "<";
		break;
	case COMPARE_AT_MOST:
		sign = "<";
		limit = stretch.until;
		break;
	default:
		if (stretch.until - stretch.from > 1) {
			write_within(writing, &stretch);
			return;
		}
	}
	sql_printf(writing->sql, "%s %s $%d", writing->read, sign, sql_bind(writing->sql, db_int(limit)));
}

/* ---- comparisons ---- */

static bool
is_of_texts(const struct field *field)
{
	return field->type != FIELD_LOOKUPS && field_kept_as(field) == DB_TEXT;
}

/* Whether the values are what the column has: then a list finds them through an index. */
static bool
are_exact(const struct condition *condition)
{
	if ((condition->comparison != COMPARE_IS && condition->comparison != COMPARE_IS_NOT) ||
	    condition_is_list(condition->field) || condition->value_count < 2)
		return false;
	for (size_t i = 0; i < condition->value_count; i++)
		if (!is_of_texts(condition->field) && condition->values[i].type != DB_INT)
			return false;
	return true;
}

static void
write_in_list(const struct writing *writing)
{
	const struct condition *condition = writing->condition;
	bool texts = is_of_texts(condition->field);

	sql_printf(writing->sql, "(%s in (", writing->read);
	for (size_t i = 0; i < condition->value_count; i++) {
		sql_add(writing->sql, i > 0 ? ", " : "");
		sql_value(writing->sql, texts ? compared_value(writing, i) : condition->values[i]);
	}
	sql_add(writing->sql, "))");
}

/* True when one of the values is met. */
static void
write_any_value(const struct writing *writing)
{
	const struct condition *condition = writing->condition;

	if (are_exact(condition)) {
		write_in_list(writing);
		return;
	}
	sql_add(writing->sql, "(");
	for (size_t i = 0; i < condition->value_count; i++) {
		sql_add(writing->sql, i > 0 ? " or " : "");
		if (condition_is_list(condition->field))
			write_has_item(writing, i);
		else if (is_of_texts(condition->field))
			write_text(writing, i);
		else
			write_integer(writing, i);
	}
	sql_add(writing->sql, condition->value_count == 0 ? "1 = 0)" : ")");
}

/* Whoever looks is $1 where records are read: so the text serves for all of them. */
static void
write_me(const struct writing *writing)
{
	struct sql *sql = writing->sql;
	int64_t staff = writing->moment->staff;
	int place = 1;

	if (staff == 0) {
		sql_add(sql, "1 = 0");
		return;
	}
	if (sql->count == 0 || sql->values[0].type != DB_INT || sql->values[0].integer != staff)
		place = sql_bind(sql, db_int(staff));
	sql_printf(sql, "%s is not null and %s = $%d", writing->read, writing->read, place);
}

static void
write_comparison(const struct writing *writing)
{
	struct sql *sql = writing->sql;
	bool texts = is_of_texts(writing->condition->field);

	sql_add(sql, "(");
	switch (writing->condition->comparison) {
	case COMPARE_EMPTY:
		sql_printf(sql, texts ? "%s is null or %s = ''" : "%s is null", writing->read, writing->read);
		break;
	case COMPARE_NOT_EMPTY:
		sql_printf(sql, texts ? "%s is not null and %s <> ''" : "%s is not null", writing->read, writing->read);
		break;
	case COMPARE_ME:
		write_me(writing);
		break;
	case COMPARE_IS_NOT:
		sql_printf(sql, "%s is null or not ", writing->read);
		write_any_value(writing);
		break;
	default:
		sql_printf(sql, "%s is not null and ", writing->read);
		write_any_value(writing);
	}
	sql_add(sql, ")");
}

static void
write_links(struct sql *sql, const struct condition *condition)
{
	enum comparison comparison = condition->comparison;
	bool absent = comparison == COMPARE_EMPTY || comparison == COMPARE_IS_NOT;
	bool values = comparison == COMPARE_CONTAINS || comparison == COMPARE_IS_NOT;

	sql_printf(sql,
		   "(%sexists (select 1 from record_link where record_link.field_id = %" PRId64
		   " and record_link.record_id = %s.id",
		   absent ? "not " : "", condition->field->id, condition->field->module->table);
	sql_add(sql, values ? " and record_link.target_id in (" : "");
	for (size_t i = 0; values && i < condition->value_count; i++)
		sql_printf(sql, "%s$%d", i > 0 ? ", " : "", sql_bind(sql, condition->values[i]));
	sql_add(sql, values ? ")))" : "))");
}

/* ---- the whole ---- */

void
condition_sql(struct sql *sql, const struct condition *condition, const struct moment *moment,
	      const char *(*column)(const void *context, const struct field *field), const void *context)
{
	const struct field *field = condition->field;
	struct writing writing = {sql, condition, moment, NULL};

	if (condition->kind != CONDITION_COMPARE) {
		const char *joined = condition->kind == CONDITION_ALL ? " and " : " or ";

		sql_add(sql, "(");
		for (size_t i = 0; i < condition->part_count; i++) {
			sql_add(sql, i > 0 ? joined : "");
			condition_sql(sql, &condition->parts[i], moment, column, context);
		}
		if (condition->part_count == 0)
			sql_add(sql, condition->kind == CONDITION_ALL ? "1 = 1" : "1 = 0");
		sql_add(sql, ")");
		return;
	}
	if (field->type == FIELD_LOOKUPS) {
		write_links(sql, condition);
		return;
	}
	writing.read = column(context, field);
	if (writing.read == NULL)
		writing.read = is_of_texts(field) ? "cast(null as text)" : "cast(null as bigint)";
	else if (value_is_lowered(field))
		writing.read = arena_printf(sql->arena, "lower(%s)", writing.read);
	if (condition_is_no(condition))
		writing.read = arena_printf(sql->arena, "coalesce(%s, 0)", writing.read);
	write_comparison(&writing);
}
