/* role_web: the tree of roles: who stands above whom sees what those below own. */
#include "core/handover.h"
#include "rights/handlers.h"
#include "rights/holder.h"
#include "rights/rights_page.h"

static const char *
role_href(struct arena *arena, int64_t id, const char *below)
{
	return arena_printf(arena, RIGHTS_HOME "/roles/%s%s", rights_id_text(arena, id), below);
}

static struct doc *
role_doc(struct request *rq, const struct role *role)
{
	struct doc *row = doc_object(rq->arena);

	doc_set_id(row, "id", role->id);
	doc_set_text(row, "name", role->name);
	doc_set_text(row, "href", role_href(rq->arena, role->id, ""));
	doc_set_id(row, "parent", role->parent == NULL ? 0 : role->parent->id);
	doc_set_int(row, "version", role->version);
	return row;
}

/* ---- the tree ---- */

static void
add_staff(struct doc *row, int64_t role, const struct holder *holders, size_t count)
{
	struct doc *list = doc_set_list(row, "staff");

	for (size_t i = 0; i < count; i++)
		if (holders[i].role_id == role)
			holder_add(list, &holders[i]);
}

/* A role and those below it, one after the other: how deep each stands tells the tree. */
static void
add_below(struct request *rq, struct doc *list, const struct role *parent, int depth, const struct holder *holders,
	  size_t count)
{
	for (size_t i = 0; i < rq->rights->role_count; i++) {
		const struct role *role = &rq->rights->roles[i];
		struct doc *row, *steps;

		if (role->parent != parent)
			continue;
		row = role_doc(rq, role);
		steps = doc_set_list(row, "steps");
		for (int step = 0; step < depth; step++)
			doc_add_object(steps);
		doc_set_int(row, "depth", depth);
		doc_set_text(row, "below", parent == NULL ? NULL : parent->name);
		add_staff(row, role->id, holders, count);
		doc_add(list, row);
		add_below(rq, list, role, depth + 1, holders, count);
	}
}

struct reply
role_list_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *outside = doc_object(rq->arena);
	size_t count;
	const struct holder *holders = holder_list(rq->tx, &count);

	add_below(rq, doc_set_list(page, "roles"), NULL, 0, holders, count);
	add_staff(outside, 0, holders, count);
	doc_set(page, "without", (struct doc *)(uintptr_t)doc_get(outside, STR("staff")));
	doc_set_bool(page, "some", rq->rights->role_count > 0);
	return reply_page(rq, "role_list", page);
}

/* ---- the form ---- */

static void
add_parents(struct settings *settings, const struct role *role, const char *chosen)
{
	struct request *rq = settings->rq;
	struct doc *list = doc_set_list(settings->page, "parents");

	for (size_t i = 0; i < rq->rights->role_count; i++) {
		const struct role *parent = &rq->rights->roles[i];
		const char *id = rights_id_text(rq->arena, parent->id);

		if (role == NULL || !role_is_above(role, parent))
			doc_set_text(settings_option(list, id, text_equal(id, chosen)), "label", parent->name);
	}
	doc_set_null(settings->page, "parent_error");
	settings_error(settings, settings->page, "parent_error", "parent");
	doc_set_null(settings->page, "parent_theirs");
	if (settings->conflict && role != NULL)
		doc_set_text(settings->page, "parent_theirs", role->parent == NULL ? "–" : role->parent->name);
}

static struct doc *
fill(struct settings *settings, const struct role *role)
{
	struct request *rq = settings->rq;
	struct doc *inputs;
	const char *parent = role == NULL || role->parent == NULL ? NULL : rights_id_text(rq->arena, role->parent->id);

	rights_form_begin(settings, role == NULL ? 0 : role->version);
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "name", "name", role == NULL ? NULL : role->name);
	add_parents(settings, role, form_has(rq->form, "parent") ? form_text(rq->form, "parent") : parent);
	doc_set_null(settings->page, "role");
	if (role != NULL)
		doc_set(settings->page, "role", role_doc(rq, role));
	return settings->page;
}

struct reply
role_new_form(struct request *rq)
{
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "role_form", fill(&settings, NULL));
}

struct reply
role_page(struct request *rq)
{
	const struct role *role = rights_role(rq->rights, path_id(rq, "role"));
	struct settings settings;

	if (role == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "role_form", fill(&settings, role));
}

static struct reply
again(struct settings *settings, const struct role *role)
{
	fill(settings, role);
	return settings_again(settings, "role_form");
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
				      .action = "role.change",
				      .kind = "role",
				      .done_path = RIGHTS_HOME "/roles",
				      .done_flash = N_("The role was saved.")};
}

static struct doc *
saved_doc(struct request *rq, int64_t id, const char *name, int64_t parent, int64_t version)
{
	const struct role above = {.id = parent};
	const struct role role = {.id = id, .name = name, .parent = parent == 0 ? NULL : &above, .version = version};

	return role_doc(rq, &role);
}

struct reply
role_new(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const char *name;
	int64_t parent;

	rights_begin(rq, &settings, NULL);
	name = form_read_text(rq->form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH);
	parent = form_read_id(rq->form, "parent", FORM_OPTIONAL);
	change = change_of(&settings, N_("Add the role {{name}}"), name, RIGHTS_HOME "/roles");
	change.action = "role.create";
	if (form_failed(rq->form) || rights_only_edits(rq) ||
	    rights_refused(&settings, role_create(rq->tx, rq->rights, name, parent, &change.object, &trouble),
			   &trouble))
		return again(&settings, NULL);
	change.done = saved_doc(rq, change.object, name, parent, 1);
	return rights_apply(&change);
}

struct reply
role_changed(struct request *rq)
{
	const struct role *role = rights_role(rq->rights, path_id(rq, "role"));
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const char *name;
	int64_t parent;

	if (role == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	name = form_read_text(rq->form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH);
	parent = form_read_id(rq->form, "parent", FORM_OPTIONAL);
	change = change_of(&settings, N_("Change the role {{name}}"), name, role_href(rq->arena, role->id, ""));
	change.object = role->id;
	if (!settings_current(&settings, role->version) || form_failed(rq->form) || rights_only_edits(rq) ||
	    rights_refused(&settings, role_change(rq->tx, rq->rights, role->id, name, parent, role->version, &trouble),
			   &trouble))
		return again(&settings, role);
	change.done = saved_doc(rq, role->id, name, parent, role->version + 1);
	return rights_apply(&change);
}

struct reply
role_removal(struct request *rq)
{
	const struct role *role = rights_role(rq->rights, path_id(rq, "role"));
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;

	if (role == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	change = change_of(&settings, N_("Remove the role {{name}}"), role->name, role_href(rq->arena, role->id, ""));
	change.action = "role.remove";
	change.object = role->id;
	change.done_flash = N_("The role was removed.");
	change.done = role_doc(rq, role);
	if (rights_only_edits(rq) ||
	    rights_refused(&settings, role_remove(rq->tx, role->id, settings_seen(&settings, role->version), &trouble),
			   &trouble))
		return again(&settings, role);
	return rights_apply(&change);
}
