/* crew_web: groups of staff, to share records with. */
#include "core/handover.h"
#include "rights/handlers.h"
#include "rights/holder.h"
#include "rights/rights_page.h"

enum { MEMBERS = 2000, RULES_SHOWN = 20 };

static const char *
crew_href(struct arena *arena, int64_t id, const char *below)
{
	return arena_printf(arena, RIGHTS_HOME "/groups/%s%s", rights_id_text(arena, id), below);
}

static struct doc *
crew_doc(struct request *rq, const struct crew *crew)
{
	struct doc *row = doc_object(rq->arena);

	doc_set_id(row, "id", crew->id);
	doc_set_text(row, "name", crew->name);
	doc_set_text(row, "href", crew_href(rq->arena, crew->id, ""));
	doc_set_int(row, "member_count", (int64_t)crew->member_count);
	doc_set_int(row, "version", crew->version);
	return row;
}

struct reply
crew_list_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "groups");
	size_t count;
	const struct holder *holders = holder_list(rq->tx, &count);

	for (size_t i = 0; i < rq->rights->crew_count; i++) {
		const struct crew *crew = &rq->rights->crews[i];
		struct doc *row = crew_doc(rq, crew), *members = doc_set_list(row, "members");

		for (size_t h = 0; h < count; h++)
			if (crew_has(crew, holders[h].id))
				holder_add(members, &holders[h]);
		doc_add(list, row);
	}
	return reply_page(rq, "crew_list", page);
}

/* ---- the form ---- */

/* The ids typed; an empty one says that the list is there, although nobody is in it. */
static int64_t *
typed_members(struct request *rq, size_t *count)
{
	size_t rows = form_rows(rq->form, "members", MEMBERS);
	int64_t *members = arena_make_array(rq->arena, int64_t, rows);

	*count = 0;
	for (size_t i = 0; i < rows; i++) {
		int64_t id = form_read_id(rq->form, arena_printf(rq->arena, "members.%zu", i), FORM_OPTIONAL);

		if (id != 0)
			members[(*count)++] = id;
	}
	return members;
}

/* Members stay as they are when the form does not say who they are. */
static int64_t *
new_members(struct request *rq, const struct crew *crew, size_t *count)
{
	if (crew == NULL || form_rows(rq->form, "members", MEMBERS) > 0)
		return typed_members(rq, count);
	*count = crew->member_count;
	return crew->members;
}

static void
add_members(struct settings *settings, const struct crew *crew)
{
	struct request *rq = settings->rq;
	struct doc *list = doc_set_list(settings->page, "staff");
	size_t count, member_count;
	const struct holder *holders = holder_list(rq->tx, &count);
	struct crew chosen = {.members = new_members(rq, crew, &member_count)};

	chosen.member_count = member_count;
	for (size_t i = 0; i < count; i++) {
		bool stored = crew != NULL && crew_has(crew, holders[i].id), member = crew_has(&chosen, holders[i].id);
		struct doc *row;

		if (holders[i].closed && !stored)
			continue;
		row = holder_add(list, &holders[i]);
		doc_set_text(row, "input", arena_printf(rq->arena, "members.%zu", list->list.count));
		doc_set_bool(row, "member", member);
		doc_set_null(row, "theirs");
		if (settings->conflict && stored != member)
			doc_set_message(row, "theirs", stored ? N_("in the group") : N_("not in the group"), NULL);
	}
}

static struct doc *
fill(struct settings *settings, const struct crew *crew)
{
	struct request *rq = settings->rq;
	struct doc *inputs, *rules;

	rights_form_begin(settings, crew == NULL ? 0 : crew->version);
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "name", "name", crew == NULL ? NULL : crew->name);
	add_members(settings, crew);
	doc_set_null(settings->page, "group");
	rules = doc_set_list(settings->page, "rules");
	if (crew == NULL)
		return settings->page;
	doc_set(settings->page, "group", crew_doc(rq, crew));
	for (size_t i = 0; i < rq->rights->sharing_count && rules->list.count < RULES_SHOWN; i++) {
		const struct sharing_rule *rule = &rq->rights->sharing[i];
		struct doc *row;

		if (rule->crew != crew)
			continue;
		row = doc_add_object(rules);
		doc_set_text(row, "name", rule->name);
		doc_set_label(row, "module", &rule->module->plural, settings->language);
		doc_set_text(row, "href",
			     arena_printf(rq->arena, RIGHTS_HOME "/sharing/%s/rules/%s", rule->module->name,
					  rights_id_text(rq->arena, rule->id)));
	}
	return settings->page;
}

