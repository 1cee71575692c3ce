/* presence_web: where clients find the portal: its addresses, codes to print, a text to send, and how to try it. */
#include "console/handlers.h"
#include "console/place.h"
#include "console/waiting.h"

#include "base/id.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/feature.h"
#include "core/organisation.h"
#include "html/template.h"
#include "html/translation.h"
#include "pdf/qr_card.h"
#include "pdf/qr_svg.h"
#include "portals/portals.h"
#include "preview/preview.h"

enum { PRINT_PIXELS = 1500 };

/* ---- an address with all that goes with it ---- */

/* An address as a page shows it: with its code, and where the files to print are. `company` 0: the portal's own. */
static void
add_address(struct request *rq, struct doc *shown, const char *url, const char *name, int64_t company)
{
	const char *query = "";
	char id[ID_LENGTH + 1];
	int edge;
	const char *path = qr_path(rq->arena, url, &edge);

	if (company != 0) {
		id_print(id, company);
		query = arena_printf(rq->arena, "?company=%s", id);
	}
	doc_set_text(shown, "url", url);
	doc_set_text(shown, "company", name);
	doc_set_text(shown, "qr_path", path);
	doc_set_int(shown, "qr_edge", path == NULL ? 0 : edge);
	doc_set_text(shown, "qr_svg", arena_printf(rq->arena, "/console/portal/qr.svg%s", query));
	doc_set_text(shown, "qr_png", arena_printf(rq->arena, "/console/portal/qr.png%s", query));
}

/* The text to send, in every language we have: not only in the reader's. */
static void
add_texts(struct request *rq, struct doc *page, const char *url, const char *name)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	const struct translations *translations = rq->house->translations;
	struct doc *list = doc_set_list(page, "texts"), *values = doc_object(rq->arena);

	doc_set_text(values, "url", url);
	doc_set_text(values, "company", name);
	for (size_t i = 0; i < translations_count(translations); i++) {
		const char *code = translations_code(translations, i);
		const char *country = organisation == NULL ? "FR" : organisation->country;
		const struct formats *formats =
			formats_for(translations, arena_printf(rq->arena, "%s_%s", code, country),
				    organisation == NULL ? "UTC" : organisation->zone);
		struct builder text = builder_new(rq->arena, 0);
		struct doc *row = doc_add_object(list);

		template_print(rq->house->templates, "portal_invitation_text", formats, values, &text);
		doc_set_text(row, "language", code);
		doc_set_text(row, "text", builder_text(&text));
	}
}

static void
add_portal(struct request *rq, struct doc *page)
{
	const struct portal *portal = portal_first(rq->tx);
	const char *path;
	struct doc *shown;

	if (portal == NULL) {
		doc_set_null(page, "portal");
		doc_set_list(page, "texts");
		return;
	}
	path = arena_printf(rq->arena, "/p/%s/", portal->address);
	shown = doc_set_object(page, "portal");
	add_address(rq, shown, public_link(rq, path), portal->company->name, 0);
	doc_set_text(shown, "name", portal->name);
	doc_set_text(shown, "address", portal->address);
	doc_set_bool(shown, "enabled", portal->enabled);
	doc_set_text(shown, "href", path);
	add_texts(rq, page, public_link(rq, path), portal->company->name);
}

static const char *
host_url(struct request *rq, const struct company *company)
{
	const char *scheme = rq->house->config->public_tls ? "https" : "http";

	return arena_printf(rq->arena, "%s://%s/", scheme, company->host);
}

/* A company's own host name leads to its portal as well. */
static void
add_companies(struct request *rq, struct doc *page)
{
	struct doc *hosts = doc_set_list(page, "hosts"), *pages = doc_set_list(page, "companies");
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(pages);
		char id[ID_LENGTH + 1];

		id_print(id, found[i].id);
		doc_set_text(row, "name", found[i].name);
		doc_set_text(row, "page_href", arena_printf(rq->arena, "/console/companies/%s/page", id));
		doc_set_text(row, "brand_href", arena_printf(rq->arena, "/console/companies/%s", id));
		doc_set_text(row, "mail_href", arena_printf(rq->arena, "/console/companies/%s/mail", id));
		if (found[i].host == NULL)
			continue;
		row = doc_add_object(hosts);
		add_address(rq, row, host_url(rq, &found[i]), found[i].name, found[i].id);
		doc_set_id(row, "id", found[i].id);
		company_host_add(rq, row, &found[i]);
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
	add_companies(rq, page);
	add_test_client(rq, page);
	doc_set_bool(page, "may_preview", viewer_may(rq->viewer, &portal_preview));
	doc_set_text(page, "configuration_href",
		     page_is_open(rq, "/console/portal/settings") ? "/console/portal/settings" : NULL);
	return reply_page(rq, "console_presence", page);
}

/* ---- the code to print ---- */

/* The address the query asks for, and whose name stands below the code; NULL: there is none. */
static const char *
asked_url(struct request *rq, const char **name)
{
	const struct portal *portal = portal_first(rq->tx);
	const struct company *company;

	if (form_has(rq->form, "company")) {
		company = company_find(rq->tx, rq->viewer, form_read_id(rq->form, "company", FORM_OPTIONAL));
		*name = company == NULL ? NULL : company->name;
		return company == NULL || company->host == NULL ? NULL : host_url(rq, company);
	}
	*name = portal == NULL ? NULL : portal->company->name;
	return portal == NULL ? NULL : public_link(rq, arena_printf(rq->arena, "/p/%s/", portal->address));
}

static struct reply
as_file(struct request *rq, const char *type, struct str bytes, const char *name)
{
	struct reply reply = reply_bytes(rq, type, bytes);

	reply.file_name = name;
	reply.attachment = true;
	return reply;
}

struct reply
presence_qr_svg(struct request *rq)
{
	const char *name, *url = asked_url(rq, &name);
	struct str bytes;

	if (url == NULL || !qr_card_svg(rq->arena, url, name, &bytes))
		return reply_not_found(rq);
	return as_file(rq, "image/svg+xml", bytes, "portal-qr.svg");
}

struct reply
presence_qr_png(struct request *rq)
{
	const char *name, *url = asked_url(rq, &name);
	struct str bytes;

	if (url == NULL || !qr_card_png(rq->arena, url, name, PRINT_PIXELS, &bytes))
		return reply_not_found(rq);
	return as_file(rq, "image/png", bytes, "portal-qr.png");
}
