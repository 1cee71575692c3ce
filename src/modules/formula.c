/* formula: what a formula may be and which fields it needs; the order in which formulas need each other. */
#include "modules/formula_code.h"
#include "modules/formula_scan.h"

#include "base/doc.h"

#include <string.h>

/* ---- loops ---- */

/* Those fields of the module whose names stand in the text join the queue, each once. */
static void
queue_names(struct arena *arena, const struct module *module, const char *text, const struct field **queue,
	    size_t *count)
{
	struct scan scan = {arena, text, 0};
	struct token token;

	while ((token = scan_next(&scan)).kind > TOKEN_WRONG) {
		const struct field *field =
			token.kind == TOKEN_NAME && !token.called ? field_named(module, token.words) : NULL;
		size_t i = 0;

		while (field != NULL && i < *count && queue[i] != field)
			i++;
		if (field != NULL && i == *count)
			queue[(*count)++] = field;
	}
}

static bool
needs(struct arena *arena, const struct module *module, const struct formula *formula, const char *name)
{
	const struct field **queue = arena_make_array(arena, const struct field *, module->field_count);
	size_t count = 0;

	for (size_t i = 0; i < formula->use_count; i++)
		queue[count++] = formula->uses[i];
	for (size_t i = 0; i < count; i++) {
		if (text_equal(queue[i]->name, name))
			return true;
		if (queue[i]->type == FIELD_FORMULA && queue[i]->formula_text != NULL)
			queue_names(arena, module, queue[i]->formula_text, queue, &count);
	}
	return false;
}

/* ---- parsing ---- */

/* Bytes to characters: all but the bytes that continue one. */
static size_t
characters(const char *text, size_t bytes)
{
	size_t count = 0;

	for (size_t i = 0; i < bytes && text[i] != '\0'; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

/* What is wrong with a formula that gives this, where `result` is wanted; NULL: nothing. */
static const char *
unfit(struct gives gives, enum field_type result, const char *currency)
{
	switch (result) {
	case FIELD_TEXT:
		return gives.kind == KIND_TEXT ? NULL
					       : N_("This field is a text, but the formula gives none: join it with &, "
						    "or use text(…).");
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
		if (gives.kind == KIND_MONEY)
			return N_("This field is a plain number, but the formula gives money: number(…) leaves the "
				  "currency out.");
		return gives.kind == KIND_NUMBER ? NULL
						 : N_("This field is a number, but the formula does not give one.");
	case FIELD_MONEY:
		if (gives.kind == KIND_MONEY && gives.currency != NULL && currency != NULL &&
		    strcmp(gives.currency, currency) != 0)
			return N_("This field has another currency than the amounts in the formula.");
		return gives.kind == KIND_MONEY || gives.kind == KIND_NUMBER
			       ? NULL
			       : N_("This field is an amount of money, but the formula does not give one.");
	case FIELD_DAY:
		return gives.kind == KIND_DAY || gives.kind == KIND_INSTANT
			       ? NULL
			       : N_("This field is a day, but the formula does not give one.");
	case FIELD_INSTANT:
		return gives.kind == KIND_INSTANT
			       ? NULL
			       : N_("This field is a date with a time, but the formula does not give one.");
	case FIELD_YES_NO:
		return gives.kind == KIND_YES_NO
			       ? NULL
			       : N_("This field is yes or no: the formula must be a question, such as "
				    "amount > 100.");
	default:
		return N_("A formula cannot give this type.");
	}
}

static struct formula *
refuse(const char **error, size_t *at, const char *why)
{
	*error = why;
	*at = 0;
	return NULL;
}

struct formula *
formula_parse(struct arena *arena, const struct module *module, const char *text, const struct field *of_field,
	      enum field_type result, const char **error, size_t *at)
{
	struct formula *formula;
	struct gives gives;

	*error = NULL;
	*at = 0;
	if (text[strspn(text, " \t\r\n")] == '\0')
		return refuse(error, at, N_("Write a formula, such as quantity * price."));
	if (characters(text, strlen(text)) > FORMULA_CHARACTERS)
		return refuse(error, at, N_("A formula has at most 2,000 characters."));
	formula = formula_compile(arena, module, text, &gives, error, at);
	if (formula == NULL) {
		*at = characters(text, *at);
		return NULL;
	}
	if (of_field != NULL && needs(arena, module, formula, of_field->name))
		return refuse(error, at,
			      N_("This field would need itself to be computed, directly or through others."));
	*error = unfit(gives, result, of_field == NULL ? NULL : of_field->currency);
	formula->result = result;
	return *error == NULL ? formula : NULL;
}

/* By name, not by address: the field may come from another snapshot, or be a draft. */
bool
formula_uses(const struct formula *formula, const struct field *field)
{
	for (size_t i = 0; i < formula->use_count; i++)
		if (formula->uses[i]->module->id == field->module->id &&
		    text_equal(formula->uses[i]->name, field->name))
			return true;
	return false;
}

bool
formula_moves(const struct formula *formula)
{
	return formula->moves;
}

/* ---- computing all ---- */

static bool
is_computed(const struct field *field)
{
	return field->type == FIELD_FORMULA && field->formula != NULL && !field->retired;
}

/* Whether all that the formula needs is there already. */
static bool
is_ready(const struct formula *formula, const struct module *module, const bool *done)
{
	for (size_t i = 0; i < formula->use_count; i++) {
		size_t used = formula->uses[i]->index;

		if (is_computed(&module->fields[used]) && !done[used])
			return false;
	}
	return true;
}

/* Round after round, those that can be: a module has few formulas, and mostly they do not need each other. */
void
formulas_compute(const struct module *module, struct db_value *cells, const struct moment *moment, struct arena *arena)
{
	bool *done = NULL;
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < module->field_count; i++) {
			const struct field *field = &module->fields[i];

			if (!is_computed(field))
				continue;
			if (done == NULL)
				done = arena_make_array(arena, bool, module->field_count);
			if (done[i] || !is_ready(field->formula, module, done))
				continue;
			formula_compute(field->formula, field, cells, moment, arena);
			done[i] = true;
			more = true;
		}
	}
}
