/* bulk_page: a batch as a document: how far it is, how many were invited, and why others were not. */
#include "invitations/bulk_page.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "portal_users/portal_users.h"
#include "records/module_page.h"

#include <string.h>

enum { ONCE_LENGTH = 40 };

/* ---- user types ---- */

const struct user_type *
bulk_type(const struct request *rq, int64_t id)
{
	for (size_t i = 0; i < rq->rights->user_type_count; i++) {
		const struct user_type *type = &rq->rights->user_types[i];

		if (type->main != NULL && (id == 0 || type->id == id))
			return type;
	}
	return NULL;
}

void
bulk_set_types(struct request *rq, struct doc *page, const char *path, const struct user_type *chosen)
{
	struct doc *list = doc_set_list(page, "types");

	for (size_t i = 0; i < rq->rights->user_type_count; i++) {
		const struct user_type *type = &rq->rights->user_types[i];
		char id[ID_LENGTH + 1];
		struct doc *shown;

		if (type->main == NULL)
			continue;
		id_print(id, type->id);
		shown = doc_add_object(list);
		doc_set_id(shown, "id", type->id);
		doc_set_label(shown, "label", &type->label, language_of(rq));
		doc_set_text(shown, "href", arena_printf(rq->arena, "%s?type=%s", path, id));
		doc_set_bool(shown, "current", type == chosen);
	}
	doc_set_bool(page, "several_types", list->list.count > 1);
}

/* ---- addresses ---- */

const char *
bulk_href(struct request *rq, int64_t id, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(rq->arena, BULK_BATCHES "/%s%s", text, rest);
}

void
bulk_set_once(struct request *rq, struct doc *page)
{
	const char *typed = bulk_once(rq);
	char text[ID_LENGTH + 1];

	id_print(text, id_new());
	doc_set_text(page, "once", typed != NULL ? typed : arena_text(rq->arena, text));
}

const char *
bulk_once(struct request *rq)
{
	const char *typed = form_text(rq->form, "once");

	return text_empty(typed) || strlen(typed) > ONCE_LENGTH ? NULL : typed;
}

struct bulk *
bulk_of_path(struct request *rq)
{
	int64_t id = path_id(rq, "batch");

	return weakened(CHECK_OWN_BATCH) ? bulk_read(rq->tx, id) : bulk_find(rq->tx, rq->viewer->staff, id);
}

/* ---- a batch ---- */

static void
set_state(struct doc *object, enum bulk_state state)
{
	static const char *const labels[] = {N_("Being looked at"), N_("Ready to send"), N_("Being sent"),
					     N_("Stopped"),	    N_("Sent"),		 N_("Failed")};
	static const char *const tones[] = {"info", "accent", "info", "warn", "ok", "danger"};

	doc_set_word(object, "state", bulk_state_names[state], labels[state]);
	doc_set_text(object, "tone", tones[state]);
}

void
bulk_set(struct request *rq, struct doc *object, const struct bulk *bulk)
{
	doc_set_id(object, "id", bulk->id);
	set_state(object, bulk->state);
	doc_set_int(object, "found", bulk->found_count);
	doc_set_int(object, "sent", bulk->sent_count);
	doc_set_bool(object, "renews", bulk->renews);
	doc_set_instant(object, "created_at", bulk->created_at);
	doc_set_instant(object, "finished_at", bulk->finished_at);
	doc_set_text(object, "href", bulk_href(rq, bulk->id, ""));
}

static void
add_reason(struct request *rq, struct doc *list, const struct bulk *bulk, enum invitation_refusal refusal,
	   int64_t count)
{
	const char *code = invitation_refusal_names[refusal];
	struct doc *reason = doc_add_object(list);

	doc_set_text(reason, "code", code);
	doc_set_word(reason, "label", code, invitation_refusal_label(refusal));
	doc_set_message(reason, "remedy", invitation_refusal_remedy(refusal), NULL);
	doc_set_text(reason, "shop_href",
		     refusal == REFUSAL_QUOTA ? portal_users_shop_href(rq, bulk_type(rq, bulk->user_type_id)) : NULL);
	doc_set_int(reason, "count", count);
	doc_set_text(reason, "href", bulk_href(rq, bulk->id, arena_printf(rq->arena, "/failures?reason=%s", code)));
}

