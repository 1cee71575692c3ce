/* setup_page: what every page of a user type shows: whose it is, how it stands, and the steps of setting it up. */
#include "user_types/setup_page.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "modules/label.h"
#include "rights/rights_page.h"

const char *
setup_href(struct arena *arena, const struct setup *setup, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, setup->id);
	return arena_printf(arena, USER_TYPES_HOME "/%s%s", id, below);
}

const char *
setup_name(struct settings *settings, const struct setup *setup)
{
	return label_text(&setup->label, settings->language);
}

bool
setup_open(struct request *rq, struct settings *settings, struct setup **setup)
{
	rights_begin(rq, settings, NULL);
	*setup = setup_find(rq->tx, settings->catalogue, path_id(rq, "type"));
	return *setup != NULL;
}

bool
setup_current(struct settings *settings, const struct setup *setup)
{
	return settings_current(settings, setup->version);
}

/* ---- the user type ---- */

static void
set_state(struct doc *row, const struct setup *setup)
{
	const bool published = setup->published != NULL;

	if (published)
		doc_set_word(row, "state", "published", N_("Published"));
	else
		doc_set_word(row, "state", "draft", N_("Draft"));
	doc_set_text(row, "tone", published ? "ok" : "");
	doc_set_bool(row, "changed", published && setup->changed);
	doc_set_instant(row, "published_at", setup->published_at);
	doc_set_text(row, "published_by", setup->published_name);
}

static void
set_main(struct settings *settings, struct doc *row, const struct setup *setup)
{
	struct doc *module;

	doc_set_null(row, "module");
	if (setup->main == NULL)
		return;
	module = doc_set_object(row, "module");
	doc_set_text(module, "name", setup->main->name);
	doc_set_label(module, "plural", &setup->main->plural, settings->language);
	doc_set_label(module, "singular", &setup->main->singular, settings->language);
	doc_set_text(module, "icon", setup->main->icon);
}

struct doc *
setup_doc(struct settings *settings, const struct setup *setup)
{
	struct request *rq = settings->rq;
	struct doc *row = doc_object(rq->arena), *label = label_doc(rq->arena, &setup->label);

	doc_set_id(row, "id", setup->id);
	doc_set_label(row, "name", &setup->label, settings->language);
	doc_set(row, "label", label == NULL ? doc_object(rq->arena) : label);
	doc_set_text(row, "href", setup_href(rq->arena, setup, ""));
	doc_set_int(row, "version", setup->version);
	set_main(settings, row, setup);
	doc_set_bool(row, "is_default", setup->is_default);
	set_state(row, setup);
	doc_set_int(row, "people", setup->people);
	doc_set_int(row, "tab_count", (int64_t)(setup_tabs(setup)->list.count + setup_web(setup)->list.count));
	return row;
}

/* ---- the steps ---- */

bool
setup_page_is_open(const struct request *rq, const char *below)
{
	return page_is_open(rq, arena_printf(rq->arena, USER_TYPES_HOME "/{type}%s", below));
}

bool
setup_fields_chosen(const struct setup *setup)
{
	const struct doc *tabs = setup_tabs(setup);

	for (size_t i = 0; i < tabs->list.count; i++) {
		const struct doc *layouts = tab_layouts(tabs->list.items[i]);

		for (size_t l = 0; l < layouts->list.count; l++)
			if (doc_get(layouts->list.items[l], STR("fields")) == NULL)
				return false;
	}
	return tabs->list.count > 0;
}

static bool
is_done(const struct setup *setup, enum setup_step step)
{
	switch (step) {
	case STEP_ADDRESS:
	case STEP_TYPE:
		return true;
	case STEP_TABS:
		return setup_tabs(setup)->list.count > 0;
	case STEP_FIELDS:
		return setup_fields_chosen(setup);
	case STEP_PREVIEW:
	case STEP_PUBLISH:
	case SETUP_STEPS:
		break;
	}
	return setup->published != NULL && !setup->changed;
}

static void
add_steps(struct settings *settings, const struct setup *setup, enum setup_step current)
{
	static const struct {
		const char *code, *label, *below;
	} steps[SETUP_STEPS] = {
		[STEP_ADDRESS] = {"address", N_("Name and address"), NULL},
		[STEP_TYPE] = {"type", N_("User type"), ""},
		[STEP_TABS] = {"tabs", N_("Tabs"), "/tabs"},
		[STEP_FIELDS] = {"fields", N_("Fields"), "/fields"},
		[STEP_PREVIEW] = {"preview", N_("Preview"), "/preview"},
		[STEP_PUBLISH] = {"publication", N_("Publish"), "/publication"},
	};
	struct request *rq = settings->rq;
	struct doc *list = doc_set_list(settings->page, "steps");

	for (int step = 0; step < SETUP_STEPS; step++) {
		const char *below = steps[step].below;
		struct doc *row;

		if (below == NULL ? !page_is_open(rq, PORTAL_ADDRESS) : !setup_page_is_open(rq, below))
			continue;
		row = doc_add_object(list);
		doc_set_word(row, "label", steps[step].code, steps[step].label);
		doc_set_text(row, "href", below == NULL ? PORTAL_ADDRESS : setup_href(rq->arena, setup, below));
		doc_set_bool(row, "current", step == (int)current);
		doc_set_bool(row, "done", is_done(setup, (enum setup_step)step));
	}
}

void
setup_head(struct settings *settings, const struct setup *setup, enum setup_step step)
{
	doc_set(settings->page, "type", setup_doc(settings, setup));
	rights_form_begin(settings, setup->version);
	add_steps(settings, setup, step);
}

void
setup_journal(struct settings *settings, const struct setup *setup, const char *action, const char *about)
{
	struct doc *detail = doc_object(settings->rq->arena);

	doc_set_text(detail, "name", setup_name(settings, setup));
	if (about != NULL)
		doc_set_text(detail, "about", about);
	audit_add(settings->rq,
		  &(struct audit){.action = action, .object_kind = "user_type", .object = setup->id, .detail = detail});
}
