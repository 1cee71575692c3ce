/* approver_form: people who may sign in and roles are offered; whoever is stored stays offered, too. */
#include "approval/approver_form.h"

#include "base/id.h"
#include "rights/rights_page.h"

#include <string.h>

struct approver_form
approver_form(struct settings *settings)
{
	struct approver_form form = {.settings = settings};

	form.holders = holder_list(settings->rq->tx, &form.holder_count);
	return form;
}

static const struct holder *
holder_of(const struct approver_form *form, int64_t id)
{
	for (size_t i = 0; i < form->holder_count; i++)
		if (form->holders[i].id == id)
			return &form->holders[i];
	return NULL;
}

static const char *
code_of(const struct approver_form *form, const struct approver *approver)
{
	struct arena *arena = form->settings->rq->arena;

	if (approver->kind == APPROVER_MANAGER)
		return "manager";
	return arena_printf(arena, "%s:%s", approver_kind_names[approver->kind], rights_id_text(arena, approver->id));
}

/* ---- reading ---- */

static bool
parse(const struct approver_form *form, const char *typed, bool manager, struct approver *approver)
{
	struct str id = str_of(typed), kind = str_cut(&id, ':');

	*approver = (struct approver){APPROVER_MANAGER, 0};
	if (str_equal(kind, STR("manager")))
		return manager;
	if (id.at == NULL || !id_parse(id, &approver->id))
		return false;
	approver->kind = str_equal(kind, STR("role")) ? APPROVER_ROLE : APPROVER_STAFF;
	if (approver->kind == APPROVER_ROLE)
		return rights_role(form->settings->rq->rights, approver->id) != NULL;
	return str_equal(kind, STR("staff")) && holder_of(form, approver->id) != NULL;
}

static const char *
row_name(const struct approver_form *form, const char *name, size_t row)
{
	return arena_printf(form->settings->rq->arena, "%s.%zu", name, row);
}

struct approver *
approvers_read(const struct approver_form *form, const char *name, bool manager, size_t *count)
{
	struct request *rq = form->settings->rq;
	struct approver *approvers = arena_make_array(rq->arena, struct approver, STEP_APPROVERS);
	size_t rows = form_rows(rq->form, name, STEP_APPROVERS);

	*count = 0;
	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, row_name(form, name, i));

		if (text_empty(typed))
			continue;
		if (parse(form, typed, manager, &approvers[*count]))
			(*count)++;
		else
			form_error(rq->form, row_name(form, name, i), N_("Please choose an entry of the list."), NULL);
	}
	return approvers;
}

/* ---- showing ---- */

static void
add_options(const struct approver_form *form, struct doc *choice, const char *chosen)
{
	const struct rights *rights = form->settings->rq->rights;
	struct doc *staff = doc_set_list(choice, "staff"), *roles = doc_set_list(choice, "roles");

	for (size_t i = 0; i < form->holder_count; i++) {
		const char *code = code_of(form, &(struct approver){APPROVER_STAFF, form->holders[i].id});

		if (!form->holders[i].closed || text_equal(code, chosen))
			doc_set_text(settings_option(staff, code, text_equal(code, chosen)), "label",
				     form->holders[i].name);
	}
	for (size_t i = 0; i < rights->role_count; i++) {
		const char *code = code_of(form, &(struct approver){APPROVER_ROLE, rights->roles[i].id});

		doc_set_text(settings_option(roles, code, text_equal(code, chosen)), "label", rights->roles[i].name);
	}
	doc_set_bool(choice, "has_roles", rights->role_count > 0);
}

void
approvers_show(const struct approver_form *form, struct doc *page, const char *key, const char *name, bool manager,
	       const struct approver *stored, size_t count)
{
	struct request *rq = form->settings->rq;
	struct doc *list = doc_set_list(page, key);
	bool typed = rq->http->method == HTTP_POST;
	size_t rows = typed ? form_rows(rq->form, name, STEP_APPROVERS) : count;

	for (size_t i = 0; i <= rows && i < STEP_APPROVERS; i++) {
		const char *field = row_name(form, name, i);
		const char *chosen = typed ? form_text(rq->form, field) : i < count ? code_of(form, &stored[i]) : NULL;
		struct doc *choice;

		if (i > 0 && i == rows && typed && text_empty(form_text(rq->form, row_name(form, name, i - 1))))
			break; /* there is an empty one already */
		choice = doc_add_object(list);
		doc_set_text(choice, "name", field);
		doc_set_int(choice, "number", (int64_t)i + 1);
		doc_set_bool(choice, "manager", manager);
		doc_set_bool(choice, "manager_chosen", text_equal(chosen, "manager"));
		add_options(form, choice, chosen);
		doc_set_null(choice, "error");
		settings_error(form->settings, choice, "error", field);
	}
}

void
approvers_name(const struct approver_form *form, struct doc *object, const char *key, const struct approver *approvers,
	       size_t count)
{
	struct doc *list = doc_set_list(object, key);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);
		const struct holder *holder = holder_of(form, approvers[i].id);
		const struct role *role = rights_role(form->settings->rq->rights, approvers[i].id);

		doc_set_text(row, "kind", approver_kind_names[approvers[i].kind]);
		doc_set_text(row, "code", code_of(form, &approvers[i]));
		if (approvers[i].kind == APPROVER_MANAGER)
			doc_set_message(row, "label", N_("the manager of the owner"), NULL);
		else
			doc_set_text(row, "label",
				     approvers[i].kind == APPROVER_ROLE ? (role == NULL ? "–" : role->name)
				     : holder == NULL			? "–"
									: holder->name);
		doc_set_bool(row, "last", i + 1 == count);
		doc_set_bool(row, "closed", approvers[i].kind == APPROVER_STAFF && (holder == NULL || holder->closed));
	}
}

/* ---- who could not decide ---- */

static bool
is_asked(const struct holder *holder, const struct approver *approvers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if ((approvers[i].kind == APPROVER_STAFF && approvers[i].id == holder->id) ||
		    (approvers[i].kind == APPROVER_ROLE && approvers[i].id == holder->role_id))
			return true;
	return false;
}

void
approvers_blind(const struct approver_form *form, struct doc *list, const struct module *module,
		const struct approver *approvers, size_t count)
{
	struct request *rq = form->settings->rq;

	for (size_t i = 0; i < form->holder_count; i++) {
		const struct holder *holder = &form->holders[i];
		const struct viewer viewer = {.kind = VIEWER_STAFF,
					      .staff = holder->id,
					      .profile = profile_of_id(holder->profile_id),
					      .profile_id = holder->profile_id,
					      .role_id = holder->role_id};

		if (!holder->closed && is_asked(holder, approvers, count) &&
		    !(plan_for(rq->rights, &viewer, module, rq->moment)->may & MAY_VIEW))
			doc_set_text(doc_add_object(list), "name", holder->name);
	}
}
