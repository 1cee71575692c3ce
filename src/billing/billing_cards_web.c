/* billing_cards_web: what billing shows on the client's dashboard and on the staff's home. */
#include "base/arena.h"
#include "billing/handlers.h"
#include "billing/invoice_doc.h"
#include "billing/sample_invoice.h"
#include "core/weakened.h"

#include <string.h>

enum { RECENT = 5, DRAFTS_SHOWN = 99 };

/* Sums of money by currency out of one statement's rows. */
static void
add_due(struct doc *billing, const struct client_due *due, size_t count)
{
	struct invoice_sum *rests = arena_make_array(billing->arena, struct invoice_sum, count + 1);
	struct invoice_sum *overdue = arena_make_array(billing->arena, struct invoice_sum, count + 1);
	int64_t to_pay = 0, late = 0;
	size_t overdue_count = 0;

	for (size_t i = 0; i < count; i++) {
		rests[i] = (struct invoice_sum){.amount = due[i].rest};
		memcpy(rests[i].currency, due[i].currency, sizeof rests[i].currency);
		if (due[i].overdue > 0) {
			overdue[overdue_count] = rests[i];
			overdue[overdue_count++].amount = due[i].overdue;
		}
		to_pay += due[i].count;
		late += due[i].overdue_count;
	}
	doc_set_sums(billing, "due", rests, count);
	doc_set_sums(billing, "overdue", overdue, overdue_count);
	doc_set_null(billing, "overdue_count");
	doc_set_null(billing, "to_pay_count");
	if (to_pay > 0)
		doc_set_int(billing, "to_pay_count", to_pay);
	if (late > 0)
		doc_set_int(billing, "overdue_count", late);
}

/* What waits longest: the invoice the alert leads to. */
static void
add_oldest(struct request *rq, struct doc *billing, int32_t today)
{
	const struct invoice_query query = {.filter = FILTER_OVERDUE, .today = today, .limit = 1};
	size_t count;
	struct invoice_row *rows = invoice_list_seen(rq, &query, &count);
	struct doc *oldest;

	doc_set_null(billing, "oldest_overdue");
	if (count == 0)
		return;
	oldest = invoice_row_seen(rq, rows, today);
	doc_set_int(oldest, "days", today - rows->due_on);
	doc_set(billing, "oldest_overdue", oldest);
}

static void
add_recent(struct request *rq, struct doc *billing, int32_t today)
{
	const struct invoice_query query = {.filter = FILTER_ALL, .today = today, .limit = RECENT};
	struct doc *list = doc_set_list(billing, "recent");
	size_t count;
	struct invoice_row *rows = invoice_list_seen(rq, &query, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, invoice_row_seen(rq, &rows[i], today));
	doc_set_null(billing, "latest");
	if (count > 0)
		doc_set(billing, "latest", list->list.items[0]);
}

void
billing_portal_card(struct request *rq, struct doc *page)
{
	struct doc *billing = doc_set_object(page, "billing");
	int32_t today = billing_today(rq);
	size_t count = 0;
	bool shown = viewer_may_see(rq->viewer, &invoice_read), late = false;
	struct client_due *due = shown ? client_due_seen(rq, today, &count) : NULL;

	add_due(billing, due, count);
	for (size_t i = 0; i < count; i++)
		late = late || due[i].overdue_count > 0;
	doc_set_null(billing, "oldest_overdue");
	if (late)
		add_oldest(rq, billing, today);
	if (shown) {
		add_recent(rq, billing, today);
	} else {
		doc_set_list(billing, "recent");
		doc_set_null(billing, "latest");
	}
	doc_set_text(billing, "href", arena_printf(rq->arena, "%s/invoices", home_path(rq)));
}

void
billing_console_card(struct request *rq, struct doc *page)
{
	struct doc *billing = doc_set_object(page, "billing");
	int32_t today = billing_today(rq);
	struct calendar_day now = day_parts(today);
	size_t count;
	struct invoice_sum *sums;
	int64_t overdue = 0, issued = 0, drafts;

	if (!viewer_may(rq->viewer, &invoice_read) && !weakened(CHECK_CARD)) {
		doc_set_null(page, "billing");
		return;
	}
	sums = invoice_overdue_sums(rq->tx, rq->viewer, today, &count);
	for (size_t i = 0; i < count; i++)
		overdue += sums[i].count;
	doc_set_sums(billing, "overdue", sums, count);
	doc_set_int(billing, "overdue_count", overdue);
	sums = invoice_issued_sums(rq->tx, rq->viewer, day_of(now.year, now.month, 1), &count);
	for (size_t i = 0; i < count; i++)
		issued += sums[i].count;
	doc_set_sums(billing, "issued", sums, count);
	doc_set_int(billing, "issued_count", issued);
	drafts = invoice_draft_count(rq->tx, rq->viewer, DRAFTS_SHOWN + 1);
	doc_set_int(billing, "draft_count", drafts > DRAFTS_SHOWN ? DRAFTS_SHOWN : drafts);
	doc_set_bool(billing, "more_drafts", drafts > DRAFTS_SHOWN);
	doc_set_bool(billing, "may_write", viewer_may(rq->viewer, &invoice_write));
}
