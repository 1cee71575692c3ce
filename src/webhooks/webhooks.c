/* webhooks: what this feature offers to the house. */
#include "webhooks/webhooks.h"

#include "base/instant.h"
#include "webhooks/handlers.h"

#define ONE	 WEBHOOKS_HOME "/{webhook}"
#define DELIVERY ONE "/deliveries/{delivery}"
#define FIELDS	 "name url staff all modules.* events.* allow_host version"

static const struct permission *const permissions[] = {&webhook_write, &egress_write};

static const struct access_rule access[] = {
	{.table = "webhook", .staff = "1 = 1", .client = NULL},
	{.table = "webhook_delivery", .staff = "1 = 1", .client = NULL},
	{.table = "egress_host", .staff = "1 = 1", .client = NULL},
};

static const struct route routes[] = {
	{HTTP_GET, WEBHOOKS_HOME, STAFF, &webhook_write, webhook_list_page,
	 "Webhooks: the addresses that are told what happens to records"},
	{HTTP_GET, WEBHOOKS_HOME "/form", STAFF, &webhook_write, webhook_blank_page,
	 "The form of a new webhook: the modules and people one may choose among"},
	{HTTP_POST, WEBHOOKS_HOME, STAFF, &webhook_write, webhook_new,
	 "Makes a webhook and answers with its `secret`, this once. Without `modules` it is told of all; `events` are "
	 "created, changed, deleted, restored; `staff` is in whose name it looks; `allow_host` allows its server, too",
	 .fields = FIELDS, .flags = ROUTE_SLOW, .prepare = webhook_prepare},
	{HTTP_GET, ONE, STAFF, &webhook_write, webhook_show_page,
	 "A webhook and its log, newest first; query: state (waiting, failed, delivered, skipped, given_up)"},
	{HTTP_GET, ONE "/form", STAFF, &webhook_write, webhook_form_page, "The form of a webhook"},
	{HTTP_POST, ONE, STAFF, &webhook_write, webhook_change, "Changes a webhook", .fields = FIELDS,
	 .flags = ROUTE_SLOW, .prepare = webhook_prepare},
	{HTTP_POST, ONE "/pause", STAFF, &webhook_write, webhook_pause,
	 "Pauses a webhook: what happens meanwhile waits, for seven days at most"},
	{HTTP_POST, ONE "/resumption", STAFF, &webhook_write, webhook_resume,
	 "Lets a webhook that was paused or stopped go on, and sends what waits"},
	{HTTP_POST, ONE "/secret", STAFF, &webhook_write, webhook_new_secret,
	 "Makes a new `secret`, shown this once; the old one signs beside it for 24 hours"},
	{HTTP_POST, ONE "/test", STAFF, &webhook_write, webhook_send_test,
	 "Sends a test, even while the webhook is paused"},
	{HTTP_POST, ONE "/removal", STAFF, &webhook_write, webhook_removal, "Deletes a webhook with its log"},
	{HTTP_DELETE, ONE, STAFF, &webhook_write, webhook_removal, "Deletes a webhook with its log"},
	{HTTP_GET, DELIVERY, STAFF, &webhook_write, delivery_page,
	 "One delivery: its tries, the answer, and what it says as far as one sees that record"},
	{HTTP_POST, DELIVERY "/replay", STAFF, &webhook_write, delivery_replay,
	 "Sends it again under the same `webhook-id`, with the record as it is now"},
	{HTTP_GET, EGRESS_HOME, STAFF, &egress_write, egress_page, "The servers that data may be sent to"},
	{HTTP_POST, EGRESS_HOME, STAFF, &egress_write, egress_add, "Allows a server: its name, without https://",
	 .fields = "host"},
	{HTTP_POST, EGRESS_HOME "/{host}/removal", STAFF, &egress_write, egress_removal,
	 "Forbids a server again: nothing more is sent to it"},
};

static const struct job_kind jobs[] = {
	{.name = "webhook.send", .run = delivery_run, .attempts = 5, .limit_ms = SEND_LIMIT_MS},
	{.name = "webhook.wake", .run = delivery_wake},
	{.name = "webhook.sweep", .run = delivery_tidy, .every_ms = HOUR_MS},
};

/* The log holds identifiers, and what a receiver answered: that may repeat what it was told about somebody. */
static void
erase_person(struct tx *tx, int64_t contact)
{
	delivery_forget_answers(tx, contact);
}

const struct feature webhooks = {
	.name = "webhooks",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access,
	.access_count = sizeof access / sizeof access[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.subscriptions = webhook_subscriptions,
	.subscription_count = WEBHOOK_SUBSCRIPTIONS,
	.export_person = export_nothing,
	.erase_person = erase_person,
};
