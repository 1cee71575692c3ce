/* condition_holds: the same answers as condition_sql's, for a record at hand. */
#include "base/arena.h"
#include "modules/condition_parts.h"

#include <string.h>

/* One question; the arena is made when a text is first folded, which most questions need not. */
struct asking {
	const struct db_value *cells;
	const struct moment *moment;
	struct arena *arena;
};

static struct arena *
arena_of(struct asking *asking)
{
	if (asking->arena == NULL)
		asking->arena = arena_new(0);
	return asking->arena;
}

static bool
text_meets(struct asking *asking, const struct condition *condition, const char *text, size_t value)
{
	struct arena *arena = arena_of(asking);
	const char *wanted = value_compared(arena, condition->field, value_bytes(arena, &condition->values[value]));

	switch (condition->comparison) {
	case COMPARE_CONTAINS:
		return strstr(text, wanted) != NULL;
	case COMPARE_BEGINS:
		return strcmp(text, wanted) >= 0 &&
		       strcmp(text, arena_printf(arena, "%s" CONDITION_LAST_CHARACTER, wanted)) < 0;
	default:
		return strcmp(text, wanted) == 0;
	}
}

static bool
integer_meets(struct asking *asking, const struct condition *condition, int64_t number, size_t value)
{
	bool exact = condition->values[value].type == DB_INT && condition->comparison != COMPARE_LAST_DAYS &&
		     condition->comparison != COMPARE_NEXT_DAYS;
	struct stretch stretch = condition_stretch(exact ? NULL : arena_of(asking), condition, value, asking->moment);

	switch (condition->comparison) {
	case COMPARE_ABOVE:
		return number >= stretch.until;
	case COMPARE_AT_LEAST:
		return number >= stretch.from;
	case COMPARE_BELOW:
		return number < stretch.from;
	case COMPARE_AT_MOST:
		return number < stretch.until;
	default:
		return exact ? number == stretch.from : number >= stretch.from && number < stretch.until;
	}
}

/* True when the cell, which is not null, meets one of the values. */
static bool
meets_any(struct asking *asking, const struct condition *condition, const struct db_value *cell)
{
	const char *text = NULL;

	if (cell->type == DB_TEXT)
		text = value_compared(arena_of(asking), condition->field, value_bytes(arena_of(asking), cell));
	for (size_t i = 0; i < condition->value_count; i++) {
		bool meets;

		if (text == NULL)
			meets = integer_meets(asking, condition, cell->integer, i);
		else if (condition_is_list(condition->field))
			meets = strstr(text, condition_item(arena_of(asking), condition, i)) != NULL;
		else
			meets = text_meets(asking, condition, text, i);
		if (meets)
			return true;
	}
	return false;
}

static bool
is_empty(struct asking *asking, const struct field *field, const struct db_value *cell)
{
	return value_is_empty(cell) ||
	       (cell->type == DB_TEXT &&
		*value_compared(arena_of(asking), field, value_bytes(arena_of(asking), cell)) == '\0');
}

static bool
compare(struct asking *asking, const struct condition *condition)
{
	static const struct db_value no = {.type = DB_INT, .integer = 0};
	const struct db_value *cell = &asking->cells[condition->field->index];
	bool present;

	if (cell->type != DB_INT && condition_is_no(condition))
		cell = &no;
	present = cell->type == DB_INT || cell->type == DB_TEXT;
	switch (condition->comparison) {
	case COMPARE_EMPTY:
		return is_empty(asking, condition->field, cell);
	case COMPARE_NOT_EMPTY:
		return !is_empty(asking, condition->field, cell);
	case COMPARE_ME:
		return present && asking->moment->staff != 0 && cell->integer == asking->moment->staff;
	case COMPARE_IS_NOT:
		return !present || !meets_any(asking, condition, cell);
	default:
		return present && meets_any(asking, condition, cell);
	}
}

static bool
holds(struct asking *asking, const struct condition *condition)
{
	bool all = condition->kind == CONDITION_ALL;

	if (condition->kind == CONDITION_COMPARE)
		return compare(asking, condition);
	for (size_t i = 0; i < condition->part_count; i++)
		if (holds(asking, &condition->parts[i]) != all)
			return !all;
	return all;
}

bool
condition_holds(const struct condition *condition, const struct db_value *cells, const struct moment *moment)
{
	struct asking asking = {.cells = cells, .moment = moment};
	bool answer = holds(&asking, condition);

	arena_free(asking.arena);
	return answer;
}
