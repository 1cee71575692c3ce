/* notice_stop_web: where the link in a mail of news leads: its reader stops such mails, or has them again, without
 * signing in. Whatever is wrong with a link, its page is the same. */
#include "news/handlers.h"

#include "clients/clients.h"
#include "core/staff_viewer.h"
#include "news/news_page.h"
#include "news/notice_stop.h"
#include "news/notice_store.h"
#include "records/record_merge.h"
#include "sys/clock.h"

/* Whose choice it is. */
struct stopping {
	const char *whose;
	int64_t id; /* 0: the link is dead */
};

static bool
is_there(struct request *rq, int64_t id)
{
	return rq->portal == NULL ? viewer_of_staff(rq->tx, id) != NULL : contact_is_there(rq->tx, id);
}

/* Nobody guesses a token of 128 bits: wrong ones are not counted. */
static struct stopping
stopping_of(struct request *rq)
{
	struct stopping stopping = {.whose = rq->portal == NULL ? "staff" : "contact"};

	stopping.id = notice_stop_person(rq->house, rq->arena, stopping.whose, path_text(rq, "token"));
	/* A link from before two contacts became one stops the mails of the one that stayed. */
	if (rq->portal != NULL && stopping.id != 0)
		merges_follow(rq->tx, &stopping.id, 1);
	if (stopping.id != 0 && !is_there(rq, stopping.id))
		stopping.id = 0;
	return stopping;
}

static struct reply
page_reply(struct request *rq, const struct stopping *stopping)
{
	enum notice_way way = stopping->id == 0 ? NOTICE_NONE : notice_way_of(rq->tx, stopping->whose, stopping->id);
	struct doc *page = doc_object(rq->arena);
	struct reply reply;

	doc_set_bool(page, "dead", stopping->id == 0);
	doc_set_bool(page, "stopped", stopping->id != 0 && way == NOTICE_NONE);
	doc_set_bool(page, "told", way != NOTICE_NONE);
	doc_set_bool(page, "staff", rq->portal == NULL);
	doc_set_text(page, "choice_href", arena_printf(rq->arena, "%s/account/notices", home_path(rq)));
	notice_add_ways(page, way);
	if (stopping->id == 0)
		doc_set_null(page, "way");
	reply = reply_page(rq, rq->portal == NULL ? "staff_notice_stop" : "portal_notice_stop", page);
	reply.status = stopping->id == 0 ? 410 : 200;
	return reply;
}

/* Mail programs open links: opening one changes nothing. */
struct reply
news_stop_page(struct request *rq)
{
	const struct stopping stopping = stopping_of(rq);

	return page_reply(rq, &stopping);
}

/* A mail program says List-Unsubscribe=One-Click, and follows no redirect (RFC 8058 §3.1). */
struct reply
news_stop(struct request *rq)
{
	const struct stopping stopping = stopping_of(rq);
	bool one_click = text_equal(form_raw(rq->form, "List-Unsubscribe"), "One-Click");
	int way = one_click ? NOTICE_NONE : form_read_choice(rq->form, "way", FORM_REQUIRED, notice_way_names);

	if (stopping.id == 0)
		return page_reply(rq, &stopping);
	if (form_failed(rq->form))
		return reply_refusal(rq, 422, N_("Please say how you want to be told: none, soon or daily."));
	notice_choose(rq->tx, stopping.whose, stopping.id, (enum notice_way)way, clock_now());
	if (one_click || rq->wants_json)
		return page_reply(rq, &stopping);
	return reply_redirect(rq, arena_printf(rq->arena, "%s/notices/%s", home_path(rq), path_text(rq, "token")));
}
