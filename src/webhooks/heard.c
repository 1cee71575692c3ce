/* heard: what happens to records becomes deliveries, in the transaction in which it happens. */
#include "webhooks/delivery.h"

#include "base/id.h"
#include "sys/clock.h"
#include "webhooks/webhook_store.h"

/* A line of a sub-form is part of its record: whatever happens to it, the record has changed. */
static struct delivery
delivery_of(const struct event *event, enum webhook_event kind)
{
	struct delivery delivery = {.kind = kind,
				    .module = event->module,
				    .record_id = event->object,
				    .changed = event->changed,
				    .staff_id = event->staff,
				    .tried_at = NO_INSTANT,
				    .ended_at = NO_INSTANT};

	if (event->parent == 0)
		return delivery;
	delivery.kind = EVENT_CHANGED;
	delivery.module = event->parent_module;
	delivery.record_id = event->parent;
	delivery.changed = event->module;
	return delivery;
}

static void
tell(struct tx *tx, const struct webhook *webhook, struct delivery delivery)
{
	delivery.webhook_id = webhook->id;
	if (delivery.kind == EVENT_CHANGED && delivery_merge(tx, &delivery))
		return;
	delivery.id = delivery.message_id = id_new();
	delivery_add(tx, &delivery);
}

static void
hear(struct tx *tx, const struct event *event, enum webhook_event kind)
{
	struct delivery delivery = delivery_of(event, kind);
	struct webhook *webhooks;
	bool active = false;
	size_t count;

	if (delivery.module == NULL)
		return;
	delivery.happened_at = delivery.next_at = clock_now();
	webhooks = webhook_all(tx, &count);
	for (size_t i = 0; i < count; i++)
		if (webhook_wants(&webhooks[i], delivery.kind, delivery.module)) {
			tell(tx, &webhooks[i], delivery);
			active = active || webhooks[i].state == WEBHOOK_ACTIVE;
		}
	if (active)
		delivery_queue(tx);
}

static void
hear_created(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	hear(tx, event, EVENT_CREATED);
}

static void
hear_changed(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	hear(tx, event, EVENT_CHANGED);
}

static void
hear_removed(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	hear(tx, event, EVENT_DELETED);
}

static void
hear_restored(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	hear(tx, event, EVENT_RESTORED);
}

const struct subscription webhook_subscriptions[WEBHOOK_SUBSCRIPTIONS] = {
	{"record.created", hear_created},
	{"record.changed", hear_changed},
	{"record.removed", hear_removed},
	{"record.restored", hear_restored},
};
