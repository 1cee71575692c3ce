/* module_settings_web: the list of modules, and for one of them its names, its icon, its retirement. */
#include "modules/handlers.h"
#include "modules/module_settings.h"
#include "modules/modules.h"

/* ---- list ---- */

static int64_t
fields_in_use(const struct module *module)
{
	int64_t count = 0;

	for (size_t i = 0; i < module->field_count; i++)
		count += !module->fields[i].system && !module->fields[i].retired;
	return count;
}

static struct doc *
row_doc(struct settings *settings, const struct module *module)
{
	struct arena *arena = settings->rq->arena;
	struct doc *row = doc_object(arena);

	doc_set_id(row, "id", module->id);
	doc_set_text(row, "name", module->name);
	doc_set_text(row, "href", module_settings_path(arena, module, module->retired ? "" : "/fields"));
	doc_set_text(row, "restoration_href", module_settings_path(arena, module, "/restoration"));
	doc_set_label(row, "singular", &module->singular, settings->language);
	doc_set_label(row, "plural", &module->plural, settings->language);
	doc_set_text(row, "icon", module->icon);
	doc_set_bool(row, "builtin", module->builtin);
	doc_set_bool(row, "retired", module->retired);
	doc_set_text(row, "kept_by", module->kept_by);
	doc_set_int(row, "field_count", fields_in_use(module));
	doc_set_word(row, "sharing", sharing_names[module->sharing], sharing_label(module->sharing));
	doc_set_int(row, "version", module->version);
	return row;
}

static void
add_row(struct settings *settings, struct doc *list, const struct module *module)
{
	struct doc *row = row_doc(settings, module), *below = doc_set_list(row, "sub_forms");

	for (const struct module *part = module_next_sub_form(settings->catalogue, module, NULL); part != NULL;
	     part = module_next_sub_form(settings->catalogue, module, part))
		if (!part->retired)
			doc_add(below, row_doc(settings, part));
	doc_add(list, row);
}

struct reply
module_list_page(struct request *rq)
{
	struct settings settings;
	struct doc *own, *builtin, *retired;

	settings_open(rq, &settings);
	own = doc_set_list(settings.page, "own");
	builtin = doc_set_list(settings.page, "builtin");
	retired = doc_set_list(settings.page, "retired");
	for (size_t i = 0; i < settings.catalogue->module_count; i++) {
		const struct module *module = &settings.catalogue->modules[i];

		if (module->retired)
			doc_add(retired, row_doc(&settings, module));
		else if (module->parent == NULL)
			add_row(&settings, module->builtin ? builtin : own, module);
	}
	return reply_page(rq, "module_list", settings.page);
}

/* ---- the form ---- */

/* A sub-form of a sub-form would be lines of lines: only modules of their own have any. */
static const struct module *
chosen_parent(struct settings *settings)
{
	const struct module *parent = module_named(settings->catalogue, form_text(settings->rq->form, "parent"));

	return parent == NULL || parent->parent != NULL ? NULL : parent;
}

static void
add_parents(struct settings *settings, const struct module *chosen)
{
	struct doc *list = doc_set_list(settings->page, "parents");

	for (size_t i = 0; i < settings->catalogue->module_count; i++) {
		const struct module *module = &settings->catalogue->modules[i];

		if (module->retired || module->parent != NULL)
			continue;
		doc_set_label(settings_option(list, module->name, module == chosen), "label", &module->plural,
			      settings->language);
	}
}

static struct reply
new_form(struct settings *settings, bool again)
{
	const struct module *parent =
		text_empty(form_text(settings->rq->form, "parent")) ? NULL : chosen_parent(settings);
	struct doc *inputs;

	settings_problems(settings);
	inputs = doc_set_object(settings->page, "inputs");
	doc_set_list(settings->page, "uses");
	doc_set_null(settings->page, "module");
	settings_label(settings, inputs, "singular", "singular", NULL);
	settings_label(settings, inputs, "plural", "plural", NULL);
	settings_label(settings, inputs, "naming", "naming", NULL);
	settings_input(settings, inputs, "name", "name", NULL);
	settings_input(settings, inputs, "parent", "parent", NULL);
	add_parents(settings, parent);
	doc_set_null(settings->page, "for_parent");
	if (parent != NULL)
		doc_set_label(doc_set_object(settings->page, "for_parent"), "plural", &parent->plural,
			      settings->language);
	module_add_icons(settings, parent == NULL ? "folder" : "list");
	module_add_sharings(settings, SHARING_READ);
	return again ? settings_again(settings, "module_form")
		     : reply_page(settings->rq, "module_form", settings->page);
}

struct reply
module_new_form(struct request *rq)
{
	struct settings settings;

	settings_open(rq, &settings);
	return new_form(&settings, false);
}

static const char *
read_icon(struct settings *settings, const char *otherwise)
{
	const char *icon = form_text(settings->rq->form, "icon");

	if (text_empty(icon) || text_equal(icon, otherwise))
		return otherwise;
	if (module_icon_is_offered(icon))
		return icon;
	form_error(settings->rq->form, "icon", N_("Please choose one of the answers."), NULL);
	return otherwise;
}

static int64_t
read_parent(struct settings *settings)
{
	const struct module *parent;

	if (text_empty(form_text(settings->rq->form, "parent")))
		return 0;
	parent = chosen_parent(settings);
	if (parent != NULL)
		return parent->id;
	form_error(settings->rq->form, "parent", N_("Please choose an entry of the list."), NULL);
	return 0;
}

