/* stop: switches a webhook off by itself, and tells those who can do something about it. */
#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "outbox/outbox.h"
#include "webhooks/delivery.h"
#include "webhooks/webhook_store.h"

static const char *
link_to(const struct house *house, struct arena *arena, int64_t webhook)
{
	char id[ID_LENGTH + 1];

	id_print(id, webhook);
	return arena_printf(arena, "%s/console/settings/webhooks/%s", house->config->public_url, id);
}

static void
mail(const struct house *house, struct tx *tx, const struct webhook *webhook, const char *reason,
     const struct viewer *to)
{
	struct doc *document = doc_object(tx_arena(tx));

	doc_set_text(document, "name", to->name);
	doc_set_text(document, "webhook", webhook->name);
	doc_set_message(document, "reason", reason, NULL);
	doc_set_text(document, "link", link_to(house, tx_arena(tx), webhook->id));
	outbox_mail(house, tx,
		    &(struct message_new){.kind = "mail_webhook_stopped",
					  .document = document,
					  .language = to->language,
					  .staff = to->staff,
					  .to_address = to->email,
					  .to_name = to->name,
					  .expires_at = NO_INSTANT});
}

void
webhook_stop(const struct house *house, struct tx *tx, const struct webhook *webhook, const char *reason)
{
	struct doc *detail = doc_object(tx_arena(tx));
	const struct viewer *people;
	size_t count;

	if (!webhook_set_state(tx, webhook->id, WEBHOOK_STOPPED, reason))
		return;
	doc_set_text(detail, "name", webhook->name);
	doc_set_text(detail, "reason", reason);
	audit_add_system(
		house, tx,
		&(struct audit){
			.action = "webhook.stop", .object_kind = "webhook", .object = webhook->id, .detail = detail});
	people = viewers_of_administrators(tx, &count);
	for (size_t i = 0; i < count; i++)
		mail(house, tx, webhook, reason, &people[i]);
}
