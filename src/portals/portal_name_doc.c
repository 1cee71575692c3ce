/* portal_name_doc: what the pages of the portal's name and address show alike. */
#include "portals/portal_name_web.h"

#include "base/arena.h"
#include "core/organisation.h"
#include "html/template.h"
#include "html/translation.h"
#include "http/url.h"
#include "portals/portal_name_store.h"

const char *
address_url(struct request *rq, const char *address)
{
	return public_link(rq, arena_printf(rq->arena, "/p/%s/", address));
}

/* The town of the company that the form names, else of the first one. */
static const char *
city_of_company(struct request *rq)
{
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);
	const struct company *chosen = company_public(rq->tx, form_read_id(rq->form, "company", FORM_OPTIONAL));

	if (chosen != NULL)
		return chosen->city;
	return count == 0 ? NULL : found[0].city;
}

/* Instead of a word that cannot be had, others of the same; instead of signs that cannot be, what they come to. */
static void
add_ideas(struct request *rq, struct doc *shown, const char *address, const char *name, int64_t portal)
{
	struct doc *list = doc_set_list(shown, "ideas");
	const char *ideas[ADDRESS_IDEAS];
	bool reserved = address_is_reserved(address);
	size_t count = address_ideas(rq->tx, reserved && !text_empty(name) ? name : address, city_of_company(rq),
				     portal, ideas);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);
		const char *path = portal == 0 ? PORTAL_NAME_HOME : PORTAL_NAME_HOME "/address";

		doc_set_text(row, "address", ideas[i]);
		doc_set_text(row, "href",
			     portal != 0 || text_empty(name)
				     ? arena_printf(rq->arena, "%s?address=%s", path, ideas[i])
				     : arena_printf(rq->arena, "%s?address=%s&name=%s", path, ideas[i],
						    url_encode(rq->arena, str_of(name))));
	}
}

enum address_problem
add_availability(struct request *rq, struct doc *page, const char *address, const char *name, int64_t portal)
{
	struct doc *shown = doc_set_object(page, "availability");
	const char *meant = address == NULL ? address_from_name(rq->arena, name) : address;
	enum address_problem problem = address_problem_for(rq->tx, meant, portal);

	doc_set_text(shown, "address", meant);
	doc_set_text(shown, "url", address_url(rq, meant));
	doc_set_bool(shown, "available", problem == ADDRESS_FINE);
	if (problem == ADDRESS_FINE)
		doc_set_null(shown, "problem");
	else
		doc_set_word(shown, "problem", address_problem_names[problem], address_problem_sentences[problem]);
	if (problem == ADDRESS_FINE)
		doc_set_list(shown, "ideas");
	else
		add_ideas(rq, shown, meant, name, portal);
	return problem;
}

void
add_portal_itself(struct request *rq, struct doc *page, const struct portal *portal)
{
	struct doc *shown = doc_set_object(page, "portal");

	doc_set_id(shown, "id", portal->id);
	doc_set_text(shown, "name", portal->name);
	doc_set_text(shown, "address", portal->address);
	doc_set_text(shown, "url", address_url(rq, portal->address));
	doc_set_text(shown, "href", arena_printf(rq->arena, "/p/%s/", portal->address));
	doc_set_bool(shown, "enabled", portal->enabled);
}

/* ---- a text to send ---- */

static const char *const language_names[][2] = {{"en", "English"}, {"fr", "Français"}};

static const char *
name_of_language(const char *code)
{
	for (size_t i = 0; i < sizeof language_names / sizeof language_names[0]; i++)
		if (text_equal(language_names[i][0], code))
			return language_names[i][1];
	return code;
}

static void
add_notice(struct request *rq, struct doc *list, const struct doc *values, const char *code)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	const struct formats *formats =
		formats_for(rq->house->translations, code, organisation == NULL ? "UTC" : organisation->zone);
	const char *subject = formats_translate(formats, N_("Our client portal has a new address"));
	struct doc *notice = doc_add_object(list);
	struct builder text = builder_new(rq->arena, 0);

	template_print(rq->house->templates, "portal_notice", formats, values, &text);
	doc_set_text(notice, "language", code);
	doc_set_text(notice, "language_name", name_of_language(code));
	doc_set_text(notice, "subject", subject);
	doc_set_text(notice, "text", builder_text(&text));
	doc_set_text(notice, "mailto",
		     arena_printf(rq->arena, "mailto:?subject=%s&body=%s", url_encode(rq->arena, str_of(subject)),
				  url_encode(rq->arena, builder_str(&text))));
}

void
add_notices(struct request *rq, struct doc *page, const struct portal *portal, const char *address)
{
	struct doc *list = doc_set_list(page, "notices"), *values = doc_object(rq->arena);

	doc_set_text(values, "company", portal->company->name);
	doc_set_text(values, "url", address_url(rq, address));
	for (size_t i = 0; i < translations_count(rq->house->translations); i++)
		add_notice(rq, list, values, translations_code(rq->house->translations, i));
}

void
add_no_notices(struct doc *page)
{
	doc_set_list(page, "notices");
}
