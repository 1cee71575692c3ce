/* webhook_web: the list of webhooks, one with its log, and what is done to it as a whole. */
#include "base/id.h"
#include "core/audit.h"
#include "core/weakened.h"
#include "egress/egress.h"
#include "records/module_page.h"
#include "sys/clock.h"
#include "webhooks/handlers.h"
#include "webhooks/webhook_store.h"

enum { WAITING_SHOWN = 1000 };

int64_t
webhook_owner(const struct request *rq)
{
	return viewer_may(rq->viewer, &rights_write) || weakened(CHECK_OWN_WEBHOOK) ? 0 : rq->viewer->staff;
}

struct webhook *
path_webhook(struct request *rq)
{
	return webhook_find(rq->tx, rq->viewer, webhook_owner(rq), path_id(rq, "webhook"));
}

const char *
webhook_path(struct arena *arena, int64_t id, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(arena, WEBHOOKS_HOME "/%s%s", text, rest);
}

void
webhook_audit(struct request *rq, const char *action, const struct webhook *webhook)
{
	struct doc *detail = doc_object(rq->arena);
	const char *host;

	egress_url_refusal(rq->arena, egress_rules_of(rq->house), webhook->url, &host);
	doc_set_text(detail, "name", webhook->name);
	doc_set_text(detail, "server", host);
	audit_add(rq,
		  &(struct audit){.action = action, .object_kind = "webhook", .object = webhook->id, .detail = detail});
}

/* ---- documents ---- */

/* Paused, stopped, resting after failures, or at work. */
static void
set_state(struct doc *shown, const struct webhook *webhook)
{
	static const char *const labels[] = {N_("Active"), N_("Paused"), N_("Stopped")};
	static const char *const tones[] = {"ok", "", "danger"};
	bool failing = webhook->state == WEBHOOK_ACTIVE && webhook->failing_since != NO_INSTANT;

	doc_set_word(shown, "state", webhook_state_names[webhook->state],
		     failing ? N_("Failing") : labels[webhook->state]);
	doc_set_text(shown, "tone", failing ? "warn" : tones[webhook->state]);
	doc_set_bool(shown, "active", webhook->state == WEBHOOK_ACTIVE);
	doc_set_bool(shown, "paused", webhook->state == WEBHOOK_PAUSED);
	doc_set_null(shown, "stopped");
	doc_set_instant(shown, "failing_since", failing ? webhook->failing_since : NO_INSTANT);
	if (webhook->state == WEBHOOK_STOPPED)
		doc_set_message(shown, "stopped",
				webhook->stop_reason == NULL ? N_("It was stopped.") : webhook->stop_reason, NULL);
}

struct doc *
webhook_doc(struct request *rq, const struct webhook *webhook)
{
	struct doc *shown = doc_object(rq->arena), *staff;
	const char *host;

	egress_url_refusal(rq->arena, egress_rules_of(rq->house), webhook->url, &host);
	doc_set_id(shown, "id", webhook->id);
	doc_set_int(shown, "version", webhook->version);
	doc_set_text(shown, "name", webhook->name);
	doc_set_text(shown, "url", webhook->url);
	doc_set_text(shown, "host", host == NULL ? webhook->url : host);
	doc_set_text(shown, "href", webhook_path(rq->arena, webhook->id, ""));
	set_state(shown, webhook);
	staff = doc_set_object(shown, "staff");
	doc_set_id(staff, "id", webhook->staff_id);
	doc_set_text(staff, "name", webhook->staff_name);
	doc_set_bool(staff, "closed", webhook->staff_closed);
	return shown;
}

void
webhook_fill(struct request *rq, struct doc *shown, const struct webhook *webhook)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	struct doc *events = doc_set_list(shown, "events"), *list = doc_set_list(shown, "modules");

	doc_set_bool(shown, "all", text_empty(webhook->modules));
	for (int i = 0; i < EVENTS; i++)
		if (barred_has(webhook->events, webhook_event_names[i]))
			doc_set_word(doc_add_object(events), "event", webhook_event_names[i], webhook_event_labels[i]);
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		struct doc *row;

		if (!barred_has(webhook->modules, module->name))
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", module->name);
		doc_set_label(row, "plural", &module->plural, language_of(rq));
	}
	doc_set_instant(shown, "created_at", webhook->created_at);
	doc_set_instant(shown, "old_secret_until", webhook->old_until > clock_now() ? webhook->old_until : NO_INSTANT);
}

/* ---- pages ---- */

