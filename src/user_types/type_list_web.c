/* type_list_web: the user types of the portal in their order, how each stands, and making another. */
#include "base/arena.h"
#include "core/audit.h"
#include "core/reorder.h"
#include "html/format.h"
#include "modules/label.h"
#include "portals/portals.h"
#include "rights/rights_page.h"
#include "user_types/handlers.h"
#include "user_types/setup_page.h"
#include "user_types/tie_choice.h"
#include "user_types/type_form.h"

/* ---- the list ---- */

/* Contacts who came in before anybody gave them a user type are of the default one. */
static void
count_people(struct request *rq, struct setup *setups, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (setups[i].is_default && setups[i].main != NULL && text_equal(setups[i].main->name, "contacts"))
			setups[i].people += setup_unnamed_people(rq->tx);
}

static struct doc *
list_document(struct settings *settings)
{
	struct request *rq = settings->rq;
	const struct portal *portal = portal_first(rq->tx);
	struct doc *list = doc_set_list(settings->page, "types"), *shown;
	size_t count;
	struct setup *setups = setup_list(rq->tx, settings->catalogue, &count);

	count_people(rq, setups, count);
	for (size_t i = 0; i < count; i++)
		doc_add(list, setup_doc(settings, &setups[i]));
	doc_set_null(settings->page, "portal");
	if (portal != NULL) {
		shown = doc_set_object(settings->page, "portal");
		doc_set_text(shown, "name", portal->name);
		doc_set_text(shown, "address", portal->address);
	}
	doc_set_int(settings->page, "limit", USER_TYPES_LIMIT);
	doc_set_bool(settings->page, "full", count >= USER_TYPES_LIMIT);
	settings_problems(settings);
	return settings->page;
}

struct reply
type_list_page(struct request *rq)
{
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "type_list", list_document(&settings));
}

/* ---- order ---- */

struct reply
type_order(struct request *rq)
{
	struct settings settings;
	size_t count;
	const struct setup *setups;
	int64_t *ids;

	rights_begin(rq, &settings, NULL);
	setups = setup_list(rq->tx, settings.catalogue, &count);
	ids = arena_make_array(rq->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = setups[i].id;
	if (!ids_reorder(rq, ids, count)) {
		form_error(rq->form, "",
			   N_("These are not the user types there are. This is the list as it is now; please move them "
			      "again."),
			   NULL);
		return reply_conflict(rq, "type_list", list_document(&settings));
	}
	user_types_order(rq->tx, ids, count);
	audit_add(rq, &(struct audit){.action = "user_type.order"});
	return reply_done(rq, USER_TYPES_HOME, N_("The order was changed."), list_document(&settings));
}

/* ---- another one ---- */

static void
add_modules(struct settings *settings)
{
	const struct catalogue *catalogue = settings->catalogue;
	const char *typed = form_text(settings->rq->form, "module");
	struct doc *list = doc_set_list(settings->page, "modules");

	for (size_t i = 0; i < catalogue->module_count; i++) {
		const struct module *module = &catalogue->modules[i];

		if (module_may_sign_in(module))
			doc_set_label(settings_option(list, module->name, text_equal(module->name, typed)), "label",
				      &module->plural, settings->language);
	}
	doc_set_null(settings->page, "module_error");
	settings_error(settings, settings->page, "module_error", "module");
}

static struct doc *
new_document(struct settings *settings)
{
	settings_problems(settings);
	settings_label(settings, doc_set_object(settings->page, "inputs"), "name", "name", NULL);
	add_modules(settings);
	return settings->page;
}

struct reply
type_new_form(struct request *rq)
{
	struct settings settings;

	if (portal_first(rq->tx) == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "type_form", new_document(&settings));
}

static const struct module *
read_module(struct settings *settings)
{
	struct form *form = settings->rq->form;
	const char *name = form_read_text(form, "module", FORM_REQUIRED, SETTINGS_LABEL);
	const struct module *module = text_empty(name) ? NULL : module_named(settings->catalogue, name);

	if (module != NULL && module_may_sign_in(module))
		return module;
	form_error(form, "module", N_("Please choose one of the modules of the list."), NULL);
	return NULL;
}

/* Whoever signs in sees the record they sign in by, once its fields are chosen. */
static const char *
first_draft(struct arena *arena, const struct module *main)
{
	struct setup setup = {.draft = setup_draft_of(arena, "{}")};

	tie_choice_keep(setup_tab_add(&setup, main), &(struct tie_choice){TIE_SELF, NULL});
	return json_text(arena, setup.draft);
}

struct reply
type_new(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	struct settings settings;
	struct label label;
	const struct module *main;
	struct setup *setup;
	size_t count;

	if (portal == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	label = type_read_label(&settings, NULL);
	main = read_module(&settings);
	setup_list(rq->tx, settings.catalogue, &count);
	if (count >= USER_TYPES_LIMIT)
		form_error(rq->form, "", N_("There is no room for more of them. Remove one that is no longer needed."),
			   NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "type_form", new_document(&settings));
	setup = setup_find(rq->tx, settings.catalogue,
			   user_type_create(rq->tx, portal->id, label_json(rq->arena, &label), main,
					    first_draft(rq->arena, main)));
	setup_journal(&settings, setup, "user_type.create", main->name);
	return reply_done(rq, setup_href(rq->arena, setup, "/tabs"),
			  N_("The user type is made. Nobody sees anything by it before you publish it."),
			  setup_doc(&settings, setup));
}
