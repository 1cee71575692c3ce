/* sign_in_web: the page that asks for the address and the one that asks for the code; neither tells what we know. */
#include "portals/handlers.h"
#include "portals/portal_password.h"
#include "portals/sign_in.h"
#include "portals/ways.h"

#include "base/id.h"
#include "base/log.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/session.h"
#include "outbox/outbox.h"
#include "sys/clock.h"
#include "sys/random.h"

/* The cookie outlives the code, so that an expired one can be asked for again. */
enum { COOKIE_SECONDS = 30 * 60 };

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s%s", home_path(rq), rest);
}

static struct http_cookie
browser_cookie(struct request *rq, const char *token)
{
	return (struct http_cookie){
		.name = SIGN_IN_COOKIE, .value = token, .max_age = COOKIE_SECONDS, .secure = rq->http->tls};
}

/* ---- the address ---- */

static struct reply
address_reply(struct request *rq, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	doc_set_text(document, "next", next_path(rq, NULL));
	ways_show(rq, document);
	form_page(rq, document, "email remember");
	reply = reply_page(rq, "portal_sign_in", document);
	reply.status = status;
	return reply;
}

struct reply
sign_in_page(struct request *rq)
{
	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (rq->viewer->kind == VIEWER_CLIENT)
		return reply_redirect(rq, next_path(rq, own_path(rq, "/")));
	return address_reply(rq, 200);
}

static struct reply
too_many(struct request *rq, const char *field, int64_t wait_ms, struct reply (*page)(struct request *rq, int status))
{
	limit_error(rq, field, wait_ms);
	return page(rq, 429);
}

/* By SMS only to a number the person has confirmed, and never to strangers' browsers while codes are being guessed. */
static enum code_channel
choose_channel(struct request *rq, const struct contact *contact, const struct asker *asker)
{
	if (contact == NULL || text_empty(contact->mobile) || contact->mobile_confirmed_at == NO_INSTANT ||
	    !outbox_can_sms(rq->house))
		return CODE_BY_MAIL;
	if (asker->device == NULL && breaker_is_open(rq->tx, clock_now()))
		return CODE_BY_MAIL;
	return limit_number(rq, contact->mobile) ? CODE_BY_SMS : CODE_BY_MAIL;
}

static void
audit_code(struct request *rq, const struct sign_in *sign_in)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_bool(detail, "known", sign_in->contact_id != 0);
	audit_add(rq, &(struct audit){.action = "portal.code_request",
				      .object_kind = person_kind(rq->tx, sign_in->contact_id),
				      .object = sign_in->contact_id,
				      .refused = sign_in->contact_id == 0,
				      .detail = detail});
}

static void
send_code(struct request *rq, struct sign_in *sign_in, const struct contact *contact, enum code_channel channel)
{
	struct code_sending sending = {
		.house = rq->house, .portal = rq->portal, .base_url = base_url_of(rq), .channel = channel};

	code_send(rq->tx, &sending, sign_in, contact);
	sign_in_kill_others(rq->tx, sign_in);
	audit_code(rq, sign_in);
}

/* A new attempt of this browser, which takes the place of the one it may have begun before. */
static struct sign_in *
begin_sign_in(struct request *rq, const char *email, const struct contact *contact, const char *token)
{
	const char *before = http_cookie(rq->http, SIGN_IN_COOKIE);
	struct hash old = sha256(str_of(before)), browser = sha256(str_of(token));
	struct sign_in *sign_in = arena_make(rq->arena, struct sign_in);

	sign_in_forget_browser(rq->tx, &old);
	sign_in->id = id_new();
	sign_in->browser_hash = str_slice(arena_text_of(rq->arena, browser.bytes, HASH_SIZE), HASH_SIZE);
	sign_in->purpose = PURPOSE_SIGN_IN;
	sign_in->portal_id = rq->portal->id;
	sign_in->email = email;
	sign_in->contact_id = contact == NULL ? 0 : contact->id;
	sign_in->created_at = clock_now();
	return sign_in;
}

static struct reply
code_sent(struct request *rq, const struct sign_in *sign_in, const char *token, const char *flash)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	doc_set_text(document, "state", "code_sent");
	doc_set_int(document, "resend_in", (sign_in_resend_wait(sign_in, clock_now()) + 999) / SECOND_MS);
	reply = reply_done(rq, own_path(rq, "/sign-in/code"), flash, document);
	reply_cookie(&reply, browser_cookie(rq, token));
	return reply;
}

