/* contact_tell: whoever held the account before must learn of it, on the channel they had. */
#include "clients/contact_tell.h"

#include "base/instant.h"
#include "clients/contact_store.h"
#include "outbox/outbox.h"
#include "sms/sms.h"

static struct message_new
message_to(struct request *rq, const struct contact *contact, struct doc *document)
{
	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	return (struct message_new){.document = document,
				    .language = contact->language,
				    .contact = contact->id,
				    .company = contact_company(rq->tx, contact->id),
				    .to_name = contact_name(rq->arena, contact),
				    .expires_at = NO_INSTANT};
}

void
contact_tell_address(struct request *rq, const struct contact *before)
{
	struct message_new message = message_to(rq, before, doc_object(rq->arena));

	if (before->email == NULL)
		return;
	message.kind = "mail_address_changed";
	message.to_address = before->email;
	outbox_mail(rq->house, rq->tx, &message);
}

void
contact_tell_mobile(struct request *rq, const struct contact *before, const struct contact *after)
{
	struct doc *document = doc_object(rq->arena);
	struct message_new message = message_to(rq, before, document);
	bool had_codes = before->mobile != NULL && before->mobile_confirmed_at != NO_INSTANT;

	doc_set_text(document, "number", after->mobile == NULL ? NULL : sms_number_masked(rq->arena, after->mobile));
	doc_set_bool(document, "by_staff", true);
	if (before->email != NULL) {
		message.kind = "mail_mobile_changed";
		message.to_address = before->email;
		outbox_mail(rq->house, rq->tx, &message);
	}
	if (had_codes && outbox_can_sms(rq->house)) {
		message.kind = "sms_mobile_changed";
		message.to_address = before->mobile;
		outbox_sms(rq->house, rq->tx, &message);
	}
}
