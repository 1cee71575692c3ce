/* staff_entry_web: the console's door: address and password, then the second factor of those who have one. */
#include "people/handlers.h"

#include "base/instant.h"
#include "core/form_page.h"
#include "core/session.h"
#include "http/url.h"
#include "people/credential.h"
#include "people/staff_audit.h"
#include "people/staff_limit_web.h"

/* Where one goes after signing in: the form's "next", or the home. */
static const char *
next_of(struct request *rq)
{
	return next_path(rq, "/console/");
}

static struct doc *
entry_document(struct request *rq, const char *fields)
{
	struct doc *document = doc_object(rq->arena);

	form_page(rq, document, fields);
	doc_set_text(document, "next", next_of(rq));
	return document;
}

/* ---- address and password ---- */

/* What the slow worker found out before the transaction. */
struct verdict {
	enum db_trouble trouble;
	bool allowed; /* by the limits */
	int64_t wait_ms;
	const struct staff *staff; /* as it was then; NULL: nobody has this address */
	bool matches;
	const char *rehash; /* the password under the present cost, when the kept hash has an older one */
};

static void
compare(struct request *rq, struct verdict *verdict, const char *email, const char *password)
{
	struct tx *tx = db_read(rq->house->db, rq->arena);

	verdict->staff = staff_of_email(tx, email);
	verdict->trouble = tx_trouble(tx);
	db_read_end(tx);
	if (verdict->staff == NULL || verdict->staff->password_hash == NULL) {
		password_dummy(password);
		return;
	}
	verdict->matches = password_matches(verdict->staff->password_hash, password);
	if (verdict->matches && password_needs_rehash(verdict->staff->password_hash))
		verdict->rehash = password_hash(rq->arena, password);
}

/* The address, and an error beside each field that is missing. */
static const char *
read_form(struct request *rq)
{
	const char *email = form_read_email(rq->form, "email", FORM_REQUIRED);

	if (text_empty(form_raw(rq->form, "password")))
		form_error(rq->form, "password", N_("Please fill in this field."), NULL);
	return email;
}

/* The try is counted, durably, before the work it asks for; an unknown address costs as much as a known one. */
void
staff_sign_in_prepare(struct request *rq)
{
	struct verdict *verdict = arena_make(rq->arena, struct verdict);
	const char *email = read_form(rq), *password = form_raw(rq->form, "password");

	rq->prepared = verdict;
	if (form_failed(rq->form))
		return;
	verdict->trouble = staff_limit_count(rq, email, &verdict->allowed, &verdict->wait_ms);
	if (verdict->allowed)
		compare(rq, verdict, email, password);
}

struct reply
staff_sign_in_page(struct request *rq)
{
	if (rq->viewer->kind == VIEWER_STAFF)
		return reply_redirect(rq, next_of(rq));
	return reply_page(rq, "staff_sign_in", entry_document(rq, "email password"));
}

static struct reply
sign_in_again(struct request *rq)
{
	form_forget(rq->form, "password");
	return reply_form(rq, "staff_sign_in", entry_document(rq, "email password"));
}

/* Whether the account is unknown, has no password yet or has another one: the answer is the same. */
static struct reply
refuse_sign_in(struct request *rq, const struct verdict *verdict)
{
	struct reply reply;

	staff_audit_refusal(rq, verdict->staff == NULL ? 0 : verdict->staff->id,
			    verdict->staff == NULL ? "address" : "password");
	form_error(rq->form, "", N_("This address and this password do not fit together."), NULL);
	reply = sign_in_again(rq);
	reply.keep = true;
	return reply;
}

/* The password was right: they may know why they are not let in. */
static struct reply
refuse_disabled(struct request *rq, const struct staff *staff)
{
	struct reply reply;

	staff_audit_refusal(rq, staff->id, "disabled");
	form_error(rq->form, "", N_("Your account was closed. Please ask an administrator of your organisation."),
		   NULL);
	reply = sign_in_again(rq);
	reply.keep = true;
	return reply;
}

static struct reply
entered(struct request *rq, const struct staff *staff, const char *location, bool half)
{
	struct doc *document = doc_object(rq->arena);

	doc_set_text(document, "name", staff->name);
	doc_set_bool(document, "second_factor_missing", half);
	doc_set_text(document, "next", location);
	return reply_done(rq, location, NULL, document);
}

/* With a second factor the session is only half one until its code is there. */
static struct reply
let_in(struct request *rq, const struct staff *staff, const struct verdict *verdict)
{
	struct trier trier = trier_of(rq, staff->email);
	const char *location = next_of(rq);
	struct reply reply;

	if (verdict->rehash != NULL)
		staff_set_password(rq->tx, staff->id, verdict->rehash);
	if (rq->viewer->session != 0)
		session_end(rq, rq->viewer->session);
	if (staff->totp_on)
		location = arena_printf(rq->arena, "/console/sign-in/code?next=%s",
					url_encode(rq->arena, str_of(location)));
	reply = entered(rq, staff, location, staff->totp_on);
	session_start(rq, &reply,
		      &(struct session_new){.kind = SESSION_STAFF, .staff = staff->id, .half = staff->totp_on});
	if (staff->totp_on)
		return reply;
	staff_limit_forgive(rq->tx, &trier, 0);
	staff_device_remember(rq, &reply, staff->email);
	staff_audit_self(rq, "staff.sign_in", staff->id, NULL, NULL);
	return reply;
}

