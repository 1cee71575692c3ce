/* passkey_mail: writes to the owner of a passkey when it comes, goes, or is blocked; in the transaction of that. */
#include "passkeys/passkey.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "outbox/outbox.h"
#include "people/people.h"
#include "portals/portals.h"
#include "sys/clock.h"

static const char *const sentences[PASSKEY_NOTICES] = {
	[PASSKEY_ADDED] =
		N_("A passkey was added to your account: “{{passkey}}”. It logs you in without typing anything."),
	[PASSKEY_REMOVED] = N_("The passkey “{{passkey}}” was removed from your account. It opens nothing any more."),
	[PASSKEY_BLOCKED] =
		N_("The passkey “{{passkey}}” was blocked: somebody may have copied it. Please remove it and add a "
		   "new one."),
};

static void
mail_contact(struct request *rq, const struct contact *contact, const char *english, const struct doc *values)
{
	struct doc *document = doc_object(rq->arena);
	struct message_new message = {.kind = "mail_passkey",
				      .document = document,
				      .language = contact->language,
				      .contact = contact->id,
				      .company = rq->portal->company->id,
				      .to_address = contact->email,
				      .to_name = contact->last_name,
				      .expires_at = NO_INSTANT};

	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	doc_set_message(document, "what", english, values);
	doc_set_instant(document, "at", clock_now());
	outbox_mail(rq->house, rq->tx, &message);
}

void
passkey_mail(struct request *rq, const struct passkey *passkey, enum passkey_notice notice)
{
	struct doc *values = doc_object(rq->arena);
	const struct contact *contact;

	doc_set_text(values, "passkey", passkey->name);
	if (passkey->staff_id != 0) {
		staff_tell(rq->house, rq->tx, passkey->staff_id, sentences[notice], values);
		return;
	}
	contact = person_itself(rq->tx, passkey->contact_id);
	if (contact != NULL && contact->email != NULL)
		mail_contact(rq, contact, sentences[notice], values);
}
