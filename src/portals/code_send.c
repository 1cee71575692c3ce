/* code_send: makes a code and writes the message that brings it; for an unknown address only the message is missing. */
#include "portals/sign_in.h"
#include "portals/ways.h"

#include "base/arena.h"
#include "core/audit.h"
#include "outbox/outbox.h"
#include "sms/sms.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <string.h>

static struct str
kept(struct arena *arena, struct hash hash)
{
	return str_slice(arena_text_of(arena, hash.bytes, HASH_SIZE), HASH_SIZE);
}

static struct doc *
mail_doc(struct arena *arena, const struct code_sending *sending, const struct contact *contact, const char *code,
	 const char *link_token)
{
	struct doc *doc = doc_object(arena);

	doc_set_text(doc, "code", code_show(arena, code));
	doc_set_text(doc, "link",
		     arena_printf(arena, "%s/p/%s/sign-in/link/%s", sending->base_url, sending->portal->address,
				  link_token));
	doc_set_text(doc, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	doc_set_text(doc, "failed_number",
		     sending->failed_number == NULL ? NULL : sms_number_masked(arena, sending->failed_number));
	doc_set_int(doc, "minutes", CODE_MINUTES);
	return doc;
}

/* The last line, "@host #code", is what browsers look for to fill in the code by themselves (WebOTP). */
static struct doc *
sms_doc(struct arena *arena, const struct code_sending *sending, const char *code)
{
	struct doc *doc = doc_object(arena);
	const char *host = strstr(sending->base_url, "://") + 3;

	doc_set_text(doc, "code", code);
	doc_set_text(doc, "host", arena_text_of(arena, host, strcspn(host, ":/")));
	doc_set_int(doc, "minutes", CODE_MINUTES);
	return doc;
}

static const char *
full_name(struct arena *arena, const struct contact *contact)
{
	if (contact->last_name == NULL)
		return contact->email;
	return text_empty(contact->first_name) ? contact->last_name
					       : arena_printf(arena, "%s %s", contact->first_name, contact->last_name);
}

static void
write_message(struct tx *tx, const struct code_sending *sending, const struct sign_in *sign_in,
	      const struct contact *contact, const char *code, const char *link_token)
{
	struct arena *arena = tx_arena(tx);
	struct message_new message = {
		.language = contact->language,
		.contact = contact->id,
		.company = sending->portal->company->id,
		.to_name = full_name(arena, contact),
		.secret = true,
		.expires_at = sign_in->expires_at,
	};

	if (sending->channel == CODE_BY_SMS) {
		message.kind = sign_in->purpose == PURPOSE_SIGN_IN ? "sms_sign_in_code" : "sms_confirm_mobile";
		message.document = sms_doc(arena, sending, code);
		message.to_address = sign_in->target != NULL ? sign_in->target : contact->mobile;
		outbox_sms(sending->house, tx, &message);
		return;
	}
	message.kind = sign_in->purpose == PURPOSE_PASSWORD ? "mail_portal_password_code" : "mail_sign_in_code";
	message.document = mail_doc(arena, sending, contact, code, link_token);
	message.to_address = contact->email;
	outbox_mail(sending->house, tx, &message);
}

/* Who is invited is nobody before the code is typed. */
static bool
opens_by_code(struct tx *tx, const struct contact *contact)
{
	return person_itself(tx, contact->id) == NULL || ways_of(tx, contact).code;
}

/* Who typed the address is told the same whoever has it; by mail its owner learns what opens instead. */
static void
tell_other_way(struct tx *tx, const struct code_sending *sending, const struct contact *contact)
{
	struct arena *arena = tx_arena(tx);
	struct ways ways = ways_of(tx, contact);
	struct doc *document = doc_object(arena);
	struct message_new message = {
		.kind = "mail_sign_in_way",
		.document = document,
		.language = contact->language,
		.contact = contact->id,
		.company = sending->portal->company->id,
		.to_address = contact->email,
		.to_name = full_name(arena, contact),
		.expires_at = NO_INSTANT,
	};

	if (text_empty(contact->email))
		return;
	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	doc_set_bool(document, "by_password", ways.password);
	doc_set_bool(document, "by_passkey", ways.passkey);
	doc_set_text(document, "link",
		     arena_printf(arena, "%s/p/%s/sign-in", sending->base_url, sending->portal->address));
	outbox_mail(sending->house, tx, &message);
}

void
code_send(struct tx *tx, const struct code_sending *sending, struct sign_in *sign_in, const struct contact *contact)
{
	struct arena *arena = tx_arena(tx);
	char code[CODE_LENGTH_LIMIT + 1], link_token[TOKEN_LENGTH + 1];

	code_make(code, sending->channel);
	random_token(link_token);
	sign_in->channel = sending->channel;
	sign_in->code_hash = kept(arena, code_hash(&sending->house->keys.code, sign_in->id, sign_in->contact_id, code));
	sign_in->link_hash = kept(arena, sha256(str_of(link_token)));
	if (sending->channel == CODE_BY_SMS)
		sign_in->link_hash = (struct str){NULL, 0};
	sign_in->sent_count++;
	sign_in->sent_at = clock_now();
	sign_in->expires_at = sign_in->sent_at + CODE_LIFE_MS;
	if (contact == NULL)
		return;
	if (sign_in->purpose != PURPOSE_SIGN_IN || opens_by_code(tx, contact))
		write_message(tx, sending, sign_in, contact, code, link_token);
	else
		tell_other_way(tx, sending, contact);
}

const char *
base_url_of(struct request *rq)
{
	const struct config *config = rq->house->config;
	const char *own = rq->portal->company->host;

	if (text_empty(own) || !text_equal(own, rq->http->host))
		return config->public_url;
	return arena_printf(rq->arena, "%s://%s", config->public_tls ? "https" : "http", own);
}

void
code_fall_back(const struct house *house, struct tx *tx, const struct event *event)
{
	int64_t id = text_equal(event->title, "sms_sign_in_code") ? outbox_contact(tx, event->object) : 0;
	const struct contact *contact = id == 0 ? NULL : person_itself(tx, id);
	struct sign_in *sign_in = contact == NULL ? NULL : sign_in_newest_of(tx, id, CODE_BY_SMS, clock_now());
	struct code_sending sending = {.house = house, .base_url = house->config->public_url, .channel = CODE_BY_MAIL};

	if (sign_in == NULL || text_empty(contact->email))
		return;
	sending.portal = portal_itself(tx, sign_in->portal_id);
	sending.failed_number = contact->mobile;
	if (sending.portal == NULL)
		return;
	code_send(tx, &sending, sign_in, contact);
	sign_in_renew(tx, sign_in);
	audit_add_system(
		house, tx,
		&(struct audit){.action = "portal.code_fallback", .object_kind = person_kind(tx, id), .object = id});
}
