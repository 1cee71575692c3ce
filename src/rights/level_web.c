/* level_web: what a profile sees of each field of a module, and by which layout its forms are arranged. */
#include "core/handover.h"
#include "modules/formula.h"
#include "rights/handlers.h"
#include "rights/level_form.h"
#include "rights/profile_page.h"

enum { FIELD_ROWS = 400 };

/* ---- what was typed ---- */

/* A computed field is never written, whatever the profile has said of it before. */
static enum level
shown_level(const struct field *field, enum level level)
{
	return level == LEVEL_WRITE && !level_can_be_written(field) ? LEVEL_READ : level;
}

static enum level
new_level(struct request *rq, const struct field *field, enum level stored)
{
	int typed = level_typed(rq, field);

	if (typed < 0 || shown_level(field, stored) == shown_level(field, (enum level)typed))
		return stored;
	return shown_level(field, (enum level)typed);
}

static const struct layout *
typed_layout(struct request *rq, const struct module *module, const struct layout *stored)
{
	int64_t id;

	if (!form_has(rq->form, "layout") || module->layout_count == 0)
		return stored;
	id = form_read_id(rq->form, "layout", FORM_OPTIONAL);
	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id == id)
			return &module->layouts[i];
	if (id != 0)
		form_error(rq->form, "layout", N_("Please choose an entry of the list."), NULL);
	return &module->layouts[0];
}

/* ---- the page ---- */

static enum level
stored_level(const struct profile_rights *profile, const struct field *field)
{
	return profile->id == profile_id_of(PROFILE_ADMINISTRATOR)
		       ? LEVEL_WRITE
		       : profile->levels[field->module->index][field->index];
}

static void
add_source(struct settings *settings, struct doc *row, const struct field *source)
{
	const struct doc *reveals = doc_get(row, STR("reveals"));
	struct doc *sources = reveals->kind == DOC_OBJECT ? (struct doc *)(uintptr_t)doc_get(reveals, STR("sources"))
							  : doc_set_list(doc_set_object(row, "reveals"), "sources");
	struct doc *shown = doc_add_object(sources);

	doc_set_text(shown, "name", source->name);
	doc_set_label(shown, "label", &source->label, settings->language);
}

/* What is hidden here and yet may be guessed from the field, which is worked out from it. */
static void
add_revealed(struct settings *settings, struct doc *row, const struct profile_rights *profile,
	     const struct field *field)
{
	const struct module *module = field->module;

	for (size_t i = 0; field->formula != NULL && i < module->field_count; i++) {
		const struct field *source = &module->fields[i];

		if (level_is_offered(source) && formula_uses(field->formula, source) &&
		    new_level(settings->rq, source, stored_level(profile, source)) == LEVEL_HIDDEN)
			add_source(settings, row, source);
	}
	if (field->type == FIELD_ROLLUP && field->source != NULL &&
	    stored_level(profile, field->source) == LEVEL_HIDDEN)
		add_source(settings, row, field->source);
}

static void
add_field(struct settings *settings, struct doc *list, const struct profile_rights *profile, const struct field *field)
{
	struct request *rq = settings->rq;
	const char *name = arena_printf(rq->arena, "fields.%zu", list->list.count);
	struct doc *row = doc_add_object(list), *levels = doc_set_list(row, "levels");
	enum level stored = stored_level(profile, field);
	enum level chosen = shown_level(field, new_level(rq, field, stored));

	doc_set_text(row, "input", name);
	doc_set_text(row, "name", field->name);
	doc_set_label(row, "label", &field->label, settings->language);
	doc_set_bool(row, "required", field->required);
	doc_set_bool(row, "computed", !level_can_be_written(field));
	doc_set_word(row, "level", level_names[chosen], level_label(chosen));
	for (int level = 0; level_names[level] != NULL; level++)
		if (level != LEVEL_WRITE || level_can_be_written(field))
			doc_set_word(settings_option(levels, level_names[level], level == (int)chosen), "label",
				     level_names[level], level_label((enum level)level));
	doc_set_list(row, "notes");
	doc_set_null(row, "reveals");
	if (chosen != LEVEL_HIDDEN)
		add_revealed(settings, row, profile, field);
	doc_set_null(row, "theirs");
	if (settings->conflict && shown_level(field, stored) != chosen)
		doc_set_word(row, "theirs", level_names[stored], level_label(stored));
}

static void
add_layouts(struct settings *settings, const struct layout *chosen)
{
	struct doc *list = doc_set_list(settings->page, "layouts");
	const struct module *module = settings->module;

	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id != 0)
			doc_set_text(settings_option(list, rights_id_text(settings->rq->arena, module->layouts[i].id),
						     &module->layouts[i] == chosen),
				     "label", module->layouts[i].name);
	doc_set_bool(settings->page, "several_layouts", list->list.count > 1);
	doc_set_null(settings->page, "layout_error");
	settings_error(settings, settings->page, "layout_error", "layout");
}

