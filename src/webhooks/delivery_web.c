/* delivery_web: the log of a webhook, one delivery of it, and sending it again. */
#include "base/id.h"
#include "core/page.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "sys/clock.h"
#include "webhooks/handlers.h"
#include "webhooks/webhook_store.h"

/* ---- documents ---- */

static void
set_state(struct doc *shown, const struct delivery *delivery)
{
	static const char *const labels[] = {N_("Waiting"), N_("Failed, will be tried again"), N_("Delivered"),
					     N_("Nothing to tell"), N_("Not delivered")};
	static const char *const tones[] = {"info", "warn", "ok", "", "danger"};

	doc_set_word(shown, "state", delivery_state_names[delivery->state], labels[delivery->state]);
	doc_set_text(shown, "tone", tones[delivery->state]);
}

/* What it is about, as far as the one who looks at the log sees it. */
static void
set_subject(struct request *rq, struct doc *shown, const struct delivery *delivery)
{
	const struct module *module =
		delivery->module == NULL ? NULL : module_named(rq->rights->catalogue, delivery->module);
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	const int64_t id = delivery->record_id;
	struct record_name *names;
	struct doc *record;
	size_t count = 0;

	doc_set_null(shown, "module");
	doc_set_null(shown, "record");
	if (access == NULL || (access->plan->may & MAY_VIEW) == 0)
		return;
	doc_set_label(shown, "module", &module->singular, language_of(rq));
	names = record_names(rq->tx, access, &id, 1, &count);
	if (count == 0 || names[0].name == NULL)
		return;
	record = doc_set_object(shown, "record");
	doc_set_id(record, "id", id);
	doc_set_text(record, "name", names[0].name);
	doc_set_text(record, "href", record_href(rq, module, id));
}

static const char *
delivery_path(struct request *rq, const struct delivery *delivery, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, delivery->id);
	return webhook_path(rq->arena, delivery->webhook_id, arena_printf(rq->arena, "/deliveries/%s%s", text, rest));
}

struct doc *
delivery_doc(struct request *rq, const struct webhook *webhook, const struct delivery *delivery)
{
	struct doc *shown = doc_object(rq->arena);
	bool again = delivery->state == DELIVERY_FAILED && webhook->state == WEBHOOK_ACTIVE;

	doc_set_id(shown, "id", delivery->id);
	doc_set_text(shown, "message", message_name(rq->arena, delivery->message_id));
	doc_set_text(shown, "href", delivery_path(rq, delivery, ""));
	doc_set_word(shown, "event", webhook_event_names[delivery->kind], webhook_event_labels[delivery->kind]);
	doc_set_instant(shown, "happened_at", delivery->happened_at);
	set_state(shown, delivery);
	set_subject(rq, shown, delivery);
	doc_set_int(shown, "attempts", delivery->attempt_count);
	doc_set_instant(shown, "tried_at", delivery->tried_at);
	doc_set_instant(shown, "next_at", again ? delivery->next_at : NO_INSTANT);
	doc_set_null(shown, "status");
	if (delivery->status != 0)
		doc_set_int(shown, "status", delivery->status);
	doc_set_null(shown, "duration_ms");
	if (delivery->tried_at != NO_INSTANT && delivery->state != DELIVERY_SKIPPED)
		doc_set_int(shown, "duration_ms", delivery->duration_ms);
	doc_set_null(shown, "error");
	if (delivery->error != NULL)
		doc_set_message(shown, "error", delivery->error, NULL);
	return shown;
}

/* ---- the log ---- */

/* An unknown state in the query shows everything, as a stale bookmark should. */
static int
chosen_state(struct request *rq)
{
	const char *text = form_text(rq->form, "state");

	for (int i = 0; text != NULL && delivery_state_names[i] != NULL; i++)
		if (text_equal(text, delivery_state_names[i]))
			return i;
	return -1;
}

