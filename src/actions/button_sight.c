/* button_sight: a button shows itself where its target can be reached; whoever asks, the same question is put. */
#include "actions/button_sight.h"

#include "companies/companies.h"
#include "core/web_address.h"
#include "html/translation.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- pages of the portal ---- */

const struct navigation *
portal_page_next(const struct house *house, const struct navigation *last)
{
	bool behind = last == NULL;

	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->navigation_count; i++) {
			const struct navigation *item = &house->features[f]->navigation[i];

			if (behind && item->area == AREA_PORTAL && item->path[1] != '\0')
				return item;
			behind = behind || item == last;
		}
	return NULL;
}

const struct navigation *
portal_page(const struct house *house, const char *path)
{
	const struct navigation *page = portal_page_next(house, NULL);

	while (page != NULL && !text_equal(page->path, path))
		page = portal_page_next(house, page);
	return page;
}

/* The permission of the route that answers there: the menu may know less than the door. */
static bool
may_open(const struct house *house, const struct viewer *viewer, const struct navigation *page)
{
	static const char portal[] = "/p/{address}";

	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->route_count; i++) {
			const struct route *route = &house->features[f]->routes[i];

			if (route->method == HTTP_GET && strncmp(route->path, portal, sizeof portal - 1) == 0 &&
			    strcmp(route->path + sizeof portal - 1, page->path) == 0)
				return viewer_may(viewer, page->permission) && viewer_may(viewer, route->permission) &&
				       viewer_may_see(viewer, route->seen_by) &&
				       (!viewer->without_client || route->flags & ROUTE_ANY_PERSON);
		}
	return false;
}

/* ---- tabs ---- */

bool
button_is_for(const struct button *button, int64_t user_type)
{
	char id[32];

	snprintf(id, sizeof id, "|%" PRId64 "|", user_type);
	return button->types == NULL || strstr(button->types, id) != NULL;
}

static bool
has_tab(const struct user_type *type, const struct module *module)
{
	const struct portal_tab *tab = type == NULL ? NULL : type->by_module[module->index];

	return tab != NULL && tab->module == module;
}

const struct module *
button_tab(const struct rights *rights, const char *page)
{
	static const char records[] = "/records/";
	const struct module *module = NULL;

	if (rights != NULL && page != NULL && strncmp(page, records, sizeof records - 1) == 0)
		module = module_named(rights->catalogue, page + sizeof records - 1);
	return module == NULL || module->retired ? NULL : module;
}

static bool
is_tab_of_somebody(const struct rights *rights, const struct button *button, const struct module *module)
{
	for (size_t i = 0; i < rights->user_type_count; i++)
		if ((button == NULL || button_is_for(button, rights->user_types[i].id)) &&
		    has_tab(&rights->user_types[i], module))
			return true;
	return false;
}

const struct module *
portal_tab_next(const struct rights *rights, const struct module *last)
{
	const struct catalogue *catalogue = rights->catalogue;

	for (size_t i = last == NULL ? 0 : last->index + 1; i < catalogue->module_count; i++)
		if (is_tab_of_somebody(rights, NULL, &catalogue->modules[i]))
			return &catalogue->modules[i];
	return NULL;
}

/* ---- what is in the way ---- */

static const char *
tab_obstacle(const struct rights *rights, const struct viewer *viewer, const struct button *button,
	     const struct module *module)
{
	if (viewer == NULL)
		return is_tab_of_somebody(rights, button, module)
			       ? NULL
			       : N_("None of the user types it is for has this tab.");
	return has_tab(viewer_user_type(rights, viewer), module) ? NULL : N_("Clients may not open its page.");
}

static const char *
page_obstacle(const struct house *house, const struct viewer *viewer, const char *path)
{
	static const struct viewer any_client = {.kind = VIEWER_CLIENT, .theme = ""};
	const struct navigation *page = portal_page(house, path);

	if (page == NULL)
		return N_("Its page is no longer part of the portal.");
	return may_open(house, viewer == NULL ? &any_client : viewer, page) ? NULL
									    : N_("Clients may not open its page.");
}

/* Who is of no user type sees what everybody sees. */
static bool
is_for_viewer(const struct rights *rights, const struct viewer *viewer, const struct button *button)
{
	const struct user_type *type = rights == NULL ? NULL : viewer_user_type(rights, viewer);

	return button->types == NULL || (type != NULL && button_is_for(button, type->id));
}

const char *
button_obstacle(const struct house *house, const struct rights *rights, const struct viewer *viewer,
		const struct company *company, const struct button *button)
{
	const struct module *tab = button->target == BUTTON_PAGE ? button_tab(rights, button->page) : NULL;

	if (viewer != NULL && !is_for_viewer(rights, viewer, button))
		return N_("It is for other user types.");
	if (tab != NULL)
		return tab_obstacle(rights, viewer, button, tab);
	switch (button->target) {
	case BUTTON_PAGE:
		return page_obstacle(house, viewer, button->page);
	case BUTTON_MAIL:
		return company == NULL || text_empty(company->email) ? N_("{{company}} has no e-mail address.") : NULL;
	case BUTTON_CALL:
		return company == NULL || text_empty(company->phone) || strpbrk(company->phone, "0123456789") == NULL
			       ? N_("{{company}} has no phone number.")
			       : NULL;
	case BUTTON_WEB:
		break;
	}
	return button->url == NULL || web_address_refusal(button->url) != NULL ? N_("Its web address is not allowed.")
									       : NULL;
}

/* ---- how it looks ---- */

static const char *
translated(struct request *rq, int language, const char *english, const struct doc *values)
{
	struct builder out = builder_new(rq->arena, 0);

	doc_print_message(translate(rq->house->translations, language, english), values, NULL, &out);
	return builder_text(&out);
}

struct doc *
button_face(struct request *rq, const struct button *button, int language, const struct company *company)
{
	const char *code = translations_code(rq->house->translations, (size_t)language);
	struct doc *face = doc_object(rq->arena), *values = doc_object(rq->arena);

	doc_set_id(face, "id", button->id);
	doc_set_text(face, "text", button_text(rq->arena, button, code, company));
	doc_set_text(face, "icon", button->icon);
	doc_set_bool(face, "primary", button->style == BUTTON_PRIMARY);
	doc_set_null(face, "leaves");
	if (button->target == BUTTON_WEB && button->url != NULL && web_address_refusal(button->url) == NULL) {
		doc_set_text(values, "server", web_address_server(rq->arena, button->url));
		doc_set_text(face, "leaves", translated(rq, language, N_("{{server}}, in a new tab"), values));
	}
	return face;
}

const char *
button_language(const struct request *rq)
{
	return translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
}
