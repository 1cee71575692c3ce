/* staff_web: the administrators' list of staff users, and the form of one. */
#include "people/handlers.h"

#include "core/form_page.h"
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

struct doc *
staff_document(struct request *rq, const struct staff *staff)
{
	struct doc *document = doc_object(rq->arena), *values = doc_set_object(document, "values");
	struct doc *profiles = doc_set_list(document, "profiles");
	const char *chosen = form_text(rq->form, "profile");

	form_forget(rq->form, "password");
	if (chosen == NULL)
		chosen = profile_names[staff == NULL ? PROFILE_MANAGER : staff->profile];
	for (int i = 0; i < PROFILES; i++) {
		struct doc *profile = doc_add_object(profiles);

		doc_set_word(profile, "profile", profile_names[i], profile_labels[i]);
		doc_set_message(profile, "about", profile_abouts[i], NULL);
		doc_set_bool(profile, "chosen", text_equal(chosen, profile_names[i]));
	}
	doc_set_text(values, "name", staff == NULL ? NULL : staff->name);
	doc_set_text(values, "email", staff == NULL ? NULL : staff->email);
	if (staff == NULL)
		doc_set_null(document, "staff");
	else
		doc_set(document, "staff", staff_doc(rq, staff));
	confirmation_show(rq, document);
	form_page(rq, document, "name email profile password version");
	return document;
}

struct reply
staff_blank_page(struct request *rq)
{
	return reply_page(rq, "staff_form", staff_document(rq, NULL));
}

struct reply
staff_show_page(struct request *rq)
{
	const struct staff *staff = staff_find(rq->tx, rq->viewer, path_id(rq, "staff"));

	if (staff == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "staff_form", staff_document(rq, staff));
}

static void
read_form(struct request *rq, struct staff *staff)
{
	int profile = form_read_choice(rq->form, "profile", FORM_REQUIRED, profile_names);

	staff_read_identity(rq->form, &staff->name, &staff->email);
	if (profile >= 0)
		staff->profile = (enum profile)profile;
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
	wanted.id = staff_create(
		rq->tx, &(struct staff_new){.email = wanted.email, .name = wanted.name, .profile = wanted.profile});
	staff = staff_itself(rq->tx, wanted.id);
	if (staff == NULL)
		return reply_refusal(rq, 409, N_("Somebody has an account with this address already."));
	staff_mail_invitation(rq->house, rq->tx, staff);
	staff_audit(rq, "staff.create", staff->id, "profile", profile_names[staff->profile]);
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
	if (before->profile == PROFILE_ADMINISTRATOR && wanted->profile != PROFILE_ADMINISTRATOR &&
	    before->disabled_at == NO_INSTANT && staff_is_last_administrator(rq->tx, before->id))
		form_error(rq->form, "profile", last_administrator_sentence, NULL);
	if (!form_failed(rq->form) && !staff_update(rq->tx, wanted))
		form_error(rq->form, "",
			   N_("Somebody else has changed this account meanwhile. Your text is still here: compare, "
			      "then save again."),
			   NULL);
}

struct reply
staff_change_post(struct request *rq)
{
	const struct staff *staff = staff_find(rq->tx, rq->viewer, path_id(rq, "staff"));
	struct staff wanted;
	struct doc *shown;

	if (staff == NULL)
		return reply_not_found(rq);
	wanted = *staff;
	confirmation_check(rq, rq->prepared);
	read_form(rq, &wanted);
	if (form_has(rq->form, "version"))
		wanted.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	check_change(rq, staff, &wanted);
	if (form_failed(rq->form))
		return reply_form(rq, "staff_form", staff_document(rq, staff));
	wanted.version++;
	if (!text_equal(staff->email, wanted.email))
		move_address(rq, staff, &wanted);
	if (staff->profile != wanted.profile)
		staff_audit(rq, "staff.change", staff->id, "profile", profile_names[wanted.profile]);
	else
		staff_audit(rq, "staff.change", staff->id, NULL, NULL);
	shown = staff_doc(rq, &wanted);
	return reply_done(rq, doc_get_text(shown, "href"), N_("The account was saved."), shown);
}