static void
add_states(struct doc *page, int chosen)
{
	struct doc *list = doc_set_list(page, "states");

	for (int i = 0; delivery_state_names[i] != NULL; i++) {
		const struct delivery one = {.state = (enum delivery_state)i};
		struct doc *row = doc_add_object(list);

		set_state(row, &one);
		doc_set_bool(row, "chosen", i == chosen);
	}
	doc_set_bool(page, "filtered", chosen >= 0);
}

void
delivery_list_fill(struct request *rq, struct doc *page, const struct webhook *webhook)
{
	struct doc *list = doc_set_list(page, "deliveries");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	int state = chosen_state(rq);
	size_t count, shown;
	const struct delivery *found = delivery_list(rq->tx, rq->viewer, webhook->id, state,
						     cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++)
		doc_add(list, delivery_doc(rq, webhook, &found[i]));
	if (shown > 0)
		last = (struct cursor){.given = true, .id = found[shown - 1].id};
	doc_set_bool(page, "listed", shown > 0);
	add_states(page, state);
	page_links(rq, page, count > shown, &last);
}

/* ---- one of it ---- */

/* What would be said now, in lines: as the viewer sees it, never as it was sent to somebody who sees more. */
static void
set_body(struct request *rq, struct doc *page, const struct webhook *webhook, const struct delivery *delivery)
{
	int64_t version;
	struct doc *told = told_doc(rq->tx, rq->house, rq->viewer, delivery, &version);
	bool alike = told != NULL && told_alike(rq->tx, rq->house, rq->viewer, webhook->staff_id, delivery);

	doc_set_null(page, "body");
	if (told != NULL && rq->wants_json)
		doc_set(page, "body", told);
	else if (told != NULL)
		doc_set_text(page, "body", told_lines(rq->arena, told));
	doc_set_bool(page, "changed_since",
		     told != NULL && delivery->sent_version != 0 && version != 0 && version != delivery->sent_version);
	doc_set_text(page, "answer", alike ? delivery->answer : NULL);
	doc_set_bool(page, "answer_withheld", !alike && delivery->answer != NULL);
}

struct reply
delivery_page(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);
	const struct delivery *delivery =
		webhook == NULL ? NULL : delivery_find(rq->tx, rq->viewer, webhook->id, path_id(rq, "delivery"));
	struct doc *page, *shown;

	if (delivery == NULL)
		return reply_not_found(rq);
	page = doc_object(rq->arena);
	doc_set(page, "webhook", webhook_doc(rq, webhook));
	shown = delivery_doc(rq, webhook, delivery);
	doc_set_text(shown, "body_hash", delivery->body_hash);
	doc_set_int(shown, "body_size", delivery->body_size);
	doc_set_text(shown, "replay_href", delivery_path(rq, delivery, "/replay"));
	doc_set_bool(shown, "ended", delivery->ended_at != NO_INSTANT);
	doc_set(page, "delivery", shown);
	set_body(rq, page, webhook, delivery);
	return reply_page(rq, "webhook_delivery", page);
}

struct reply
delivery_replay(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);
	const struct delivery *delivery =
		webhook == NULL ? NULL : delivery_find(rq->tx, rq->viewer, webhook->id, path_id(rq, "delivery"));
	struct delivery again;

	if (delivery == NULL)
		return reply_not_found(rq);
	if (delivery->ended_at == NO_INSTANT)
		return reply_refusal(rq, 409, N_("It is still on its way."));
	again = (struct delivery){.id = id_new(),
				  .message_id = delivery->message_id,
				  .webhook_id = delivery->webhook_id,
				  .kind = delivery->kind,
				  .module = delivery->module,
				  .record_id = delivery->record_id,
				  .changed = delivery->changed,
				  .staff_id = delivery->staff_id,
				  .happened_at = delivery->happened_at,
				  .urgent = delivery->urgent,
				  .next_at = clock_now(),
				  .tried_at = NO_INSTANT,
				  .ended_at = NO_INSTANT};
	delivery_add(rq->tx, &again);
	delivery_queue(rq->tx);
	webhook_audit(rq, "webhook.replay", webhook);
	return reply_done(rq, delivery_path(rq, &again, ""), N_("It is sent again."),
			  delivery_doc(rq, webhook, &again));
}
