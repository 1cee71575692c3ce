/* journal_web: the journal for administrators, and its verification on a slow worker. */
#include "console/handlers.h"
#include "console/journal.h"

#include "base/str.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/page.h"

/* A client of whom the reader was given none has no name here, either. */
static const struct audit_row *
as_seen(struct request *rq, struct audit_row *row)
{
	if (text_equal(row->object_kind, "client") && client_is_withheld(rq->tx, rq->viewer, row->object))
		row->object_name = NULL;
	if (row->on_behalf != 0 && client_is_withheld(rq->tx, rq->viewer, row->on_behalf))
		row->on_behalf_name = "–";
	return row;
}

struct reply
journal_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *rows = doc_set_list(page, "rows");
	const char *prefix = journal_prefix(form_text(rq->form, "action"));
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count, shown;
	struct audit_row *found = audit_list(rq->tx, prefix, cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++)
		doc_add(rows, journal_row_doc(rq->arena, as_seen(rq, &found[i])));
	if (shown > 0)
		last = (struct cursor){.given = true, .number = found[shown - 1].at, .id = found[shown - 1].seq};
	doc_set_bool(page, "listed", shown > 0);
	journal_add_filters(page, prefix);
	page_links(rq, page, count > shown, &last);
	return reply_page(rq, "journal_list", page);
}

/* ---- verification ---- */

struct verification {
	bool finished, whole;
	int64_t rows, broken_at;
};

/* Reading the whole chain takes a while: it is done before the transaction, on a snapshot. */
void
journal_verify(struct request *rq)
{
	struct verification *verification = arena_make(rq->arena, struct verification);
	struct tx *tx = db_read(rq->house->db, rq->arena);

	verification->whole = audit_verify(rq->house, tx, &verification->rows, &verification->broken_at);
	verification->finished = tx_trouble(tx) == DB_FINE;
	db_read_end(tx);
	rq->prepared = verification;
}

struct reply
journal_verification_post(struct request *rq)
{
	const struct verification *verification = rq->prepared;
	struct doc *page = doc_object(rq->arena);

	if (!verification->finished)
		return reply_refusal(rq, 503,
				     N_("The journal could not be read to its end. Please try again in a moment."));
	doc_set_bool(page, "whole", verification->whole);
	doc_set_int(page, "rows", verification->rows);
	if (verification->whole)
		doc_set_null(page, "broken_at");
	else
		doc_set_int(page, "broken_at", verification->broken_at);
	audit_add(rq, &(struct audit){.action = "audit.verify", .detail = page});
	return reply_page(rq, "journal_verification", page);
}
