/* draft_settings: limits, digits, currency, pattern, target, roll-up. */
#include "modules/draft_settings.h"

#include "base/arena.h"
#include "base/str.h"
#include "modules/field_settings.h"
#include "modules/value.h"

#include <string.h>

enum {
	LONG_TEXT_MOST = 100000,
	DIGITS_MOST = 9,
	NUMBER_DIGITS_MOST = 12,
	PREFIX_LONGEST = 20,
	FORMULA_LONGEST = 2000,
};

const struct doc *
draft_given(const struct reading *reading, const char *name)
{
	const struct doc *settings = reading->draft->settings;
	const struct doc *given = settings == NULL ? NULL : doc_get(settings, str_of(name));

	if (given == NULL || given->kind == DOC_NULL || (given->kind == DOC_TEXT && given->text.length == 0))
		return NULL;
	return given;
}

static const char *
given_text(const struct reading *reading, const char *name)
{
	const struct doc *given = draft_given(reading, name);

	return given != NULL && given->kind == DOC_TEXT ? given->text.at : NULL;
}

static enum module_outcome
wrong(const struct reading *reading, const char *name, const char *error, struct doc *values)
{
	return draft_wrong(reading->trouble, arena_printf(reading->arena, "settings.%s", name), error, values);
}

/* ---- one by one ---- */

static enum module_outcome
take_count(const struct reading *reading, const char *name, int64_t least, int64_t most)
{
	const struct doc *given = draft_given(reading, name);
	struct doc *values = doc_object(reading->arena);
	int64_t count = INT64_MIN;

	if (given == NULL)
		return MODULE_DONE;
	if (given->kind == DOC_INT)
		count = given->integer;
	else if (given->kind == DOC_TEXT && !str_to_int(given->text, &count))
		count = INT64_MIN;
	if (count >= least && count <= most) {
		doc_set_int(reading->clean, name, count);
		return MODULE_DONE;
	}
	doc_set_int(values, "least", least);
	doc_set_int(values, "most", most);
	return wrong(reading, name, N_("Type a whole number between {{least}} and {{most}}."), values);
}

