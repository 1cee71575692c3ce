/* notice_stop_web: where the link in a mail of news leads: its reader stops such mails, or has them again, without
 * signing in. Whatever is wrong with a link, its page is the same. */
#include "news/handlers.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "core/rate.h"
#include "core/staff_viewer.h"
#include "http/address.h"
#include "news/news_page.h"
#include "news/notice_stop.h"
#include "news/notice_store.h"
#include "sys/clock.h"

enum { WRONG_AN_HOUR = 30 };

/* Whose choice it is. */
struct stopping {
	const char *whose;
	int64_t id; /* 0: the link is dead */
};

static bool
is_there(struct request *rq, const struct stopping *stopping)
{
	if (rq->portal == NULL)
		return viewer_of_staff(rq->tx, stopping->id) != NULL;
	return contact_itself(rq->tx, stopping->id) != NULL;
}

/* Wrong ones are counted by network; mail programs that press for many people are right ones. */
static bool
may_try(struct request *rq, bool wrong)
{
	const char *network = address_network(rq->arena, rq->http->remote);
	const char *key = arena_printf(rq->arena, "notice_stop:network:%s", network == NULL ? "" : network);
	int64_t wait_ms;

	if (network == NULL)
		return true;
	return wrong ? rate_take(rq->tx, key, WRONG_AN_HOUR, HOUR_MS, &wait_ms)
		     : rate_allows(rq->tx, key, WRONG_AN_HOUR, HOUR_MS);
}

static struct stopping
stopping_of(struct request *rq)
{
	struct stopping stopping = {.whose = rq->portal == NULL ? "staff" : "contact"};

	if (!may_try(rq, false))
		return stopping;
	stopping.id = notice_stop_person(rq->house, rq->arena, stopping.whose, path_text(rq, "token"));
	if (stopping.id == 0)
		may_try(rq, true);
	else if (!is_there(rq, &stopping))
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
	reply.keep = true;
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
