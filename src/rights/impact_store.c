/* impact_store: two plans in one statement: the values of the second stand behind those of the first. */
#include "rights/impact_store.h"

#include "base/arena.h"
#include "modules/value.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

/* ---- staff ---- */

static const struct db_column affected_columns[] = {
	DB_COLUMN_INT64(struct affected, id),
	DB_COLUMN_INT64(struct affected, profile_id),
	DB_COLUMN_INT64(struct affected, role_id),
	DB_COLUMN_TEXT(struct affected, name),
};
static const struct db_shape affected_shape = DB_SHAPE(struct affected, affected_columns);

struct affected *
affected_staff(struct tx *tx, size_t *count)
{
	return db_list(tx, &affected_shape, count,
		       "select id, profile_id, role_id, name from staff where disabled_at is null order by name, id "
		       "limit $1",
		       db_int(IMPACT_STAFF));
}

struct viewer
viewer_of_affected(const struct affected *person)
{
	return (struct viewer){
		.kind = VIEWER_STAFF,
		.staff = person->id,
		.profile = profile_of_id(person->profile_id),
		.profile_id = person->profile_id,
		.role_id = person->role_id,
		.name = person->name,
	};
}

/* ---- reach ---- */

struct pair {
	int64_t staff_id, owner_id;
};
struct reach {
	struct pair *pairs; /* in order */
	size_t count;
};
static const struct db_column pair_columns[] = {
	DB_COLUMN_INT64(struct pair, staff_id),
	DB_COLUMN_INT64(struct pair, owner_id),
};
static const struct db_shape pair_shape = DB_SHAPE(struct pair, pair_columns);

const struct reach *
reach_now(struct tx *tx)
{
	struct reach *reach = arena_make(tx_arena(tx), struct reach);

	reach->pairs = db_list(tx, &pair_shape, &reach->count,
			       "select staff_id, owner_id from staff_reach order by staff_id, owner_id");
	return reach;
}

static int
compare_pairs(const void *one, const void *other)
{
	const struct pair *left = one, *right = other;

	if (left->staff_id != right->staff_id)
		return left->staff_id < right->staff_id ? -1 : 1;
	return (left->owner_id > right->owner_id) - (left->owner_id < right->owner_id);
}

static bool
reaches(const struct reach *reach, const struct pair *pair)
{
	return reach->count > 0 &&
	       bsearch(pair, reach->pairs, reach->count, sizeof *reach->pairs, compare_pairs) != NULL;
}

size_t
reach_beyond(const struct reach *one, const struct reach *other, int64_t staff, int64_t *owners)
{
	size_t count = 0;

	for (size_t i = 0; i < one->count && count < IMPACT_OWNERS; i++)
		if (one->pairs[i].staff_id == staff && !reaches(other, &one->pairs[i]))
			owners[count++] = one->pairs[i].owner_id;
	return count;
}

bool
reach_equal(const struct reach *one, const struct reach *other)
{
	if (one->count != other->count)
		return false;
	for (size_t i = 0; i < one->count; i++)
		if (compare_pairs(&one->pairs[i], &other->pairs[i]) != 0)
			return false;
	return true;
}

/* ---- rows ---- */

/* The places of a plan's own values, $2 and on, moved by so many; $1 stays whoever looks. */
static void
add_shifted(struct sql *sql, const char *text, int by)
{
	while (*text != '\0') {
		char *end = NULL;
		long place = *text == '$' ? strtol(text + 1, &end, 10) : 0;

		if (place > 1) {
			sql_printf(sql, "$%ld", place + by);
			text = end;
		} else
			sql_printf(sql, "%c", *text++);
	}
}

static void
add_rows(struct sql *sql, const struct difference *difference)
{
	const struct module *module = difference->plan->module;
	const char *owner = module->fields[SYSTEM_OWNER].column;

	sql_printf(sql, " from %s where %s.deleted_at is null and %s", module->table, module->table, difference->text);
	if (difference->owners != NULL) {
		sql_printf(sql, " and %s.%s in (", module->table, owner);
		for (size_t i = 0; i < difference->owner_count; i++)
			sql_printf(sql, i == 0 ? "%" PRId64 : ", %" PRId64, difference->owners[i]);
		sql_add(sql, ")");
	}
	if (difference->other == NULL)
		return;
	sql_add(sql, " and (");
	add_shifted(sql, difference->except, difference->plan->value_count);
	sql_add(sql, ") is not true");
}

static struct sql
begun(struct arena *arena, const struct difference *difference, const struct viewer *viewer)
{
	struct sql sql = plan_sql_whole(arena, difference->plan, viewer);

	for (int i = 0; difference->other != NULL && i < difference->other->value_count; i++)
		sql_bind(&sql, difference->other->values[i]);
	return sql;
}

static const char *
examples(struct tx *tx, const struct difference *difference, const struct viewer *viewer)
{
	struct arena *arena = tx_arena(tx);
	const struct module *module = difference->plan->module;
	struct sql sql = begun(arena, difference, viewer);
	struct builder names = builder_new(arena, 0);
	const struct db_value *cells;
	enum db_type type;
	size_t count;

	if (module->naming == NULL || module->naming->column == NULL)
		return "";
	type = field_kept_as(module->naming);
	sql_printf(&sql, "select %s.%s", module->table, module->naming->column);
	add_rows(&sql, difference);
	sql_printf(&sql, " order by %s.id desc limit %d", module->table, IMPACT_EXAMPLES);
	cells = db_sql_cells(tx, sql_end(&sql), &type, 1, &count);
	for (size_t i = 0; i < count; i++)
		if (cells[i].type != DB_NULL)
			build_printf(&names, "%s%s", names.length > 0 ? ", " : "",
				     value_text(arena, module->naming, &cells[i]));
	return builder_text(&names);
}

struct differing
difference_count(struct tx *tx, const struct difference *difference, const struct viewer *viewer)
{
	struct sql sql = begun(tx_arena(tx), difference, viewer);
	struct differing differing = {.examples = ""};

	sql_add(&sql, "select count(*)");
	add_rows(&sql, difference);
	differing.count = db_sql_get_int(tx, 0, sql_end(&sql));
	if (differing.count > 0)
		differing.examples = examples(tx, difference, viewer);
	return differing;
}