static void
add_module(struct settings *settings)
{
	struct doc *module = doc_set_object(settings->page, "module");

	doc_set_text(module, "name", settings->module->name);
	doc_set_label(module, "plural", &settings->module->plural, settings->language);
	doc_set_text(module, "icon", settings->module->icon);
}

static struct doc *
fill(struct settings *settings, const struct profile_rights *profile)
{
	struct request *rq = settings->rq;
	struct doc *list;

	rights_form_begin(settings, profile->version);
	doc_set(settings->page, "profile", profile_doc(rq, profile));
	add_module(settings);
	doc_set_bool(settings->page, "changeable", profile->id != profile_id_of(PROFILE_ADMINISTRATOR));
	add_layouts(settings, typed_layout(rq, settings->module, profile->layouts[settings->module->index]));
	list = doc_set_list(settings->page, "fields");
	for (size_t i = 0; i < settings->module->field_count; i++)
		if (level_is_offered(&settings->module->fields[i]))
			add_field(settings, list, profile, &settings->module->fields[i]);
	doc_set_text(settings->page, "action", rq->http->path);
	doc_set_bool(settings->page, "blind",
		     !(profile->may[settings->module->parent == NULL ? settings->module->index
								     : settings->module->parent->index] &
		       MAY_VIEW));
	return settings->page;
}

static bool
open(struct request *rq, struct settings *settings, const struct profile_rights **profile)
{
	const struct module *module = rights_path_module(rq);

	*profile = profile_of_path(rq);
	rights_begin(rq, settings, module);
	return *profile != NULL && module != NULL;
}

struct reply
profile_fields_page(struct request *rq)
{
	const struct profile_rights *profile;
	struct settings settings;

	if (!open(rq, &settings, &profile))
		return reply_not_found(rq);
	return reply_page(rq, "profile_fields", fill(&settings, profile));
}

/* ---- saving ---- */

static enum rights_outcome
save(struct settings *settings, const struct profile_rights *profile)
{
	struct request *rq = settings->rq;
	const struct module *module = settings->module;
	enum level *levels = arena_make_array(rq->arena, enum level, module->field_count);
	const struct layout *layout = typed_layout(rq, module, profile->layouts[module->index]);
	const struct matrix_draft draft = {.module = module,
					   .may = profile->may[module->index],
					   .layout = layout == &module->layouts[0] ? 0 : layout->id,
					   .levels = levels};

	for (size_t i = 0; i < module->field_count; i++)
		levels[i] = new_level(rq, &module->fields[i], profile->levels[module->index][i]);
	if (form_failed(rq->form))
		return RIGHTS_DONE;
	return profile_set_module(rq->tx, profile->id, &draft, profile->version);
}

static struct reply
again(struct settings *settings, const struct profile_rights *profile)
{
	bool failed = form_failed(settings->rq->form);

	fill(settings, profile);
	return failed ? settings_again(settings, "profile_fields")
		      : reply_page(settings->rq, "profile_fields", settings->page);
}

struct reply
profile_fields_change(struct request *rq)
{
	const struct profile_rights *profile;
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const char *href;

	if (!open(rq, &settings, &profile))
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return again(&settings, profile);
	href = profile_href(rq->arena, profile->id, "");
	change = (struct rights_change){.settings = &settings,
					.before = reach_now(rq->tx),
					.kept_before = house_handover_begin(rq),
					.title = N_("Change the profile {{name}}"),
					.name = profile_label(profile),
					.name_is_ours = profile_of_id(profile->id) != PROFILE_CUSTOM,
					.back = rq->http->path,
					.only_if_felt = true,
					.action = "profile.change",
					.kind = "profile",
					.object = profile->id,
					.done_path = href,
					.done_flash = N_("Saved. It holds from everybody’s next page on.")};
	level_refuse_unknown(rq, settings.module);
	if (profile->id == profile_id_of(PROFILE_ADMINISTRATOR) && form_rows(rq->form, "fields", FIELD_ROWS) > 0)
		form_error(rq->form, "",
			   N_("Administrators may do everything, always: so nobody can lock everybody out."), NULL);
	if (!settings_current(&settings, profile->version) || form_failed(rq->form) ||
	    rights_refused(&settings, save(&settings, profile), &trouble) || form_failed(rq->form))
		return again(&settings, profile);
	doc_set_int(settings.page, "version", profile->version + 1);
	return rights_apply(&change);
}
