/* demand_tell: writes what is new about a request to those who are asked and to who asked, once for a whole burst. */
#include "demands/demand_tell.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "demands/demand_store.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "records/staff_name.h"
#include "rights/rights.h"
#include "sys/clock.h"

enum { BURST_MS = 3 * MINUTE_MS };

void
demand_tell_later(struct tx *tx, int64_t demand, bool at_once)
{
	struct doc *payload = doc_object(tx_arena(tx));
	char id[ID_LENGTH + 1];

	id_print(id, demand);
	doc_set_id(payload, "request", demand);
	job_add(tx, "demand.tell", payload, at_once ? 0 : clock_now() + BURST_MS,
		arena_printf(tx_arena(tx), "demand.tell:%s", id));
}

struct telling {
	const struct house *house;
	struct tx *tx;
	const struct demand *demand;
	int64_t company; /* serves the client */
	const struct piece *pieces;
	size_t piece_count;
};

/* ---- what is told ---- */

static struct doc *
document_of(const struct telling *telling, const char *link)
{
	struct doc *document = doc_object(tx_arena(telling->tx));
	const struct demand *demand = telling->demand;

	doc_set_text(document, "title", demand->title);
	doc_set_text(document, "words", text_empty(demand->words) ? NULL : demand->words);
	doc_set_day(document, "due_on", demand->due_on);
	doc_set_text(document, "client", demand->client_name);
	doc_set_text(document, "link", link);
	return document;
}

/* Those with this news (NULL: all). */
static size_t
add_pieces(const struct telling *telling, struct doc *document, const char *news)
{
	struct doc *list = doc_set_list(document, "pieces");

	for (size_t i = 0; i < telling->piece_count; i++) {
		const struct piece *piece = &telling->pieces[i];
		struct doc *row;

		if (news != NULL && !text_equal(piece->news, news))
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", piece->name);
		doc_set_text(row, "reason", piece->reason);
		doc_set_bool(row, "absent", piece->state == PIECE_ABSENT);
		doc_set_bool(row, "optional", !piece->required);
	}
	doc_set_int(document, "count", (int64_t)list->list.count);
	return list->list.count;
}

/* ---- those who are asked ---- */

static void
tell_contact(const struct telling *telling, const struct contact *contact, const struct portal *portal,
	     const char *kind, const char *news)
{
	struct arena *arena = tx_arena(telling->tx);
	char id[ID_LENGTH + 1];
	struct doc *document;

	id_print(id, telling->demand->id);
	document = document_of(telling, portal_link(telling->house, telling->tx, portal, telling->company, contact->id,
						    arena_printf(arena, "/requests/%s", id)));
	add_pieces(telling, document, news);
	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	outbox_mail(telling->house, telling->tx,
		    &(struct message_new){.kind = kind,
					  .document = document,
					  .language = contact->language,
					  .contact = contact->id,
					  .company = telling->company,
					  .to_address = contact->email,
					  .to_name = contact_name(arena, contact),
					  .expires_at = NO_INSTANT});
}

static void
tell_asked(const struct telling *telling, const char *kind, const char *news)
{
	const struct demand *demand = telling->demand;
	const struct portal *portal = portal_first(telling->tx);
	size_t count, asked_count;
	const struct contact *contacts = contacts_of_client(telling->tx, demand->client_id, &count);
	const int64_t *asked = demand_contacts(telling->tx, demand->id, &asked_count);

	for (size_t i = 0; i < count && portal != NULL && portal->enabled; i++)
		if (demand->everybody || id_is_among(asked, asked_count, contacts[i].id))
			tell_contact(telling, &contacts[i], portal, kind, news);
}

/* ---- who asked ---- */

/* As far as it is still theirs to see. */
static bool
still_sees(const struct telling *telling, const struct viewer *viewer)
{
	const struct demand *demand = telling->demand;
	struct folder_access access = {
		.client = demand->client_id, .person = {.staff = true, .id = demand->staff_id}, .name = ""};

	if (viewer == NULL)
		return false;
	access.person.cap = (enum folder_level)client_level_of(telling->tx, rights_now(telling->house, telling->tx),
							       viewer, demand->client_id);
	return access.person.cap != FOLDER_NONE && demand_find(telling->tx, &access, demand->id) != NULL;
}

static void
tell_asker(const struct telling *telling)
{
	struct arena *arena = tx_arena(telling->tx);
	const struct demand *demand = telling->demand;
	size_t count;
	const struct staff_name *name = staff_names(telling->tx, &demand->staff_id, 1, &count);
	char client[ID_LENGTH + 1], id[ID_LENGTH + 1];
	struct doc *document;

	if (count == 0 || !still_sees(telling, viewer_of_staff(telling->tx, demand->staff_id)))
		return;
	id_print(client, demand->client_id);
	id_print(id, demand->id);
	document = document_of(telling, arena_printf(arena, "%s/console/clients/%s/requests/%s",
						     telling->house->config->public_url, client, id));
	add_pieces(telling, document, "staff");
	doc_set_text(document, "name", name->name);
	outbox_mail(telling->house, telling->tx,
		    &(struct message_new){.kind = "mail_demand_received",
					  .document = document,
					  .language = name->language,
					  .staff = demand->staff_id,
					  .to_address = name->email,
					  .to_name = name->name,
					  .expires_at = NO_INSTANT});
}

/* ---- the job ---- */

static bool
has_news(const struct telling *telling, const char *news)
{
	for (size_t i = 0; i < telling->piece_count; i++)
		if (text_equal(telling->pieces[i].news, news))
			return true;
	return false;
}

static void
tell(const struct telling *telling)
{
	if (text_equal(telling->demand->news, "asked"))
		tell_asked(telling, "mail_demand_asked", NULL);
	else if (text_equal(telling->demand->news, "complete") && telling->demand->state == DEMAND_COMPLETE)
		tell_asked(telling, "mail_demand_complete", NULL);
	else if (has_news(telling, "contacts"))
		tell_asked(telling, "mail_demand_refused", "contacts");
	if (has_news(telling, "staff"))
		tell_asker(telling);
}

static void
tell_one(struct tx *tx, void *data)
{
	const struct job *job = data;
	struct telling telling = {.house = job->context, .tx = tx};
	const char *id = doc_get_text(job->payload, "request");
	const struct client *client;
	int64_t demand = 0;

	if (id != NULL && id_parse(str_of(id), &demand))
		telling.demand = demand_itself(tx, demand);
	if (telling.demand == NULL)
		return;
	client = client_find(tx, &house_viewer, telling.demand->client_id);
	if (client == NULL)
		return;
	telling.company = client->company_id;
	telling.pieces = pieces_of(tx, demand, &telling.piece_count);
	if (telling.demand->state == DEMAND_OPEN || telling.demand->state == DEMAND_COMPLETE)
		tell(&telling);
	pieces_are_told(tx, demand);
}

enum job_result
demand_tell_run(struct job *job)
{
	return job_write(job, tell_one, job);
}
