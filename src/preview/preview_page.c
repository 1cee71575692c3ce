/* preview_page: what a staff user can look at, and the portal itself in a frame as wide as a phone or a desktop. */
#include "preview/handlers.h"

#include "base/id.h"
#include "core/form_page.h"
#include "html/translation.h"
#include "modules/label.h"
#include "portals/portals.h"
#include "preview/preview.h"
#include "preview/preview_choice.h"
#include "records/module_page.h"
#include "sys/clock.h"
#include "user_types/user_types.h"

enum { PEOPLE_SHOWN = 12 };

static const struct {
	const char *code, *label;
	int width, height; /* of the frame, in pixels of CSS */
} widths[] = {{"phone", N_("Phone"), 390, 780}, {"desktop", N_("Desktop"), 1280, 800}};

enum { WIDTHS = sizeof widths / sizeof widths[0], PHONE = 0, DESKTOP };

static const char *
reader_language(const struct request *rq)
{
	return translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
}

static size_t
width_asked(struct request *rq)
{
	return text_equal(form_text(rq->form, "width"), widths[PHONE].code) ? PHONE : DESKTOP;
}

/* ---- what can be looked at ---- */

/* An id of the query; 0: none. */
static int64_t
id_asked(struct request *rq, const char *name)
{
	const char *text = form_text(rq->form, name);
	int64_t id = 0;

	return text != NULL && id_parse(str_of(text), &id) ? id : 0;
}

static int64_t
type_asked(struct request *rq)
{
	for (size_t i = 0; i < rq->path.count; i++)
		if (str_equal(rq->path.parameters[i].name, STR("type")))
			return path_id(rq, "type");
	return id_asked(rq, "type");
}

static void
add_types(struct request *rq, struct doc *page, const struct portal *portal)
{
	struct doc *list = doc_set_list(page, "types");
	int64_t asked = type_asked(rq);
	size_t count = 0;
	const struct type_seen *types = portal == NULL ? NULL : types_seen(rq->tx, portal->id, &count);

	for (size_t i = 0; i < count; i++) {
		const struct label label = label_of_json(rq->arena, types[i].name, N_("Clients"));
		struct doc *type = doc_add_object(list);

		doc_set_id(type, "id", types[i].id);
		doc_set_label(type, "name", &label, reader_language(rq));
		doc_set_bool(type, "published", types[i].published);
		doc_set_bool(type, "changed", types[i].changed || !types[i].published);
		doc_set_bool(type, "asked", types[i].id == asked);
	}
	doc_set_bool(page, "has_types", count > 0);
}

/* By which user types the person can be looked at, and whether by their drafts. */
static void
add_choice(struct request *rq, struct doc *person, const struct person_choice *choice)
{
	struct doc *list = doc_set_list(person, "types");
	bool published = false, changed = false;

	for (size_t i = 0; choice->why_not == NULL && i < choice->type_count; i++) {
		const struct type_seen *type = &choice->types[i];
		const struct label label = label_of_json(rq->arena, type->name, N_("Clients"));
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", type->id);
		doc_set_label(row, "name", &label, reader_language(rq));
		doc_set_bool(row, "usual", type == choice->usual);
		published = published || type->published;
		changed = changed || type->changed || !type->published;
	}
	doc_set_bool(person, "several", list->list.count > 1);
	doc_set_bool(person, "published", published);
	doc_set_bool(person, "changed", changed);
	doc_set_bool(person, "has_access", choice->standing.has_access);
	doc_set_bool(person, "is_kept_out", choice->standing.is_kept_out);
	doc_set_null(person, "why_not");
	if (choice->why_not != NULL)
		doc_set_message(person, "why_not", choice->why_not, NULL);
}

static void
add_people(struct request *rq, struct doc *page, const struct portal *portal)
{
	struct doc *list = doc_set_list(page, "people");
	const char *typed = form_text(rq->form, "q");
	struct person_seen people[PEOPLE_SHOWN];
	int64_t asked = id_asked(rq, "person");
	size_t count = 0;

	doc_set_text(page, "q", typed);
	if (!text_empty(typed))
		count = people_find(rq, typed, people, PEOPLE_SHOWN);
	else if (asked != 0 && person_find(rq, asked, people))
		count = 1;
	for (size_t i = 0; i < count; i++) {
		const struct person_choice choice = person_choice(rq, portal == NULL ? 0 : portal->id, &people[i], 0);
		struct doc *person = doc_add_object(list);

		doc_set_id(person, "id", people[i].record);
		doc_set_text(person, "name", people[i].name);
		doc_set_label(person, "kind", &people[i].module->singular, reader_language(rq));
		doc_set_text(person, "href", record_href(rq, people[i].module, people[i].record));
		add_choice(rq, person, &choice);
	}
	doc_set_bool(page, "nobody", !text_empty(typed) && count == 0);
}

