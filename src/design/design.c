/* design: what this folder offers to the house. */
#include "design/design.h"

#include "design/handlers.h"

static const struct permission design_write = {"design.write", FOR_ADMINISTRATOR,
					       N_("Set the design and the texts of the portal")};

static const struct permission *const permissions[] = {&design_write};

static const struct route routes[] = {
	{HTTP_GET, DESIGN_HOME, STAFF, &design_write, design_page,
	 "How the portal looks and what it says now, where each is set, and its texts"},
	{HTTP_POST, DESIGN_HOME, STAFF, &design_write, design_change,
	 "Changes the texts of the portal: `home.fr` and `home.en` on its home, `end.fr` and `end.en` once something was "
	 "sent; do=show only shows them",
	 .fields = "home.fr home.en end.fr end.en version do"},
};

static const struct card portal_cards[] = {{.fill = design_home_card, .any_person = true}};

const struct feature design = {
	.name = "design",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.portal_cards = portal_cards,
	.portal_card_count = sizeof portal_cards / sizeof portal_cards[0],
	.made_words = design_made_words,
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
