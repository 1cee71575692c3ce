/* web_server_web: the list of servers whose pages may be tabs, and the tabs that show them. */
#include "user_types/handlers.h"
#include "user_types/setup_page.h"
#include "user_types/web_server.h"

#include "base/arena.h"
#include "core/form_page.h"
#include "core/web_address.h"
#include "modules/label.h"
#include "rights/rights_page.h"

#include <string.h>

enum { WEB_ADDRESS = 1000 };

/* ---- the page ---- */

/* A tab of the draft or of what is published, in the row of its server; those of no allowed server get rows here. */
static void
add_tab(struct settings *settings, struct doc *servers, struct doc *others, const struct setup *setup,
	const struct doc *tab, size_t number, bool draft)
{
	struct arena *arena = settings->rq->arena;
	const char *address = doc_get_text(tab, "address"), *server;
	const struct label label = label_of_doc(doc_get(tab, STR("label")), NULL);
	struct doc *row = NULL, *shown;

	if (address == NULL || (server = web_server_of(arena, address)) == NULL)
		return;
	for (size_t list = 0; list < 2 && row == NULL; list++) {
		struct doc *rows = list == 0 ? servers : others;

		for (size_t i = 0; i < doc_count(rows) && row == NULL; i++)
			if (text_equal(doc_get_text(rows->list.items[i], "name"), server))
				row = rows->list.items[i];
	}
	if (row == NULL) {
		row = doc_add_object(others);
		doc_set_text(row, "name", server);
		doc_set_list(row, "tabs");
	}
	shown = doc_add_object((struct doc *)(uintptr_t)doc_get_list(row, "tabs"));
	doc_set_text(shown, "label", label_text(&label, settings->language));
	doc_set_text(shown, "type", setup_name(settings, setup));
	doc_set_bool(shown, "draft", draft);
	doc_set_text(shown, "href",
		     setup_href(arena, setup, draft ? arena_printf(arena, "/web/%zu", number) : "/tabs"));
}

/* Tabs of drafts, and the published ones that are no longer in their draft. */
static void
add_tabs(struct settings *settings, struct doc *servers, struct doc *others)
{
	size_t count;
	const struct setup *setups = setup_list(settings->rq->tx, settings->catalogue, &count);

	for (size_t i = 0; i < count; i++) {
		const struct doc *web = setup_web(&setups[i]);
		const struct doc *published = setups[i].changed ? doc_get_list(setups[i].published, "web") : NULL;

		for (size_t t = 0; t < doc_count(web); t++)
			add_tab(settings, servers, others, &setups[i], web->list.items[t], t + 1, true);
		for (size_t t = 0; t < doc_count(published); t++)
			add_tab(settings, servers, others, &setups[i], published->list.items[t], t + 1, false);
	}
}

static struct doc *
document(struct settings *settings)
{
	struct doc *page = settings->page, *servers = doc_set_list(page, "servers"),
		   *others = doc_set_list(page, "others");
	size_t count;
	const struct web_server *found = web_server_list(settings->rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(servers);

		doc_set_text(row, "name", found[i].name);
		doc_set_instant(row, "created_at", found[i].created_at);
		doc_set_text(row, "staff", found[i].staff_name);
		doc_set_list(row, "tabs");
	}
	add_tabs(settings, servers, others);
	doc_set_bool(page, "some_others", doc_count(others) > 0);
	form_page(settings->rq, page, "server");
	return page;
}

struct reply
web_server_list_page(struct request *rq)
{
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "web_server_list", document(&settings));
}

static struct reply
again(struct request *rq)
{
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	return reply_form(rq, "web_server_list", document(&settings));
}

/* ---- allowing and withdrawing ---- */

/* "agenda.example", or an address there. */
static const char *
read_server(struct request *rq)
{
	const char *typed = form_read_text(rq->form, "server", FORM_REQUIRED, WEB_ADDRESS);
	const char *address, *refusal, *server = NULL;

	if (text_empty(typed))
		return NULL;
	address = strstr(typed, "://") == NULL ? arena_printf(rq->arena, "https://%s", typed) : typed;
	refusal = web_address_refusal(address);
	if (refusal == NULL && (server = web_server_of(rq->arena, address)) == NULL)
		refusal = N_("Write the server’s name with plain letters, as in agenda.example.");
	if (refusal != NULL)
		form_error(rq->form, "server", refusal, NULL);
	return server;
}

struct reply
web_server_new(struct request *rq)
{
	const char *server = read_server(rq);
	struct doc *document;
	size_t count;

	web_server_list(rq->tx, &count);
	if (count >= WEB_SERVERS)
		form_error(rq->form, "server",
			   N_("There is no room for more of them. Remove one that is no longer needed."), NULL);
	if (form_failed(rq->form))
		return again(rq);
	if (!web_server_is_allowed(rq->tx, server)) {
		web_server_allow(rq->tx, server, rq->viewer->staff);
		web_server_journal(rq, "web_server.allow", server);
	}
	document = doc_object(rq->arena);
	doc_set_text(document, "name", server);
	return reply_done(rq, WEB_SERVERS_HOME, N_("Pages of this server may be shown from now on."), document);
}

struct reply
web_server_removal(struct request *rq)
{
	const char *server = form_read_text(rq->form, "server", FORM_REQUIRED, WEB_ADDRESS);
	struct doc *document = doc_object(rq->arena);

	if (form_failed(rq->form))
		return again(rq);
	if (!web_server_withdraw(rq->tx, server))
		return reply_not_found(rq);
	web_server_journal(rq, "web_server.withdraw", server);
	doc_set_text(document, "name", server);
	return reply_done(rq, WEB_SERVERS_HOME,
			  N_("No new tab can show pages of this server. Those that do are listed below."), document);
}
