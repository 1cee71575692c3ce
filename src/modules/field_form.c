/* field_form: one function for each part of the form, on the way in and on the way out. */
#include "modules/field_form.h"

#include "base/instant.h"
#include "core/organisation.h"

#include <stdlib.h>
#include <string.h>

enum {
	DIGITS_MOST = 6,
	NUMBER_DIGITS_MOST = 12,
	TEXT_MOST = 500,
	LONG_TEXT_MOST = 20000,
	PATTERN_LENGTH = 200,
	PREFIX_LENGTH = 20,
	FORMULA_LENGTH = 2000
};

static const int64_t NUMBER_MOST = 1000000000000000; /* 10^15: far from where sums would overflow */

static const char *
organisation_currency(struct field_form *form)
{
	const struct organisation *organisation = organisation_find(form->settings->rq->tx);

	return organisation == NULL ? "EUR" : organisation->currency;
}

/* ---- reading ---- */

static const char *
read_currency(struct field_form *form)
{
	struct request *rq = form->settings->rq;
	const char *typed = form_read_text(rq->form, "settings.currency", FORM_OPTIONAL, 3);
	char *currency;

	if (text_empty(typed))
		return organisation_currency(form);
	currency = arena_text(rq->arena, typed);
	for (char *c = currency; *c != '\0'; c++)
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	if (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		form_error(rq->form, "settings.currency", N_("Type the three letters of a currency, such as EUR."),
			   NULL);
	return currency;
}

static int
read_digits(struct field_form *form, struct doc *settings)
{
	struct form *typed = form->settings->rq->form;
	int64_t digits = 2;

	if (!text_empty(form_text(typed, "settings.digits")))
		digits = form_read_int(typed, "settings.digits", FORM_OPTIONAL, 0, DIGITS_MOST);
	doc_set_int(settings, "digits", digits);
	return (int)digits;
}

static void
read_limit(struct field_form *form, struct doc *settings, const char *key, int digits)
{
	struct request *rq = form->settings->rq;
	const char *name = arena_printf(rq->arena, "settings.%s", key);
	int32_t day;

	if (text_empty(form_text(rq->form, name)))
		return;
	if (!(form->asks & ASKS_DAYS)) {
		doc_set_int(settings, key,
			    form_read_decimal(rq->form, name, FORM_OPTIONAL, digits, -NUMBER_MOST, NUMBER_MOST));
		return;
	}
	day = form_read_day(rq->form, name, FORM_OPTIONAL);
	if (day != NO_DAY)
		doc_set_int(settings, key, day);
}

static void
read_limits(struct field_form *form, struct doc *settings, int digits)
{
	const struct doc *least, *most;

	read_limit(form, settings, "least", digits);
	read_limit(form, settings, "most", digits);
	least = doc_get(settings, STR("least"));
	most = doc_get(settings, STR("most"));
	if (least != NULL && most != NULL && least->integer > most->integer)
		form_error(form->settings->rq->form, "settings.most", N_("The greatest value is below the least one."),
			   NULL);
}

static void
read_numbers(struct field_form *form, struct doc *settings)
{
	int digits = 0;

	if (form->asks & ASKS_DIGITS)
		digits = read_digits(form, settings);
	if (form->asks & ASKS_CURRENCY) {
		const char *currency = read_currency(form);

		digits = money_digits(currency);
		doc_set_text(settings, "currency", currency);
	}
	if (form->asks & (ASKS_NUMBERS | ASKS_DAYS))
		read_limits(form, settings, digits);
}

static void
read_words(struct field_form *form, struct doc *settings)
{
	struct form *typed = form->settings->rq->form;
	const int64_t most = form->type == FIELD_LONG_TEXT ? LONG_TEXT_MOST : TEXT_MOST;
	const char *pattern;

	if ((form->asks & ASKS_LONGEST) && !text_empty(form_text(typed, "settings.longest")))
		doc_set_int(settings, "longest", form_read_int(typed, "settings.longest", FORM_OPTIONAL, 1, most));
	if (!(form->asks & ASKS_PATTERN))
		return;
	pattern = form_read_text(typed, "settings.pattern", FORM_OPTIONAL, PATTERN_LENGTH);
	if (!text_empty(pattern))
		doc_set_text(settings, "pattern", pattern);
}

static void
read_number_given(struct field_form *form, struct doc *settings)
{
	struct form *typed = form->settings->rq->form;
	const char *prefix = form_read_text(typed, "settings.prefix", FORM_OPTIONAL, PREFIX_LENGTH);

	if (!text_empty(prefix))
		doc_set_text(settings, "prefix", prefix);
	if (!text_empty(form_text(typed, "settings.digits")))
		doc_set_int(settings, "digits",
			    form_read_int(typed, "settings.digits", FORM_OPTIONAL, 1, NUMBER_DIGITS_MOST));
}

static void
read_target(struct field_form *form, struct doc *settings)
{
	struct request *rq = form->settings->rq;
	const char *name = form_text(rq->form, "settings.target");
	const struct module *target = module_named(form->settings->catalogue, name);

	if (target == NULL || target->parent != NULL) {
		form_error(rq->form, "settings.target", N_("Please choose an entry of the list."), NULL);
		return;
	}
	doc_set_text(settings, "target", target->name);
}

static void
read_formula(struct field_form *form, struct doc *settings)
{
	struct request *rq = form->settings->rq;
	const char *text = form_read_lines(rq->form, "settings.formula", FORM_REQUIRED, FORMULA_LENGTH);
	int result = form_read_choice(rq->form, "settings.result", FORM_REQUIRED, formula_results);
	enum field_type type = result < 0 ? FIELD_TYPES : field_type_of(formula_results[result]);
	struct doc *mistake;

	if (text == NULL || type == FIELD_TYPES)
		return;
	doc_set_text(settings, "formula", text);
	doc_set_text(settings, "result", formula_results[result]);
	if (type == FIELD_DECIMAL)
		read_digits(form, settings);
	if (type == FIELD_MONEY)
		doc_set_text(settings, "currency", read_currency(form));
	mistake = formula_mistake(form, text, type);
	if (mistake != NULL)
		form_error(rq->form, "settings.formula", doc_get(mistake, STR("error"))->message.english, NULL);
}

static struct doc *
read_settings(struct field_form *form)
{
	struct doc *settings = doc_object(form->settings->rq->arena), *condition;

	read_words(form, settings);
	read_numbers(form, settings);
	if (form->asks & ASKS_PREFIX)
		read_number_given(form, settings);
	if (form->asks & ASKS_TARGET)
		read_target(form, settings);
	if (form->asks & ASKS_CHOICES)
		doc_set(settings, "choices", field_choices_read(form));
	if (form->asks & ASKS_FORMULA)
		read_formula(form, settings);
	if (form->asks & ASKS_ROLLUP)
		field_rollup_read(form, settings);
	condition = field_condition_read(form);
	if (condition != NULL)
		doc_set(settings, "visible_when", condition);
	return settings;
}

static const char *
read_default(struct field_form *form)
{
	struct form *typed = form->settings->rq->form;
	const char *text;

	if (!(form->asks & ASKS_DEFAULT))
		return NULL;
	if (form->type == FIELD_YES_NO)
		return form_read_bool(typed, "default") ? "yes" : NULL;
	text = form_read_lines(typed, "default", FORM_OPTIONAL, TEXT_MOST);
	return text_empty(text) ? NULL : text;
}

struct field_draft
field_form_read(struct field_form *form)
{
	struct settings *settings = form->settings;
	struct form *typed = settings->rq->form;
	const bool builtin = form->field != NULL && form->field->builtin;
	struct field_draft draft = {
		.type = form->type,
		.name = form_read_text(typed, "name", FORM_OPTIONAL, 40),
		.label =
			settings_read_label(settings, "label", builtin ? FORM_OPTIONAL : FORM_REQUIRED, SETTINGS_LABEL),
		.help = settings_read_label(settings, "help", FORM_OPTIONAL, SETTINGS_SENTENCE),
		.required = (form->asks & ASKS_REQUIRED) && form_read_bool(typed, "required"),
		.distinct_value = (form->asks & ASKS_DISTINCT) && form_read_bool(typed, "distinct"),
		.default_text = read_default(form),
		.settings = read_settings(form),
	};

	if (draft.name == NULL)
		draft.name = form->field == NULL ? "" : form->field->name;
	draft.label.builtin = builtin ? "" : NULL;
	return draft;
}

/* ---- showing ---- */

static const char *
number_text(struct field_form *form, int64_t value, int64_t none, int digits)
{
	char text[40];

	if (form->field == NULL || value == none)
		return NULL;
	if (form->asks & ASKS_DAYS)
		day_print(text, (int32_t)value);
	else
		decimal_print(text, value, digits);
	return arena_text(form->settings->rq->arena, text);
}

/* An input that the type does not have is null: the page leaves it out. */
static void
show(struct field_form *form, struct doc *inputs, unsigned asks, const char *key, const char *stored)
{
	if (form->asks & asks)
		settings_input(form->settings, inputs, key, arena_printf(form->settings->rq->arena, "settings.%s", key),
			       stored);
	else
		doc_set_null(inputs, key);
}

static const char *
int_text(struct field_form *form, int64_t value)
{
	return form->field == NULL ? NULL : arena_printf(form->settings->rq->arena, "%lld", (long long)value);
}

static void
show_numbers(struct field_form *form, struct doc *inputs)
{
	const struct field *field = form->field;
	const int digits = field == NULL		? 0
			   : field->type == FIELD_MONEY ? money_digits(field->currency)
							: field->digits;

	show(form, inputs, ASKS_LONGEST, "longest", field == NULL ? NULL : int_text(form, (int64_t)field->longest));
	show(form, inputs, ASKS_PATTERN, "pattern", field == NULL ? NULL : field->pattern);
	show(form, inputs, ASKS_PREFIX, "prefix", field == NULL ? NULL : field->prefix);
	show(form, inputs, ASKS_DIGITS | ASKS_PREFIX | ASKS_FORMULA, "digits",
	     field == NULL ? (form->asks & ASKS_PREFIX ? "4" : "2") : int_text(form, field->digits));
	show(form, inputs, ASKS_CURRENCY | ASKS_FORMULA, "currency",
	     field == NULL || text_empty(field->currency) ? organisation_currency(form) : field->currency);
	show(form, inputs, ASKS_NUMBERS | ASKS_DAYS, "least",
	     field == NULL ? NULL : number_text(form, field->least, INT64_MIN, digits));
	show(form, inputs, ASKS_NUMBERS | ASKS_DAYS, "most",
	     field == NULL ? NULL : number_text(form, field->most, INT64_MAX, digits));
}

static void
show_target(struct field_form *form, struct doc *inputs)
{
	struct settings *settings = form->settings;
	const struct module *stored = form->field == NULL ? NULL : form->field->target;
	struct doc *input, *options;

	show(form, inputs, ASKS_TARGET, "target", stored == NULL ? NULL : stored->name);
	if (!(form->asks & ASKS_TARGET))
		return;
	input = (struct doc *)(uintptr_t)doc_get(inputs, STR("target"));
	options = doc_set_list(input, "options");
	for (size_t i = 0; i < settings->catalogue->module_count; i++) {
		const struct module *module = &settings->catalogue->modules[i];

		if (!module->retired && module->parent == NULL)
			doc_set_label(settings_option(options, module->name,
						      text_equal(module->name, doc_get_text(input, "value"))),
				      "label", &module->plural, settings->language);
	}
}

static void
show_formula(struct field_form *form, struct doc *inputs)
{
	const struct field *field = form->field;
	struct doc *page = form->settings->page, *result, *options;

	show(form, inputs, ASKS_FORMULA, "formula", field == NULL ? NULL : field->formula_text);
	show(form, inputs, ASKS_FORMULA, "result",
	     field == NULL ? formula_results[0] : field_type_names[field->result]);
	doc_set_null(page, "formula_help");
	doc_set_null(page, "check");
	if (!(form->asks & ASKS_FORMULA))
		return;
	result = (struct doc *)(uintptr_t)doc_get(inputs, STR("result"));
	options = doc_set_list(result, "options");
	for (int i = 0; formula_results[i] != NULL; i++)
		doc_set_word(settings_option(options, formula_results[i],
					     text_equal(formula_results[i], doc_get_text(result, "value"))),
			     "label", formula_results[i], field_type_label(field_type_of(formula_results[i])));
	formula_add_help(form, page);
	formula_add_check(form, page, doc_get_text(doc_get(inputs, STR("formula")), "value"),
			  doc_get_text(result, "value"));
}

/* Boxes that a type does not have are null, too. */
static void
show_rules(struct field_form *form, struct doc *inputs)
{
	const struct field *field = form->field;

	doc_set_null(inputs, "required");
	doc_set_null(inputs, "distinct");
	doc_set_null(inputs, "default");
	doc_set_null(inputs, "ticked");
	if (form->asks & ASKS_REQUIRED)
		settings_box(form->settings, inputs, "required", "required", field != NULL && field->required);
	if (form->asks & ASKS_DISTINCT)
		settings_box(form->settings, inputs, "distinct", "distinct", field != NULL && field->distinct_value);
	if (!(form->asks & ASKS_DEFAULT))
		return;
	if (form->type == FIELD_YES_NO)
		settings_box(form->settings, inputs, "ticked", "default", field != NULL && field->default_text != NULL);
	else
		settings_input(form->settings, inputs, "default", "default",
			       field == NULL ? NULL : field->default_text);
}

static void
show_type(struct field_form *form)
{
	struct doc *type = doc_set_object(form->settings->page, "type");

	doc_set_text(type, "code", field_type_names[form->type]);
	doc_set_word(type, "label", field_type_names[form->type], field_type_label(form->type));
	doc_set_message(type, "about", field_type_about(form->type), NULL);
	doc_set_text(type, "icon", field_type_icon(form->type));
	doc_set_bool(type, "one_line", form->type != FIELD_LONG_TEXT);
	doc_set_bool(type, "by_days", (form->asks & ASKS_DAYS) != 0);
}

void
field_form_show(struct field_form *form)
{
	struct settings *settings = form->settings;
	const struct field *field = form->field;
	struct doc *inputs = doc_set_object(settings->page, "inputs");

	show_type(form);
	settings_label(settings, inputs, "label", "label", field == NULL ? NULL : &field->label);
	settings_label(settings, inputs, "help", "help", field == NULL ? NULL : &field->help);
	settings_input(settings, inputs, "name", "name", field == NULL ? NULL : field->name);
	show_rules(form, inputs);
	show_numbers(form, inputs);
	show_target(form, inputs);
	show_formula(form, inputs);
	doc_set_null(inputs, "choices");
	doc_set_null(inputs, "rollup_of");
	doc_set_null(inputs, "rollup_from");
	if (form->asks & ASKS_CHOICES)
		field_choices_show(form, inputs);
	if (form->asks & ASKS_ROLLUP)
		field_rollup_show(form, inputs);
	field_condition_show(form, inputs);
}
