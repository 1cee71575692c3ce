/* second_factor_web: setting up, renewing and turning off the second factor of one's own account. */
#include "people/handlers.h"

#include "core/form_page.h"
#include "core/organisation.h"
#include "core/session.h"
#include "pdf/qr_svg.h"
#include "people/confirmation.h"
#include "people/credential.h"
#include "people/staff_audit.h"
#include "people/staff_limit_web.h"
#include "people/staff_mail.h"
#include "sys/random.h"

/* Whole pixels: modules of unequal width read badly. */
enum { MODULE_PIXELS = 4 };

static const char factor_path[] = "/console/account/second-factor";

static const struct staff *
myself(struct request *rq)
{
	return staff_itself(rq->tx, rq->viewer->staff);
}

/* ---- the page, in its three states: off, being set up, on ---- */

/* The drawing stands in the page itself: a picture at an address of its own would be kept by the browser. */
static void
add_secret(struct request *rq, struct doc *document, const struct staff *staff)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	struct doc *setup;
	struct str secret;
	const char *address, *path;
	int edge;

	if (staff->totp_on || !totp_unseal(rq->arena, &rq->house->keys.secret, staff, &secret)) {
		doc_set_null(document, "setup");
		return;
	}
	address = totp_address(rq->arena, organisation->name, staff->email, secret);
	path = qr_path(rq->arena, address, &edge);
	setup = doc_set_object(document, "setup");
	doc_set_text(setup, "address", address);
	doc_set_text(setup, "secret", totp_secret_show(rq->arena, secret));
	doc_set_text(setup, "drawing", path);
	doc_set_int(setup, "edge", path == NULL ? 0 : edge);
	doc_set_int(setup, "size", path == NULL ? 0 : edge * MODULE_PIXELS);
}

static struct doc *
factor_document(struct request *rq)
{
	const struct staff *staff = myself(rq);
	struct doc *document = doc_object(rq->arena);

	form_forget(rq->form, "password");
	form_forget(rq->form, "code");
	doc_set_bool(document, "on", staff->totp_on);
	doc_set_int(document, "codes_left", recovery_codes_left(rq->tx, staff->id));
	add_secret(rq, document, staff);
	confirmation_show(rq, document);
	form_page(rq, document, "password code");
	return document;
}

struct reply
second_factor_page(struct request *rq)
{
	return reply_page(rq, "staff_factor", factor_document(rq));
}

static struct reply
factor_again(struct request *rq)
{
	struct reply reply = reply_form(rq, "staff_factor", factor_document(rq));

	reply.keep = true; /* the counted try */
	return reply;
}

/* Takes the field "code"; false, with an error beside it, when it is not right. */
static bool
take_code(struct request *rq, const struct staff *staff)
{
	struct trier trier = trier_of(rq, staff->email);
	const char *code = form_text(rq->form, "code");

	if (text_empty(code))
		form_error(rq->form, "code", N_("Please fill in this field."), NULL);
	else if (!staff_limit_code(rq->tx, &trier, rq->viewer->session))
		form_error(rq->form, "code", N_("Too many wrong codes. Please sign out, then sign in again."), NULL);
	else if (!second_factor_take(rq->house, rq->tx, staff, code))
		form_error(rq->form, "code", N_("This code is not right, or was used before. Please try the next one."),
			   NULL);
	if (form_failed(rq->form))
		return false;
	staff_limit_forgive(rq->tx, &trier, rq->viewer->session);
	return true;
}

/* ---- setting up ---- */

struct reply
second_factor_begin_post(struct request *rq)
{
	unsigned char bytes[TOTP_SECRET_SIZE];
	struct str sealed;

	confirmation_check(rq, rq->prepared);
	if (form_failed(rq->form))
		return factor_again(rq);
	if (myself(rq)->totp_on)
		return reply_refusal(rq, 409, N_("The second factor is on already."));
	random_bytes(bytes, sizeof bytes);
	sealed = totp_seal(rq->arena, &rq->house->keys.secret, rq->viewer->staff, str_slice(bytes, sizeof bytes));
	totp_begin(rq->tx, rq->viewer->staff, sealed);
	return reply_done(rq, factor_path, NULL, factor_document(rq));
}

/* The codes are shown this once: the page is the answer itself, and nothing leads back to it. */
static struct reply
show_codes(struct request *rq)
{
	const char *codes[RECOVERY_CODES];
	struct doc *document = doc_object(rq->arena), *list = doc_set_list(document, "codes");

	recovery_codes_create(rq->tx, &rq->house->keys.code, rq->viewer->staff, codes);
	for (int i = 0; i < RECOVERY_CODES; i++)
		doc_add_text(list, codes[i]);
	return reply_page(rq, "staff_recovery_codes", document);
}

struct reply
second_factor_confirm_post(struct request *rq)
{
	const struct staff *staff = myself(rq);
	struct reply reply;

	if (staff->totp_on || staff->totp_secret.at == NULL)
		return reply_refusal(rq, 409, N_("Please begin by setting up a second factor."));
	if (!take_code(rq, staff))
		return factor_again(rq);
	totp_turn_on(rq->tx, staff->id);
	staff_audit(rq, "staff.totp_on", staff->id, NULL, NULL);
	staff_mail_notice(rq->house, rq->tx, staff, NOTICE_FACTOR_ON, staff->email);
	reply = show_codes(rq);
	session_complete(rq, &reply);
	return reply;
}

/* ---- afterwards ---- */

struct reply
second_factor_codes_post(struct request *rq)
{
	const struct staff *staff = myself(rq);

	confirmation_check(rq, rq->prepared);
	if (!staff->totp_on)
		return reply_refusal(rq, 409, N_("Please begin by setting up a second factor."));
	if (form_failed(rq->form) || !take_code(rq, staff))
		return factor_again(rq);
	staff_audit(rq, "staff.recovery_codes", staff->id, NULL, NULL);
	return show_codes(rq);
}

struct reply
second_factor_remove_post(struct request *rq)
{
	const struct staff *staff = myself(rq);
	struct reply reply;

	confirmation_check(rq, rq->prepared);
	if (!staff->totp_on)
		return reply_refusal(rq, 409, N_("Please begin by setting up a second factor."));
	if (form_failed(rq->form) || !take_code(rq, staff))
		return factor_again(rq);
	totp_turn_off(rq->tx, staff->id);
	staff_audit(rq, "staff.totp_off", staff->id, "by", "owner");
	staff_mail_notice(rq->house, rq->tx, staff, NOTICE_FACTOR_OFF, staff->email);
	reply = reply_done(rq, "/console/account", N_("The second factor is off."), NULL);
	session_complete(rq, &reply);
	return reply;
}
