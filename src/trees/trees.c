/* trees: what the feature offers to the house. */
#include "trees/tree_store.h"

#include "base/str.h"

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

static const struct subscription subscriptions[] = {
	{.kind = "client.merged", .receive = hear_merged},
	{.kind = "record.purged", .receive = hear_purged},
};

/* Templates name folders, not persons. */
const struct feature trees = {
	.name = "trees",
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
