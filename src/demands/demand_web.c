/* demand_web: document requests in the console: of all clients, of one, one of them, and what becomes of it. */
#include "demands/handlers.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "core/page.h"
#include "demands/demand_page.h"
#include "demands/demand_tell.h"
#include "modules/condition.h"

/* ---- lists ---- */

static void
add_rows(struct request *rq, struct doc *page, const struct demand *demands, size_t count)
{
	struct doc *list = doc_set_list(page, "requests");
	struct cursor last = {.given = false};

	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		doc_add(list, demand_doc(rq, &demands[i]));
		last = (struct cursor){.id = demands[i].id};
	}
	page_links(rq, page, count > PAGE_ROWS, &last);
	doc_set_bool(page, "has_requests", count > 0);
}

static void
add_filters(struct request *rq, struct doc *page, enum demand_filter filter)
{
	static const char *const labels[] = {N_("All that are open"), N_("Late"), N_("To check")};
	struct doc *list = doc_set_list(page, "filters");

	for (int i = 0; i < DEMAND_FILTERS; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_word(row, "label", demand_filter_names[i], labels[i]);
		doc_set_text(row, "href",
			     arena_printf(rq->arena, "/console/requests?filter=%s", demand_filter_names[i]));
		doc_set_bool(row, "current", i == (int)filter);
	}
}

struct reply
demands_of_all(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	int typed = form_read_choice(rq->form, "filter", FORM_OPTIONAL, demand_filter_names);
	enum demand_filter filter = typed < 0 ? OPEN_DEMANDS : (enum demand_filter)typed;
	struct cursor cursor = page_cursor(rq);
	size_t count;
	const struct demand *demands = demands_open(rq->tx, rq->rights, rq->viewer, filter, rq->moment->today,
						    cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &count);

	add_rows(rq, page, demands, count);
	add_filters(rq, page, filter);
	return reply_page(rq, "demand_all", page);
}

struct reply
demand_list(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const struct folder_access *access = folder_access_of(rq, path_id(rq, "client"));
	struct doc *page = doc_object(rq->arena);
	struct cursor cursor = page_cursor(rq);
	size_t count;
	const struct demand *demands;

	if (client == NULL || access == NULL)
		return reply_not_found(rq);
	client_sheet_head(rq, page, client, "requests");
	demands = demands_of_client(rq->tx, access, false, cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &count);
	add_rows(rq, page, demands, count);
	doc_set_text(page, "new_href",
		     access->person.cap == FOLDER_FULL && client->archived_at == NO_INSTANT
			     ? demands_href(rq, client->id, "/new")
			     : NULL);
	return reply_page(rq, "demand_list", page);
}

struct reply
demand_show_one(struct request *rq)
{
	struct demand_opened opened;

	if (!demand_open(rq, &opened))
		return reply_not_found(rq);
	return reply_page(rq, "demand_show", demand_page(rq, &opened, 0, NULL));
}

/* ---- what becomes of it ---- */

void
demand_send(struct request *rq, const struct demand *demand)
{
	demand_set_state(rq->tx, demand, DEMAND_OPEN);
	demand_set_news(rq->tx, demand->id, "asked");
	demand_tell_later(rq->tx, demand->id, true);
	demand_note(rq, "demand.send", demand, NULL);
}

bool
demand_complete(struct request *rq, const struct demand *demand)
{
	if (!demand_settle(rq->tx, demand->id))
		return false;
	demand_note(rq, "demand.complete", demand, NULL);
	demand_tell_later(rq->tx, demand->id, false);
	return true;
}

enum step { STEP_SEND, STEP_CANCEL, STEP_REOPEN, STEP_REMOVE };
static const char *const step_names[] = {"send", "cancel", "reopen", "remove", NULL};

static bool
step_fits(enum step step, enum demand_state state)
{
	switch (step) {
	case STEP_SEND:
	case STEP_REMOVE:
		return state == DEMAND_DRAFT;
	case STEP_CANCEL:
		return state == DEMAND_OPEN;
	case STEP_REOPEN:
		return state == DEMAND_COMPLETE || state == DEMAND_CANCELLED;
	}
	return false;
}

static struct reply
stepped(struct request *rq, const struct demand_opened *opened, const char *flash)
{
	const struct demand_opened now = {.access = opened->access,
					  .demand = demand_find(rq->tx, opened->access, opened->demand->id)};

	return reply_done(rq, demand_href(rq, opened->demand, ""), flash, demand_page(rq, &now, 0, NULL));
}

struct reply
demand_state_change(struct request *rq)
{
	struct demand_opened opened;
	struct reply refusal;
	int step;

	if (!demand_open(rq, &opened))
		return reply_not_found(rq);
	if (!demand_is_changed(rq, &opened, &refusal))
		return refusal;
	step = form_read_choice(rq->form, "step", FORM_REQUIRED, step_names);
	if (form_failed(rq->form))
		return reply_form(rq, "demand_show", demand_page(rq, &opened, 0, NULL));
	if (!step_fits((enum step)step, opened.demand->state))
		return reply_conflict(rq, "demand_show", demand_page(rq, &opened, 0, NULL));
	switch ((enum step)step) {
	case STEP_SEND:
		demand_send(rq, opened.demand);
		return stepped(rq, &opened, N_("The request was sent."));
	case STEP_CANCEL:
		demand_set_state(rq->tx, opened.demand, DEMAND_CANCELLED);
		demand_note(rq, "demand.cancel", opened.demand, NULL);
		return stepped(rq, &opened, N_("The request was cancelled. What was accepted stays."));
	case STEP_REOPEN:
		demand_set_state(rq->tx, opened.demand, DEMAND_OPEN);
		demand_note(rq, "demand.reopen", opened.demand, NULL);
		return stepped(rq, &opened, N_("The request is open again."));
	case STEP_REMOVE:
		break;
	}
	demand_note(rq, "demand.remove", opened.demand, NULL);
	demand_remove(rq->tx, opened.demand->id);
	return reply_done(rq, demands_href(rq, opened.access->client, ""), N_("The draft was removed."),
			  doc_object(rq->arena));
}

/* ---- on the home ---- */

void
demands_console_card(struct request *rq, struct doc *page)
{
	enum { SHOWN = 5 };
	struct doc *list;
	size_t count;
	const struct demand *demands;

	doc_set_null(page, "demands");
	if (!viewer_may(rq->viewer, &client_sheet))
		return;
	demands =
		demands_open(rq->tx, rq->rights, rq->viewer, DEMANDS_TO_CHECK, rq->moment->today, 0, SHOWN + 1, &count);
	if (count == 0)
		return;
	page = doc_set_object(page, "demands");
	list = doc_set_list(page, "requests");
	for (size_t i = 0; i < count && i < SHOWN; i++)
		doc_add(list, demand_doc(rq, &demands[i]));
	doc_set_bool(page, "more", count > SHOWN);
}