static enum module_outcome
take_currency(const struct reading *reading)
{
	const char *currency = given_text(reading, "currency");

	if (currency == NULL)
		return MODULE_DONE;
	if (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		return wrong(reading, "currency", N_("Type the three letters of a currency, such as EUR."), NULL);
	doc_set_text(reading->clean, "currency", currency);
	return MODULE_DONE;
}

static enum module_outcome
take_limit(const struct reading *reading, const char *name)
{
	const struct doc *given = draft_given(reading, name);
	struct db_value value;
	const char *error;

	if (given == NULL)
		return MODULE_DONE;
	if (given->kind == DOC_INT) {
		doc_set_int(reading->clean, name, given->integer);
		return MODULE_DONE;
	}
	if (given->kind != DOC_TEXT)
		return wrong(reading, name, N_("This limit cannot be read."), NULL);
	if (!value_parse(reading->arena, reading->made, given->text.at, &value, &error))
		return wrong(reading, name, error, NULL);
	if (value.type == DB_INT)
		doc_set_int(reading->clean, name, value.integer);
	return MODULE_DONE;
}

/* What limits are counted in must be known before they are read. */
static enum module_outcome
take_limits(const struct reading *reading)
{
	enum module_outcome outcome;

	field_read_settings(reading->arena, reading->made, reading->clean, NULL, reading->catalogue->currency);
	outcome = take_limit(reading, "least");
	if (outcome == MODULE_DONE)
		outcome = take_limit(reading, "most");
	if (outcome == MODULE_DONE &&
	    doc_get_int(reading->clean, "least", INT64_MIN) > doc_get_int(reading->clean, "most", INT64_MAX))
		return wrong(reading, "most", N_("The greatest value is below the least one."), NULL);
	return outcome;
}

static enum module_outcome
take_words(const struct reading *reading, int64_t longest)
{
	const char *pattern = given_text(reading, "pattern");

	if (pattern != NULL && !value_pattern_fits(pattern))
		return wrong(reading, "pattern", N_("This pattern cannot be read, or would take too long to compare."),
			     NULL);
	if (pattern != NULL)
		doc_set_text(reading->clean, "pattern", pattern);
	return take_count(reading, "longest", 1, longest);
}

static enum module_outcome
take_numbers(const struct reading *reading, bool digits)
{
	enum module_outcome outcome = digits ? take_count(reading, "digits", 0, DIGITS_MOST) : take_currency(reading);

	return outcome == MODULE_DONE ? take_limits(reading) : outcome;
}

static enum module_outcome
take_number_given(const struct reading *reading)
{
	const char *prefix = given_text(reading, "prefix");

	if (prefix != NULL && strlen(prefix) > PREFIX_LONGEST)
		return wrong(reading, "prefix", N_("This is too long."), NULL);
	if (prefix != NULL)
		doc_set_text(reading->clean, "prefix", prefix);
	return take_count(reading, "digits", 1, NUMBER_DIGITS_MOST);
}

static enum module_outcome
take_target(const struct reading *reading)
{
	const struct module *target = module_named(reading->catalogue, given_text(reading, "target"));

	if (target == NULL || target->parent != NULL)
		return wrong(reading, "target", N_("Choose the module it leads to."), NULL);
	doc_set_text(reading->clean, "target", target->name);
	return MODULE_DONE;
}

/* ---- what is computed ---- */

static bool
is_number(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_DECIMAL || type == FIELD_MONEY;
}

static bool
may_result(enum field_type type)
{
	return is_number(type) || type == FIELD_TEXT || type == FIELD_DAY || type == FIELD_INSTANT ||
	       type == FIELD_YES_NO;
}

static enum module_outcome
take_formula(const struct reading *reading)
{
	const char *text = given_text(reading, "formula");
	int result = name_index(field_type_names, given_text(reading, "result"));

	if (result < 0 || !may_result((enum field_type)result))
		return wrong(reading, "result", N_("Choose what the formula results in."), NULL);
	if (text == NULL || strlen(text) > FORMULA_LONGEST * 4)
		return wrong(reading, "formula", N_("Write a formula of at most 2,000 characters."), NULL);
	doc_set_text(reading->clean, "formula", text);
	doc_set_text(reading->clean, "result", field_type_names[result]);
	if (result == FIELD_DECIMAL)
		return take_count(reading, "digits", 0, DIGITS_MOST);
	return result == FIELD_MONEY ? take_currency(reading) : MODULE_DONE;
}

static bool
may_roll_up(enum rollup of, const struct field *source)
{
	enum field_type type = field_value_type(source);

	if (source->column == NULL)
		return false;
	return is_number(type) || (of != ROLLUP_SUM && (type == FIELD_DAY || type == FIELD_INSTANT));
}

static void
take_result(const struct reading *reading, const struct field *source)
{
	enum field_type type = source == NULL ? FIELD_INTEGER : field_value_type(source);

	doc_set_text(reading->clean, "result", field_type_names[type]);
	if (type == FIELD_DECIMAL)
		doc_set_int(reading->clean, "digits", source->digits);
	if (type == FIELD_MONEY)
		doc_set_text(reading->clean, "currency", source->currency);
}

/* The roll-up is there twice: as given, and in order. */
static enum module_outcome
take_rollup(const struct reading *reading)
{
	const struct doc *given = draft_given(reading, "rollup");
	int of = given == NULL ? -1 : name_index(rollup_names, doc_get_text(given, "of"));
	const struct module *module =
		given == NULL ? NULL : module_named(reading->catalogue, doc_get_text(given, "module"));
	const char *name = given == NULL ? NULL : doc_get_text(given, "field");
	const char *link = given == NULL ? NULL : doc_get_text(given, "link");
	const struct field *source = module == NULL || text_empty(name) ? NULL : field_named(module, name);
	struct doc *rollup;

	if (of < 0)
		return wrong(reading, "rollup.of", N_("Choose what is done with the records below."), NULL);
	if (module == NULL || (!text_empty(name) && source == NULL) || (of != ROLLUP_COUNT && source == NULL))
		return wrong(reading, "rollup.from", N_("Choose what is counted or added up."), NULL);
	if (of != ROLLUP_COUNT && !may_roll_up((enum rollup)of, source))
		return wrong(reading, "rollup.of", N_("This cannot be done with such a field."), NULL);
	rollup = doc_set_object(reading->clean, "rollup");
	doc_set_text(rollup, "of", rollup_names[of]);
	doc_set_text(rollup, "module", module->name);
	if (of != ROLLUP_COUNT)
		doc_set_text(rollup, "field", source->name);
	if (!text_empty(link))
		doc_set_text(rollup, "link", link);
	take_result(reading, of == ROLLUP_COUNT ? NULL : source);
	return MODULE_DONE;
}

/* ---- all of them ---- */

static enum module_outcome
take_what_the_type_has(const struct reading *reading)
{
	switch (reading->made->type) {
	case FIELD_TEXT:
	case FIELD_LINK:
		return take_words(reading, TEXT_MOST);
	case FIELD_EMAIL:
		return take_words(reading, EMAIL_LONGEST);
	case FIELD_LONG_TEXT:
		return take_words(reading, LONG_TEXT_MOST);
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
		return take_numbers(reading, true);
	case FIELD_MONEY:
		return take_numbers(reading, false);
	case FIELD_INTEGER:
	case FIELD_DAY:
		return take_limits(reading);
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		return draft_read_choices(reading);
	case FIELD_LOOKUP:
	case FIELD_LOOKUPS:
		return take_target(reading);
	case FIELD_NUMBER:
		return take_number_given(reading);
	case FIELD_FORMULA:
		return take_formula(reading);
	case FIELD_ROLLUP:
		return take_rollup(reading);
	default:
		return MODULE_DONE;
	}
}

enum module_outcome
draft_read_settings(const struct reading *reading)
{
	const struct builtin_field *builtin = NULL;
	const struct doc *condition = draft_given(reading, "visible_when");
	enum module_outcome outcome = take_what_the_type_has(reading);

	if (outcome != MODULE_DONE)
		return outcome;
	if (reading->of != NULL && reading->of->builtin)
		builtin = builtin_field_named(builtin_named(reading->module->name), reading->of->name);
	if (condition != NULL)
		doc_set(reading->clean, "visible_when", (struct doc *)condition);
	field_read_settings(reading->arena, reading->made, reading->clean, builtin, reading->catalogue->currency);
	if (!field_link_settings(reading->catalogue, reading->made, reading->clean))
		return wrong(reading, "rollup.from", N_("Choose what is counted or added up."), NULL);
	if (reading->made->source_link != NULL && reading->made->source_link->target != reading->module)
		return wrong(reading, "rollup.from", N_("These records do not lead here."), NULL);
	return MODULE_DONE;
}
