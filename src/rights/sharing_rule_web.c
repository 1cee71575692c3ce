/* sharing_rule_web: rules that share the records of a module which meet a condition with a role or a group. */
#include "modules/condition.h"
#include "rights/handlers.h"
#include "rights/rule_page.h"

#include <string.h>

static const char *const levels[] = {"read", "write", NULL};

static const struct sharing_rule *
rule_of_path(struct request *rq, const struct module *module)
{
	int64_t id = path_id(rq, "rule");

	for (size_t i = 0; i < rq->rights->sharing_count; i++)
		if (rq->rights->sharing[i].id == id && rq->rights->sharing[i].module == module)
			return &rq->rights->sharing[i];
	return NULL;
}

/* ---- with whom: "role:ID" or "group:ID", as one list to choose from ---- */

static const char *
with_text(struct arena *arena, const struct sharing_rule *rule)
{
	if (rule == NULL || (rule->role == NULL && rule->crew == NULL))
		return "";
	return arena_printf(arena, "%s:%s", rule->role != NULL ? "role" : "group",
			    rights_id_text(arena, rule->role != NULL ? rule->role->id : rule->crew->id));
}

static void
read_with(struct request *rq, struct sharing_draft *draft)
{
	const char *with = form_text(rq->form, "with");
	const char *id = with == NULL ? NULL : strchr(with, ':');

	if (text_empty(with)) {
		form_error(rq->form, "with", N_("Please choose a role or a group to share with."), NULL);
		return;
	}
	for (size_t i = 0; id != NULL && i < rq->rights->role_count; i++)
		if (strncmp(with, "role:", 5) == 0 &&
		    text_equal(id + 1, rights_id_text(rq->arena, rq->rights->roles[i].id)))
			draft->role = rq->rights->roles[i].id;
	for (size_t i = 0; id != NULL && i < rq->rights->crew_count; i++)
		if (strncmp(with, "group:", 6) == 0 &&
		    text_equal(id + 1, rights_id_text(rq->arena, rq->rights->crews[i].id)))
			draft->crew = rq->rights->crews[i].id;
	if (draft->role == 0 && draft->crew == 0)
		form_error(rq->form, "with", N_("Please choose an entry of the list."), NULL);
}

static void
add_option(struct settings *settings, struct doc *list, const char *kind, int64_t id, const char *name,
	   const char *chosen)
{
	const char *code = arena_printf(settings->rq->arena, "%s:%s", kind, rights_id_text(settings->rq->arena, id));

	doc_set_text(settings_option(list, code, text_equal(code, chosen)), "label", name);
}

static void
add_with(struct settings *settings, const struct sharing_rule *rule)
{
	struct request *rq = settings->rq;
	const char *stored = with_text(rq->arena, rule);
	const char *chosen = form_has(rq->form, "with") ? form_text(rq->form, "with") : stored;
	struct doc *roles = doc_set_list(settings->page, "roles"), *crews = doc_set_list(settings->page, "groups");

	for (size_t i = 0; i < rq->rights->role_count; i++)
		add_option(settings, roles, "role", rq->rights->roles[i].id, rq->rights->roles[i].name, chosen);
	for (size_t i = 0; i < rq->rights->crew_count; i++)
		add_option(settings, crews, "group", rq->rights->crews[i].id, rq->rights->crews[i].name, chosen);
	doc_set_bool(settings->page, "has_roles", rq->rights->role_count > 0);
	doc_set_bool(settings->page, "has_groups", rq->rights->crew_count > 0);
	doc_set_bool(settings->page, "nobody_yet", rq->rights->role_count + rq->rights->crew_count == 0);
	doc_set_null(settings->page, "with_error");
	settings_error(settings, settings->page, "with_error", "with");
	doc_set_null(settings->page, "with_theirs");
	if (settings->conflict && rule != NULL && !text_equal(stored, chosen))
		doc_set_text(settings->page, "with_theirs",
			     rule->role != NULL	  ? rule->role->name
			     : rule->crew != NULL ? rule->crew->name
						  : "–");
}

/* ---- the form ---- */

static void
add_levels(struct settings *settings, const struct sharing_rule *rule)
{
	static const char *const labels[] = {N_("see them"), N_("see and change them")};
	struct form *form = settings->rq->form;
	struct doc *list = doc_set_list(settings->page, "levels");
	int stored = rule != NULL && rule->level == LEVEL_WRITE;
	int chosen = text_equal(form_text(form, "level"), "write")  ? 1
		     : text_equal(form_text(form, "level"), "read") ? 0
								    : stored;

	for (int i = 0; levels[i] != NULL; i++)
		doc_set_word(settings_option(list, levels[i], i == chosen), "label", levels[i], labels[i]);
	doc_set_null(settings->page, "level_theirs");
	if (settings->conflict && stored != chosen)
		doc_set_word(settings->page, "level_theirs", levels[stored], labels[stored]);
}