struct reply
crew_new_form(struct request *rq)
{
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "crew_form", fill(&settings, NULL));
}

struct reply
crew_page(struct request *rq)
{
	const struct crew *crew = rights_crew(rq->rights, path_id(rq, "group"));
	struct settings settings;

	if (crew == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "crew_form", fill(&settings, crew));
}

static struct reply
again(struct settings *settings, const struct crew *crew)
{
	fill(settings, crew);
	return settings_again(settings, "crew_form");
}

/* ---- saving ---- */

static struct rights_change
change_of(struct settings *settings, const char *title, const char *name, const char *back)
{
	return (struct rights_change){.settings = settings,
				      .before = reach_now(settings->rq->tx),
				      .kept_before = house_handover_begin(settings->rq),
				      .title = title,
				      .name = name,
				      .back = back,
				      .only_if_felt = true,
				      .action = "group.change",
				      .kind = "group",
				      .done_path = RIGHTS_HOME "/groups",
				      .done_flash = N_("The group was saved.")};
}

static struct doc *
saved_doc(struct request *rq, int64_t id, const char *name, size_t members, int64_t version)
{
	const struct crew crew = {.id = id, .name = name, .member_count = members, .version = version};

	return crew_doc(rq, &crew);
}

struct reply
crew_new(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const char *name;
	int64_t *members;
	size_t count;

	rights_begin(rq, &settings, NULL);
	name = form_read_text(rq->form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH);
	members = typed_members(rq, &count);
	change = change_of(&settings, N_("Add the group {{name}}"), name, RIGHTS_HOME "/groups");
	change.action = "group.create";
	if (form_failed(rq->form) || rights_only_edits(rq) ||
	    rights_refused(&settings, crew_create(rq->tx, rq->rights, name, members, count, &change.object), &trouble))
		return again(&settings, NULL);
	change.done = saved_doc(rq, change.object, name, count, 1);
	return rights_apply(&change);
}

struct reply
crew_changed(struct request *rq)
{
	const struct crew *crew = rights_crew(rq->rights, path_id(rq, "group"));
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const char *name;
	int64_t *members;
	size_t count;

	if (crew == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	name = form_read_text(rq->form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH);
	members = new_members(rq, crew, &count);
	change = change_of(&settings, N_("Change the group {{name}}"), name, crew_href(rq->arena, crew->id, ""));
	change.object = crew->id;
	if (!settings_current(&settings, crew->version) || form_failed(rq->form) || rights_only_edits(rq) ||
	    rights_refused(&settings, crew_change(rq->tx, crew->id, name, members, count, crew->version), &trouble))
		return again(&settings, crew);
	change.done = saved_doc(rq, crew->id, name, count, crew->version + 1);
	return rights_apply(&change);
}

struct reply
crew_removal(struct request *rq)
{
	const struct crew *crew = rights_crew(rq->rights, path_id(rq, "group"));
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;

	if (crew == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	change = change_of(&settings, N_("Remove the group {{name}}"), crew->name, crew_href(rq->arena, crew->id, ""));
	change.action = "group.remove";
	change.object = crew->id;
	change.done_flash = N_("The group was removed.");
	change.done = crew_doc(rq, crew);
	if (rights_only_edits(rq) ||
	    rights_refused(&settings, crew_remove(rq->tx, crew->id, settings_seen(&settings, crew->version), &trouble),
			   &trouble))
		return again(&settings, crew);
	return rights_apply(&change);
}
