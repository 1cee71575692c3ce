/* home_web: what opens a portal: the landing page for those who are not signed in, the dashboard for those who are. */
#include "portal/handlers.h"
#include "portal/notification.h"

#include "clients/clients.h"
#include "companies/companies.h"
#include "core/feature.h"
#include "portals/portals.h"

enum { DASHBOARD_NOTIFICATIONS = 5 };

static struct reply
landing(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	doc_set_text(page, "name", rq->portal->name);
	doc_set_bool(page, "open", rq->portal->enabled);
	company_page_add(rq, page, rq->portal->company);
	return reply_page(rq, "portal_landing", page);
}

/* ---- dashboard ---- */

/* Each feature puts what concerns it under its own name; the template says in which order it shows. */
static void
add_cards(struct request *rq, struct doc *page)
{
	for (size_t f = 0; f < rq->house->feature_count; f++) {
		const struct feature *feature = rq->house->features[f];

		for (size_t i = 0; i < feature->portal_card_count; i++)
			if (!rq->viewer->without_client || feature->portal_cards[i].any_person)
				feature->portal_cards[i].fill(rq, page);
	}
}

static void
add_notifications(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "notifications");
	const char *home = home_path(rq);
	size_t count;
	const struct notification *found =
		notification_list(rq->tx, rq->viewer, INT64_MAX, DASHBOARD_NOTIFICATIONS, &count);

	for (size_t i = 0; i < count; i++)
		if (notification_is_seen(rq->house, rq->viewer, &found[i]))
			doc_add(list, notification_doc(rq->arena, &found[i], home));
	doc_set_bool(page, "unread", count > 0 && found[0].unread);
	doc_set_id(page, "newest", count == 0 ? 0 : found[0].id);
}

static const char *
first_name(struct request *rq)
{
	const struct contact *contact = rq->viewer->contact == 0 ? NULL : person_itself(rq->tx, rq->viewer->contact);

	return contact == NULL || text_empty(contact->first_name) ? NULL : contact->first_name;
}

/* Of who has no client: their tabs, which the menu has too, and what concerns every person. */
static struct reply
welcome(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	doc_set_text(page, "name", rq->viewer->name);
	add_cards(rq, page);
	return reply_page(rq, "portal_welcome", page);
}

static struct reply
dashboard(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	doc_set_text(page, "first_name", first_name(rq));
	add_cards(rq, page);
	add_notifications(rq, page);
	return reply_page(rq, "portal_dashboard", page);
}

struct reply
portal_home_page(struct request *rq)
{
	if (rq->viewer->kind != VIEWER_CLIENT || (!rq->portal->enabled && !rq->viewer->preview))
		return landing(rq);
	if (rq->viewer->without_client)
		return welcome(rq);
	if (rq->viewer->client == 0 && rq->wants_json)
		return reply_refusal(rq, 409, N_("Please choose for whom you are here first."));
	if (rq->viewer->client == 0)
		return reply_redirect(rq, arena_printf(rq->arena, "%s/clients", home_path(rq)));
	return dashboard(rq);
}

/* ---- what the law asks every site to say ---- */

static void
add_publisher(struct doc *page, const struct company *company)
{
	struct doc *publisher = doc_set_object(page, "publisher");

	doc_set_text(publisher, "name", company->name);
	doc_set_text(publisher, "legal_name", company->legal_name);
	doc_set_text(publisher, "legal_form", company->legal_form);
	doc_set_text(publisher, "capital", company->capital);
	doc_set_text(publisher, "register", company->register_);
	doc_set_text(publisher, "siret", company->siret);
	doc_set_text(publisher, "vat_number", company->vat_number);
}

struct reply
portal_legal_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	add_publisher(page, rq->portal->company);
	return reply_page(rq, "portal_legal", page);
}

struct reply
portal_accessibility_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	doc_set_text(page, "name", rq->portal->company->name);
	doc_set_text(page, "state", "partially_conformant");
	return reply_page(rq, "portal_accessibility", page);
}
