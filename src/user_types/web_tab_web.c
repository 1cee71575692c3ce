/* web_tab_web: a tab that shows a page of the web: what it is called, and its address. */
#include "base/arena.h"
#include "base/str.h"
#include "core/web_address.h"
#include "modules/label.h"
#include "rights/rights_page.h"
#include "user_types/handlers.h"
#include "user_types/tab_doc.h"
#include "user_types/web_server.h"

enum { WEB_TABS_LIMIT = 20, WEB_ADDRESS = 1000 };

/* Its place from 1; 0: there is none of that number. */
static size_t
number_of_path(struct request *rq, const struct setup *setup)
{
	int64_t number = 0;

	if (!str_to_int(str_of(path_text(rq, "number")), &number) || number < 1 ||
	    number > (int64_t)setup_web(setup)->list.count)
		return 0;
	return (size_t)number;
}

/* ---- the form ---- */

/* The server of what was typed, to be allowed with a tick; null: nothing was refused for it. */
static void
set_unknown_server(struct settings *settings, const struct setup *setup)
{
	struct request *rq = settings->rq;
	const char *address = form_text(rq->form, "address");
	const char *server = text_empty(address) ? NULL : web_server_of(rq->arena, address);

	doc_set_text(settings->page, "unknown_server",
		     server == NULL || web_server_may_show(rq->tx, setup, address) ? NULL : server);
	doc_set_text(settings->page, "servers_href", WEB_SERVERS_HOME);
}

static struct doc *
document(struct settings *settings, const struct setup *setup, size_t number)
{
	const struct doc *tab = number == 0 ? NULL : setup_web(setup)->list.items[number - 1];
	const struct label label = label_of_doc(doc_get(tab, STR("label")), NULL);
	struct doc *inputs;

	setup_head(settings, setup, STEP_TABS);
	inputs = doc_set_object(settings->page, "inputs");
	settings_label(settings, inputs, "label", "label", tab == NULL ? NULL : &label);
	settings_input(settings, inputs, "address", "address", doc_get_text(tab, "address"));
	set_unknown_server(settings, setup);
	doc_set_null(settings->page, "tab");
	if (number > 0)
		doc_set(settings->page, "tab", web_tab_doc(settings, setup, number));
	doc_set_text(settings->page, "action",
		     setup_href(settings->rq->arena, setup,
				number == 0 ? "/web" : arena_printf(settings->rq->arena, "/web/%zu", number)));
	doc_set_text(settings->page, "back_href", setup_href(settings->rq->arena, setup, "/tabs"));
	return settings->page;
}

struct reply
web_tab_new_form(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	return reply_page(rq, "web_tab_form", document(&settings, setup, 0));
}

struct reply
web_tab_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	size_t number;

	if (!setup_open(rq, &settings, &setup) || (number = number_of_path(rq, setup)) == 0)
		return reply_not_found(rq);
	return reply_page(rq, "web_tab_form", document(&settings, setup, number));
}

/* ---- saving ---- */

/* Its server is allowed, shown already, or allowed with this very form. */
static void
check_server(struct request *rq, const struct setup *setup, const char *address)
{
	struct doc *values = doc_object(rq->arena);
	const char *server = web_server_of(rq->arena, address);

	if (server == NULL) {
		form_error(rq->form, "address", N_("Write the server’s name with plain letters, as in agenda.example."),
			   NULL);
		return;
	}
	if (web_server_may_show(rq->tx, setup, address))
		return;
	if (form_read_bool(rq->form, "allow")) {
		web_server_allow(rq->tx, server, rq->viewer->staff);
		web_server_journal(rq, "web_server.allow", server);
		return;
	}
	doc_set_text(values, "server", server);
	form_error(
		rq->form, "address",
		N_("Pages of {{server}} may not be shown: this server is not on the list of those allowed. Allow it, "
		   "or choose another page."),
		values);
}

static const char *
read_address(struct request *rq, const struct setup *setup)
{
	const char *address = form_read_text(rq->form, "address", FORM_REQUIRED, WEB_ADDRESS);
	const char *refusal = text_empty(address) ? NULL : web_address_refusal(address);

	if (refusal != NULL)
		form_error(rq->form, "address", refusal, NULL);
	else if (!text_empty(address))
		check_server(rq, setup, address);
	return address;
}

static struct reply
again(struct request *rq, bool conflict, size_t number)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	settings.conflict = conflict;
	document(&settings, setup, number > setup_web(setup)->list.count ? 0 : number);
	return settings_again(&settings, "web_tab_form");
}

/* `number` 0: another one, behind the others. */
static struct reply
save(struct settings *settings, struct setup *setup, size_t number)
{
	struct request *rq = settings->rq;
	struct rights_trouble trouble = {0};
	const struct label label = settings_read_label(settings, "label", FORM_REQUIRED, SETTINGS_LABEL);
	const char *address = read_address(rq, setup);
	struct doc *web = setup_web(setup), *tab;

	if (number == 0 && web->list.count >= WEB_TABS_LIMIT)
		form_error(rq->form, "", N_("There is no room for more of them. Remove one that is no longer needed."),
			   NULL);
	if (!setup_current(settings, setup) || form_failed(rq->form))
		return again(rq, settings->conflict, number);
	tab = number == 0 ? doc_add_object(web) : web->list.items[number - 1];
	number = number == 0 ? web->list.count : number;
	doc_set(tab, "label", label_doc(rq->arena, &label));
	doc_set_text(tab, "address", address);
	if (rights_refused(settings, setup_save(rq->tx, setup), &trouble))
		return again(rq, settings->conflict, number);
	setup_journal(settings, setup, "user_type.web_tab", address);
	return reply_done(rq, setup_href(rq->arena, setup, "/tabs"), N_("Saved. It holds once you publish it."),
			  web_tab_doc(settings, setup, number));
}

struct reply
web_tab_new(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	return setup_open(rq, &settings, &setup) ? save(&settings, setup, 0) : reply_not_found(rq);
}

struct reply
web_tab_change(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	size_t number;

	if (!setup_open(rq, &settings, &setup) || (number = number_of_path(rq, setup)) == 0)
		return reply_not_found(rq);
	return save(&settings, setup, number);
}

struct reply
web_tab_removal(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct setup *setup;
	const char *address;
	size_t number;

	if (!setup_open(rq, &settings, &setup) || (number = number_of_path(rq, setup)) == 0)
		return reply_not_found(rq);
	address = doc_get_text(setup_web(setup)->list.items[number - 1], "address");
	setup_web_remove(setup, number - 1);
	if (!setup_current(&settings, setup) || rights_refused(&settings, setup_save(rq->tx, setup), &trouble))
		return tab_list_again(rq, settings.conflict);
	setup_journal(&settings, setup, "user_type.web_tab_remove", address);
	return reply_done(rq, setup_href(rq->arena, setup, "/tabs"),
			  N_("The tab is taken out of the draft. It holds once you publish it."),
			  setup_doc(&settings, setup));
}