static enum sharing
read_sharing(struct settings *settings, enum sharing otherwise)
{
	int chosen = form_read_choice(settings->rq->form, "sharing", FORM_OPTIONAL, sharing_names);

	return chosen < 0 ? otherwise : (enum sharing)chosen;
}

static const struct module *
module_made(struct settings *settings, int64_t id)
{
	settings->catalogue = catalogue_load(settings->rq->tx, settings->rq->arena);
	settings->module = module_of_id(settings->catalogue, id);
	return settings->module;
}

struct reply
module_new(struct request *rq)
{
	struct settings settings;
	struct module_draft draft;
	struct module_trouble trouble = {0};
	int64_t id = 0;

	settings_open(rq, &settings);
	draft = (struct module_draft){
		.name = form_read_text(rq->form, "name", FORM_OPTIONAL, 40),
		.singular = settings_read_label(&settings, "singular", FORM_REQUIRED, SETTINGS_LABEL),
		.plural = settings_read_label(&settings, "plural", FORM_REQUIRED, SETTINGS_LABEL),
		.naming = settings_read_label(&settings, "naming", FORM_REQUIRED, SETTINGS_LABEL),
		.icon = read_icon(&settings, "folder"),
		.parent = read_parent(&settings),
		.sharing = read_sharing(&settings, SHARING_READ),
	};
	if (draft.name == NULL)
		draft.name = "";
	if (form_failed(rq->form) ||
	    settings_refused(&settings, module_create(rq->tx, settings.catalogue, &draft, &id, &trouble), &trouble))
		return new_form(&settings, true);
	module_made(&settings, id);
	settings_journal(&settings, "module.create", "module", id, settings.module->name);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/fields"),
			  N_("The module is ready. Now add what you want to know of each."),
			  row_doc(&settings, settings.module));
}

/* ---- names and icon ---- */

static struct reply
settings_form_page(struct settings *settings, bool again)
{
	const struct module *module = settings->module;
	struct doc *inputs;

	settings_begin(settings, "settings");
	inputs = doc_set_object(settings->page, "inputs");
	settings_label(settings, inputs, "singular", "singular", &module->singular);
	settings_label(settings, inputs, "plural", "plural", &module->plural);
	module_add_icons(settings, module->icon);
	doc_set_bool(settings->page, "retirable", !module->builtin && !module->retired);
	return again ? settings_again(settings, "module_settings")
		     : reply_page(settings->rq, "module_settings", settings->page);
}

struct reply
module_settings_page(struct request *rq)
{
	struct settings settings;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	return settings_form_page(&settings, false);
}

/* What stays as it is when the form does not bring it. */
static struct module_draft
draft_of(const struct module *module)
{
	return (struct module_draft){
		.name = module->name,
		.singular = module->singular,
		.plural = module->plural,
		.icon = module->icon,
		.parent = module->parent == NULL ? 0 : module->parent->id,
		.naming = module->naming->label,
		.sharing = module->sharing,
	};
}

static struct reply
changed(struct settings *settings)
{
	const struct module *module = module_made(settings, settings->module->id);

	settings_journal(settings, "module.change", "module", module->id, module->name);
	return reply_done(settings->rq, module_settings_path(settings->rq->arena, module, ""),
			  N_("The module was saved."), row_doc(settings, module));
}

/* Left empty, what comes with Parvis goes back to what Parvis calls it. */
static struct label
read_renamed(struct settings *settings, const char *name)
{
	const bool builtin = settings->module->builtin;
	struct label label =
		settings_read_label(settings, name, builtin ? FORM_OPTIONAL : FORM_REQUIRED, SETTINGS_LABEL);

	label.builtin = builtin ? "" : NULL;
	return label;
}

struct reply
module_settings_change(struct request *rq)
{
	struct settings settings;
	struct module_draft draft;
	struct module_trouble trouble = {0};
	const struct module *module;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	module = settings.module;
	draft = draft_of(module);
	draft.singular = read_renamed(&settings, "singular");
	draft.plural = read_renamed(&settings, "plural");
	draft.icon = read_icon(&settings, module->icon);
	if (!settings_current(&settings, module->version) || form_failed(rq->form) ||
	    settings_refused(&settings,
			     module_change(rq->tx, settings.catalogue, module, &draft, module->version, &trouble),
			     &trouble))
		return settings_form_page(&settings, true);
	return changed(&settings);
}

/* ---- out of use, and back ---- */

struct reply
module_retirement(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	const struct module *module;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	module = settings.module;
	if (settings_refused(&settings,
			     module_retire(rq->tx, settings.catalogue, module,
					   settings_seen(&settings, module->version), &trouble),
			     &trouble))
		return settings_form_page(&settings, true);
	settings_journal(&settings, "module.retire", "module", module->id, module->name);
	return reply_done(rq, "/console/settings/modules",
			  N_("The module is out of use. Its records are kept, and it can come back at any time."),
			  row_doc(&settings, module_made(&settings, module->id)));
}

struct reply
module_restoration(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	const struct module *module;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	module = settings.module;
	if (settings_refused(&settings, module_restore(rq->tx, module), &trouble))
		return settings_form_page(&settings, true);
	settings_journal(&settings, "module.restore", "module", module->id, module->name);
	return reply_done(rq, module_settings_path(rq->arena, module, "/fields"), N_("The module is back in use."),
			  row_doc(&settings, module_made(&settings, module->id)));
}
