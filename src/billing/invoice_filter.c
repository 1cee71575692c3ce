/* invoice_filter: reads the query of a list, and builds the document of its page, alike for portal and console. */
#include "billing/invoice_filter.h"

#include "base/arena.h"
#include "base/id.h"
#include "billing/invoice_doc.h"
#include "billing/sample_invoice.h"
#include "http/url.h"

#include <string.h>

enum { SEARCH_ROWS = 100 };

static bool
for_staff(const struct request *rq)
{
	return rq->viewer->kind == VIEWER_STAFF;
}

static int64_t
asked_id(struct request *rq, const char *name)
{
	const char *text = form_text(rq->form, name);
	int64_t id;

	return text != NULL && id_parse(str_of(text), &id) ? id : 0;
}

static enum invoice_filter
asked_filter(struct request *rq)
{
	const char *name = form_text(rq->form, "filter");
	enum invoice_filter last = for_staff(rq) ? FILTER_DRAFT : FILTER_CREDIT;

	for (int i = FILTER_ALL; name != NULL && i <= (int)last; i++)
		if (text_equal(name, invoice_filter_names[i]))
			return (enum invoice_filter)i;
	return FILTER_ALL;
}

struct invoice_asked
invoice_asked(struct request *rq)
{
	struct invoice_asked asked = {.query = {.filter = asked_filter(rq), .today = billing_today(rq)}};
	struct cursor cursor = page_cursor(rq);

	asked.text = text_empty(form_text(rq->form, "q")) ? NULL : form_text(rq->form, "q");
	asked.query.limit = PAGE_ROWS + 1;
	asked.query.after = cursor.given;
	asked.query.after_day = cursor.number;
	asked.query.after_id = cursor.id;
	if (for_staff(rq)) {
		asked.query.client = asked_id(rq, "client");
		asked.query.company = asked_id(rq, "company");
	}
	return asked;
}

/* ---- links ---- */

static void
add_field(struct builder *link, const char *name, const char *value)
{
	if (!text_empty(value))
		build_printf(link, "%c%s=%s", link->length > 0 && strchr(link->at, '?') != NULL ? '&' : '?', name,
			     url_encode(link->arena, str_of(value)));
}

static const char *
filter_href(struct request *rq, enum invoice_filter filter)
{
	struct builder link = builder_new(rq->arena, 0);

	build_printf(&link, "%s/invoices", home_path(rq));
	if (filter != FILTER_ALL)
		add_field(&link, "filter", invoice_filter_names[filter]);
	add_field(&link, "q", form_text(rq->form, "q"));
	if (for_staff(rq)) {
		add_field(&link, "client", form_text(rq->form, "client"));
		add_field(&link, "company", form_text(rq->form, "company"));
	}
	return builder_text(&link);
}

static void
add_filters(struct request *rq, struct doc *page, enum invoice_filter current)
{
	static const enum invoice_filter order[] = {FILTER_ALL,	 FILTER_UNPAID, FILTER_OVERDUE,
						    FILTER_PAID, FILTER_CREDIT, FILTER_DRAFT};
	static const char *const labels[] = {N_("All"),	    N_("To pay"),	N_("Overdue"),
					     N_("Settled"), N_("Credit notes"), N_("Drafts")};
	struct doc *list = doc_set_list(page, "filters");

	for (size_t i = 0; i < FILTERS; i++) {
		struct doc *filter;

		if (order[i] == FILTER_DRAFT && !for_staff(rq))
			continue;
		filter = doc_add_object(list);
		doc_set_word(filter, "label", invoice_filter_names[order[i]], labels[order[i]]);
		doc_set_text(filter, "href", filter_href(rq, order[i]));
		doc_set_bool(filter, "current", order[i] == current);
	}
	doc_set_text(page, "filter", invoice_filter_names[current]);
}

/* ---- rows ---- */

static void
add_rows(struct request *rq, struct doc *page, const struct invoice_asked *asked)
{
	struct doc *list = doc_set_list(page, "invoices");
	struct cursor last = {.given = false};
	struct invoice_query query = asked->query;
	bool more = false, cut = false;
	struct invoice_row *rows;
	size_t count;

	if (asked->text != NULL) {
		query.limit = SEARCH_ROWS;
		rows = invoice_search(rq->tx, rq->viewer, &query, asked->text, &count, &cut);
	} else {
		rows = invoice_list_seen(rq, &query, &count);
		more = count > PAGE_ROWS;
		count = more ? PAGE_ROWS : count;
	}
	for (size_t i = 0; i < count; i++)
		doc_add(list, invoice_row_seen(rq, &rows[i], query.today));
	if (more) {
		last.number = invoice_list_day(query.filter, &rows[count - 1]);
		last.id = rows[count - 1].id;
	}
	doc_set_bool(page, "has_rows", count > 0);
	page_links(rq, page, more, &last);
	doc_set_bool(page, "search_cut", cut);
}

void
invoice_list_fill(struct request *rq, struct doc *page, const struct invoice_asked *asked)
{
	add_filters(rq, page, asked->query.filter);
	doc_set_text(page, "q", asked->text);
	doc_set_text(page, "list_href", arena_printf(rq->arena, "%s/invoices", home_path(rq)));
	doc_set_bool(page, "all", asked->query.filter == FILTER_ALL && asked->text == NULL);
	add_rows(rq, page, asked);
}
