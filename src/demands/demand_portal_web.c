/* demand_portal_web: what contacts are asked for, in the portal: sent, taken back, or not to be had. */
#include "demands/handlers.h"

#include "clients/clients.h"
#include "core/form_page.h"
#include "core/page.h"
#include "demands/demand_page.h"
#include "demands/demand_send.h"
#include "demands/demand_tell.h"
#include "folders/folders.h"

enum { CARD_REQUESTS = 5 };

/* ---- on the dashboard ---- */

void
demands_portal_card(struct request *rq, struct doc *page)
{
	const struct folder_access *access = folder_access_of(rq, rq->viewer->client);
	struct doc *list;
	size_t count = 0;
	const struct demand *demands = access == NULL || !viewer_may_see(rq->viewer, &client_browse)
					       ? NULL
					       : demands_of_client(rq->tx, access, true, 0, CARD_REQUESTS + 1, &count);

	doc_set_null(page, "demands");
	if (count == 0)
		return;
	page = doc_set_object(page, "demands");
	list = doc_set_list(page, "requests");
	for (size_t i = 0; i < count && i < CARD_REQUESTS; i++)
		doc_add(list, demand_doc(rq, &demands[i]));
	doc_set_text(page, "href", count > CARD_REQUESTS ? demands_href(rq, 0, "") : NULL);
}

/* ---- lists ---- */

struct reply
demands_asked(struct request *rq)
{
	const struct folder_access *access = folder_access_of(rq, rq->viewer->client);
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "requests");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count;
	const struct demand *demands;

	if (access == NULL)
		return reply_not_found(rq);
	demands = demands_of_client(rq->tx, access, false, cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &count);
	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		doc_add(list, demand_doc(rq, &demands[i]));
		last = (struct cursor){.id = demands[i].id};
	}
	doc_set_bool(page, "has_requests", count > 0);
	page_links(rq, page, count > PAGE_ROWS, &last);
	return reply_page(rq, "portal_demand_list", page);
}

struct reply
demand_asked(struct request *rq)
{
	struct demand_opened opened;

	if (!demand_open(rq, &opened))
		return reply_not_found(rq);
	return reply_page(rq, "portal_demand", demand_page(rq, &opened, 0, NULL));
}

/* ---- one piece ---- */

static struct doc *
piece_page(struct request *rq, const struct demand_opened *opened)
{
	struct doc *page = doc_object(rq->arena);
	size_t count;
	const struct deposit *deposits = deposits_of(rq->tx, opened->access, opened->demand, &count);

	doc_set(page, "request", demand_doc(rq, opened->demand));
	doc_set(page, "piece", piece_doc(rq, opened, opened->piece, deposits, count));
	doc_set_text(page, "files_href", piece_href(rq, opened->demand, opened->piece->id, "/files"));
	doc_set_text(page, "uploads_href", piece_href(rq, opened->demand, opened->piece->id, "/uploads"));
	doc_set_text(page, "absence_href", piece_href(rq, opened->demand, opened->piece->id, "/absence"));
	doc_set_list(page, "refused");
	doc_set_bool(page, "may_send", opened->access->looker == NULL && piece_is_open(opened->demand, opened->piece));
	form_page(rq, page, "file words");
	return page;
}

struct reply
piece_asked(struct request *rq)
{
	struct demand_opened opened;

	if (!piece_open(rq, &opened))
		return reply_not_found(rq);
	return reply_page(rq, "portal_piece", piece_page(rq, &opened));
}

/* It as it is now. */
static void
look_again(struct request *rq, struct demand_opened *opened)
{
	opened->piece = piece_find(rq->tx, opened->access, opened->piece->id, &opened->demand);
}

static struct reply
refused(struct request *rq, const struct demand_opened *opened, const char *problem)
{
	form_error(rq->form, "file", problem, NULL);
	return reply_conflict(rq, "portal_piece", piece_page(rq, opened));
}

static struct reply
closed(struct request *rq, const struct demand_opened *opened)
{
	return refused(rq, opened, N_("Nothing is expected for this piece any more."));
}

