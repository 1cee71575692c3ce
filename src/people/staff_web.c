/* staff_web: the administrators' list of staff users, and the form of one. */
#include "people/handlers.h"

#include "base/id.h"
#include "core/form_page.h"
#include "core/handover.h"
#include "people/confirmation.h"
#include "people/staff_audit.h"
#include "people/staff_form.h"
#include "people/staff_mail.h"
#include "people/staff_page.h"

/* ---- list ---- */

struct reply
staff_list_page(struct request *rq)
{
	struct doc *document = doc_object(rq->arena), *list = doc_set_list(document, "staff");
	size_t count;
	const struct staff *staff = staff_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, staff_doc(rq, &staff[i]));
	doc_set_int(document, "total_count", (int64_t)count);
	return reply_page(rq, "staff_list", document);
}

/* ---- form ---- */

static const char *
role_code(struct arena *arena, int64_t role)
{
	char id[ID_LENGTH + 1];

	id_print(id, role);
	return arena_text(arena, id);
}

static void
add_profiles(struct request *rq, struct doc *document, int64_t held)
{
	struct doc *list = doc_set_list(document, "profiles");
	const char *chosen = form_text(rq->form, "profile");

	if (chosen == NULL)
		chosen = profile_code(rq->arena, held);
	for (size_t i = 0; i < rq->rights->profile_count; i++) {
		const struct profile_rights *profile = &rq->rights->profiles[i];
		enum profile builtin = profile_of_id(profile->id);
		struct doc *row = doc_add_object(list);

		doc_set_profile(row, "profile", profile);
		doc_set_text(row, "name", profile->name);
		if (builtin == PROFILE_CUSTOM)
			doc_set_null(row, "about");
		else
			doc_set_message(row, "about", profile_abouts[builtin], NULL);
		doc_set_bool(row, "chosen", text_equal(chosen, profile_code(rq->arena, profile->id)));
	}
}

static void
add_roles(struct request *rq, struct doc *document, int64_t held)
{
	struct doc *list = doc_set_list(document, "roles");
	const char *chosen = form_text(rq->form, "role");

	if (chosen == NULL && held != 0)
		chosen = role_code(rq->arena, held);
	doc_set_bool(document, "has_roles", rq->rights->role_count > 0);
	for (size_t i = 0; i < rq->rights->role_count; i++) {
		const struct role *role = &rq->rights->roles[i];
		const char *code = role_code(rq->arena, role->id);
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", role->id);
		doc_set_text(row, "name", role->name);
		doc_set_bool(row, "chosen", text_equal(chosen, code));
	}
}

struct doc *
staff_document(struct request *rq, const struct staff *staff)
{
	struct doc *document = doc_object(rq->arena), *values = doc_set_object(document, "values");

	form_forget(rq->form, "password");
	add_profiles(rq, document, staff == NULL ? profile_id_of(PROFILE_MANAGER) : staff->profile_id);
	add_roles(rq, document, staff == NULL ? 0 : staff->role_id);
	doc_set_text(values, "name", staff == NULL ? NULL : staff->name);
	doc_set_text(values, "email", staff == NULL ? NULL : staff->email);
	if (staff == NULL)
		doc_set_null(document, "staff");
	else
		doc_set(document, "staff", staff_doc(rq, staff));
	doc_set_null(document, "handover");
	doc_set_null(document, "closing_handover");
	confirmation_show(rq, document);
	form_page(rq, document, "name email profile role password version");
	return document;
}

struct reply
staff_handover_reply(struct request *rq, const struct staff *staff, struct doc *asked, const char *name)
{
	struct doc *document = staff_document(rq, staff);

	doc_set(document, name, (struct doc *)(uintptr_t)doc_get(asked, str_of(name)));
	return reply_form(rq, "staff_form", document);
}

struct reply
staff_blank_page(struct request *rq)
{
	return reply_page(rq, "staff_form", staff_document(rq, NULL));
}

/* Shown, not offered to be changed. */
static struct reply
agent_reply(struct request *rq, const struct staff *staff)
{
	struct doc *document = doc_object(rq->arena);

	doc_set(document, "staff", staff_doc(rq, staff));
	doc_set_text(
		document, "profile_href",
		arena_printf(rq->arena, "/console/settings/profiles/%s", profile_code(rq->arena, staff->profile_id)));
	return reply_page(rq, "staff_agent", document);
}

struct reply
staff_show_page(struct request *rq)
{
	const struct staff *staff = staff_find(rq->tx, rq->viewer, path_id(rq, "staff"));

	if (staff == NULL)
		return reply_not_found(rq);
	if (staff->acts_for != NULL)
		return agent_reply(rq, staff);
	return reply_page(rq, "staff_form", staff_document(rq, staff));
}

static void
read_profile(struct request *rq, struct staff *staff)
{
	const char *code = form_read_text(rq->form, "profile", FORM_REQUIRED, STAFF_NAME_LENGTH);

	if (code == NULL)
		return;
	for (size_t i = 0; i < rq->rights->profile_count; i++)
		if (text_equal(code, profile_code(rq->arena, rq->rights->profiles[i].id))) {
			staff->profile_id = rq->rights->profiles[i].id;
			return;
		}
	form_error(rq->form, "profile", N_("Please choose one of the profiles."), NULL);
}

