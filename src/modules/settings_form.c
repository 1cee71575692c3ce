/* settings_form: inputs are built after the form was read, so that each has what was typed, its error and what is
 * stored. */
#include "modules/settings_form.h"

#include "core/audit.h"

#include <string.h>

static const char *const label_languages[] = {"fr", "en", NULL};

/* ---- the module ---- */

/* Retired ones have their page too, so that they can come back. */
static const struct module *
module_of_path(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->module_count; i++)
		if (text_equal(catalogue->modules[i].name, name))
			return &catalogue->modules[i];
	return NULL;
}

bool
settings_open(struct request *rq, struct settings *settings)
{
	const char *locale = formats_locale(rq->formats);

	*settings = (struct settings){
		.rq = rq,
		.catalogue = catalogue_load(rq->tx, rq->arena),
		.language = arena_text_of(rq->arena, locale, strcspn(locale, "_")),
		.page = doc_object(rq->arena),
	};
	if (rq->path.count == 0)
		return true;
	settings->module = module_of_path(settings->catalogue, path_text(rq, "module"));
	return settings->module != NULL;
}

const char *
module_settings_path(struct arena *arena, const struct module *module, const char *below)
{
	return arena_printf(arena, "/console/settings/modules/%s%s", module->name, below);
}

static void
add_parent(struct settings *settings, struct doc *doc)
{
	const struct module *parent = settings->module->parent;
	struct doc *shown;

	doc_set_null(doc, "parent");
	if (parent == NULL)
		return;
	shown = doc_set_object(doc, "parent");
	doc_set_label(shown, "plural", &parent->plural, settings->language);
	doc_set_text(shown, "href", module_settings_path(settings->rq->arena, parent, "/fields"));
}

static void
add_tabs(struct settings *settings, const char *tab)
{
	static const struct {
		const char *code, *label, *below;
	} tabs[] = {
		{"fields", N_("Fields"), "/fields"},
		{"layouts", N_("Layouts"), "/layouts"},
		{"sharing", N_("Sharing"), NULL}, /* a page of the rights, which says who gains and who loses */
		{"settings", N_("Name and icon"), ""},
	};
	struct doc *list = doc_set_list(settings->page, "tabs");

	for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
		struct doc *row;

		/* The lines of a sub-form are seen with the record they belong to. */
		if (settings->module->parent != NULL && text_equal(tabs[i].code, "sharing"))
			continue;
		row = doc_add_object(list);
		doc_set_word(row, "label", tabs[i].code, tabs[i].label);
		doc_set_text(row, "href",
			     tabs[i].below == NULL
				     ? arena_printf(settings->rq->arena, "/console/settings/sharing/%s",
						    settings->module->name)
				     : module_settings_path(settings->rq->arena, settings->module, tabs[i].below));
		doc_set_bool(row, "current", text_equal(tabs[i].code, tab));
	}
}

void
settings_begin(struct settings *settings, const char *tab)
{
	const struct module *module = settings->module;
	struct doc *doc = doc_set_object(settings->page, "module");

	doc_set_id(doc, "id", module->id);
	doc_set_text(doc, "name", module->name);
	doc_set_text(doc, "href", module_settings_path(settings->rq->arena, module, ""));
	doc_set_label(doc, "singular", &module->singular, settings->language);
	doc_set_label(doc, "plural", &module->plural, settings->language);
	doc_set_text(doc, "icon", module->icon);
	doc_set_text(doc, "kept_by", module->kept_by);
	doc_set_bool(doc, "builtin", module->builtin);
	doc_set_bool(doc, "retired", module->retired);
	doc_set_int(doc, "version", module->version);
	add_parent(settings, doc);
	add_tabs(settings, tab);
	settings_problems(settings);
	if (doc_get(settings->page, STR("uses")) == NULL)
		doc_set_list(settings->page, "uses");
}

/* ---- inputs ---- */