/* ---- sending ---- */

void
piece_files_prepare(struct request *rq)
{
	file_upload_prepare_where(rq, piece_may_be_sent);
}

struct reply
piece_files_new(struct request *rq)
{
	const struct sent_all *sent = files_sent(rq);
	struct doc *refused = doc_list(rq->arena), *page;
	struct demand_opened opened;
	struct reply reply;

	if (!piece_open(rq, &opened))
		return reply_not_found(rq);
	if (!piece_is_open(opened.demand, opened.piece))
		return closed(rq, &opened);
	if (sent->too_fast)
		form_error(rq->form, "file", N_("That was very much at once. Please try again in a few minutes."),
			   NULL);
	else if (sent->count == 0)
		form_error(rq->form, "file", N_("Please choose a file first."), NULL);
	for (size_t i = 0; i < sent->count; i++) {
		const char *problem = piece_receive(rq, &opened, &sent->files[i]);
		struct doc *values = doc_object(rq->arena);

		if (problem == NULL)
			continue;
		doc_set_text(values, "name", sent->files[i].name);
		doc_set_message(doc_add_object(refused), "message", problem, values);
		form_error(rq->form, "file", problem, values);
	}
	look_again(rq, &opened);
	if (!form_failed(rq->form))
		return reply_done(rq, demand_href(rq, opened.demand, ""), N_("Thank you, it has arrived. We check it."),
				  piece_page(rq, &opened));
	page = piece_page(rq, &opened);
	if (sent->count > 1)
		doc_set(page, "refused", refused);
	reply = reply_form(rq, "portal_piece", page);
	reply.keep = sent->count > 0;
	return reply;
}

/* ---- not to be had, and taken back ---- */

struct reply
piece_absence(struct request *rq)
{
	struct demand_opened opened;
	const char *words;
	struct piece piece;

	if (!piece_open(rq, &opened))
		return reply_not_found(rq);
	if (!piece_is_open(opened.demand, opened.piece))
		return closed(rq, &opened);
	words = form_read_lines(rq->form, "words", FORM_OPTIONAL, REASON_WORDS);
	if (!form_failed(rq->form) && opened.piece->state == PIECE_RECEIVED)
		form_error(rq->form, "words", N_("Something was sent already: take it back first."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "portal_piece", piece_page(rq, &opened));
	piece = *opened.piece;
	piece.state = PIECE_ABSENT;
	piece.absence = words == NULL ? "" : words;
	piece.absence_by = rq->viewer->record;
	piece.news = "staff";
	piece_set_state(rq->tx, &piece);
	demand_note(rq, "demand.absent", opened.demand, opened.piece);
	demand_tell_later(rq->tx, opened.demand->id, false);
	look_again(rq, &opened);
	return reply_done(rq, demand_href(rq, opened.demand, ""), N_("Thank you, we have noted it."),
			  piece_page(rq, &opened));
}

struct reply
deposit_removal(struct request *rq)
{
	struct demand_opened opened;
	struct piece piece;

	if (!deposit_open(rq, &opened))
		return reply_not_found(rq);
	if (!piece_is_open(opened.demand, opened.piece) || opened.deposit->refused)
		return closed(rq, &opened);
	if (demand_is_held(rq->tx, opened.demand->id))
		return refused(rq, &opened, N_("This cannot be taken back at the moment."));
	deposit_remove(rq->tx, opened.access->client, opened.deposit);
	piece = *opened.piece;
	if (deposit_count(rq->tx, piece.id) == 0) {
		piece.state = piece.reason == NULL ? PIECE_ASKED : PIECE_REFUSED;
		piece.news = "none";
	}
	piece_set_state(rq->tx, &piece);
	demand_note(rq, "demand.withdraw", opened.demand, opened.piece);
	look_again(rq, &opened);
	return reply_done(rq, piece_href(rq, opened.demand, opened.piece->id, ""), N_("The file was taken back."),
			  piece_page(rq, &opened));
}