struct reply
sign_in_post(struct request *rq)
{
	const char *email = form_read_email(rq->form, "email", FORM_REQUIRED);
	const struct contact *contact;
	struct sign_in *sign_in;
	struct asker asker;
	char token[TOKEN_LENGTH + 1];
	int64_t wait_ms;

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (form_failed(rq->form))
		return address_reply(rq, 422);
	contact = person_of_email(rq->tx, email);
	asker = asker_of(rq, email, contact == NULL ? 0 : contact->id);
	if (!limit_code(rq->tx, &asker, &wait_ms))
		return too_many(rq, "email", wait_ms, address_reply);
	random_token(token);
	sign_in = begin_sign_in(rq, email, contact, token);
	sign_in->remember = form_read_bool(rq->form, "remember");
	sign_in->next_path = next_path(rq, NULL);
	send_code(rq, sign_in, contact, choose_channel(rq, contact, &asker));
	sign_in_insert(rq->tx, sign_in);
	return code_sent(rq, sign_in, arena_text(rq->arena, token), NULL);
}

struct reply
portal_send_code(struct request *rq, const struct contact *person, const char *next, int64_t invitation)
{
	struct asker asker = asker_of(rq, person->email, person->id);
	char token[TOKEN_LENGTH + 1];
	struct sign_in *sign_in;
	int64_t wait_ms;

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (!limit_code(rq->tx, &asker, &wait_ms))
		return reply_refusal(rq, 429, N_("That was a little often. Please wait a while, then try again."));
	random_token(token);
	sign_in = begin_sign_in(rq, person->email, person, token);
	sign_in->next_path = next;
	sign_in->invitation_id = invitation;
	send_code(rq, sign_in, person, CODE_BY_MAIL);
	sign_in_insert(rq->tx, sign_in);
	return code_sent(rq, sign_in, arena_text(rq->arena, token), NULL);
}

/* ---- the code ---- */

struct sign_in *
sign_in_own(struct request *rq, struct tx *tx)
{
	const char *token = http_cookie(rq->http, SIGN_IN_COOKIE);
	struct hash browser = sha256(str_of(token));

	return text_empty(token) ? NULL : sign_in_of_browser(tx, &browser, PURPOSE_SIGN_IN);
}

struct reply
sign_in_start_again(struct request *rq)
{
	struct reply reply;

	if (rq->wants_json)
		return reply_refusal(rq, 410, N_("Please ask for a code first."));
	reply = reply_redirect(rq, own_path(rq, "/sign-in"));
	reply.flash = N_("This page was left open for too long. Please type your e-mail address again.");
	return reply;
}

static struct reply
code_reply(struct request *rq, int status)
{
	const struct sign_in *sign_in = sign_in_own(rq, rq->tx);
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	form_forget(rq->form, "code");
	doc_set_text(document, "email", sign_in->email);
	doc_set_int(document, "minutes", CODE_MINUTES);
	doc_set_int(document, "resend_in", (sign_in_resend_wait(sign_in, clock_now()) + 999) / SECOND_MS);
	doc_set_bool(document, "expired", sign_in->expires_at <= clock_now());
	doc_set_bool(document, "remember", sign_in->remember || form_read_bool(rq->form, "remember"));
	ways_show(rq, document);
	form_page(rq, document, "code");
	reply = reply_page(rq, "portal_code", document);
	reply.status = status;
	return reply;
}

struct reply
code_page(struct request *rq)
{
	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (rq->viewer->kind == VIEWER_CLIENT)
		return reply_redirect(rq, own_path(rq, "/"));
	return sign_in_own(rq, rq->tx) == NULL ? sign_in_start_again(rq) : code_reply(rq, 200);
}

/* Codes by SMS die earlier than it shows, for the number of tries would tell that there is a number. */
static void
count_failure(struct request *rq, const struct sign_in *counted)
{
	struct doc *detail = doc_object(rq->arena);

	if (counted->tries == code_tries(counted->channel) || counted->tries == SHOWN_TRIES)
		sign_in_burn(rq->tx, counted->id, counted->tries < SHOWN_TRIES);
	if (counted->channel == CODE_BY_SMS && breaker_count(rq->tx, clock_now())) {
		log_warning("sign_in.breaker", "too many wrong codes by SMS: unknown devices get theirs by e-mail");
		audit_add(rq, &(struct audit){.action = "portal.sms_breaker"});
	}
	doc_set_text(detail, "reason", "code");
	audit_add(rq, &(struct audit){.action = "portal.sign_in",
				      .object_kind = person_kind(rq->tx, counted->contact_id),
				      .object = counted->contact_id,
				      .refused = true,
				      .detail = detail});
}

static const char *
wrong_code_sentence(const struct sign_in *counted)
{
	if (counted == NULL)
		return N_("This code can no longer be used. Please ask for a new one.");
	if (counted->tries >= SHOWN_TRIES)
		return N_("The code was typed wrong too often and can no longer be used. Please ask for a new one.");
	if (counted->tries >= SMS_TRIES)
		return N_("This is not the right code either. It is best to ask for a new one.");
	return N_("This is not the right code. Please look again and retype it.");
}