static void
fill(struct settings *settings, const void *data)
{
	const struct sharing_rule *rule = data;

	add_with(settings, rule);
	add_levels(settings, rule);
}

static struct rule_form
form_of(const struct sharing_rule *rule)
{
	struct rule_form form = {.kind = "rules", .template = "sharing_rule_form", .fill = fill, .rule = rule};

	if (rule != NULL) {
		form.id = rule->id;
		form.version = rule->version;
		form.name = rule->name;
		form.condition = rule->condition;
	}
	return form;
}

static struct reply
again(struct settings *settings, const struct sharing_rule *rule)
{
	const struct rule_form form = form_of(rule);

	return rule_form_again(settings, &form);
}

static bool
open(struct request *rq, struct settings *settings, const struct sharing_rule **rule)
{
	rights_begin(rq, settings, sharing_path_module(rq));
	if (settings->module == NULL)
		return false;
	*rule = rule_of_path(rq, settings->module);
	return *rule != NULL;
}

struct reply
sharing_rule_new_form(struct request *rq)
{
	const struct rule_form form = form_of(NULL);
	struct settings settings;

	rights_begin(rq, &settings, sharing_path_module(rq));
	return settings.module == NULL ? reply_not_found(rq) : rule_form_page(&settings, &form);
}

struct reply
sharing_rule_page(struct request *rq)
{
	struct settings settings;
	const struct sharing_rule *rule;
	struct rule_form form;

	if (!open(rq, &settings, &rule))
		return reply_not_found(rq);
	form = form_of(rule);
	return rule_form_page(&settings, &form);
}

/* ---- saving ---- */

/* Without a condition a rule would share everything: who wants that says so in the module's sharing. */
static struct sharing_draft
read_draft(struct settings *settings)
{
	struct form *form = settings->rq->form;
	struct sharing_draft draft = {.name = form_read_text(form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH)};

	read_with(settings->rq, &draft);
	draft.level = form_read_choice(form, "level", FORM_REQUIRED, levels) == 1 ? LEVEL_WRITE : LEVEL_READ;
	draft.condition = rule_read_condition(settings);
	return draft;
}

struct reply
sharing_rule_new(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	struct sharing_draft draft;

	rights_begin(rq, &settings, sharing_path_module(rq));
	if (settings.module == NULL)
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return again(&settings, NULL);
	draft = read_draft(&settings);
	change = rule_change(&settings, N_("Add the sharing rule {{name}}"), draft.name, "sharing_rule.create");
	if (form_failed(rq->form) ||
	    rights_refused(&settings,
			   sharing_save(rq->tx, rq->rights, settings.module, 0, &draft, 0, &change.object, &trouble),
			   &trouble))
		return again(&settings, NULL);
	return rule_saved(&settings, &change, "rules");
}

struct reply
sharing_rule_change(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	struct sharing_draft draft;
	const struct sharing_rule *rule;

	if (!open(rq, &settings, &rule))
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return again(&settings, rule);
	draft = read_draft(&settings);
	change = rule_change(&settings, N_("Change the sharing rule {{name}}"), draft.name, "sharing_rule.change");
	change.back = rule_href(rq->arena, settings.module, "rules", rule->id, "");
	if (!settings_current(&settings, rule->version) || form_failed(rq->form) ||
	    rights_refused(&settings,
			   sharing_save(rq->tx, rq->rights, settings.module, rule->id, &draft, rule->version,
					&change.object, &trouble),
			   &trouble))
		return again(&settings, rule);
	return rule_saved(&settings, &change, "rules");
}

struct reply
sharing_rule_removal(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const struct sharing_rule *rule;

	if (!open(rq, &settings, &rule))
		return reply_not_found(rq);
	change = rule_change(&settings, N_("Remove the sharing rule {{name}}"), rule->name, "sharing_rule.remove");
	change.object = rule->id;
	change.done_flash = N_("The rule was removed.");
	if (rights_only_edits(rq) ||
	    rights_refused(&settings, sharing_remove(rq->tx, rule->id, settings_seen(&settings, rule->version)),
			   &trouble))
		return again(&settings, rule);
	return rule_saved(&settings, &change, "rules");
}
