/* sheets: what the feature offers to the house. */
#include "sheets/sheets.h"

#include "base/str.h"
#include "sheets/handlers.h"
#include "sheets/sheet_page.h"

const struct permission sheet_template_write = {"sheet.template_write", FOR_ADMINISTRATOR | FOR_MANAGER,
						N_("Change templates of client sheets")};

static const struct permission *const permissions[] = {&sheet_template_write};

static const struct card portal_cards[] = {{sheet_portal_card, false}};

static void
hear_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	sheet_join(tx, event->object, event->client, event->title);
}

static void
hear_purged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->module, "clients"))
		sheet_forget(tx, event->object);
}

static const struct subscription subscriptions[] = {
	{.kind = "client.merged", .receive = hear_merged},
	{.kind = "record.purged", .receive = hear_purged},
};

/* A sheet is a client's, not a person's. */
const struct feature sheets = {
	.name = "sheets",
	.routes = sheet_routes,
	.route_count = SHEET_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.portal_cards = portal_cards,
	.portal_card_count = sizeof portal_cards / sizeof portal_cards[0],
	.record_head = sheet_record_head,
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
