/* mobile_web: the mobile number that codes may go to: it counts once a code sent there was typed here. */
#include "portals/handlers.h"
#include "portals/sign_in.h"

#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "core/rate.h"
#include "outbox/outbox.h"
#include "sms/sms.h"
#include "sys/clock.h"

enum { NUMBERS_AN_HOUR = 5 };

static const char *
page_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s/account/mobile%s", home_path(rq), rest);
}

/* One attempt a session: nothing but the session itself is needed to find it again. */
static struct hash
own_hash(struct request *rq)
{
	char id[ID_LENGTH + 1];

	id_print(id, rq->viewer->session);
	return sha256(str_of(arena_printf(rq->arena, "mobile:%s", id)));
}

static struct reply
number_reply(struct request *rq, int status)
{
	const struct contact *contact = contact_itself(rq->tx, rq->viewer->contact);
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	if (contact == NULL)
		return reply_not_found(rq);
	doc_set_text(document, "mobile",
		     text_empty(contact->mobile) ? NULL : sms_number_masked(rq->arena, contact->mobile));
	doc_set_bool(document, "confirmed", contact->mobile_confirmed_at != NO_INSTANT);
	doc_set_bool(document, "can_sms", outbox_can_sms(rq->house));
	form_page(rq, document, "mobile");
	reply = reply_page(rq, "portal_mobile", document);
	reply.status = status;
	return reply;
}

struct reply
mobile_page(struct request *rq)
{
	return number_reply(rq, 200);
}

static bool
is_allowed(struct request *rq, const char *number)
{
	char id[ID_LENGTH + 1];
	int64_t wait_ms;

	id_print(id, rq->viewer->contact);
	return rate_take(rq->tx, arena_printf(rq->arena, "mobile:contact:%s", id), NUMBERS_AN_HOUR, HOUR_MS,
			 &wait_ms) &&
	       limit_number(rq, number);
}

static void
send_confirmation(struct request *rq, const struct contact *contact, const char *number)
{
	struct hash own = own_hash(rq);
	struct sign_in sign_in = {.id = id_new(),
				  .browser_hash = str_slice(own.bytes, HASH_SIZE),
				  .purpose = PURPOSE_CONFIRM_MOBILE,
				  .portal_id = rq->portal->id,
				  .email = contact->email == NULL ? "" : contact->email,
				  .contact_id = contact->id,
				  .target = number,
				  .created_at = clock_now()};
	struct code_sending sending = {
		.house = rq->house, .portal = rq->portal, .base_url = base_url_of(rq), .channel = CODE_BY_SMS};

	sign_in_forget_browser(rq->tx, &own);
	code_send(rq->tx, &sending, &sign_in, contact);
	sign_in_kill_others(rq->tx, &sign_in);
	sign_in_insert(rq->tx, &sign_in);
}

/* The number as typed in the organisation's country; NULL, with an error beside the field, when it cannot be used. */
static const char *
read_number(struct request *rq)
{
	const char *typed = form_read_text(rq->form, "mobile", FORM_REQUIRED, 30);
	const struct organisation *organisation = organisation_find(rq->tx);
	const char *number = typed == NULL ? NULL : sms_number(rq->arena, typed, organisation->country);

	if (typed != NULL && number == NULL)
		form_error(rq->form, "mobile", N_("This is not a mobile number. Write it like 06 12 34 56 78."), NULL);
	if (!outbox_can_sms(rq->house))
		form_error(rq->form, "mobile", N_("Codes cannot be sent by SMS at the moment."), NULL);
	return form_failed(rq->form) ? NULL : number;
}

struct reply
mobile_post(struct request *rq)
{
	const struct contact *contact = contact_itself(rq->tx, rq->viewer->contact);
	const char *number = read_number(rq);
	struct doc *document;

	if (contact == NULL)
		return reply_not_found(rq);
	if (number == NULL)
		return number_reply(rq, 422);
	if (!is_allowed(rq, number)) {
		form_error(rq->form, "mobile", N_("That was a little often. Please try again in an hour."), NULL);
		return number_reply(rq, 429);
	}
	send_confirmation(rq, contact, number);
	document = doc_object(rq->arena);
	doc_set_text(document, "state", "code_sent");
	return reply_done(rq, page_path(rq, "/code"), NULL, document);
}

