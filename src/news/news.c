/* news: what the feature offers to the house. */
#include "news/news.h"

#include "news/handlers.h"

static const struct card portal_cards[] = {{news_portal_card, false}};
static const struct card console_cards[] = {{news_console_card, false}};

const struct feature news = {
	.name = "news",
	.routes = news_routes,
	.route_count = NEWS_ROUTES,
	.portal_cards = portal_cards,
	.portal_card_count = sizeof portal_cards / sizeof portal_cards[0],
	.console_cards = console_cards,
	.console_card_count = sizeof console_cards / sizeof console_cards[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
