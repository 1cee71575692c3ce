/* actions_card_web: the buttons on the client's home: those whose target this very viewer can reach. */
#include "actions/button_sight.h"
#include "actions/button_store.h"
#include "actions/handlers.h"
#include "companies/companies.h"
#include "portals/portals.h"

static const char *
href_of(struct request *rq, const struct button *button, const struct company *company)
{
	switch (button->target) {
	case BUTTON_PAGE:
		return arena_printf(rq->arena, "%s%s", home_path(rq), button->page);
	case BUTTON_MAIL:
		return arena_printf(rq->arena, "mailto:%s", company->email);
	case BUTTON_CALL:
		return arena_printf(rq->arena, "tel:%s",
				    doc_get_text(company_brand(rq->arena, company), "phone_number"));
	case BUTTON_WEB:
		break;
	}
	return button->url;
}

void
actions_card(struct request *rq, struct doc *page)
{
	const struct company *company = rq->portal->company;
	struct doc *list = doc_list(rq->arena);
	size_t count;
	const struct button *buttons = button_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *face;

		if (!buttons[i].shown ||
		    button_obstacle(rq->house, rq->rights, rq->viewer, company, &buttons[i]) != NULL)
			continue;
		face = button_face(rq, &buttons[i], formats_language(rq->formats), company);
		doc_set_text(face, "href", href_of(rq, &buttons[i], company));
		doc_add(list, face);
	}
	if (list->list.count == 0)
		doc_set_null(page, "actions");
	else
		doc_set(doc_set_object(page, "actions"), "buttons", list);
}
