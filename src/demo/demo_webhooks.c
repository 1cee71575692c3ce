/* demo_webhooks: a paused webhook to a program that does not exist, with the log of its better days. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/house.h"
#include "records/record.h"
#include "webhooks/delivery.h"
#include "webhooks/webhook_store.h"

enum { HOURS_APART = 24, HOURS_LATER = 21 };

static int64_t
add_webhook(struct demo *demo)
{
	struct arena *arena = tx_arena(demo->tx);
	struct webhook webhook = {
		.id = id_new(),
		.name = "Comptabilité",
		.url = "https://hooks.compta.example/parvis",
		.staff_id = demo->staff[HELENE],
		.modules = "|leads|opportunities|",
		.events = "|created|changed|deleted|restored|",
		.state = WEBHOOK_PAUSED,
		.created_at = demo->now - 21 * (int64_t)DAY_MS,
	};

	webhook.secret = secret_seal(arena, demo->house, webhook.id, secret_new(arena));
	egress_host_add(demo->tx, "hooks.compta.example", demo->staff[HELENE]);
	webhook_create(demo->tx, &webhook, demo->staff[HELENE]);
	return webhook.id;
}

/* How the log reads, oldest first. */
static const struct {
	enum webhook_event kind;
	enum delivery_state state;
	int attempts, status, duration_ms;
	const char *changed, *error, *answer;
} past[] = {
	{EVENT_TEST, DELIVERY_DELIVERED, 1, 200, 84, NULL, NULL, "{\"ok\":true}"},
	{EVENT_CREATED, DELIVERY_DELIVERED, 1, 200, 131, NULL, NULL, "{\"ok\":true}"},
	{EVENT_CHANGED, DELIVERY_DELIVERED, 1, 200, 97, "state amount", NULL, "{\"ok\":true}"},
	{EVENT_CREATED, DELIVERY_DELIVERED, 2, 200, 142, NULL, NULL, "{\"ok\":true}"},
	{EVENT_CHANGED, DELIVERY_DELIVERED, 1, 204, 76, "company", NULL, NULL},
	{EVENT_CREATED, DELIVERY_DELIVERED, 1, 200, 118, NULL, NULL, "{\"ok\":true}"},
	{EVENT_CHANGED, DELIVERY_GIVEN_UP, 10, 503, 2210, "state", "The server did not accept it.",
	 "Service temporarily unavailable"},
	{EVENT_CHANGED, DELIVERY_DELIVERED, 1, 200, 103, "phone", NULL, "{\"ok\":true}"},
	{EVENT_CREATED, DELIVERY_FAILED, 3, 0, 15000, NULL, "The server did not answer in time.", NULL},
	{EVENT_CHANGED, DELIVERY_WAITING, 0, 0, 0, "state", NULL, NULL},
};

static void
add_delivery(struct demo *demo, int64_t webhook, size_t place, const struct record *record)
{
	const size_t count = sizeof past / sizeof past[0];
	int64_t at = demo->now - (int64_t)(HOURS_APART * (int)(count - place) - HOURS_LATER) * HOUR_MS;
	bool tried = past[place].state != DELIVERY_WAITING;
	bool ended = tried && past[place].state != DELIVERY_FAILED;
	struct delivery delivery = {
		.id = id_new(),
		.webhook_id = webhook,
		.kind = past[place].kind,
		.changed = past[place].changed,
		.staff_id = demo->staff[JULIEN],
		.happened_at = at,
		.state = past[place].state,
		.attempt_count = past[place].attempts,
		.next_at = demo->now,
		.tried_at = tried ? at + 2 * SECOND_MS : NO_INSTANT,
		.ended_at = ended ? at + 3 * SECOND_MS : NO_INSTANT,
		.error = past[place].error,
		.status = past[place].status,
		.duration_ms = past[place].duration_ms,
		.answer = past[place].answer,
	};

	delivery.message_id = delivery.id;
	if (past[place].kind != EVENT_TEST) {
		delivery.module = "leads";
		delivery.record_id = record->id;
		delivery.sent_version = ended ? record->version : 0;
	}
	delivery_add(demo->tx, &delivery);
}

void
demo_add_webhooks(struct demo *demo)
{
	const struct record_query query = {.limit = sizeof past / sizeof past[0]};
	size_t count;
	const struct record *leads = record_list(demo->tx, demo_access(demo, "leads", HELENE, 0), &query, &count);
	int64_t webhook = add_webhook(demo);

	for (size_t i = 0; count > 0 && i < sizeof past / sizeof past[0]; i++)
		add_delivery(demo, webhook, i, &leads[i % count]);
}
