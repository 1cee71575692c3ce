/* sample_invoice: one that is to be paid, one that is late, two that are paid, counted back from today. */
#include "billing/sample_invoice.h"

#include "base/arena.h"
#include "base/instant.h"
#include "billing/invoice_doc.h"
#include "rights/look.h"

static const struct {
	const char *number;
	int32_t issued, due; /* days before today; below 0: after */
	int64_t total;	     /* minor units of euros */
	bool paid;
} samples[] = {
	{"EX-0107", 9, -21, 128450, false},
	{"EX-0103", 45, 15, 31200, false},
	{"EX-0098", 80, 50, 96000, true},
	{"EX-0091", 110, 80, 24590, true},
};

enum { SAMPLES = sizeof samples / sizeof samples[0] };

static bool
fits(enum invoice_filter filter, size_t i)
{
	switch (filter) {
	case FILTER_ALL:
		return true;
	case FILTER_UNPAID:
		return !samples[i].paid;
	case FILTER_OVERDUE:
		return !samples[i].paid && samples[i].due > 0;
	case FILTER_PAID:
		return samples[i].paid;
	default:
		return false;
	}
}

static struct invoice_row
sample_row(const struct viewer *viewer, size_t i, int32_t today)
{
	return (struct invoice_row){
		.id = SAMPLE_FIRST + (int64_t)i,
		.client_id = viewer->client,
		.client_name = viewer->client_name,
		.kind = INVOICE,
		.state = samples[i].paid ? INVOICE_PAID : INVOICE_ISSUED,
		.number = samples[i].number,
		.issued_on = today - samples[i].issued,
		.due_on = today - samples[i].due,
		.currency = "EUR",
		.total = samples[i].total,
		.rest = samples[i].paid ? 0 : samples[i].total,
		.created_at = NO_INSTANT,
	};
}

struct invoice_row *
invoice_list_seen(struct request *rq, const struct invoice_query *query, size_t *count)
{
	struct invoice_row *rows;

	if (!viewer_sees_samples(rq->viewer))
		return invoice_list(rq->tx, rq->viewer, query, count);
	rows = arena_make_array(rq->arena, struct invoice_row, SAMPLES);
	*count = 0;
	for (size_t i = 0; i < SAMPLES && *count < query->limit && !query->after; i++)
		if (fits(query->filter, i))
			rows[(*count)++] = sample_row(rq->viewer, i, query->today);
	return rows;
}

struct client_due *
client_due_seen(struct request *rq, int32_t today, size_t *count)
{
	struct client_due *due;

	if (!viewer_sees_samples(rq->viewer))
		return client_due_list(rq->tx, rq->viewer, today, count);
	due = arena_make(rq->arena, struct client_due);
	*due = (struct client_due){.currency = "EUR"};
	for (size_t i = 0; i < SAMPLES; i++) {
		due->rest += samples[i].paid ? 0 : samples[i].total;
		due->count += !samples[i].paid;
		due->overdue += fits(FILTER_OVERDUE, i) ? samples[i].total : 0;
		due->overdue_count += fits(FILTER_OVERDUE, i);
	}
	*count = 1;
	return due;
}

struct doc *
invoice_row_seen(struct request *rq, const struct invoice_row *row, int32_t today)
{
	struct doc *shown = invoice_row_doc(rq, row, today);

	if (viewer_sees_samples(rq->viewer))
		doc_set_text(shown, "href", arena_printf(rq->arena, "%s/invoices", home_path(rq)));
	return shown;
}
