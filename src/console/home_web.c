/* home_web: the staff's home, the index of settings, and where the clients' portal is to be found. */
#include "console/handlers.h"
#include "console/place.h"
#include "console/waiting.h"

#include "base/id.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/feature.h"
#include "core/preferences.h"
#include "people/people.h"
#include "portals/portals.h"

#include <string.h>

/* ---- home ---- */

static void
add_cards(struct request *rq, struct doc *page)
{
	for (size_t f = 0; f < rq->house->feature_count; f++) {
		const struct feature *feature = rq->house->features[f];

		for (size_t i = 0; i < feature->console_card_count; i++)
			feature->console_cards[i].fill(rq, page);
	}
}

/* A count that should not show is null: to whoever may not look, and when nothing waits. */
static void
set_waiting(struct doc *page, const char *name, int64_t count)
{
	if (count > 0)
		doc_set_int(page, name, count);
	else
		doc_set_null(page, name);
}

static void
add_waiting(struct request *rq, struct doc *page)
{
	bool outbox = place_is_open(rq, "/console/outbox"), jobs = place_is_open(rq, "/console/jobs");

	doc_set_bool(page, "may_outbox", outbox);
	doc_set_bool(page, "may_jobs", jobs);
	set_waiting(page, "failed_messages", outbox ? waiting_messages(rq->tx, rq->viewer) : 0);
	set_waiting(page, "dead_jobs", jobs ? waiting_jobs(rq->tx) : 0);
}

struct reply
console_home_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct str name = str_of(rq->viewer->name);
	struct str first = str_cut(&name, ' ');

	doc_set_text(page, "first_name", first.length == 0 ? NULL : arena_text_of(rq->arena, first.at, first.length));
	add_cards(rq, page);
	add_waiting(rq, page);
	place_add_shortcuts(rq, page);
	return reply_page(rq, "console_home", page);
}

struct reply
settings_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	place_add_settings(rq, page);
	return reply_page(rq, "console_settings", page);
}

/* ---- where the portal is ---- */

static void
add_portal(struct request *rq, struct doc *page)
{
	const struct portal *portal = portal_first(rq->tx);
	const char *path;
	struct doc *shown;

	if (portal == NULL) {
		doc_set_null(page, "portal");
		return;
	}
	path = arena_printf(rq->arena, "/p/%s/", portal->address);
	shown = doc_set_object(page, "portal");
	doc_set_text(shown, "name", portal->name);
	doc_set_text(shown, "address", portal->address);
	doc_set_bool(shown, "enabled", portal->enabled);
	doc_set_text(shown, "url", public_link(rq, path));
	doc_set_text(shown, "href", path);
}

/* A company's own host name leads to its portal as well. */
static void
add_hosts(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "hosts");
	const char *scheme = rq->house->config->public_tls ? "https" : "http";
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row;

		if (found[i].host == NULL)
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "company", found[i].name);
		doc_set_id(row, "id", found[i].id);
		doc_set_text(row, "url", arena_printf(rq->arena, "%s://%s/", scheme, found[i].host));
	}
}

static void
add_test_client(struct request *rq, struct doc *page)
{
	const struct client *client = client_find(rq->tx, rq->viewer, test_client_find(rq->tx, rq->viewer));
	char id[ID_LENGTH + 1];
	struct doc *shown;

	if (client == NULL) {
		doc_set_null(page, "test_client");
		return;
	}
	id_print(id, client->id);
	shown = doc_set_object(page, "test_client");
	doc_set_id(shown, "id", client->id);
	doc_set_text(shown, "name", client->name);
	doc_set_text(shown, "href", arena_printf(rq->arena, "/console/clients/%s", id));
	doc_set_text(shown, "preview_href", arena_printf(rq->arena, "/console/clients/%s/preview", id));
}

struct reply
presence_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	add_portal(rq, page);
	add_hosts(rq, page);
	add_test_client(rq, page);
	doc_set_bool(page, "may_preview", viewer_may(rq->viewer, &portal_preview));
	return reply_page(rq, "console_presence", page);
}

/* ---- language and theme ---- */

struct reply
console_preferences_post(struct request *rq)
{
	const struct viewer *viewer = rq->viewer;
	struct preferences wanted;

	if (!preferences_read(rq, &wanted))
		return reply_refusal(rq, 422, N_("We do not have this language or theme."));
	if (viewer->kind != VIEWER_STAFF)
		return preferences_reply(rq, &wanted, NULL);
	staff_set_preferences(rq->tx, viewer->staff, wanted.language == NULL ? viewer->language : wanted.language,
			      wanted.theme == NULL ? viewer->theme : wanted.theme);
	return preferences_reply(rq, &wanted, N_("Your choice is saved."));
}
