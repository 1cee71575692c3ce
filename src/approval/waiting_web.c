/* waiting_web: what waits for the one who looks: counted on the home, listed, decided one by one or many at once. */
#include "approval/approval.h"
#include "approval/decision_page.h"
#include "approval/handlers.h"
#include "approval/waiting_page.h"

#include "core/form_page.h"
#include "core/page.h"
#include "core/weakened.h"
#include "records/module_page.h"

enum { CARD_MOST = 99 };

/* The next module from *index on in which something waits and that the viewer sees; NULL behind the last. */
static const struct access *
next_access(struct request *rq, const int64_t *modules, size_t count, size_t *index)
{
	while (*index < count) {
		const struct module *module = module_of_id(rq->rights->catalogue, modules[(*index)++]);
		const struct access *access = module == NULL || module->retired ? NULL : record_access(rq, module);

		if (access != NULL && access_may(access, MAY_VIEW))
			return access;
	}
	return NULL;
}

/* ---- the home ---- */

static int64_t
count_approvals(struct request *rq)
{
	size_t count, index = 0;
	const int64_t *modules = waiting_modules(rq->tx, &count);
	const struct access *access;
	int64_t total = 0;

	while (total < CARD_MOST && (access = next_access(rq, modules, count, &index)) != NULL)
		total += waiting_approval_count(rq->tx, access, false, CARD_MOST - total);
	return total;
}

static int64_t
count_reviews(struct request *rq)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	int64_t total = 0;

	for (size_t m = 0; m < catalogue->module_count && total < CARD_MOST; m++) {
		const struct access *access;

		if (rq->rights->reviews[m].version == 0 || !module_can_wait(&catalogue->modules[m]))
			continue;
		access = record_access(rq, &catalogue->modules[m]);
		if (review_is_theirs(access))
			total += waiting_review_count(rq->tx, access, CARD_MOST - total);
	}
	return total;
}

static void
set_count(struct doc *card, const char *name, int64_t count)
{
	doc_set_null(card, name);
	if (count > 0)
		doc_set_int(card, name, count);
}

void
approval_card_fill(struct request *rq, struct doc *page)
{
	struct doc *card = doc_set_object(page, "waiting_for_you");

	set_count(card, "approvals", count_approvals(rq));
	set_count(card, "reviews", count_reviews(rq));
}

/* ---- the list ---- */

static bool
asks_all(struct request *rq)
{
	return text_equal(form_text(rq->form, "who"), "all") &&
	       (viewer_may(rq->viewer, &approval_write) || weakened(CHECK_ALL_APPROVALS));
}

static struct doc *
list_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	const struct cursor cursor = page_cursor(rq);
	size_t count, index = 0;
	const int64_t *modules = waiting_modules(rq->tx, &count);
	const struct access *access;
	struct waiting_lot lot = {NULL, 0, 0};
	bool all = asks_all(rq);

	while ((access = next_access(rq, modules, count, &index)) != NULL) {
		size_t found;
		const struct waiting_record *rows = waiting_approvals(rq->tx, access, cursor.given ? cursor.id : 0, all,
								      false, PAGE_ROWS + 1, &found);

		waiting_add(rq, &lot, rows, found);
	}
	waiting_show(rq, page, &lot);
	doc_set_bool(page, "all", all);
	doc_set_bool(page, "may_all", viewer_may(rq->viewer, &approval_write));
	doc_set_bool(page, "may_decide", !rq->viewer->read_only_token);
	doc_set_list(page, "results");
	doc_set_null(page, "failed");
	form_page(rq, page, "reason decision");
	return page;
}

struct reply
approval_list_page(struct request *rq)
{
	return reply_page(rq, "approval_list", list_doc(rq));
}

/* ---- many at once ---- */

static bool
decide_one(struct request *rq, struct doc *results, const struct ticked *ticked, struct decision_wish wish)
{
	const struct approval *approval = approval_find(rq->tx, ticked->id);
	const struct module *module =
		approval == NULL ? NULL : module_of_id(rq->rights->catalogue, approval->module_id);
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	enum decision_outcome outcome = DECISION_ABSENT;
	bool for_others = false;

	wish.approval = ticked->id;
	wish.step = ticked->step;
	if (access != NULL && access_may(access, MAY_VIEW))
		outcome = approval_decide(rq->tx, access, &wish, &for_others);
	if (outcome == DECISION_DONE)
		decision_audit(rq, module, approval->record_id, &wish, for_others);
	result_add(rq, results, outcome == DECISION_ABSENT ? NULL : access,
		   outcome == DECISION_ABSENT ? ticked->id : approval->record_id, outcome == DECISION_DONE,
		   decision_outcome_text(outcome), NULL);
	return outcome == DECISION_DONE;
}

static struct reply
shown_again(struct request *rq)
{
	return reply_form(rq, "approval_list", list_doc(rq));
}

struct reply
approval_bulk(struct request *rq)
{
	struct ticked ticked[DECIDED_AT_ONCE];
	size_t count = ticked_read(rq, ticked), done = 0;
	struct decision_wish wish = {.approval = 0};
	struct doc *results = doc_list(rq->arena), *page;

	if (count == 0)
		form_error(rq->form, "ids", N_("Please tick the records first."), NULL);
	if (!decision_read(rq, &wish) || count == 0)
		return shown_again(rq);
	for (size_t i = 0; i < count; i++)
		done += decide_one(rq, results, &ticked[i], wish);
	page = list_doc(rq);
	doc_set(page, "results", results);
	doc_set_int(page, "done", (int64_t)done);
	if (done < count)
		doc_set_int(page, "failed", (int64_t)(count - done));
	if (done == count)
		return reply_done(rq, "/console/approvals", decision_flash(wish.decision), page);
	return reply_page(rq, "approval_list", page);
}