/* While codes by SMS are being guessed, those that strangers' browsers asked for before do not count any more; nor does
 * one that was sent before its person made themselves another way, where that alone is to open. */
static bool
is_right(struct request *rq, const struct sign_in *counted, const char *code, const struct asker *asker)
{
	bool shut = counted->channel == CODE_BY_SMS && asker->device == NULL && breaker_is_open(rq->tx, clock_now());

	return code_matches(&rq->house->keys.code, counted, code) && !shut && ways_of_attempt(rq->tx, counted).code &&
	       sign_in_take(rq->tx, counted);
}

static struct reply
wrong_code(struct request *rq, const struct sign_in *counted)
{
	struct reply reply;

	if (counted != NULL)
		count_failure(rq, counted);
	form_error(rq->form, "code", wrong_code_sentence(counted), NULL);
	reply = code_reply(rq, 422);
	reply.keep = true;
	return reply;
}

/* Everything is counted before anything is compared; typing at a dead code is no guess, and counts for nobody. */
static struct reply
try_code(struct request *rq, const struct sign_in *sign_in, const char *code)
{
	struct asker asker = asker_of(rq, sign_in->email, sign_in->contact_id);
	const struct sign_in *counted = sign_in_count_try(rq->tx, sign_in->id, clock_now());
	int64_t wait_ms;

	if (counted != NULL && !limit_try(rq->tx, &asker, &wait_ms))
		return too_many(rq, "code", wait_ms, code_reply);
	if (counted == NULL || !is_right(rq, counted, code, &asker))
		return wrong_code(rq, counted);
	limit_forgive(rq->tx, &asker);
	return entry_by_code(rq, counted, counted->remember || form_read_bool(rq->form, "remember"));
}

struct reply
code_post(struct request *rq)
{
	const struct sign_in *sign_in = sign_in_own(rq, rq->tx);
	const char *code = code_read(rq->arena, form_raw(rq->form, "code"));

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (sign_in == NULL)
		return sign_in_start_again(rq);
	if (code != NULL)
		return try_code(rq, sign_in, code);
	form_error(rq->form, "code",
		   text_empty(form_text(rq->form, "code"))
			   ? N_("Please type the code that you received.")
			   : N_("A code has 8 letters and digits (by e-mail) or 6 digits (by SMS)."),
		   NULL);
	return code_reply(rq, 422);
}

/* ---- another code ---- */

static struct reply
too_early(struct request *rq, int64_t wait_ms)
{
	struct doc *values = doc_object(rq->arena);

	doc_set_int(values, "seconds", (wait_ms + 999) / SECOND_MS);
	form_error(rq->form, "code", N_("Messages sometimes take a moment. Another code can be sent in {{seconds}} s."),
		   values);
	return code_reply(rq, 429);
}

/* Who is invited, and nobody yet, is reached where the invitation went. NULL: nobody. */
static const struct contact *
attempt_person(struct request *rq, const struct sign_in *sign_in)
{
	struct contact *invited;
	const struct contact *person = sign_in->contact_id == 0 ? NULL : person_itself(rq->tx, sign_in->contact_id);

	if (person != NULL || sign_in->invitation_id == 0)
		return person;
	invited = arena_make(rq->arena, struct contact);
	*invited =
		(struct contact){.id = sign_in->contact_id, .email = sign_in->email, .mobile_confirmed_at = NO_INSTANT};
	return invited;
}

struct reply
resend_post(struct request *rq)
{
	static const char *const channels[] = {"again", "mail", NULL};
	int asked = form_read_choice(rq->form, "channel", FORM_OPTIONAL, channels);
	struct sign_in *sign_in = sign_in_own(rq, rq->tx);
	const struct contact *contact;
	struct asker asker;
	int64_t wait_ms;

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (sign_in == NULL)
		return sign_in_start_again(rq);
	if (form_failed(rq->form))
		return code_reply(rq, 422);
	wait_ms = sign_in_resend_wait(sign_in, clock_now());
	if (wait_ms > 0)
		return too_early(rq, wait_ms);
	asker = asker_of(rq, sign_in->email, sign_in->contact_id);
	if (!limit_code(rq->tx, &asker, &wait_ms))
		return too_many(rq, "code", wait_ms, code_reply);
	contact = attempt_person(rq, sign_in);
	send_code(rq, sign_in, contact,
		  asked == 1 || sign_in->channel == CODE_BY_MAIL ? CODE_BY_MAIL : choose_channel(rq, contact, &asker));
	sign_in_renew(rq->tx, sign_in);
	return code_sent(rq, sign_in, http_cookie(rq->http, SIGN_IN_COOKIE),
			 N_("A new code is on its way. The one before no longer works."));
}