struct reply
staff_sign_in_post(struct request *rq)
{
	const struct verdict *verdict = rq->prepared;
	const struct staff *staff;
	struct reply reply;

	read_form(rq);
	if (form_failed(rq->form))
		return sign_in_again(rq);
	if (verdict->trouble != DB_FINE)
		return reply_refusal(rq, 503, N_("We are very busy. Please try again in a moment."));
	if (!verdict->allowed) {
		staff_limit_error(rq, verdict->wait_ms);
		reply = sign_in_again(rq);
		reply.status = 429;
		return reply;
	}
	staff = verdict->staff == NULL ? NULL : staff_itself(rq->tx, verdict->staff->id);
	/* Between the comparison and now the password may have been changed. */
	if (!verdict->matches || staff == NULL || !text_equal(staff->password_hash, verdict->staff->password_hash))
		return refuse_sign_in(rq, verdict);
	if (staff->disabled_at != NO_INSTANT)
		return refuse_disabled(rq, staff);
	return let_in(rq, staff, verdict);
}

/* ---- a passkey ---- */

struct reply
staff_enter(struct request *rq, int64_t id)
{
	const struct staff *staff = staff_itself(rq->tx, id);
	struct trier trier;
	struct reply reply;

	if (staff == NULL)
		return reply_not_found(rq);
	if (staff->disabled_at != NO_INSTANT)
		return refuse_disabled(rq, staff);
	trier = trier_of(rq, staff->email);
	if (rq->viewer->session != 0)
		session_end(rq, rq->viewer->session);
	reply = entered(rq, staff, next_of(rq), false);
	session_start(rq, &reply, &(struct session_new){.kind = SESSION_STAFF, .staff = staff->id});
	staff_limit_forgive(rq->tx, &trier, 0);
	staff_device_remember(rq, &reply, staff->email);
	staff_audit_self(rq, "staff.sign_in", staff->id, "by", "passkey");
	return reply;
}

/* ---- second factor ---- */

struct reply
staff_code_page(struct request *rq)
{
	if (rq->viewer->kind == VIEWER_STAFF)
		return reply_redirect(rq, next_of(rq));
	return reply_page(rq, "staff_code", entry_document(rq, "code"));
}

static void
forget_session(struct request *rq, struct reply *reply)
{
	session_end(rq, rq->viewer->session);
	reply_cookie(reply,
		     (struct http_cookie){.name = CONSOLE_COOKIE, .value = "", .max_age = -1, .secure = rq->http->tls});
}

static struct reply
start_over(struct request *rq)
{
	struct reply reply;

	if (rq->wants_json) {
		reply = reply_refusal(rq, 429, N_("Too many wrong codes. Please sign in again."));
		reply.keep = true;
	} else {
		reply = reply_done(rq, "/console/sign-in", N_("Too many wrong codes. Please sign in again."), NULL);
	}
	staff_audit_refusal(rq, rq->viewer->staff, "codes");
	forget_session(rq, &reply);
	return reply;
}

static struct reply
code_again(struct request *rq, const char *english)
{
	struct reply reply;

	form_forget(rq->form, "code");
	form_error(rq->form, "code", english, NULL);
	reply = reply_form(rq, "staff_code", entry_document(rq, "code"));
	reply.keep = true;
	return reply;
}

struct reply
staff_code_post(struct request *rq)
{
	const struct staff *staff = staff_itself(rq->tx, rq->viewer->staff);
	struct trier trier;
	struct reply reply;

	if (rq->viewer->kind == VIEWER_STAFF)
		return reply_redirect(rq, next_of(rq));
	if (staff == NULL)
		return reply_not_found(rq);
	if (text_empty(form_text(rq->form, "code")))
		return code_again(rq, N_("Please fill in this field."));
	trier = trier_of(rq, staff->email);
	if (!staff_limit_code(rq->tx, &trier, rq->viewer->session))
		return start_over(rq);
	if (!second_factor_take(rq->house, rq->tx, staff, form_text(rq->form, "code"))) {
		staff_audit_refusal(rq, staff->id, "code");
		return code_again(rq, N_("This code is not right, or was used before. Please try the next one."));
	}
	reply = entered(rq, staff, next_of(rq), false);
	session_complete(rq, &reply);
	staff_limit_forgive(rq->tx, &trier, rq->viewer->session);
	staff_device_remember(rq, &reply, staff->email);
	staff_audit_self(rq, "staff.sign_in", staff->id, "second_factor", "code");
	return reply;
}

/* ---- the way out ---- */

struct reply
staff_sign_out_post(struct request *rq)
{
	struct reply reply = reply_done(rq, "/console/sign-in", N_("You are signed out. See you soon."), NULL);

	staff_audit(rq, "staff.sign_out", rq->viewer->staff, NULL, NULL);
	forget_session(rq, &reply);
	reply.store_nothing = true;
	return reply;
}
