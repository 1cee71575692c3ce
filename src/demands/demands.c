/* demands: what the feature offers to the house. */
#include "demands/demands.h"

#include "base/instant.h"
#include "base/str.h"
#include "clients/clients.h"
#include "demands/demand_store.h"
#include "demands/demand_tell.h"
#include "demands/deposit_job.h"
#include "demands/handlers.h"

const struct permission demand_template_write = {"request.template_write", FOR_ADMINISTRATOR | FOR_MANAGER,
						 N_("Change templates of document requests")};

static const struct permission *const permissions[] = {&demand_template_write};

static const struct client_tab tabs[] = {
	{30, "requests", N_("Document requests"), "/requests", &client_sheet, NULL},
};

static const struct navigation navigation[] = {
	{AREA_CONSOLE, 35, N_("Document requests"), "checklist", "/requests", &client_sheet},
};

static const struct card portal_cards[] = {{demands_portal_card, false}};
static const struct card console_cards[] = {{demands_console_card, false}};

static void
hear_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	demands_join(tx, event->object, event->client);
}

static void
hear_contact_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	demands_contact_join(tx, event->object, event->parent);
}

static void
hear_purged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->module, "clients"))
		demands_forget(tx, event->object);
}

static const struct subscription subscriptions[] = {
	{.kind = "client.merged", .receive = hear_merged},
	{.kind = "contact.merged", .receive = hear_contact_merged},
	{.kind = "record.purged", .receive = hear_purged},
};

static const struct job_kind jobs[] = {
	{.name = "demand.tell", .run = demand_tell_run},
	{.name = "deposit.sweep", .run = deposits_sweep_run, .every_ms = DAY_MS},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const struct feature demands = {
	.name = "demands",
	.routes = demand_routes,
	.route_count = DEMAND_ROUTES,
	.permissions = permissions,
	.permission_count = COUNT(permissions),
	.jobs = jobs,
	.job_count = COUNT(jobs),
	.navigation = navigation,
	.navigation_count = COUNT(navigation),
	.subscriptions = subscriptions,
	.subscription_count = COUNT(subscriptions),
	.portal_cards = portal_cards,
	.portal_card_count = COUNT(portal_cards),
	.console_cards = console_cards,
	.console_card_count = COUNT(console_cards),
	.client_tabs = tabs,
	.client_tab_count = COUNT(tabs),
	.export_person = demands_export_person,
	.erase_person = demands_erase_person,
};