struct reply
webhook_list_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "webhooks");
	size_t count;
	const struct webhook *found = webhook_list(rq->tx, rq->viewer, webhook_owner(rq), &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *shown = webhook_doc(rq, &found[i]);
		const struct delivery *latest = delivery_latest(rq->tx, rq->viewer, found[i].id);

		doc_set_null(shown, "latest");
		if (latest != NULL)
			doc_set(shown, "latest", delivery_doc(rq, &found[i], latest));
		doc_add(list, shown);
	}
	doc_set_bool(page, "may_egress", viewer_may(rq->viewer, &egress_write));
	return reply_page(rq, "webhook_list", page);
}

struct reply
webhook_show_page(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);
	struct doc *page, *shown;
	int64_t waiting;

	if (webhook == NULL)
		return reply_not_found(rq);
	page = doc_object(rq->arena);
	shown = webhook_doc(rq, webhook);
	webhook_fill(rq, shown, webhook);
	waiting = delivery_waiting_count(rq->tx, webhook->id, WAITING_SHOWN);
	doc_set_int(shown, "waiting_count", waiting);
	doc_set_bool(shown, "waits", waiting > 0 && webhook->state != WEBHOOK_ACTIVE);
	doc_set(page, "webhook", shown);
	delivery_list_fill(rq, page, webhook);
	return reply_page(rq, "webhook_show", page);
}

struct reply
secret_page(struct request *rq, const struct webhook *webhook, struct str secret)
{
	struct doc *page = doc_object(rq->arena);

	doc_set(page, "webhook", webhook_doc(rq, webhook));
	doc_set_text(page, "secret", secret_text(rq->arena, secret));
	doc_set_instant(page, "old_until", webhook->old_until);
	return reply_page(rq, "webhook_secret", page);
}

/* ---- what is done to it ---- */

static struct reply
done(struct request *rq, int64_t id, const char *flash)
{
	return reply_done(rq, webhook_path(rq->arena, id, ""), flash,
			  webhook_doc(rq, webhook_find(rq->tx, rq->viewer, webhook_owner(rq), id)));
}

struct reply
webhook_pause(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);

	if (webhook == NULL)
		return reply_not_found(rq);
	if (webhook_set_state(rq->tx, webhook->id, WEBHOOK_PAUSED, NULL))
		webhook_audit(rq, "webhook.pause", webhook);
	return done(rq, webhook->id, N_("The webhook is paused. What happens meanwhile waits."));
}

struct reply
webhook_resume(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);

	if (webhook == NULL)
		return reply_not_found(rq);
	if (webhook->staff_closed)
		return reply_refusal(
			rq, 409,
			N_("The person in whose name it looks may no longer sign in. Please choose another first."));
	if (webhook_set_state(rq->tx, webhook->id, WEBHOOK_ACTIVE, NULL))
		webhook_audit(rq, "webhook.resume", webhook);
	delivery_try_now(rq->tx, webhook->id, clock_now());
	delivery_queue(rq->tx);
	return done(rq, webhook->id, N_("The webhook is at work again. What waited is on its way."));
}

struct reply
webhook_removal(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);

	if (webhook == NULL)
		return reply_not_found(rq);
	webhook_remove(rq->tx, webhook->id);
	webhook_audit(rq, "webhook.remove", webhook);
	return reply_done(rq, WEBHOOKS_HOME, N_("The webhook was deleted."), NULL);
}

struct reply
webhook_new_secret(struct request *rq)
{
	struct webhook *webhook = path_webhook(rq);
	struct str secret = secret_new(rq->arena);

	if (webhook == NULL)
		return reply_not_found(rq);
	webhook->old_until = clock_now() + OLD_SECRET_MS;
	webhook_set_secret(rq->tx, webhook, secret_seal(rq->arena, rq->house, webhook->id, secret), webhook->old_until);
	webhook_audit(rq, "webhook.secret", webhook);
	return secret_page(rq, webhook, secret);
}

struct reply
webhook_send_test(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);
	struct delivery test;

	if (webhook == NULL)
		return reply_not_found(rq);
	test = delivery_test(webhook->id);
	test.staff_id = rq->viewer->staff;
	delivery_add(rq->tx, &test);
	delivery_queue(rq->tx);
	webhook_audit(rq, "webhook.test", webhook);
	return reply_done(rq, webhook_path(rq->arena, webhook->id, ""),
			  N_("A test is on its way. Its result appears below in a moment."),
			  delivery_doc(rq, webhook, &test));
}
