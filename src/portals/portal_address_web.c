/* portal_address_web: whether an address can be had, asked while one types; and another address for the portal. */
#include "portals/portal_name_web.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/rate.h"
#include "portals/portal_name_store.h"
#include "sys/clock.h"

enum {
	ASKED_IN_A_MINUTE = 120,
	CHANGES_A_DAY = 10, /* each leaves an address that nobody else can have */
	PEOPLE_DAYS = 30,
	TYPED_MOST = 200, /* characters of what is typed as an address */
};

/* ---- while one types ---- */

static struct reply
asked_too_often(struct request *rq)
{
	struct reply reply = reply_refusal(rq, 429, N_("That was a little often. Please wait a moment and try again."));

	reply.keep = true;
	return reply;
}

struct reply
portal_availability_page(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	const char *address = address_clean(rq->arena, form_text(rq->form, "address"));
	struct doc *page = doc_object(rq->arena);
	int64_t wait_ms;

	if (!rate_take(rq->tx, arena_printf(rq->arena, "portal_address:asked:%lld", (long long)rq->viewer->staff),
		       ASKED_IN_A_MINUTE, MINUTE_MS, &wait_ms))
		return asked_too_often(rq);
	if (portal != NULL && (address == NULL || text_equal(address, portal->address)))
		doc_set_null(page, "availability");
	else if (add_availability(rq, page, address, form_text(rq->form, "name"), portal == NULL ? 0 : portal->id) ==
			 ADDRESS_FINE &&
		 portal != NULL) {
		add_notices(rq, page, portal, address);
		return reply_page(rq, "portal_availability", page);
	}
	add_no_notices(page);
	return reply_page(rq, "portal_availability", page);
}

/* ---- another address ---- */

/* Who changed it last, for whoever was about to. */
static void
add_last_change(struct request *rq, struct doc *page, const struct portal *portal)
{
	size_t count;
	const struct former_address *former = former_addresses(rq->tx, portal->id, &count);
	struct doc *change;

	if (count == 0) {
		doc_set_null(page, "last_change");
		return;
	}
	change = doc_set_object(page, "last_change");
	doc_set_text(change, "from", former[0].address);
	doc_set_text(change, "changed_by", former[0].staff_name);
	doc_set_instant(change, "changed_at", former[0].left_at);
}

static struct doc *
address_doc(struct request *rq, const struct portal *portal)
{
	struct doc *page = doc_object(rq->arena);
	const char *address = address_clean(rq->arena, form_text(rq->form, "address"));
	bool other = address != NULL && !text_equal(address, portal->address), free = false;

	add_portal_itself(rq, page, portal);
	add_last_change(rq, page, portal);
	doc_set_int(page, "people", people_signed_in_since(rq->tx, clock_now() - (int64_t)PEOPLE_DAYS * DAY_MS));
	doc_set_int(page, "days", PEOPLE_DAYS);
	doc_set_null(page, "overtaken");
	doc_set_null(page, "availability");
	if (other)
		free = add_availability(rq, page, address, NULL, portal->id) == ADDRESS_FINE;
	if (free)
		add_notices(rq, page, portal, address);
	else
		add_no_notices(page);
	form_page(rq, page, "address seen confirm");
	return page;
}

struct reply
portal_address_page(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);

	if (portal == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "portal_address", address_doc(rq, portal));
}

/* Somebody else changed it since this page was opened: what it is now, beside what was typed. */
static struct reply
address_overtaken(struct request *rq, const struct portal *portal)
{
	struct doc *page = address_doc(rq, portal);
	struct doc *error = doc_set_object(page, "error");

	doc_set_bool(page, "overtaken", true);
	doc_set_int(error, "status", 409);
	doc_set_message(error, "message", N_("Somebody else changed the address while you were at it."), NULL);
	return reply_conflict(rq, "portal_address", page);
}

static void
check_address(struct request *rq, const char *address, const struct portal *portal)
{
	enum address_problem problem = address_problem_for(rq->tx, address, portal->id);

	if (text_equal(address, portal->address))
		form_error(rq->form, "address", N_("This is the portal’s address already."), NULL);
	else if (problem != ADDRESS_FINE)
		form_error(rq->form, "address", address_problem_sentences[problem], NULL);
}

static struct reply
change_address(struct request *rq, const struct portal *portal, const char *address)
{
	struct doc *detail = doc_object(rq->arena), *page = doc_object(rq->arena);

	portal_draft_clear(rq->tx);
	if (!portal_address_change(rq->tx, portal->id, portal->address, address, rq->viewer->staff))
		return address_overtaken(rq, portal_first(rq->tx));
	doc_set_text(detail, "from", portal->address);
	doc_set_text(detail, "to", address);
	audit_add(rq, &(struct audit){.action = "portal_name.address",
				      .object_kind = "portal",
				      .object = portal->id,
				      .detail = detail});
	portal = portal_first(rq->tx);
	add_portal_itself(rq, page, portal);
	add_notices(rq, page, portal, address);
	return reply_done(rq, PORTAL_NAME_HOME,
			  N_("The address is changed. Your clients are not told by Parvis: send them the text below."),
			  page);
}

static struct reply
change_if_rare(struct request *rq, const struct portal *portal, const char *address)
{
	struct reply reply;
	int64_t wait_ms;

	if (rate_take(rq->tx, "portal_address:changed", CHANGES_A_DAY, DAY_MS, &wait_ms))
		return change_address(rq, portal, address);
	form_error(rq->form, "address",
		   N_("The address was changed very often today. Please wait until tomorrow: every change costs your "
		      "clients a bookmark."),
		   NULL);
	reply = reply_form(rq, "portal_address", address_doc(rq, portal));
	reply.status = 429;
	return reply;
}

struct reply
portal_address_post(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	const char *typed = form_read_text(rq->form, "address", FORM_REQUIRED, TYPED_MOST);
	const char *seen = form_read_text(rq->form, "seen", FORM_REQUIRED, TYPED_MOST);
	const char *address = address_clean(rq->arena, typed);

	if (portal == NULL)
		return reply_not_found(rq);
	if (seen != NULL && !text_equal(seen, portal->address))
		return address_overtaken(rq, portal);
	if (address != NULL)
		check_address(rq, address, portal);
	if (form_failed(rq->form))
		return reply_form(rq, "portal_address", address_doc(rq, portal));
	if (!form_read_bool(rq->form, "confirm"))
		return reply_form(rq, "portal_address_confirm", address_doc(rq, portal));
	return change_if_rare(rq, portal, address);
}
