/* button_look_web: the preview: the bar as a client would see it, in the company's colours, in every language. */
#include "actions/button_sight.h"
#include "actions/button_store.h"
#include "actions/handlers.h"
#include "companies/companies.h"
#include "html/translation.h"
#include "portals/portals.h"

#include <inttypes.h>

const struct company **
button_companies(struct request *rq, size_t *count)
{
	const struct portal *portal = portal_first(rq->tx);
	size_t all;
	struct company *list = company_list(rq->tx, rq->viewer, &all);
	const struct company **found = arena_make_array(rq->arena, const struct company *, all + 1);

	*count = 0;
	if (portal == NULL)
		return found;
	for (size_t i = 0; i < all; i++)
		if (list[i].id == portal->company_id)
			found[(*count)++] = &list[i];
	for (size_t i = 0; i < all; i++)
		if (list[i].id != portal->company_id && !text_empty(list[i].host))
			found[(*count)++] = &list[i];
	return found;
}

static void
add_language(struct request *rq, struct doc *list, int language, const struct company *company,
	     const struct button *buttons, size_t count)
{
	static const char *const names[][2] = {{"en", "English"}, {"fr", "Français"}};
	const char *code = translations_code(rq->house->translations, (size_t)language);
	struct doc *row = doc_add_object(list), *faces = doc_set_list(row, "buttons");

	doc_set_text(row, "code", code);
	doc_set_text(row, "name", code);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_equal(names[i][0], code))
			doc_set_text(row, "name", names[i][1]);
	doc_set_bool(row, "current", language == formats_language(rq->formats));
	doc_set_text(row, "heading", translate(rq->house->translations, language, N_("What would you like to do?")));
	for (size_t i = 0; i < count; i++)
		if (buttons[i].shown && button_obstacle(rq->house, rq->rights, NULL, company, &buttons[i]) == NULL)
			doc_add(faces, button_face(rq, &buttons[i], language, company));
	doc_set_bool(row, "empty", faces->list.count == 0);
}

void
button_look(struct request *rq, struct doc *page, const struct button *buttons, size_t count)
{
	size_t site_count;
	const struct company **sites = button_companies(rq, &site_count);
	const struct company *company = site_count == 0 ? NULL : sites[0];
	struct doc *look = doc_set_object(page, "look"), *languages = doc_set_list(look, "languages");

	doc_set_text(look, "company", company == NULL ? NULL : company->name);
	doc_set_text(look, "css",
		     company == NULL
			     ? NULL
			     : arena_printf(rq->arena, BUTTONS_HOME "/colours.css?v=%" PRId64, company->version));
	for (size_t i = 0; i < translations_count(rq->house->translations); i++)
		add_language(rq, languages, (int)i, company, buttons, count);
}

struct reply
button_colours(struct request *rq)
{
	size_t count;
	const struct company **found = button_companies(rq, &count);

	if (count == 0)
		return reply_not_found(rq);
	return reply_bytes(rq, "text/css; charset=utf-8",
			   str_of(brand_css_within(rq->arena, found[0]->colour, ".shade-light", ".shade-dark")));
}
