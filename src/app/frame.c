/* frame: what every layout shows around a page: brand, navigation, who is here, languages, message, preview. */
#include "app/app.h"

#include "companies/companies.h"
#include "core/flash.h"
#include "core/organisation.h"
#include "core/session.h"
#include "html/translation.h"
#include "portal/portal.h"
#include "portals/portals.h"
#include "records/records.h"
#include "rights/look.h"

#include <stdlib.h>
#include <string.h>

enum { NAVIGATION_LIMIT = 32 };

static bool
in_portal(const struct request *rq)
{
	return str_starts(str_of(rq->http->path), STR("/p/")) && rq->portal != NULL;
}

static void
add_assets(struct doc *frame)
{
	struct doc *assets = doc_set_object(frame, "assets");

	doc_set_text(assets, "css", asset_path("app.css"));
	doc_set_text(assets, "js", asset_path("app.js"));
	doc_set_text(assets, "icons", asset_path("icons.svg"));
	doc_set_text(assets, "records", asset_path("records.js"));
	doc_set_text(assets, "uploads", asset_path("uploads.js"));
	doc_set_text(assets, "passkeys", asset_path("passkeys.js"));
}

static void
add_brand(struct call *call, struct doc *frame)
{
	const struct organisation *organisation = call->organisation;
	struct request *rq = &call->rq;
	struct doc *brand;

	if (rq->portal != NULL) {
		doc_set(frame, "brand", company_brand(rq->arena, rq->portal->company));
		return;
	}
	brand = doc_set_object(frame, "brand");
	doc_set_text(brand, "name", organisation == NULL ? "Parvis" : organisation->name);
	doc_set_text(brand, "initials",
		     brand_initials(rq->arena, organisation == NULL ? "Parvis" : organisation->name));
	doc_set_null(brand, "logo");
	doc_set_null(brand, "icon");
	doc_set_null(brand, "touch_icon");
	doc_set_null(brand, "css");
	doc_set_list(brand, "address_lines");
	doc_set_null(brand, "phone");
	doc_set_null(brand, "phone_number");
	doc_set_null(brand, "email");
	doc_set_null(brand, "website");
}

static void
add_viewer(struct call *call, struct doc *frame)
{
	const struct viewer *viewer = &call->viewer;
	struct doc *shown;

	if (viewer->kind == VIEWER_NOBODY) {
		doc_set_null(frame, "viewer");
		return;
	}
	shown = doc_set_object(frame, "viewer");
	doc_set_text(shown, "name", viewer->name == NULL ? "" : viewer->name);
	doc_set_text(shown, "initials", brand_initials(call->rq.arena, viewer->name == NULL ? "" : viewer->name));
	doc_set_text(shown, "email", viewer->email);
}

static int
by_order(const void *a, const void *b)
{
	const struct navigation *const *one = a, *const *other = b;

	return (*one)->order - (*other)->order;
}

static size_t
navigation_of(const struct call *call, enum area area, const struct navigation **items)
{
	const struct house *house = call->rq.house;
	size_t count = 0;

	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->navigation_count && count < NAVIGATION_LIMIT; i++) {
			const struct navigation *item = &house->features[f]->navigation[i];

			if (item->area == area && (!call->viewer.without_client || item->any_person) &&
			    viewer_may(&call->viewer, item->permission) && viewer_may_see(&call->viewer, item->seen_by))
				items[count++] = item;
		}
	qsort(items, count, sizeof *items, by_order);
	return count;
}

static bool
begins(const char *path, const char *beginning)
{
	return strncmp(path, beginning, strlen(beginning)) == 0;
}

/* The home is current only on its own page, another item on all pages below its path and on those that are its too. */
static bool
is_current(const struct request *rq, const char *href, const struct navigation *item, const char *home)
{
	const char *path = rq->http->path;
	size_t length = strlen(href);

	if (item->path[1] == '\0')
		return strcmp(path, href) == 0;
	if (begins(path, href) && (path[length] == '\0' || path[length] == '/'))
		return true;
	for (const char *const *also = item->also; also != NULL && *also != NULL; also++)
		if (begins(path, arena_printf(rq->arena, "%s%s", home, *also + 1)))
			return true;
	return false;
}

static void
add_navigation(struct call *call, struct doc *frame, const char *name, enum area area, const char *home)
{
	struct request *rq = &call->rq;
	const struct navigation *items[NAVIGATION_LIMIT];
	struct doc *list = doc_set_list(frame, name);
	size_t count;

	if (call->viewer.kind == VIEWER_NOBODY ||
	    (in_portal(rq) && call->viewer.client == 0 && !call->viewer.without_client))
		return;
	count = navigation_of(call, area, items);
	for (size_t i = 0; i < count; i++) {
		struct doc *item = doc_add_object(list);
		const char *href = arena_printf(rq->arena, "%s%s", home, items[i]->path + 1);

		doc_set_word(item, "label", items[i]->path, items[i]->label);
		doc_set_text(item, "icon", items[i]->icon);
		doc_set_text(item, "href", href);
		doc_set_bool(item, "current", is_current(rq, href, items[i], home));
		doc_set_null(item, "count");
	}
}

