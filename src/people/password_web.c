/* password_web: a forgotten password, and the link by which a staff user chooses a new one. Seeing the page of a link
 * does not use it up: programs that look at mails follow links. */
#include "people/handlers.h"

#include "core/form_page.h"
#include "core/password.h"
#include "core/session.h"
#include "people/credential.h"
#include "people/staff_audit.h"
#include "people/staff_limit_web.h"
#include "people/staff_mail.h"
#include "sys/clock.h"

/* ---- forgotten ---- */

static struct doc *
forgotten_document(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);

	form_page(rq, document, "email");
	return document;
}

struct reply
forgotten_page(struct request *rq)
{
	return reply_page(rq, "staff_forgotten", forgotten_document(rq));
}

/* Beyond the limit nothing is sent, and nothing shows it. */
struct reply
forgotten_post(struct request *rq)
{
	const char *email = form_read_email(rq->form, "email", FORM_REQUIRED);
	struct trier trier;

	if (form_failed(rq->form))
		return reply_form(rq, "staff_forgotten", forgotten_document(rq));
	trier = trier_of(rq, email);
	if (staff_limit_forgotten(rq->tx, &trier))
		staff_queue_reset(rq->tx, email);
	return reply_done(rq, "/console/sign-in",
			  N_("If this address has an account here, a link to choose a new password is on its way."),
			  NULL);
}

/* ---- the link ---- */

/* The new password's hash, made before the transaction, or why it is refused. */
struct choice {
	const char *hash, *refusal;
};

void
password_link_prepare(struct request *rq)
{
	struct choice *choice = arena_make(rq->arena, struct choice);
	const char *password = form_raw(rq->form, "new_password");
	struct tx *tx = db_read(rq->house->db, rq->arena);
	const struct staff *staff = password_link_staff(tx, path_text(rq, "token"), clock_now());

	db_read_end(tx);
	rq->prepared = choice;
	if (staff == NULL)
		return;
	choice->refusal = password_refusal(password == NULL ? "" : password,
					   &(struct password_owner){.email = staff->email, .name = staff->name});
	if (choice->refusal == NULL)
		choice->hash = password_hash(rq->arena, password);
}

/* Used, too old, or never made: nobody is told which. */
static struct reply
dead_link(struct request *rq)
{
	struct reply reply;

	if (rq->wants_json)
		return reply_refusal(rq, 410, N_("This link does not work any more."));
	reply = reply_page(rq, "staff_link_dead", doc_object(rq->arena));
	reply.status = 410;
	return reply;
}

static struct doc *
link_document(struct request *rq, const struct staff *staff)
{
	struct doc *document = doc_object(rq->arena);

	form_forget(rq->form, "new_password");
	doc_set_text(document, "name", staff->name);
	doc_set_text(document, "email", staff->email);
	doc_set_bool(document, "first", staff->password_hash == NULL);
	form_page(rq, document, "new_password");
	return document;
}

struct reply
password_link_page(struct request *rq)
{
	const struct staff *staff = password_link_staff(rq->tx, path_text(rq, "token"), clock_now());

	if (staff == NULL)
		return dead_link(rq);
	return reply_page(rq, "staff_password", link_document(rq, staff));
}

struct reply
password_link_post(struct request *rq)
{
	const struct choice *choice = rq->prepared;
	const struct staff *staff = password_link_staff(rq->tx, path_text(rq, "token"), clock_now());
	struct trier trier;

	if (staff == NULL)
		return dead_link(rq);
	if (choice->refusal != NULL)
		form_error(rq->form, "new_password", choice->refusal, NULL);
	if (form_failed(rq->form) || choice->hash == NULL)
		return reply_form(rq, "staff_password", link_document(rq, staff));
	if (password_link_take(rq->tx, path_text(rq, "token"), clock_now()) == 0)
		return dead_link(rq);
	staff_set_password(rq->tx, staff->id, choice->hash);
	session_end_all_of_staff(rq->tx, staff->id, 0);
	staff_audit_self(rq, "staff.password", staff->id, "by", "link");
	if (staff->password_hash != NULL)
		staff_mail_notice(rq->house, rq->tx, staff, NOTICE_PASSWORD, staff->email);
	/* Who reads the mails of the account need not wait for tries that were perhaps a stranger's. */
	trier = trier_of(rq, staff->email);
	staff_limit_forgive(rq->tx, &trier, 0);
	return reply_done(rq, "/console/sign-in", N_("Your password is set. Please sign in with it."), NULL);
}
