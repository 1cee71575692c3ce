/* tab_list_web: the tabs of a user type in their order, and the modules that could be another. */
#include "base/arena.h"
#include "rights/rights_page.h"
#include "user_types/handlers.h"
#include "user_types/tab_doc.h"

#include <string.h>

enum { TABS_MOST = 400 }; /* rows of a form that orders them */

/* ---- the page ---- */

/* A module that is not a tab yet: by what it could be one, the nearest first. Those that could only be public stand
 * apart. */
static void
add_offer(struct settings *settings, struct doc *theirs, struct doc *everybodys, const struct setup *setup,
	  const struct module *module)
{
	struct tie_choice choices[TIE_CHOICES];
	size_t count = tie_choices(setup, settings->catalogue, module, choices);
	struct doc *row;

	if (count == 0)
		return;
	row = doc_add_object(choices[0].tie == TIE_PUBLIC ? everybodys : theirs);
	doc_set_text(row, "module", module->name);
	doc_set_label(row, "label", &module->plural, settings->language);
	doc_set_text(row, "icon", module->icon);
	doc_set_text(row, "href", tab_href(settings->rq->arena, setup, module->name));
	tie_choice_words(row, "words", module, &choices[0], settings->language);
	doc_set_int(row, "ways", (int64_t)count);
}

static void
add_offers(struct settings *settings, const struct setup *setup)
{
	const struct catalogue *catalogue = settings->catalogue;
	struct doc *theirs = doc_set_list(settings->page, "offered");
	struct doc *everybodys = doc_set_list(settings->page, "public_offers");

	for (size_t i = 0; i < catalogue->module_count; i++)
		if (setup_tab(setup, catalogue->modules[i].name) == NULL)
			add_offer(settings, theirs, everybodys, setup, &catalogue->modules[i]);
	doc_set_bool(settings->page, "some_public", everybodys->list.count > 0);
}

static struct doc *
list_document(struct settings *settings, const struct setup *setup)
{
	const struct doc *tabs = setup_tabs(setup);
	struct doc *list, *web;

	setup_head(settings, setup, STEP_TABS);
	list = doc_set_list(settings->page, "tabs");
	for (size_t i = 0; i < tabs->list.count; i++)
		doc_add(list, tab_doc(settings, setup, tabs->list.items[i]));
	web = doc_set_list(settings->page, "web");
	for (size_t i = 1; i <= setup_web(setup)->list.count; i++)
		doc_add(web, web_tab_doc(settings, setup, i));
	doc_set_bool(settings->page, "some", list->list.count > 0);
	doc_set_bool(settings->page, "some_web", web->list.count > 0);
	doc_set_text(settings->page, "order_href", setup_href(settings->rq->arena, setup, "/tabs"));
	doc_set_text(settings->page, "new_web_href", setup_href(settings->rq->arena, setup, "/web/form"));
	doc_set_text(settings->page, "fields_href",
		     setup_page_is_open(settings->rq, "/fields") ? setup_href(settings->rq->arena, setup, "/fields")
								 : NULL);
	add_offers(settings, setup);
	return settings->page;
}

struct reply
tab_list_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	return reply_page(rq, "tab_list", list_document(&settings, setup));
}

struct reply
tab_list_again(struct request *rq, bool conflict)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	settings.conflict = conflict;
	list_document(&settings, setup);
	return settings_again(&settings, "tab_list");
}

/* ---- order ---- */

/* Where "up", "down" and "place:…:INDEX" lead from a place. */
static bool
target_of(struct str verb, struct str rest, size_t from, size_t *to)
{
	int64_t index = 0;

	if (str_equal(verb, STR("up")))
		*to = from == 0 ? 0 : from - 1;
	else if (str_equal(verb, STR("down")))
		*to = from + 1;
	else if (str_equal(verb, STR("place")) && str_to_int(rest, &index) && index >= 0)
		*to = (size_t)index;
	else
		return false;
	return true;
}

/* "up:tickets", "down:web:1" or "place:tickets:2", as buttons and the mouse send it; web tabs by their number. */
static bool
move_one(struct settings *settings, struct setup *setup)
{
	struct str rest = str_of(form_text(settings->rq->form, "do"));
	struct str verb = str_cut(&rest, ':'), name = str_cut(&rest, ':');
	const char *module = arena_text_of(settings->rq->arena, name.at, name.length);
	int64_t number = 0;
	size_t to = 0;

	if (str_equal(name, STR("web")))
		return str_to_int(str_cut(&rest, ':'), &number) && number >= 1 &&
		       target_of(verb, rest, (size_t)number - 1, &to) && setup_web_move(setup, (size_t)number - 1, to);
	return target_of(verb, rest, setup_tab_place(setup, module), &to) &&
	       setup_tab_move(setup, settings->catalogue, module, to);
}

/* Each module once, in the order they shall have. */
static bool
move_all(struct settings *settings, struct setup *setup)
{
	struct request *rq = settings->rq;
	size_t count = form_rows(rq->form, "order", TABS_MOST);
	const char **modules = arena_make_array(rq->arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		modules[i] = form_text(rq->form, arena_printf(rq->arena, "order.%zu", i));
	return setup_tabs_order(setup, settings->catalogue, modules, count);
}

struct reply
tab_order(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	if (setup_current(&settings, setup) &&
	    !(form_has(rq->form, "do") ? move_one(&settings, setup) : move_all(&settings, setup)))
		form_error(rq->form, "",
			   N_("It cannot stand there: a tab that is seen through another stays below that one."), NULL);
	if (form_failed(rq->form) || rights_refused(&settings, setup_save(rq->tx, setup), &trouble))
		return tab_list_again(rq, settings.conflict);
	setup_journal(&settings, setup, "user_type.tab_order", NULL);
	return reply_done(rq, setup_href(rq->arena, setup, "/tabs"), NULL, list_document(&settings, setup));
}
