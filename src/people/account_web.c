/* account_web: what staff users see and change of themselves: name, password, the browsers they are signed in with. */
#include "people/handlers.h"

#include "core/form_page.h"
#include "core/password.h"
#include "core/session.h"
#include "people/confirmation.h"
#include "people/credential.h"
#include "people/staff_audit.h"
#include "people/staff_form.h"
#include "people/staff_mail.h"
#include "people/staff_page.h"
#include "people/token.h"

#include <string.h>

static const char account_path[] = "/console/account";

static const struct staff *
myself(struct request *rq)
{
	return staff_itself(rq->tx, rq->viewer->staff);
}

/* ---- the page ---- */

static void
add_sessions(struct request *rq, struct doc *document)
{
	struct doc *list = doc_set_list(document, "sessions");
	size_t count;
	const struct session_row *sessions = session_list(rq, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, session_doc(rq, &sessions[i], account_path));
	doc_set_bool(document, "others", count > 1);
}

static struct doc *
account_document(struct request *rq)
{
	const struct staff *staff = myself(rq);
	struct doc *document = doc_object(rq->arena), *values = doc_set_object(document, "values");

	doc_set_text(values, "name", staff->name);
	doc_set_text(document, "name", staff->name);
	doc_set_text(document, "email", staff->email);
	staff_show_profile(rq, document, staff);
	doc_set_bool(document, "second_factor", staff->totp_on);
	doc_set_int(document, "codes_left", recovery_codes_left(rq->tx, staff->id));
	doc_set_int(document, "token_count", token_count(rq->tx, staff->id));
	add_sessions(rq, document);
	form_page(rq, document, "name");
	return document;
}

struct reply
account_page(struct request *rq)
{
	return reply_page(rq, "staff_account", account_document(rq));
}

struct reply
account_name_post(struct request *rq)
{
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, STAFF_NAME_LENGTH);

	if (form_failed(rq->form))
		return reply_form(rq, "staff_account", account_document(rq));
	staff_set_name(rq->tx, rq->viewer->staff, name);
	staff_audit(rq, "staff.change", rq->viewer->staff, "name", name);
	return reply_done(rq, account_path, N_("Your name was saved."), NULL);
}

/* ---- password ---- */

static struct doc *
password_document(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);

	form_forget(rq->form, "password");
	form_forget(rq->form, "new_password");
	doc_set_text(document, "email", rq->viewer->email);
	form_page(rq, document, "password new_password");
	return document;
}

struct change {
	struct confirmation confirmation;
	const char *hash, *refusal;
};

/* Leaves the new password's hash, when both passwords are as they must be. */
void
account_password_prepare(struct request *rq)
{
	struct change *change = arena_make(rq->arena, struct change);
	const char *password = form_raw(rq->form, "new_password");

	rq->prepared = change;
	change->confirmation = confirmation_ask(rq);
	change->refusal =
		password_refusal(password == NULL ? "" : password,
				 &(struct password_owner){.email = rq->viewer->email, .name = rq->viewer->name});
	if (change->confirmation.english == NULL && change->refusal == NULL)
		change->hash = password_hash(rq->arena, password);
}

struct reply
account_password_page(struct request *rq)
{
	return reply_page(rq, "staff_password_change", password_document(rq));
}

/* Whoever knew the old password is signed out everywhere else; this browser goes on with a new token. */
struct reply
account_password_post(struct request *rq)
{
	const struct change *change = rq->prepared;
	struct reply reply;

	confirmation_check(rq, &change->confirmation);
	if (change->refusal != NULL)
		form_error(rq->form, "new_password", change->refusal, NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "staff_password_change", password_document(rq));
	staff_set_password(rq->tx, rq->viewer->staff, change->hash);
	password_link_forget(rq->tx, rq->viewer->staff);
	session_end_all_of_staff(rq->tx, rq->viewer->staff, rq->viewer->session);
	staff_audit(rq, "staff.password", rq->viewer->staff, "by", "owner");
	staff_mail_notice(rq->house, rq->tx, myself(rq), NOTICE_PASSWORD, rq->viewer->email);
	reply = reply_done(rq, account_path, N_("Your password was changed. Your other sessions were ended."), NULL);
	session_complete(rq, &reply);
	return reply;
}

/* ---- sessions ---- */

struct reply
account_session_end_post(struct request *rq)
{
	int64_t session = path_id(rq, "session");
	bool own = session == rq->viewer->session;
	struct reply reply =
		reply_done(rq, own ? "/console/sign-in" : account_path, N_("The session was ended."), NULL);

	if (!own && !session_end(rq, session))
		return reply_not_found(rq);
	staff_audit(rq, "staff.session_end", rq->viewer->staff, NULL, NULL);
	if (own)
		session_end_own(rq, &reply);
	reply.store_nothing = own;
	return reply;
}

struct reply
account_others_end_post(struct request *rq)
{
	session_end_all_of_staff(rq->tx, rq->viewer->staff, rq->viewer->session);
	staff_audit(rq, "staff.session_end", rq->viewer->staff, "which", "others");
	return reply_done(rq, account_path, N_("All your other sessions were ended."), NULL);
}
