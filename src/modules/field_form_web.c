/* field_form_web: making a field (choose its type, then fill in what that type needs) and changing one. */
#include "modules/field_page.h"
#include "modules/handlers.h"

/* ---- the page ---- */

/* Of what every module has, and of the columns another feature made, only label and help can be changed. */
static bool
keeps_all_but_words(const struct field *field)
{
	return field != NULL && (field->system || field->theirs);
}

static struct doc *
form_document(struct field_form *form)
{
	struct settings *settings = form->settings;
	const struct field *field = form->field;

	settings_begin(settings, "fields");
	doc_set_null(settings->page, "field");
	if (field != NULL)
		doc_set(settings->page, "field", field_row_doc(settings, field));
	doc_set_bool(settings->page, "retirable",
		     field != NULL && !field->builtin && !field->system && !field->retired &&
			     field != settings->module->naming);
	doc_set_bool(settings->page, "changeable", !settings->module->retired && (field == NULL || !field->retired));
	doc_set_bool(settings->page, "words_only", keeps_all_but_words(field));
	field_form_show(form);
	return settings->page;
}

static struct field_form
form_of(struct settings *settings, const struct field *field, enum field_type type)
{
	return (struct field_form){
		.settings = settings,
		.type = type,
		.field = field,
		.asks = keeps_all_but_words(field) ? 0 : field_type_asks(type),
	};
}

struct reply
field_form_again(struct settings *settings, const struct field *field)
{
	struct field_form form = form_of(settings, field, field->type);

	form_document(&form);
	return settings_again(settings, "field_form");
}

/* Buttons that add or move rows show the form again and write nothing; mistakes wait until one saves. */
static bool
only_shown(struct request *rq)
{
	const char *wanted = form_text(rq->form, "do");

	return !text_empty(wanted) && !text_equal(wanted, "save");
}

/* ---- a new one ---- */

struct reply
field_new_form(struct request *rq)
{
	struct settings settings;
	enum field_type type = field_type_of(form_text(rq->form, "type"));
	struct field_form form;

	if (!settings_open(rq, &settings) || settings.module->retired)
		return reply_not_found(rq);
	if (type == FIELD_TYPES) {
		settings_begin(&settings, "fields");
		field_types_add(settings.page, module_settings_path(rq->arena, settings.module, "/fields/form"));
		return reply_page(rq, "field_types", settings.page);
	}
	form = form_of(&settings, NULL, type);
	return reply_page(rq, "field_form", form_document(&form));
}

static const struct field *
field_made(struct settings *settings, int64_t id)
{
	settings->catalogue = catalogue_load(settings->rq->tx, settings->rq->arena);
	settings->module = module_of_id(settings->catalogue, settings->module->id);
	return field_of_id(settings->catalogue, id);
}

struct reply
field_new(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	struct field_form form;
	struct field_draft draft;
	int type = form_read_choice(rq->form, "type", FORM_REQUIRED, field_type_names);
	int64_t id = 0;

	if (!settings_open(rq, &settings) || settings.module->retired)
		return reply_not_found(rq);
	form = form_of(&settings, NULL, type < 0 ? FIELD_TEXT : (enum field_type)type);
	if (only_shown(rq))
		return reply_page(rq, "field_form", form_document(&form));
	draft = field_form_read(&form);
	if (form_failed(rq->form) ||
	    settings_refused(&settings,
			     field_create(rq->tx, settings.catalogue, settings.module, &draft, &id, &trouble),
			     &trouble)) {
		form_document(&form);
		return settings_again(&settings, "field_form");
	}
	field_made(&settings, id);
	settings_journal(&settings, "module.field_create", "field", id, field_of_id(settings.catalogue, id)->name);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/fields"), N_("The field was added."),
			  field_row_doc(&settings, field_of_id(settings.catalogue, id)));
}

/* ---- one there is ---- */

struct reply
field_change_form(struct request *rq)
{
	struct settings settings;
	const struct field *field;
	struct field_form form;

	if (!settings_open(rq, &settings) || (field = field_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	form = form_of(&settings, field, field->type);
	return reply_page(rq, "field_form", form_document(&form));
}

struct reply
field_changed(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	const struct field *field;
	struct field_form form;
	struct field_draft draft;

	if (!settings_open(rq, &settings) || (field = field_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	form = form_of(&settings, field, field->type);
	if (only_shown(rq))
		return reply_page(rq, "field_form", form_document(&form));
	draft = field_form_read(&form);
	if (!settings_current(&settings, field->version) || form_failed(rq->form) ||
	    settings_refused(&settings,
			     field_change(rq->tx, settings.catalogue, field, &draft, field->version, &trouble),
			     &trouble))
		return field_form_again(&settings, field);
	field = field_made(&settings, field->id);
	settings_journal(&settings, "module.field_change", "field", field->id, field->name);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/fields"), N_("The field was saved."),
			  field_row_doc(&settings, field));
}

/* ---- while one types a formula ---- */

struct reply
field_formula_check(struct request *rq)
{
	struct settings settings;
	struct field_form form;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	form = form_of(&settings, field_named(settings.module, form_text(rq->form, "name")), FIELD_FORMULA);
	formula_add_check(&form, settings.page, form_text(rq->form, "settings.formula"),
			  form_text(rq->form, "settings.result"));
	return reply_page(rq, "field_formula_check", settings.page);
}
