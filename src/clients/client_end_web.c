/* client_end_web: what becomes of a client that is done with: archived and taken back, or deleted once its name was
 * typed, after the page has said what goes with it. */
#include "clients/handlers.h"

#include "base/instant.h"
#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/contact_form.h"
#include "clients/keepers.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/house.h"
#include "core/organisation.h"
#include "core/session.h"
#include "html/format.h"
#include "records/module_page.h"
#include "records/record_follow.h"
#include "records/record_uses.h"
#include "sys/clock.h"

/* ---- archived, and not any more ---- */

static struct reply
set_archived(struct request *rq, bool archived)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);

	if (client == NULL)
		return refusal;
	if ((client->archived_at != NO_INSTANT) != archived) {
		client_set_archived(rq->tx, rq->viewer, client->id, archived ? clock_now() : NO_INSTANT);
		audit_add(rq, &(struct audit){.action = archived ? "client.archive" : "client.unarchive",
					      .object_kind = "client",
					      .object = client->id});
	}
	if (archived)
		session_end_all_of_client(rq->tx, client->id, 0);
	return reply_done(rq, client_path(rq, client->id, ""),
			  archived ? N_("The client is archived: its contacts no longer come in for it, and nothing is "
					"lost.")
				   : N_("The client is back in the lists, and its contacts come in again."),
			  client_doc(rq, client_find(rq->tx, rq->viewer, client->id)));
}

struct reply
client_archive(struct request *rq)
{
	return set_archived(rq, true);
}

struct reply
client_unarchive(struct request *rq)
{
	return set_archived(rq, false);
}

/* ---- what goes with it ---- */

static void
add_left_alone(struct request *rq, struct doc *page, int64_t client)
{
	struct doc *list = doc_set_list(page, "left_alone");
	size_t count;
	const struct place *places = places_only_of_client(rq->tx, rq->viewer, client, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, contact_doc(rq, &places[i].contact));
	doc_set_bool(page, "has_left_alone", count > 0);
}

static void
add_parts(struct request *rq, struct doc *page, int64_t client)
{
	struct doc *list = doc_set_list(page, "parts");

	for (size_t f = 0; f < rq->house->feature_count; f++)
		if (rq->house->features[f]->client_parts != NULL)
			rq->house->features[f]->client_parts(rq, client, list);
	record_uses_add(rq, list, client_keeper.module, client);
	doc_set_bool(page, "has_parts", list->list.count > 0);
}

static struct doc *
removal_doc(struct request *rq, const struct client *client)
{
	struct doc *page = doc_object(rq->arena);

	client_sheet_head(rq, page, client, "information");
	add_parts(rq, page, client->id);
	add_left_alone(rq, page, client->id);
	doc_set_bool(page, "archived", client->archived_at != NO_INSTANT);
	doc_set_bool(page, "held", client_is_held(rq->tx, client->id));
	doc_set_bool(page, "needed", client_is_needed(rq->tx, client->id));
	doc_set_int(page, "bin_days", organisation_bin_days(rq->tx));
	form_page(rq, page, "name");
	return page;
}

struct reply
client_removal_page(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);

	return client == NULL ? refusal : reply_page(rq, "client_removal", removal_doc(rq, client));
}

/* Case and accents do not matter: it is about which one, not about spelling. */
static void
read_name(struct request *rq, const struct client *client)
{
	const char *typed = form_read_text(rq->form, "name", FORM_REQUIRED, NAME_LENGTH);

	if (typed != NULL && !text_equal(text_fold(rq->arena, typed), text_fold(rq->arena, client->name)))
		form_error(rq->form, "name",
			   N_("This is not the name of the client. Please type it as it stands above."), NULL);
}

struct reply
client_removal(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);
	struct record_trouble trouble = {.field = NULL};
	const struct access *access;
	enum record_outcome outcome;

	if (client == NULL)
		return refusal;
	if (client_is_needed(rq->tx, client->id))
		return reply_refusal(rq, 409,
				     N_("This client has invoices, which must be kept: it cannot be deleted."));
	if (client_is_held(rq->tx, client->id))
		return reply_refusal(rq, 409, client_held);
	if (client->archived_at == NO_INSTANT)
		return reply_refusal(rq, 409, client_not_archived);
	read_name(rq, client);
	if (form_failed(rq->form))
		return reply_form(rq, "client_removal", removal_doc(rq, client));
	access = record_access(rq, module_named(rq->rights->catalogue, client_keeper.module));
	outcome = record_remove(rq->tx, access, client->id, &trouble);
	if (outcome != RECORD_DONE)
		return record_refusal(rq, outcome, &trouble);
	return reply_done(rq, "/console/clients", N_("The client is in the recycle bin. Its contacts are still there."),
			  NULL);
}
