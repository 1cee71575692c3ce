/* person_follow: when the record of somebody who signs in is changed, removed or purged, their ways in follow. Contacts
 * have a keeper that does the same (clients/contact_tell.h). */
#include "portals/person.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "outbox/outbox.h"

/* Whoever held the account before must learn of it, where they were reached. */
static void
tell_old_address(const struct house *house, struct tx *tx, const struct contact *person, const char *address)
{
	struct doc *document = doc_object(tx_arena(tx));
	struct message_new message = {.kind = "mail_address_changed",
				      .document = document,
				      .language = person == NULL ? NULL : person->language,
				      .contact = person == NULL ? 0 : person->id,
				      .to_address = address,
				      .to_name = person == NULL ? NULL : person->last_name,
				      .expires_at = NO_INSTANT};

	doc_set_text(document, "first_name", NULL);
	outbox_mail(house, tx, &message);
}

/* Another address is another way in: whoever came by the old one goes out. An address that somebody else signs in with
 * is not theirs too: they are cut off, until staff give them another one. */
void
person_record_changed(const struct house *house, struct tx *tx, const struct event *event)
{
	const char *known, *address;
	const struct contact *person;
	struct doc *detail;

	if (!person_addresses(tx, event->object, &known, &address))
		return;
	if (text_empty(address) || (!text_equal(known, address) && person_address_is_taken(tx, address, event->object)))
		address = NULL;
	if (text_equal(known, address))
		return;
	person = person_itself(tx, event->object);
	person_forget(tx, event->object);
	person_set_address(tx, event->object, address);
	if (known != NULL)
		tell_old_address(house, tx, person, known);
	detail = doc_object(tx_arena(tx));
	doc_set_bool(detail, "cut_off", address == NULL);
	audit_add_system(house, tx,
			 &(struct audit){.action = "portal.address",
					 .object_kind = "portal_user",
					 .object = event->object,
					 .detail = detail});
	event_emit(house, tx,
		   &(struct event){.kind = "portal_user.address", .object = event->object, .module = event->module});
}

/* The sessions of contacts their keeper ends; those of others find nobody while the record is in the bin, and do not
 * go on when it comes back. */
void
person_record_removed(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (!text_equal(event->module, "contacts"))
		person_sign_out(tx, event->object);
}

void
person_record_purged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	person_forget(tx, event->object);
}

void
person_type_leaving(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	person_forget_type(tx, event->object);
}