void
settings_problems(struct settings *settings)
{
	struct doc *shown = doc_object(settings->rq->arena);
	const struct doc *problems;

	form_show(settings->rq->form, shown);
	problems = doc_get(shown, STR("problems"));
	doc_set(settings->page, "problems",
		problems == NULL ? doc_list(settings->rq->arena) : (struct doc *)(uintptr_t)problems);
	doc_set_bool(settings->page, "conflict", settings->conflict);
}

static bool
was_typed(const struct settings *settings)
{
	return settings->rq->http->method == HTTP_POST;
}

void
settings_error(struct settings *settings, struct doc *input, const char *key, const char *name)
{
	const struct doc *problems = doc_get(settings->page, STR("problems"));

	doc_set_null(input, key);
	for (size_t i = 0; problems != NULL && i < problems->list.count; i++) {
		const struct doc *problem = problems->list.items[i];

		if (text_equal(doc_get_text(problem, "field"), name))
			doc_set(input, key, (struct doc *)(uintptr_t)doc_get(problem, STR("message")));
	}
}

/* What is stored now, where it is not what was typed. */
static void
set_theirs(struct settings *settings, struct doc *input, const char *key, const char *typed, const char *stored)
{
	const char *there = stored == NULL ? "" : stored, *mine = typed == NULL ? "" : typed;

	doc_set_text(input, key, settings->conflict && !text_equal(there, mine) ? *there == '\0' ? "–" : there : NULL);
}

struct doc *
settings_input(struct settings *settings, struct doc *inputs, const char *key, const char *name, const char *stored)
{
	struct doc *input = doc_set_object(inputs, key);
	const char *typed = form_text(settings->rq->form, name);

	doc_set_text(input, "name", name);
	doc_set_text(input, "value", was_typed(settings) ? typed : stored);
	settings_error(settings, input, "error", name);
	set_theirs(settings, input, "theirs", typed, stored);
	return input;
}

void
settings_box(struct settings *settings, struct doc *inputs, const char *key, const char *name, bool stored)
{
	struct doc *input = doc_set_object(inputs, key);

	doc_set_text(input, "name", name);
	doc_set_bool(input, "checked", was_typed(settings) ? form_read_bool(settings->rq->form, name) : stored);
	settings_error(settings, input, "error", name);
}

const char *
label_in(const struct label *label, const char *language)
{
	for (size_t i = 0; label != NULL && i < label->count; i++)
		if (text_equal(label->languages[i], language))
			return label->texts[i];
	return NULL;
}

struct doc *
settings_label(struct settings *settings, struct doc *inputs, const char *key, const char *name,
	       const struct label *stored)
{
	struct arena *arena = settings->rq->arena;
	struct doc *input = doc_set_object(inputs, key);

	doc_set_text(input, "name", name);
	doc_set_null(input, "known_as");
	if (stored != NULL && stored->builtin != NULL)
		doc_set_word(input, "known_as", "", stored->builtin);
	for (size_t i = 0; label_languages[i] != NULL; i++) {
		const char *language = label_languages[i];
		const char *field = arena_printf(arena, "%s.%s", name, language);
		const char *kept = label_in(stored, language), *typed = form_text(settings->rq->form, field);

		doc_set_text(input, language, was_typed(settings) ? typed : kept);
		settings_error(settings, input, arena_printf(arena, "%s_error", language), field);
		set_theirs(settings, input, arena_printf(arena, "%s_theirs", language), typed, kept);
	}
	return input;
}

struct doc *
settings_option(struct doc *list, const char *code, bool current)
{
	struct doc *option = doc_add_object(list);

	doc_set_text(option, "code", code);
	doc_set_bool(option, "current", current);
	return option;
}

struct label
settings_read_label(struct settings *settings, const char *name, enum form_need need, size_t longest)
{
	struct request *rq = settings->rq;
	struct label label = {.count = 0};

	for (size_t i = 0; label_languages[i] != NULL; i++) {
		const char *field = arena_printf(rq->arena, "%s.%s", name, label_languages[i]);
		const char *text = form_read_text(rq->form, field, FORM_OPTIONAL, longest);

		if (text_empty(text))
			continue;
		label.languages[label.count] = label_languages[i];
		label.texts[label.count++] = text;
	}
	if (need == FORM_REQUIRED && label.count == 0)
		form_error(rq->form,
			   arena_printf(rq->arena, "%s.%s", name, text_equal(settings->language, "fr") ? "fr" : "en"),
			   N_("Please fill in this field."), NULL);
	return label;
}

