/* sharing_web: who sees records of others, module by module. */
#include "core/handover.h"
#include "modules/module_settings.h"
#include "rights/handlers.h"
#include "rights/rule_page.h"

const char *
sharing_href(struct arena *arena, const struct module *module, const char *below)
{
	return arena_printf(arena, RIGHTS_HOME "/sharing/%s%s", module->name, below);
}

const char *
rule_href(struct arena *arena, const struct module *module, const char *kind, int64_t id, const char *below)
{
	return arena_printf(arena, RIGHTS_HOME "/sharing/%s/%s/%s%s", module->name, kind, rights_id_text(arena, id),
			    below);
}

static bool
can_be_shared(const struct module *module)
{
	return !module->retired && module->parent == NULL && module->fields[SYSTEM_OWNER].column != NULL;
}

const struct module *
sharing_path_module(struct request *rq)
{
	const struct module *module = rights_path_module(rq);

	return module == NULL || !can_be_shared(module) ? NULL : module;
}

static void
set_module(struct settings *settings, struct doc *row, const struct module *module)
{
	doc_set_id(row, "id", module->id);
	doc_set_text(row, "name", module->name);
	doc_set_label(row, "plural", &module->plural, settings->language);
	doc_set_text(row, "icon", module->icon);
	doc_set_text(row, "href", sharing_href(settings->rq->arena, module, ""));
	doc_set_word(row, "sharing", sharing_names[module->sharing], sharing_label(module->sharing));
	doc_set_bool(row, "private", module->sharing == SHARING_PRIVATE);
	doc_set_int(row, "version", module->version);
}

void
sharing_add_module(struct settings *settings)
{
	set_module(settings, doc_set_object(settings->page, "module"), settings->module);
}

/* ---- list ---- */

struct reply
sharing_list_page(struct request *rq)
{
	struct settings settings;
	struct doc *list;

	rights_begin(rq, &settings, NULL);
	list = doc_set_list(settings.page, "modules");
	for (size_t m = 0; m < settings.catalogue->module_count; m++) {
		const struct module *module = &settings.catalogue->modules[m];
		int64_t rules = 0, states = 0;
		struct doc *row;

		if (!can_be_shared(module))
			continue;
		for (size_t i = 0; i < rq->rights->sharing_count; i++)
			rules += rq->rights->sharing[i].module == module;
		for (size_t i = 0; i < rq->rights->state_count; i++)
			states += rq->rights->states[i].module == module;
		row = doc_add_object(list);
		set_module(&settings, row, module);
		doc_set_int(row, "rule_count", rules);
		doc_set_int(row, "state_count", states);
		doc_set_bool(row, "has_rules", rules > 0);
		doc_set_bool(row, "has_states", states > 0);
	}
	return reply_page(rq, "sharing_list", settings.page);
}

/* ---- one module ---- */

static void
add_rules(struct settings *settings)
{
	const struct rights *rights = settings->rq->rights;
	struct arena *arena = settings->rq->arena;
	struct doc *list = doc_set_list(settings->page, "rules");

	for (size_t i = 0; i < rights->sharing_count; i++) {
		const struct sharing_rule *rule = &rights->sharing[i];
		struct doc *row;

		if (rule->module != settings->module)
			continue;
		row = doc_add_object(list);
		doc_set_id(row, "id", rule->id);
		doc_set_text(row, "name", rule->name);
		doc_set_text(row, "href", rule_href(arena, rule->module, "rules", rule->id, ""));
		doc_set_text(row, "words", rule_words(settings->rq, rule->condition));
		doc_set_bool(row, "broken", rule->condition == NULL);
		doc_set_text(row, "role", rule->role == NULL ? NULL : rule->role->name);
		doc_set_text(row, "group", rule->crew == NULL ? NULL : rule->crew->name);
		doc_set_text(row, "level", level_names[rule->level]);
		doc_set_bool(row, "writes", rule->level == LEVEL_WRITE);
		doc_set_int(row, "version", rule->version);
	}
}

static void
add_states(struct settings *settings)
{
	const struct rights *rights = settings->rq->rights;
	struct arena *arena = settings->rq->arena;
	struct doc *list = doc_set_list(settings->page, "states");

	for (size_t i = 0; i < rights->state_count; i++) {
		const struct state_rule *rule = &rights->states[i];
		struct doc *row;

		if (rule->module != settings->module)
			continue;
		row = doc_add_object(list);
		doc_set_id(row, "id", rule->id);
		doc_set_text(row, "name", rule->name);
		doc_set_text(row, "href", rule_href(arena, rule->module, "states", rule->id, ""));
		doc_set_text(row, "words", rule_words(settings->rq, rule->condition));
		doc_set_bool(row, "broken", rule->condition == NULL);
		doc_set_null(row, "field");
		if (rule->field != NULL)
			doc_set_label(row, "field", &rule->field->label, settings->language);
		doc_set_bool(row, "hides", rule->hides);
		doc_set_int(row, "version", rule->version);
	}
}

static enum sharing
typed_sharing(struct settings *settings)
{
	int chosen = form_read_choice(settings->rq->form, "sharing", FORM_OPTIONAL, sharing_names);

	return chosen < 0 ? settings->module->sharing : (enum sharing)chosen;
}

static struct doc *
fill(struct settings *settings)
{
	const struct module *module = settings->module;

	rights_form_begin(settings, module->version);
	sharing_add_module(settings);
	module_add_sharings(settings, typed_sharing(settings));
	doc_set_null(settings->page, "theirs");
	if (settings->conflict)
		doc_set_word(settings->page, "theirs", sharing_names[module->sharing], sharing_label(module->sharing));
	add_rules(settings);
	add_states(settings);
	doc_set_bool(settings->page, "kept_by", module->kept_by != NULL);
	return settings->page;
}

static bool
open(struct request *rq, struct settings *settings)
{
	rights_begin(rq, settings, sharing_path_module(rq));
	return settings->module != NULL;
}

struct reply
sharing_page(struct request *rq)
{
	struct settings settings;

	if (!open(rq, &settings))
		return reply_not_found(rq);
	return reply_page(rq, "sharing_module", fill(&settings));
}

static struct reply
again(struct settings *settings)
{
	fill(settings);
	return settings_again(settings, "sharing_module");
}

struct reply
sharing_change(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	enum sharing sharing;

	if (!open(rq, &settings))
		return reply_not_found(rq);
	sharing = typed_sharing(&settings);
	change = (struct rights_change){.settings = &settings,
					.before = reach_now(rq->tx),
					.kept_before = house_handover_begin(rq),
					.title = N_("Change who sees the records of {{name}}"),
					.name = label_text(&settings.module->plural, settings.language),
					.back = sharing_href(rq->arena, settings.module, ""),
					.action = "sharing.change",
					.kind = "module",
					.object = settings.module->id,
					.done_path = sharing_href(rq->arena, settings.module, ""),
					.done_flash = N_("Saved. It holds from everybody’s next page on.")};
	if (!settings_current(&settings, settings.module->version) || form_failed(rq->form) || rights_only_edits(rq) ||
	    rights_refused(&settings, module_share(rq->tx, settings.module, sharing, settings.module->version),
			   &trouble))
		return again(&settings);
	doc_set_text(settings.page, "sharing", sharing_names[sharing]);
	doc_set_int(settings.page, "version", settings.module->version + 1);
	return rights_apply(&change);
}
