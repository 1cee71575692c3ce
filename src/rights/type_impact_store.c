/* type_impact_store: asks for portions of the people of a user type what each of two plans lets them see. */
#include "rights/type_impact.h"

#include "base/arena.h"
#include "rights/plan_input.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

/* The first portion is small: it tells how long one takes. */
enum { PORTION_FIRST = 20, PORTION_MOST = 500 };

/* ---- people ---- */

static bool
are_contacts(const struct user_type *type)
{
	return text_equal(type->main->name, "contacts");
}

/* Adds "select …": record_id and client_id of each; a contact once for each client they act for. */
static void
add_people(struct sql *sql, const struct user_type *type)
{
	if (!are_contacts(type)) {
		sql_add(sql,
			"select p.record_id as record_id, cast(0 as bigint) as client_id from portal_user p join ");
		sql_printf(sql, "%s t on t.id = p.record_id where p.blocked_at is null and t.deleted_at is null and ",
			   type->main->table);
		sql_add(sql, "p.user_type_id = ");
		sql_value(sql, db_int(type->id));
		return;
	}
	sql_add(sql, "select c.id as record_id, m.client_id as client_id from contact c join client_contact m on "
		     "m.contact_id = c.id join client k on k.id = m.client_id left join portal_user p on p.record_id = "
		     "c.id and p.module_id = ");
	sql_value(sql, db_int(type->main->id));
	sql_add(sql, " where c.deleted_at is null and c.blocked_at is null and k.deleted_at is null and "
		     "(p.user_type_id = ");
	sql_value(sql, db_int(type->id));
	sql_add(sql, type->is_default ? " or (p.user_type_id is null and c.entered_at is not null))" : ")");
}

int64_t
type_people(struct tx *tx, const struct user_type *type)
{
	struct sql sql = sql_new(tx_arena(tx));

	if (type->main == NULL)
		return 0;
	sql_add(&sql, "select count(distinct person.record_id) from (");
	add_people(&sql, type);
	sql_add(&sql, ") person");
	return db_sql_get_int(tx, 0, sql_end(&sql));
}

/* ---- plans ---- */

static const struct plan *
plan_of(struct arena *arena, const struct rights *rights, const struct user_type *type, const struct module *module,
	const struct moment *moment)
{
	const struct plan_input input = {.kind = VIEWER_CLIENT, .type = type, .today = moment->today};

	return plan_compile(arena, rights, module, &input, moment);
}

/* A plan whose own values, $3 and on, are bound from `first` on. */
struct bound {
	const struct plan *plan;
	int first;
};

static struct bound
bind_plan(struct sql *sql, const struct plan *plan)
{
	struct bound bound = {plan, sql->count + 1};

	for (int i = 1; i < plan->value_count; i++)
		sql_bind(sql, plan->values[i]);
	return bound;
}

/* The rows of the plan, asked of whichever person the statement is at: instead of $1 and $2, their client and record.
 */
static void
add_rows(struct sql *sql, const struct bound *bound)
{
	for (const char *text = bound->plan->rows; *text != '\0';) {
		char *end = NULL;
		long place = *text == '$' ? strtol(text + 1, &end, 10) : 0;

		if (place == 1)
			sql_add(sql, "person.client_id");
		else if (place == 2)
			sql_add(sql, "person.record_id");
		else if (place > 2)
			sql_printf(sql, "$%ld", place - 3 + bound->first);
		else
			sql_printf(sql, "%c", *text);
		text = place > 0 ? end : text + 1;
	}
}

static void
add_count(struct sql *sql, const struct bound *bound, const struct bound *other, const char *name)
{
	const char *table = bound->plan->module->table;

	sql_printf(sql, "(select count(*) from (select 1 from %s where %s.deleted_at is null and ", table, table);
	add_rows(sql, bound);
	sql_add(sql, " and (");
	add_rows(sql, other);
	sql_printf(sql, ") is not true limit %d) counted) as %s", FELT_MOST, name);
}

/* ---- portions ---- */

static const struct db_column felt_columns[] = {
	DB_COLUMN_INT64(struct felt, person),
	DB_COLUMN_INT64(struct felt, gained),
	DB_COLUMN_INT64(struct felt, lost),
};
static const struct db_shape felt_shape = DB_SHAPE(struct felt, felt_columns);

/* The next so many people behind this one, with what each gains and loses. */
static const struct felt *
portion(struct tx *tx, const struct plan *before, const struct plan *after, const struct user_type *type,
	int64_t behind, int size, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct bound was = bind_plan(&sql, before), is = bind_plan(&sql, after);

	sql_add(&sql, "with everybody as (");
	add_people(&sql, type);
	sql_add(&sql, "), person as (select record_id, client_id from everybody where record_id in (select distinct "
		      "record_id from everybody where record_id > ");
	sql_value(&sql, db_int(behind));
	sql_printf(&sql, " order by record_id limit %d)) select person, cast(sum(gained) as bigint) as gained, ", size);
	sql_add(&sql, "cast(sum(lost) as bigint) as lost from (select person.record_id as person, ");
	add_count(&sql, &is, &was, "gained");
	sql_add(&sql, ", ");
	add_count(&sql, &was, &is, "lost");
	sql_add(&sql, " from person) felt group by person order by person");
	return db_sql_list(tx, &felt_shape, count, sql_end(&sql));
}

static void
take_down(struct felt_sums *sums, const struct felt *felt)
{
	sums->gaining += felt->gained > 0;
	sums->losing += felt->lost > 0;
	if ((felt->gained > 0 || felt->lost > 0) && sums->example_count < FELT_EXAMPLES)
		sums->examples[sums->example_count++] = *felt;
}

static bool
is_same(const struct plan *one, const struct plan *other)
{
	if (!text_equal(one->rows, other->rows) || one->value_count != other->value_count)
		return false;
	for (int i = 1; i < one->value_count; i++) {
		const struct db_value *left = &one->values[i], *right = &other->values[i];

		if (left->type != right->type || left->integer != right->integer ||
		    (left->type == DB_TEXT && !str_equal(left->bytes, right->bytes)))
			return false;
	}
	return true;
}

struct felt_sums
type_impact(struct tx *tx, const struct rights *rights, const struct user_type *before, const struct user_type *after,
	    const struct module *module, const struct moment *moment, int64_t deadline)
{
	const struct plan *was = plan_of(tx_arena(tx), rights, before, module, moment);
	const struct plan *is = plan_of(tx_arena(tx), rights, after, module, moment);
	struct felt_sums sums = {0};
	int64_t behind = 0;
	size_t count = 1;

	if (is_same(was, is) || after->main == NULL)
		return sums;
	for (int size = PORTION_FIRST; count > 0; size = size * 5 < PORTION_MOST ? size * 5 : PORTION_MOST) {
		const struct felt *felt;

		if (clock_monotonic() > deadline) {
			sums.uncounted = true;
			break;
		}
		felt = portion(tx, was, is, after, behind, size, &count);
		for (size_t i = 0; i < count; i++)
			take_down(&sums, &felt[i]);
		behind = count == 0 ? behind : felt[count - 1].person;
	}
	return sums;
}