/* ---- refusals ---- */

static void
overtaken(struct settings *settings)
{
	settings->conflict = true;
	form_error(settings->rq->form, "",
		   N_("Somebody else has saved a change meanwhile. Your text is still here, and theirs stands beside "
		      "it: compare, then save again."),
		   NULL);
}

bool
settings_current(struct settings *settings, int64_t version)
{
	int64_t seen = form_read_int(settings->rq->form, "version", FORM_REQUIRED, 0, INT64_MAX);

	if (text_empty(form_text(settings->rq->form, "version")))
		return false;
	if (seen != version)
		overtaken(settings);
	return seen == version;
}

int64_t
settings_seen(struct settings *settings, int64_t version)
{
	struct form *form = settings->rq->form;

	return form_has(form, "version") ? form_read_int(form, "version", FORM_OPTIONAL, 0, INT64_MAX) : version;
}

bool
settings_refused(struct settings *settings, enum module_outcome outcome, const struct module_trouble *trouble)
{
	struct form *form = settings->rq->form;

	switch (outcome) {
	case MODULE_DONE:
		return false;
	case MODULE_OVERTAKEN:
		overtaken(settings);
		break;
	case MODULE_NAME_TAKEN:
		form_error(form, "name", N_("This name is taken already, maybe by one that was retired."), NULL);
		break;
	case MODULE_NAME_WRONG:
		form_error(form, "name",
			   N_("A name begins with a letter and has small letters, digits and underscores only; some "
			      "words are Parvis’s own."),
			   NULL);
		break;
	case MODULE_IN_USE:
		form_error(form, "", N_("It is still in use: see below by what, change that first, then try again."),
			   NULL);
		doc_set(settings->page, "uses", trouble->uses == NULL ? doc_list(settings->rq->arena) : trouble->uses);
		break;
	case MODULE_BUILTIN:
		form_error(form, "", N_("It comes with Parvis: this cannot be changed."), NULL);
		break;
	case MODULE_DRAFT_WRONG:
		form_error(form, trouble->wrong_field == NULL ? "" : trouble->wrong_field, trouble->error,
			   trouble->values);
		break;
	case MODULE_TOO_MANY:
		form_error(form, "", N_("There is no room for more: 200 modules, and 200 fields in each."), NULL);
		break;
	}
	return true;
}

struct reply
settings_again(struct settings *settings, const char *template)
{
	const struct doc *uses = doc_get(settings->page, STR("uses"));

	if (settings->conflict || (uses != NULL && uses->list.count > 0))
		return reply_conflict(settings->rq, template, settings->page);
	return reply_form(settings->rq, template, settings->page);
}

void
settings_journal(struct settings *settings, const char *action, const char *kind, int64_t object, const char *name)
{
	struct doc *detail = doc_object(settings->rq->arena);

	if (settings->module != NULL)
		doc_set_text(detail, "module", settings->module->name);
	doc_set_text(detail, "name", name);
	audit_add(settings->rq,
		  &(struct audit){.action = action, .object_kind = kind, .object = object, .detail = detail});
}

const char *
code_of_text(struct arena *arena, const char *text)
{
	struct builder code = builder_new(arena, 0);
	bool gap = false;

	for (const char *at = text_fold(arena, text); *at != '\0' && code.length < 40; at++) {
		bool letter = *at >= 'a' && *at <= 'z', digit = *at >= '0' && *at <= '9';

		if (!letter && !digit) {
			gap = code.length > 0;
			continue;
		}
		if (gap)
			build_char(&code, '_');
		gap = false;
		build_char(&code, *at);
	}
	return builder_text(&code);
}
