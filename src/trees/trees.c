/* trees: what the feature offers to the house. */
#include "base/str.h"
#include "clients/clients.h"
#include "rights/rights.h"
#include "trees/handlers.h"
#include "trees/tree_store.h"

static const char *const of_clients[] = {"clients", NULL};

/* Templates give contacts rights at all clients to come. */
const struct permission tree_write = {"folder_tree.write", FOR_ADMINISTRATOR, N_("Change folder-tree templates"),
				      of_clients,	   MAY_VIEW,	      .special = true};

static const struct permission *const permissions[] = {&tree_write};

static void
hear_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	tree_uses_follow(tx, event->object, event->client);
}

static void
hear_purged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->module, "clients"))
		tree_uses_follow(tx, event->object, 0);
}

static void
hear_type_leaving(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	tree_rights_forget_type(tx, event->object);
}

static const struct subscription subscriptions[] = {
	{.kind = "user_type.leaving", .receive = hear_type_leaving},
	{.kind = "client.merged", .receive = hear_merged},
	{.kind = "record.purged", .receive = hear_purged},
};

/* Templates name folders, not persons. */
const struct feature trees = {
	.name = "trees",
	.routes = tree_routes,
	.route_count = TREE_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