/* The console's modules stand between the pages of everyday and those of the office, the tabs of the portal below its
 * own pages. */
static void
add_modules(struct call *call, struct doc *frame)
{
	struct doc *list = doc_set_list(frame, "modules");

	if (call->rq.rights == NULL)
		return;
	if (call->viewer.kind == VIEWER_STAFF && !in_portal(&call->rq))
		records_navigation(&call->rq, list);
	if (call->viewer.kind == VIEWER_CLIENT && in_portal(&call->rq))
		portal_tabs(&call->rq, list);
}

static void
add_languages(struct call *call, struct doc *frame)
{
	static const char *const names[][2] = {{"en", "English"}, {"fr", "Français"}};
	const struct translations *all = call->rq.house->translations;
	struct doc *list = doc_set_list(frame, "languages");

	for (size_t i = 0; i < translations_count(all); i++) {
		struct doc *language = doc_add_object(list);
		const char *code = translations_code(all, i);
		const char *name = code;

		for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
			if (text_equal(names[n][0], code))
				name = names[n][1];
		doc_set_text(language, "code", code);
		doc_set_text(language, "name", name);
		doc_set_bool(language, "current", formats_language(call->rq.formats) == (int)i);
	}
}

static void
add_preview(struct call *call, struct doc *frame, const char *home)
{
	struct doc *preview;

	if (!call->viewer.preview) {
		doc_set_null(frame, "preview");
		return;
	}
	preview = doc_set_object(frame, "preview");
	doc_set_text(preview, "name", call->viewer.name == NULL ? "" : call->viewer.name);
	doc_set_bool(preview, "samples", viewer_sees_samples(&call->viewer));
	doc_set_bool(preview, "draft", call->viewer.look != NULL && call->viewer.look->draft != NULL);
	doc_set_text(preview, "exit_href", arena_printf(call->rq.arena, "%ssign-out", home));
}

static void
add_links(struct call *call, struct doc *frame, const char *home)
{
	struct arena *arena = call->rq.arena;
	bool portal = in_portal(&call->rq), inside = portal && call->viewer.client != 0;
	int64_t unread = inside && call->rq.tx != NULL ? notification_unread(call->rq.tx, &call->viewer) : 0;

	doc_set_text(frame, "home", home);
	doc_set_text(frame, "sign_out", arena_printf(arena, "%ssign-out", home));
	doc_set_text(frame, "account", arena_printf(arena, "%saccount", home));
	doc_set_text(frame, "notifications", inside ? arena_printf(arena, "%snotifications", home) : NULL);
	if (unread > 0)
		doc_set_int(frame, "unread", unread);
	else
		doc_set_null(frame, "unread");
	doc_set_text(frame, "switch_client",
		     portal && call->viewer.client_count > 1 ? arena_printf(arena, "%sclients", home) : NULL);
	doc_set_text(frame, "client_name", call->viewer.client_name);
}

static const char *
theme_of(const struct call *call)
{
	const char *cookie = http_cookie(call->rq.http, "theme");

	if (!text_empty(call->viewer.theme))
		return call->viewer.theme;
	return text_equal(cookie, "light") || text_equal(cookie, "dark") ? cookie : "";
}

struct doc *
frame_doc(struct call *call)
{
	struct request *rq = &call->rq;
	struct doc *frame = doc_object(rq->arena);
	const char *home = in_portal(rq) ? arena_printf(rq->arena, "/p/%s/", rq->portal->address) : "/console/";

	doc_set_text(frame, "language",
		     translations_code(rq->house->translations, (size_t)formats_language(rq->formats)));
	doc_set_text(frame, "theme", theme_of(call));
	doc_set_text(frame, "csrf", session_form_token(rq));
	doc_set_text(frame, "path",
		     rq->http->query.length == 0 || rq->http->method != HTTP_GET
			     ? rq->http->path
			     : arena_printf(rq->arena, "%s?%.*s", rq->http->path, (int)rq->http->query.length,
					    rq->http->query.at));
	add_assets(frame);
	add_brand(call, frame);
	add_viewer(call, frame);
	add_navigation(call, frame, "navigation", in_portal(rq) ? AREA_PORTAL : AREA_CONSOLE, home);
	add_modules(call, frame);
	if (!in_portal(rq))
		add_navigation(call, frame, "office", AREA_OFFICE, home);
	flash_show(rq, frame);
	add_preview(call, frame, home);
	add_languages(call, frame);
	add_links(call, frame, home);
	return frame;
}
