/* field_rollup: what is counted or added up, as one choice: "services" (how many), "services.price", or through a
 * lookup "orders:vehicle.amount". */
#include "modules/field_form.h"

#include <string.h>

static const char *const of_labels[] = {
	[ROLLUP_SUM] = N_("The sum"),
	[ROLLUP_COUNT] = N_("How many there are"),
	[ROLLUP_LEAST] = N_("The least, or the earliest"),
	[ROLLUP_GREATEST] = N_("The greatest, or the latest"),
};

static bool
is_number(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_DECIMAL || type == FIELD_MONEY;
}

static bool
rolls_up(const struct field *field)
{
	enum field_type type = field_value_type(field);

	return !field->retired && (is_number(type) || (!field->system && (type == FIELD_DAY || type == FIELD_INSTANT)));
}

static const char *
source_code(struct arena *arena, const struct module *module, const struct field *link, const struct field *field)
{
	return arena_printf(arena, "%s%s%s%s%s", module->name, link == NULL ? "" : ":", link == NULL ? "" : link->name,
			    field == NULL ? "" : ".", field == NULL ? "" : field->name);
}

/* ---- the sources there are ---- */

struct source {
	const struct module *module;
	const struct field *link, *field;
};

/* Walks over sub-forms and related modules; `each` gets every source until it returns true. */
static bool
each_below(const struct module *module, const struct field *link, bool (*each)(const struct source *source, void *data),
	   void *data)
{
	if (each(&(struct source){module, link, NULL}, data))
		return true;
	for (size_t i = 0; i < module->field_count; i++)
		if (rolls_up(&module->fields[i]) && each(&(struct source){module, link, &module->fields[i]}, data))
			return true;
	return false;
}

static bool
each_source(struct field_form *form, bool (*each)(const struct source *source, void *data), void *data)
{
	const struct catalogue *catalogue = form->settings->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];

		if (module->retired)
			continue;
		if (module->parent == form->settings->module && each_below(module, NULL, each, data))
			return true;
		for (size_t i = 0; i < module->field_count; i++) {
			const struct field *link = &module->fields[i];

			if (!link->retired && link->type == FIELD_LOOKUP && link->target == form->settings->module &&
			    each_below(module, link, each, data))
				return true;
		}
	}
	return false;
}

/* ---- reading ---- */

struct wanted {
	struct arena *arena;
	const char *code;
	struct source found;
};

static bool
is_wanted(const struct source *source, void *data)
{
	struct wanted *wanted = data;

	if (!text_equal(source_code(wanted->arena, source->module, source->link, source->field), wanted->code))
		return false;
	wanted->found = *source;
	return true;
}

static void
set_result(struct doc *settings, const struct field *source)
{
	if (source == NULL) {
		doc_set_text(settings, "result", field_type_names[FIELD_INTEGER]);
		return;
	}
	doc_set_text(settings, "result", field_type_names[field_value_type(source)]);
	if (source->digits > 0)
		doc_set_int(settings, "digits", source->digits);
	if (field_value_type(source) == FIELD_MONEY)
		doc_set_text(settings, "currency", source->currency);
}

void
field_rollup_read(struct field_form *form, struct doc *settings)
{
	struct request *rq = form->settings->rq;
	struct wanted wanted = {.arena = rq->arena, .code = form_text(rq->form, "settings.rollup.from")};
	int of = form_read_choice(rq->form, "settings.rollup.of", FORM_REQUIRED, rollup_names);
	struct doc *rollup;

	if (!each_source(form, is_wanted, &wanted)) {
		form_error(rq->form, "settings.rollup.from", N_("Please choose an entry of the list."), NULL);
		return;
	}
	if (of < 0)
		return;
	if (of != ROLLUP_COUNT && wanted.found.field == NULL)
		form_error(rq->form, "settings.rollup.from",
			   N_("Choose a field: there is nothing to add up or to compare in the records themselves."),
			   NULL);
	else if (of == ROLLUP_SUM && !is_number(field_value_type(wanted.found.field)))
		form_error(rq->form, "settings.rollup.of",
			   N_("Dates cannot be added up. Choose the earliest or the latest."), NULL);
	rollup = doc_set_object(settings, "rollup");
	doc_set_text(rollup, "of", rollup_names[of]);
	doc_set_text(rollup, "module", wanted.found.module->name);
	if (of != ROLLUP_COUNT && wanted.found.field != NULL)
		doc_set_text(rollup, "field", wanted.found.field->name);
	if (wanted.found.link != NULL)
		doc_set_text(rollup, "link", wanted.found.link->name);
	set_result(settings, of == ROLLUP_COUNT ? NULL : wanted.found.field);
}

/* ---- showing ---- */

struct listing {
	struct field_form *form;
	struct doc *groups, *options;
	const char *chosen;
};

static bool
add_source(const struct source *source, void *data)
{
	struct listing *listing = data;
	struct settings *settings = listing->form->settings;
	const char *code = source_code(settings->rq->arena, source->module, source->link, source->field);
	struct doc *option;

	if (source->field == NULL) {
		struct doc *group = doc_add_object(listing->groups);

		doc_set_label(group, "label", &source->module->plural, settings->language);
		doc_set_null(group, "link");
		if (source->link != NULL)
			doc_set_label(group, "link", &source->link->label, settings->language);
		listing->options = doc_set_list(group, "options");
	}
	option = settings_option(listing->options, code, text_equal(code, listing->chosen));
	if (source->field == NULL)
		doc_set_message(option, "label", N_("the records themselves (to count them)"), NULL);
	else
		doc_set_label(option, "label", &source->field->label, settings->language);
	return false;
}

static const char *
stored_code(struct field_form *form)
{
	const struct field *field = form->field;

	return field == NULL || field->source_module == NULL
		       ? NULL
		       : source_code(form->settings->rq->arena, field->source_module, field->source_link,
				     field->source);
}

void
field_rollup_show(struct field_form *form, struct doc *inputs)
{
	struct settings *settings = form->settings;
	const char *stored_of = form->field == NULL ? rollup_names[ROLLUP_COUNT] : rollup_names[form->field->rollup];
	struct doc *of = settings_input(settings, inputs, "rollup_of", "settings.rollup.of", stored_of);
	struct doc *from = settings_input(settings, inputs, "rollup_from", "settings.rollup.from", stored_code(form));
	struct listing listing = {.form = form, .chosen = doc_get_text(from, "value")};
	struct doc *options = doc_set_list(of, "options");

	for (int i = 0; rollup_names[i] != NULL; i++)
		doc_set_word(settings_option(options, rollup_names[i],
					     text_equal(rollup_names[i], doc_get_text(of, "value"))),
			     "label", rollup_names[i], of_labels[i]);
	listing.groups = doc_set_list(from, "groups");
	each_source(form, add_source, &listing);
}
