/* condition: which comparisons fit which fields, and what their values mean. */
#include "modules/condition.h"

#include "base/arena.h"
#include "base/instant.h"
#include "html/zone.h"
#include "modules/condition_parts.h"

#include <inttypes.h>
#include <string.h>

const char *const comparison_names[] = {"is",	   "is_not", "contains",  "begins",    "above",	    "at_least", "below",
					"at_most", "empty",  "not_empty", "last_days", "next_days", "me",	NULL};

#define BIT(comparison) (1u << (comparison))

enum {
	FIT_EMPTY = BIT(COMPARE_EMPTY) | BIT(COMPARE_NOT_EMPTY),
	FIT_EQUAL = BIT(COMPARE_IS) | BIT(COMPARE_IS_NOT) | FIT_EMPTY,
	FIT_ORDER = FIT_EQUAL | BIT(COMPARE_ABOVE) | BIT(COMPARE_AT_LEAST) | BIT(COMPARE_BELOW) | BIT(COMPARE_AT_MOST),
	FIT_DAYS = FIT_ORDER | BIT(COMPARE_LAST_DAYS) | BIT(COMPARE_NEXT_DAYS),
	FIT_TEXT = FIT_EQUAL | BIT(COMPARE_CONTAINS) | BIT(COMPARE_BEGINS),
	FIT_LIST = FIT_EMPTY | BIT(COMPARE_CONTAINS) | BIT(COMPARE_IS_NOT),
};

static const unsigned fitting[FIELD_TYPES] = {
	[FIELD_TEXT] = FIT_TEXT,
	[FIELD_LONG_TEXT] = FIT_TEXT,
	[FIELD_EMAIL] = FIT_TEXT,
	[FIELD_PHONE] = FIT_TEXT,
	[FIELD_LINK] = FIT_TEXT,
	[FIELD_INTEGER] = FIT_ORDER,
	[FIELD_DECIMAL] = FIT_ORDER,
	[FIELD_MONEY] = FIT_ORDER,
	[FIELD_PERCENTAGE] = FIT_ORDER,
	[FIELD_DAY] = FIT_DAYS,
	[FIELD_INSTANT] = FIT_DAYS,
	[FIELD_YES_NO] = FIT_EQUAL,
	[FIELD_CHOICE] = FIT_EQUAL,
	[FIELD_CHOICES] = FIT_LIST,
	[FIELD_LOOKUP] = FIT_EQUAL,
	[FIELD_LOOKUPS] = FIT_LIST,
	[FIELD_STAFF] = FIT_EQUAL | BIT(COMPARE_ME),
	[FIELD_ADDRESS] = FIT_EMPTY | BIT(COMPARE_CONTAINS),
	[FIELD_FILE] = FIT_EMPTY,
	[FIELD_IMAGE] = FIT_EMPTY,
	[FIELD_SIGNATURE] = FIT_EMPTY,
	[FIELD_NUMBER] = FIT_TEXT,
};

bool
comparison_fits(const struct field *field, enum comparison comparison)
{
	return (fitting[field_value_type(field)] & BIT(comparison)) != 0;
}

const struct field *
scope_all(const struct field_scope *scope, const char *name)
{
	return field_named(scope->module, name);
}

/* The field may be of another snapshot than the condition. */
static bool
is_same_field(const struct field *one, const struct field *other)
{
	return one->id == other->id && one->module->id == other->module->id && strcmp(one->name, other->name) == 0;
}

bool
condition_uses(const struct condition *condition, const struct field *field)
{
	if (condition->kind == CONDITION_COMPARE)
		return is_same_field(condition->field, field);
	for (size_t i = 0; i < condition->part_count; i++)
		if (condition_uses(&condition->parts[i], field))
			return true;
	return false;
}

/* ---- what values mean ---- */

bool
condition_is_list(const struct field *field)
{
	return field->type == FIELD_CHOICES || field->type == FIELD_LOOKUPS;
}

bool
condition_is_no(const struct condition *condition)
{
	if (field_value_type(condition->field) != FIELD_YES_NO ||
	    (condition->comparison != COMPARE_IS && condition->comparison != COMPARE_IS_NOT))
		return false;
	for (size_t i = 0; i < condition->value_count; i++)
		if (condition->values[i].integer == 0)
			return true;
	return false;
}

static struct stretch
days_stretch(const struct condition *condition, const struct moment *moment)
{
	int32_t days = (int32_t)condition->values[0].integer;
	int32_t first = condition->comparison == COMPARE_LAST_DAYS ? moment->today - days + 1 : moment->today;
	int32_t until = first + days;

	if (field_value_type(condition->field) == FIELD_DAY)
		return (struct stretch){first, until, false};
	return (struct stretch){zone_day_start(moment->zone, first), zone_day_start(moment->zone, until), false};
}

struct stretch
condition_stretch(struct arena *arena, const struct condition *condition, size_t value, const struct moment *moment)
{
	const struct db_value *kept = &condition->values[value];
	struct stretch stretch = {0};

	if (condition->comparison == COMPARE_LAST_DAYS || condition->comparison == COMPARE_NEXT_DAYS)
		return days_stretch(condition, moment);
	if (kept->type == DB_INT)
		return (struct stretch){kept->integer, kept->integer + (kept->integer < INT64_MAX), true};
	stretch_of_text(arena, value_bytes(arena, kept), moment->zone, &stretch);
	return stretch;
}

const char *
condition_item(struct arena *arena, const struct condition *condition, size_t value)
{
	const struct db_value *kept = &condition->values[value];

	return kept->type == DB_INT ? arena_printf(arena, "|%" PRId64 "|", kept->integer)
				    : arena_printf(arena, "|%s|", value_bytes(arena, kept));
}