/* ---- what is looked at ---- */

/* The name of what the preview shows now, as the portal says it in its banner; NULL: it is over. */
static const char *
name_of_preview(struct request *rq, const struct preview_session *session)
{
	struct viewer viewer = {.kind = VIEWER_CLIENT, .preview = true, .theme = ""};

	return preview_see(rq, session, &viewer) ? viewer.name : NULL;
}

static void
add_languages(struct request *rq, struct doc *shown, const struct preview_session *session)
{
	static const char *const names[][2] = {{"en", "English"}, {"fr", "Français"}};
	const struct translations *all = rq->house->translations;
	struct doc *list = doc_set_list(shown, "languages");

	for (size_t i = 0; i < translations_count(all); i++) {
		const char *code = translations_code(all, i), *name = code;
		struct doc *language = doc_add_object(list);

		for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
			if (text_equal(names[n][0], code))
				name = names[n][1];
		doc_set_text(language, "code", code);
		doc_set_text(language, "name", name);
		doc_set_bool(language, "current", text_equal(session->language, code));
	}
}

static void
add_widths(struct request *rq, struct doc *shown, size_t current)
{
	struct doc *list = doc_set_list(shown, "widths");

	for (size_t i = 0; i < WIDTHS; i++) {
		struct doc *width = doc_add_object(list);

		doc_set_word(width, "label", widths[i].code, widths[i].label);
		doc_set_text(width, "href", arena_printf(rq->arena, PREVIEW_HOME "?width=%s#shown", widths[i].code));
		doc_set_bool(width, "current", i == current);
	}
	doc_set_text(shown, "width_name", widths[current].code);
	doc_set_bool(shown, "phone", current == PHONE);
	doc_set_text(shown, "width", arena_printf(rq->arena, "%d", widths[current].width));
	doc_set_text(shown, "height", arena_printf(rq->arena, "%d", widths[current].height));
}

static void
add_shown(struct request *rq, struct doc *page, const struct portal *portal)
{
	const struct preview_session *session =
		rq->viewer->session == 0 ? NULL : preview_opened_by(rq->tx, rq->viewer->session, clock_now());
	const char *name = session == NULL || portal == NULL ? NULL : name_of_preview(rq, session);
	struct doc *shown;

	doc_set_null(page, "shown");
	if (name == NULL)
		return;
	shown = doc_set_object(page, "shown");
	doc_set_text(shown, "name", name);
	doc_set_bool(shown, "samples", session->user_type_id != 0 && session->record_id == 0);
	doc_set_bool(shown, "draft", session->draft);
	doc_set_text(shown, "href", arena_printf(rq->arena, "/p/%s/", portal->address));
	doc_set_text(shown, "language", session->language);
	doc_set_text(shown, "theme", session->theme);
	doc_set_bool(shown, "light", text_equal(session->theme, "light"));
	doc_set_bool(shown, "dark", text_equal(session->theme, "dark"));
	add_languages(rq, shown, session);
	add_widths(rq, shown, width_asked(rq));
}

static struct doc *
fill(struct request *rq, struct doc *page)
{
	const struct portal *portal = portal_first(rq->tx);

	doc_set_bool(page, "has_portal", portal != NULL);
	add_types(rq, page, portal);
	add_people(rq, page, portal);
	add_shown(rq, page, portal);
	form_page(rq, page, PREVIEW_FIELDS);
	return page;
}

/* The only pages with a frame, which shows ourselves. */
static struct reply
framing(struct reply reply)
{
	reply.frames = "'self'";
	return reply;
}

struct reply
preview_page(struct request *rq)
{
	return framing(reply_page(rq, "preview_page", fill(rq, doc_object(rq->arena))));
}

/* A step of setting a user type up, for those who do; others look at it as at any. */
struct reply
preview_step(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	if (!viewer_may(rq->viewer, &user_type_write))
		return preview_page(rq);
	fill(rq, settings.page);
	setup_head(&settings, setup, STEP_PREVIEW);
	return framing(reply_page(rq, "preview_step", settings.page));
}

struct reply
preview_page_again(struct request *rq)
{
	return framing(reply_form(rq, "preview_page", fill(rq, doc_object(rq->arena))));
}