/* ---- the code ---- */

static struct sign_in *
own_attempt(struct request *rq)
{
	struct hash own = own_hash(rq);
	struct sign_in *attempt = sign_in_of_browser(rq->tx, &own, PURPOSE_CONFIRM_MOBILE);

	return attempt == NULL || attempt->contact_id != rq->viewer->contact ? NULL : attempt;
}

static struct reply
code_reply(struct request *rq, const struct sign_in *attempt, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	form_forget(rq->form, "code");
	doc_set_text(document, "target", sms_number_masked(rq->arena, attempt->target));
	doc_set_int(document, "minutes", CODE_MINUTES);
	form_page(rq, document, "code");
	reply = reply_page(rq, "portal_mobile_code", document);
	reply.status = status;
	return reply;
}

struct reply
mobile_code_page(struct request *rq)
{
	const struct sign_in *attempt = own_attempt(rq);

	return attempt == NULL ? reply_redirect(rq, page_path(rq, "")) : code_reply(rq, attempt, 200);
}

/* Whoever held the account before must learn of it, where codes went until now. */
static void
tell_old_channels(struct request *rq, const struct contact *contact, const char *number)
{
	struct doc *document = doc_object(rq->arena);
	struct message_new message = {.kind = "mail_mobile_changed",
				      .document = document,
				      .language = contact->language,
				      .contact = contact->id,
				      .company = rq->portal->company->id,
				      .to_address = contact->email,
				      .to_name = contact->last_name,
				      .expires_at = NO_INSTANT};
	bool had_number = !text_empty(contact->mobile) && contact->mobile_confirmed_at != NO_INSTANT;

	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	doc_set_text(document, "number", number == NULL ? NULL : sms_number_masked(rq->arena, number));
	doc_set_bool(document, "by_staff", false);
	if (!text_empty(contact->email))
		outbox_mail(rq->house, rq->tx, &message);
	if (!had_number || text_equal(contact->mobile, number) || !outbox_can_sms(rq->house))
		return;
	message.kind = "sms_mobile_changed";
	message.to_address = contact->mobile;
	outbox_sms(rq->house, rq->tx, &message);
}

static struct reply
set_mobile(struct request *rq, const char *number, const char *action, const char *flash)
{
	const struct contact *contact = contact_itself(rq->tx, rq->viewer->contact);
	struct doc *document = doc_object(rq->arena);

	if (contact == NULL)
		return reply_not_found(rq);
	tell_old_channels(rq, contact, number);
	contact_set_mobile(rq->tx, contact->id, number, number == NULL ? NO_INSTANT : clock_now());
	audit_add(rq, &(struct audit){.action = action, .object_kind = "contact", .object = contact->id});
	doc_set_text(document, "mobile", number == NULL ? NULL : sms_number_masked(rq->arena, number));
	return reply_done(rq, arena_printf(rq->arena, "%s/account", home_path(rq)), flash, document);
}

struct reply
mobile_code_post(struct request *rq)
{
	const struct sign_in *attempt = own_attempt(rq), *counted;
	const char *code = code_read(rq->arena, form_raw(rq->form, "code"));
	struct reply reply;

	if (attempt == NULL)
		return reply_refusal(rq, 410, N_("This code can no longer be used. Please ask for a new one."));
	counted = code == NULL ? NULL : sign_in_count_try(rq->tx, attempt->id, clock_now());
	if (counted != NULL && code_matches(&rq->house->keys.code, counted, code) && sign_in_take(rq->tx, counted))
		return set_mobile(rq, attempt->target, "contact.mobile_confirmed",
				  N_("Your number is confirmed: your next codes come by SMS."));
	if (counted != NULL && counted->tries >= SMS_TRIES)
		sign_in_burn(rq->tx, counted->id, false);
	form_error(rq->form, "code",
		   code == NULL || (counted != NULL && counted->tries < SMS_TRIES)
			   ? N_("This is not the right code. Please look again and retype it.")
			   : N_("This code can no longer be used. Please ask for a new one."),
		   NULL);
	reply = code_reply(rq, attempt, 422);
	reply.keep = true;
	return reply;
}

struct reply
mobile_remove_post(struct request *rq)
{
	return set_mobile(rq, NULL, "contact.mobile_removed",
			  N_("Your number is removed: your next codes come by e-mail."));
}
