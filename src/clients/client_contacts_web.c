/* client_contacts_web: the tab of a client's sheet that lists its contacts, with their role and whether they come in.
 */
#include "clients/handlers.h"

#include "base/instant.h"
#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/contact_form.h"
#include "clients/keepers.h"
#include "clients/list_store.h"
#include "records/record_own.h"

#include <string.h>

/* How far somebody is on their way in, in the order in which it is decided. */
static const struct {
	const char *code, *label, *tone;
} ways[] = {
	{"blocked", N_("Blocked"), "danger"},	    {"no_address", N_("No e-mail address"), ""},
	{"held", N_("Waits for approval"), "warn"}, {"active", N_("Active"), "ok"},
	{"invited", N_("Invited"), "info"},	    {"expired", N_("Invitation expired"), "warn"},
	{"not_invited", N_("Not invited"), ""},
};

static size_t
way_of(const struct contact *contact, const struct contact_entry *entry)
{
	if (contact->blocked_at != NO_INSTANT || entry->blocked)
		return 0;
	if (contact->email == NULL)
		return 1;
	if (contact->held)
		return 2;
	if (entry->entered)
		return 3;
	return entry->invited ? 4 : entry->expired ? 5 : 6;
}

static const struct contact_entry *
entry_of(const struct contact_entry *entries, size_t count, int64_t contact)
{
	static const struct contact_entry unknown = {.contact_id = 0};

	for (size_t i = 0; i < count; i++)
		if (entries[i].contact_id == contact)
			return &entries[i];
	return &unknown;
}

static void
add_contact(struct request *rq, struct doc *list, const struct place *place, const struct contact_entry *entry)
{
	struct doc *contact = contact_doc(rq, &place->contact), *access = doc_set_object(contact, "access");
	size_t way = way_of(&place->contact, entry);

	doc_set_word(access, "state", ways[way].code, ways[way].label);
	doc_set_text(access, "tone", ways[way].tone);
	doc_set_text(contact, "role", place->role);
	doc_set_instant(contact, "since", place->since);
	doc_set_text(contact, "place_href",
		     arena_printf(rq->arena, "%s/contacts/%s", client_path(rq, place->client_id, ""),
				  strrchr(contact_path(rq, place->contact.id, ""), '/') + 1));
	doc_add(list, contact);
}

struct reply
client_contacts_page(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	struct doc *page = doc_object(rq->arena), *list;
	const struct contact_entry *entries;
	const struct place *places;
	size_t count, entry_count;

	if (client == NULL)
		return record_own_gone(rq, client_keeper.module, path_id(rq, "client"));
	client_sheet_head(rq, page, client, "contacts");
	list = doc_set_list(page, "contacts");
	places = places_of_client(rq->tx, rq->viewer, client->id, &count);
	entries = contact_entries(rq->tx, rq->viewer, client->id, rq->moment->now, &entry_count);
	for (size_t i = 0; i < count; i++)
		add_contact(rq, list, &places[i], entry_of(entries, entry_count, places[i].contact.id));
	doc_set_bool(page, "has_contacts", count > 0);
	doc_set_bool(page, "may_write", client_may_change(rq, client->id));
	doc_set_bool(page, "waits", record_waits(rq, client_keeper.module, client->id));
	return reply_page(rq, "client_contacts", page);
}
