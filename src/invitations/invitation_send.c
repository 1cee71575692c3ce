/* invitation_send: writes an invitation and its mail, hears what became of the mail, and who proved to be the one that
 * was invited. */
#include "invitations/handlers.h"
#include "invitations/invitation_store.h"
#include "invitations/invitation_text.h"
#include "invitations/refusal.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/organisation.h"
#include "core/weakened.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "rights/rights.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <string.h>

#define MAIL "mail_portal_invitation"

/* ---- sending ---- */

static const char *
language_of_mail(struct tx *tx, const char *wanted)
{
	const struct organisation *organisation = organisation_find(tx);

	if (!text_empty(wanted))
		return wanted;
	return organisation == NULL ? "en" : organisation->language;
}

struct doc *
invitation_mail_doc(struct arena *arena, const struct invitation_text *text, const struct invitation_words *words)
{
	struct doc *document = doc_object(arena);

	doc_set_text(document, "subject", invitation_text_fill(arena, text->subject, words));
	doc_set_text(document, "text", invitation_text_fill(arena, text->body, words));
	invitation_paragraphs(document, text->body, words);
	return document;
}

static int64_t
write_mail(const struct house *house, struct tx *tx, const struct invitation_new *invitation, const char *token,
	   int64_t expires_at)
{
	const char *language = language_of_mail(tx, invitation->language);
	const struct portal *portal = portal_first(tx);
	const struct contact *contact = contact_itself(tx, invitation->record);
	const char *name = contact != NULL		  ? contact_name(tx_arena(tx), contact)
			   : text_empty(invitation->name) ? invitation->email
							  : invitation->name;
	struct invitation_words words = {.name = name};

	if (portal == NULL || portal->id != invitation->portal)
		return 0;
	words.company = portal->company->name;
	words.portal = portal->name;
	words.link =
		arena_printf(tx_arena(tx), "%s/p/%s/invitation/%s", house->config->public_url, portal->address, token);
	words.expiry = invitation_last_day(house, tx, language, expires_at);
	return outbox_mail(
		house, tx,
		&(struct message_new){
			.kind = MAIL,
			.document = invitation_mail_doc(tx_arena(tx), invitation_text_now(house, tx, language), &words),
			.language = language,
			.contact = invitation->record,
			.company = portal->company->id,
			.to_address = invitation->email,
			.to_name = name,
			.patient = true,
			.expires_at = expires_at});
}

int64_t
invitation_send(const struct house *house, struct tx *tx, const struct invitation_new *invitation)
{
	const struct organisation *organisation = organisation_find(tx);
	int64_t now = clock_now(), id;
	int64_t expires_at =
		invitation_expiry(organisation == NULL ? NULL : organisation->zone, now, invitation_days(tx));
	char token[TOKEN_LENGTH + 1];
	struct hash hash;

	random_token(token);
	hash = sha256(str_of(token));
	id = invitation_row_write(tx, invitation, &hash, now, expires_at);
	if (id != 0)
		invitation_set_message(tx, id, write_mail(house, tx, invitation, token, expires_at));
	return id;
}

/* ---- what became of the mail ---- */

void
invitation_hear_sent(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->title, MAIL))
		invitation_mail_sent(tx, event->object);
}

void
invitation_hear_delivered(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->title, MAIL))
		invitation_mail_delivered(tx, event->object);
}

void
invitation_hear_failed(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->title, MAIL))
		invitation_mail_failed(tx, event->object, outbox_error(tx, event->object));
}

/* ---- who was invited ---- */

static bool
is_contact(const struct rights *rights, const struct invitation *invitation)
{
	const struct module *module = module_of_id(rights->catalogue, invitation->module_id);

	return module != NULL && text_equal(module->name, "contacts");
}

/* Contacts sign in with the address of their own sheet, and come first; anybody else's address is theirs alone. */
static bool
is_taken(struct tx *tx, const struct rights *rights, const struct invitation *invitation)
{
	return !is_contact(rights, invitation) && person_address_is_taken(tx, invitation->email, invitation->record_id);
}

bool
invitation_is_usable(struct tx *tx, const struct rights *rights, const struct invitation *invitation)
{
	const struct contact *person;
	const char *address;

	if (invitation == NULL || rights_user_type(rights, invitation->user_type_id) == NULL)
		return false;
	if (!invitation_is_open(invitation, clock_now()) && !weakened(CHECK_INVITATION_OPEN))
		return false;
	person = person_itself(tx, invitation->record_id);
	if (person != NULL && person->blocked_at != NO_INSTANT)
		return false;
	address = invitation_address_now(tx, rights->catalogue, invitation->module_id, invitation->record_id);
	return (text_equal(address, invitation->email) && !is_taken(tx, rights, invitation)) ||
	       weakened(CHECK_INVITED_ADDRESS);
}

static bool
has_client(struct tx *tx, int64_t contact)
{
	size_t count;

	contact_memberships(tx, contact, &count);
	return count > 0;
}

/* Of those who prove it at once, one is the first. */
void
invitation_hear_proved(const struct house *house, struct tx *tx, const struct event *event)
{
	const struct rights *rights = rights_now(house, tx);
	const struct invitation *invitation = invitation_find(tx, event->object);
	struct doc *detail;
	bool contact;

	if (!invitation_is_usable(tx, rights, invitation))
		return;
	contact = is_contact(rights, invitation);
	if (contact && !has_client(tx, invitation->record_id))
		return; /* signing in says so; the invitation stays open until they have one */
	if (!invitation_take(tx, invitation->id, INVITATION_IS_ACCEPTED, clock_now()))
		return;
	invitation_admit(tx, invitation, contact ? NULL : invitation->email, clock_now());
	detail = doc_object(tx_arena(tx));
	doc_set_id(detail, "record", invitation->record_id);
	doc_set_id(detail, "user_type", invitation->user_type_id);
	audit_add_system(house, tx,
			 &(struct audit){.action = "invitation.accept",
					 .object_kind = "invitation",
					 .object = invitation->id,
					 .detail = detail});
}

/* ---- whose link dies ---- */

/* A record's address was changed: whoever reads the old one is not the person any more. */
void
invitation_hear_changed(const struct house *house, struct tx *tx, const struct event *event)
{
	const struct rights *rights = rights_now(house, tx);
	const struct module *module = event->module == NULL ? NULL : module_named(rights->catalogue, event->module);
	const struct field *field = module == NULL ? NULL : invitation_address_field(module);
	const struct invitation *invitation;
	const char *address;

	if (field == NULL || (event->changed != NULL && strstr(event->changed, field->name) == NULL))
		return;
	invitation = invitation_of_record(tx, module->id, event->object);
	if (invitation == NULL)
		return;
	address = invitation_address_now(tx, rights->catalogue, module->id, event->object);
	if (!text_equal(address, invitation->email))
		invitation_kill(tx, module->id, event->object, clock_now());
}

void
invitation_hear_type_leaving(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	invitation_forget_type(tx, event->object);
}

/* ---- time ---- */

static void
expire(struct tx *tx, void *data)
{
	(void)data;
	invitation_expire_all(tx, clock_now());
	invitation_end_taken(tx, clock_now());
}

enum job_result
invitation_expire_run(struct job *job)
{
	if (db_write(job->db, job->arena, expire, NULL) == DB_FINE)
		return JOB_DONE;
	job->error = "The database did not answer.";
	return JOB_RETRY;
}
