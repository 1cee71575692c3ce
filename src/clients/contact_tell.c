/* contact_tell: whoever held the account before must learn of it, on the channel they had. */
#include "clients/contact_tell.h"

#include "base/instant.h"
#include "clients/contact_store.h"
#include "core/session.h"
#include "outbox/outbox.h"
#include "sms/sms.h"

static struct message_new
message_to(struct tx *tx, const struct contact *contact, struct doc *document)
{
	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	return (struct message_new){.document = document,
				    .language = contact->language,
				    .contact = contact->id,
				    .company = contact_company(tx, contact->id),
				    .to_name = contact_name(tx_arena(tx), contact),
				    .expires_at = NO_INSTANT};
}

void
contact_tell_address(const struct house *house, struct tx *tx, const struct contact *before)
{
	struct message_new message = message_to(tx, before, doc_object(tx_arena(tx)));

	if (before->email == NULL)
		return;
	message.kind = "mail_address_changed";
	message.to_address = before->email;
	outbox_mail(house, tx, &message);
}

static void
tell_mobile(const struct house *house, struct tx *tx, const struct contact *before, const struct contact *after)
{
	struct doc *document = doc_object(tx_arena(tx));
	struct message_new message = message_to(tx, before, document);
	bool had_codes = before->mobile != NULL && before->mobile_confirmed_at != NO_INSTANT;

	doc_set_text(document, "number", after->mobile == NULL ? NULL : sms_number_masked(tx_arena(tx), after->mobile));
	doc_set_bool(document, "by_staff", true);
	if (before->email != NULL) {
		message.kind = "mail_mobile_changed";
		message.to_address = before->email;
		outbox_mail(house, tx, &message);
	}
	if (had_codes && outbox_can_sms(house)) {
		message.kind = "sms_mobile_changed";
		message.to_address = before->mobile;
		outbox_sms(house, tx, &message);
	}
}

struct doc *
contact_follow(const struct house *house, struct tx *tx, const struct contact *before, const struct contact *after)
{
	struct doc *detail = doc_object(tx_arena(tx));
	bool address = !text_equal(before->email, after->email);
	bool mobile = !text_equal(before->mobile, after->mobile);

	if (address) {
		session_end_all_of_contact(tx, before->id, 0);
		contact_forget_password(tx, before->id); /* whoever had the address chose it */
	}
	if (address || mobile)
		contact_forget_sign_ins(tx, before->id);
	if (address && house != NULL)
		contact_tell_address(house, tx, before);
	if (mobile && house != NULL)
		tell_mobile(house, tx, before, after);
	doc_set_bool(detail, "address", address);
	doc_set_bool(detail, "mobile", mobile);
	return detail;
}
