/* person: everything the client base holds about one person, in one document; and its erasure. */
#include "clients/person.h"

#include "base/doc.h"
#include "clients/contact_store.h"
#include "core/session.h"
#include "records/record_follow.h"

void
clients_export_person(struct tx *tx, int64_t id, struct doc *person)
{
	const struct contact *contact = contact_itself(tx, id);
	struct doc *shown = doc_set_object(person, "contact");
	struct doc *rows = doc_set_list(person, "clients");
	size_t count;
	const struct place *places = places_held(tx, id, &count);

	if (contact == NULL)
		return;
	doc_set_id(shown, "id", contact->id);
	doc_set_text(shown, "first_name", contact->first_name);
	doc_set_text(shown, "last_name", contact->last_name);
	doc_set_text(shown, "email", contact->email);
	doc_set_text(shown, "mobile", contact->mobile);
	doc_set_instant(shown, "mobile_confirmed_at", contact->mobile_confirmed_at);
	doc_set_text(shown, "language", contact->language);
	doc_set_text(shown, "theme", contact->theme);
	doc_set_instant(shown, "blocked_at", contact->blocked_at);
	doc_set_instant(shown, "created_at", contact->created_at);
	record_export_own(tx, "contacts", id, doc_set_object(shown, "fields"));
	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(rows);

		doc_set_text(row, "number", places[i].number);
		doc_set_text(row, "name", places[i].name);
		doc_set_text(row, "role", places[i].role);
		doc_set_instant(row, "since", places[i].since);
	}
}

void
clients_erase_person(struct tx *tx, int64_t contact)
{
	session_end_all_of_contact(tx, contact, 0);
	contact_forget_sign_ins(tx, contact);
	record_erase_own(tx, "contacts", contact);
	contact_erase(tx, contact);
}