/* A form without the field (an older script) leaves the role as it is; an empty one takes it away. */
static void
read_role(struct request *rq, struct staff *staff)
{
	int64_t role;

	if (!form_has(rq->form, "role"))
		return;
	role = form_read_id(rq->form, "role", FORM_OPTIONAL);
	if (role != 0 && rights_role(rq->rights, role) == NULL)
		form_error(rq->form, "role", N_("Please choose one of the roles."), NULL);
	else
		staff->role_id = role;
}

static void
read_form(struct request *rq, struct staff *staff)
{
	staff_read_identity(rq->form, &staff->name, &staff->email);
	read_profile(rq, staff);
	read_role(rq, staff);
	if (staff->email != NULL && staff_email_is_taken(rq->tx, staff->email, staff->id))
		form_error(rq->form, "email", N_("Somebody has an account with this address already."), NULL);
}

struct reply
staff_create_post(struct request *rq)
{
	struct staff wanted = {.id = 0};
	const struct staff *staff;
	struct doc *shown;

	confirmation_check(rq, rq->prepared);
	read_form(rq, &wanted);
	if (form_failed(rq->form))
		return reply_form(rq, "staff_form", staff_document(rq, NULL));
	wanted.id = staff_create(rq->tx, &(struct staff_new){.email = wanted.email,
							     .name = wanted.name,
							     .profile_id = wanted.profile_id,
							     .role_id = wanted.role_id});
	staff = staff_itself(rq->tx, wanted.id);
	if (staff == NULL)
		return reply_refusal(rq, 409, N_("Somebody has an account with this address already."));
	staff_mail_invitation(rq->house, rq->tx, staff);
	staff_audit(rq, "staff.create", staff->id, "profile", profile_code(rq->arena, staff->profile_id));
	shown = staff_doc(rq, staff);
	return reply_done(rq, doc_get_text(shown, "href"),
			  N_("The account was made. A link to choose a password is on its way by e-mail."), shown);
}

/* Somebody at the old address must learn that it no longer leads to the account. */
static void
move_address(struct request *rq, const struct staff *before, const struct staff *after)
{
	staff_mail_notice(rq->house, rq->tx, after, NOTICE_ADDRESS, before->email);
	staff_audit(rq, "staff.change", after->id, "email", "changed");
	password_link_forget(rq->tx, after->id);
}

static void
check_change(struct request *rq, const struct staff *before, const struct staff *wanted)
{
	int64_t administrator = profile_id_of(PROFILE_ADMINISTRATOR);

	if (before->profile_id == administrator && wanted->profile_id != administrator &&
	    before->disabled_at == NO_INSTANT && staff_is_last_administrator(rq->tx, before->id))
		form_error(rq->form, "profile", last_administrator_sentence, NULL);
	if (!form_failed(rq->form) && !staff_update(rq->tx, wanted))
		form_error(rq->form, "",
			   N_("Somebody else has changed this account meanwhile. Your text is still here: compare, "
			      "then save again."),
			   NULL);
}

static const char *
role_name(const struct request *rq, int64_t id)
{
	const struct role *role = rights_role(rq->rights, id);

	return role == NULL ? NULL : role->name;
}

struct reply
staff_change_post(struct request *rq)
{
	const struct staff *staff = staff_find(rq->tx, rq->viewer, path_id(rq, "staff"));
	struct doc *shown, *asked = doc_object(rq->arena);
	struct staff wanted;
	const void *begun;
	int64_t leaver;

	if (staff == NULL)
		return reply_not_found(rq);
	if (staff->acts_for != NULL)
		return reply_refusal(rq, 409, agent_sentence);
	wanted = *staff;
	confirmation_check(rq, rq->prepared);
	read_form(rq, &wanted);
	if (form_has(rq->form, "version"))
		wanted.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	begun = house_handover_begin(rq);
	check_change(rq, staff, &wanted);
	if (form_failed(rq->form))
		return reply_form(rq, "staff_form", staff_document(rq, staff));
	leaver = staff->profile_id != wanted.profile_id || staff->role_id != wanted.role_id ? staff->id : 0;
	if (staff->disabled_at == NO_INSTANT && !house_handover_settle(rq, begun, leaver, asked, "handover"))
		return staff_handover_reply(rq, staff, asked, "handover");
	wanted.version++;
	if (!text_equal(staff->email, wanted.email))
		move_address(rq, staff, &wanted);
	if (staff->profile_id != wanted.profile_id)
		staff_audit(rq, "staff.change", staff->id, "profile", profile_code(rq->arena, wanted.profile_id));
	if (staff->role_id != wanted.role_id)
		staff_audit(rq, "staff.change", staff->id, "role", role_name(rq, wanted.role_id));
	if (staff->profile_id == wanted.profile_id && staff->role_id == wanted.role_id)
		staff_audit(rq, "staff.change", staff->id, NULL, NULL);
	shown = staff_doc(rq, &wanted);
	return reply_done(rq, doc_get_text(shown, "href"), N_("The account was saved."), shown);
}