static void
set_reasons(struct request *rq, struct doc *object, const struct bulk *bulk, const struct bulk_counts *counts)
{
	struct doc *list = doc_set_list(object, "reasons");

	for (int i = REFUSAL_FINE + 1; i < REFUSALS; i++)
		if (counts->by_refusal[i] > 0)
			add_reason(rq, list, bulk, (enum invitation_refusal)i, counts->by_refusal[i]);
}

/* What stands before the work of sending: how long it takes at the pace that is set. */
static void
set_pace(struct request *rq, struct doc *object, int64_t ready)
{
	int64_t per_minute = portal_users_per_minute(rq->tx);

	doc_set_int(object, "per_minute", per_minute);
	doc_set_int(object, "minutes", (ready + per_minute - 1) / per_minute);
}

static void
set_steps(struct request *rq, struct doc *object, const struct bulk *bulk, const struct bulk_counts *counts)
{
	bool waits = bulk->state == BULK_CHECKED || bulk->state == BULK_STOPPED;

	doc_set_null(object, "problem");
	if (bulk->problem != NULL)
		doc_set_message(object, "problem", bulk->problem, NULL);
	doc_set_bool(object, "working", bulk_is_working(bulk));
	doc_set_bool(object, "checking", bulk->state == BULK_CHECKING);
	doc_set_bool(object, "checked", bulk->state == BULK_CHECKED);
	doc_set_bool(object, "sending", bulk->state == BULK_SENDING);
	doc_set_bool(object, "stopped", bulk->state == BULK_STOPPED);
	doc_set_bool(object, "done", bulk->state == BULK_DONE);
	doc_set_bool(object, "broken", bulk->state == BULK_FAILED);
	doc_set_bool(object, "may_send", waits && counts->ready > 0);
	doc_set_bool(object, "nobody", bulk->state == BULK_CHECKED && counts->ready == 0);
	doc_set_bool(object, "has_failed", counts->refused > 0);
	doc_set_bool(object, "may_try_again", !bulk_is_working(bulk) && counts->refused > 0);
	doc_set_text(object, "sending_href", bulk_href(rq, bulk->id, "/sending"));
	doc_set_text(object, "stop_href", bulk_href(rq, bulk->id, "/stop"));
	doc_set_text(object, "again_href", bulk_href(rq, bulk->id, "/again"));
	doc_set_text(object, "failures_href", bulk_href(rq, bulk->id, "/failures"));
	doc_set_text(object, "file_href", bulk_href(rq, bulk->id, "/failures/file"));
}

struct doc *
bulk_document(struct request *rq, const struct bulk *bulk)
{
	struct doc *page = doc_object(rq->arena), *shown = doc_set_object(page, "batch");
	const struct user_type *type = bulk_type(rq, bulk->user_type_id);
	struct bulk_counts counts = bulk_count(rq->tx, bulk->id);

	bulk_set(rq, shown, bulk);
	doc_set_null(shown, "type");
	if (type != NULL)
		doc_set_label(shown, "type", &type->label, language_of(rq));
	doc_set_int(shown, "ready", counts.ready);
	doc_set_int(shown, "failed", counts.refused);
	doc_set_int(shown, "whole", counts.ready + counts.sent);
	set_pace(rq, shown, counts.ready);
	set_steps(rq, shown, bulk, &counts);
	set_reasons(rq, shown, bulk, &counts);
	bulk_set_once(rq, page);
	doc_set_text(page, "choice_href", BULK_CHOICE);
	return page;
}
