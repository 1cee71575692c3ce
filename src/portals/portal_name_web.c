/* portal_name_web: the first step of a portal: its name and its address, which can be left and taken up again; and
 * what the portal is called once it is made. */
#include "portals/portal_name_web.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/event.h"
#include "core/form_page.h"
#include "portals/portal_name_store.h"

#include <string.h>

enum { TYPED_MOST = 200 }; /* bytes of an address that is kept although it cannot be one */

const struct permission portal_naming = {"portal.naming", FOR_ADMINISTRATOR,
					 N_("Name the portal and change its address")};

/* ---- the portal as it is ---- */

static void
add_former(struct request *rq, struct doc *page, const struct portal *portal)
{
	struct doc *list = doc_set_list(page, "former_addresses");
	size_t count;
	const struct former_address *former = former_addresses(rq->tx, portal->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "address", former[i].address);
		doc_set_text(row, "url", address_url(rq, former[i].address));
		doc_set_instant(row, "left_at", former[i].left_at);
		doc_set_text(row, "changed_by", former[i].staff_name);
		doc_set_text(row, "return_href",
			     arena_printf(rq->arena, PORTAL_NAME_HOME "/address?address=%s", former[i].address));
	}
	if (count > 0)
		add_notices(rq, page, portal, portal->address);
	else
		add_no_notices(page);
}

static struct doc *
portal_doc(struct request *rq, const struct portal *portal)
{
	struct doc *page = doc_object(rq->arena);

	add_portal_itself(rq, page, portal);
	doc_set_bool(page, "name_fixed", true);
	doc_set_bool(page, "undeletable", true);
	doc_set_null(page, "typed");
	add_former(rq, page, portal);
	return page;
}

/* Somebody else has made the portal meanwhile, or asks for another name: what it is, beside what was typed. */
static struct reply
already_made(struct request *rq, const struct portal *portal)
{
	struct doc *page = portal_doc(rq, portal), *typed = doc_set_object(page, "typed");
	struct reply reply = reply_conflict(rq, "portal_name", page);
	struct doc *error = doc_set_object(page, "error");

	doc_set_text(typed, "name", form_text(rq->form, "name"));
	doc_set_text(typed, "address", form_text(rq->form, "address"));
	doc_set_int(error, "status", 409);
	doc_set_message(error, "message", N_("The portal is made already, and its name does not change any more."),
			NULL);
	return reply;
}

/* ---- before there is one ---- */

static void
add_draft(struct doc *page, const struct portal_draft *draft)
{
	struct doc *shown;

	doc_set_int(page, "version", draft->version);
	if (draft->kept_at == NO_INSTANT) {
		doc_set_null(page, "draft");
		return;
	}
	shown = doc_set_object(page, "draft");
	doc_set_text(shown, "name", draft->name);
	doc_set_text(shown, "address", draft->address);
	doc_set_text(shown, "kept_by", draft->staff_name);
	doc_set_instant(shown, "kept_at", draft->kept_at);
}

static void
add_companies(struct request *rq, struct doc *page, int64_t chosen)
{
	struct doc *list = doc_set_list(page, "companies");
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);

	doc_set_bool(page, "several", count > 1);
	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", found[i].id);
		doc_set_text(row, "name", found[i].name);
		doc_set_bool(row, "chosen", found[i].id == chosen);
	}
}

/* What the form begins with: what was kept, else the company's name. */
static void
add_proposal(struct request *rq, struct doc *page, const struct portal_draft *draft)
{
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);
	struct doc *values = doc_set_object(page, "values");

	doc_set_text(values, "name", draft->name != NULL ? draft->name : count == 0 ? NULL : found[0].name);
	doc_set_text(values, "address", draft->address);
}

static struct doc *
start_doc(struct request *rq)
{
	const struct portal_draft *draft = portal_draft_find(rq->tx);
	struct doc *page = doc_object(rq->arena);
	const char *address, *company = form_text(rq->form, "company");
	const struct doc *values;
	int64_t chosen = company == NULL ? draft->company_id : form_read_id(rq->form, "company", FORM_OPTIONAL);

	doc_set_null(page, "portal");
	doc_set_null(page, "overtaken");
	add_draft(page, draft);
	add_companies(rq, page, chosen);
	add_proposal(rq, page, draft);
	form_page(rq, page, "name address company");
	values = doc_get(page, STR("values"));
	address = address_clean(rq->arena, doc_get_text(values, "address"));
	add_availability(rq, page, address, doc_get_text(values, "name"), 0);
	add_no_notices(page);
	return page;
}

struct reply
portal_name_page(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);

	if (portal != NULL)
		return reply_page(rq, "portal_name", portal_doc(rq, portal));
	return reply_page(rq, "portal_name_start", start_doc(rq));
}

static struct portal_draft
read_draft(struct request *rq)
{
	const struct portal_draft *kept = portal_draft_find(rq->tx);
	struct portal_draft draft = {.staff_id = rq->viewer->staff, .version = kept->version};

	draft.name = form_read_text(rq->form, "name", FORM_OPTIONAL, PORTAL_NAME_MOST);
	draft.address = address_clean(rq->arena, form_text(rq->form, "address"));
	if (draft.address != NULL && strlen(draft.address) > TYPED_MOST)
		draft.address = NULL;
	if (form_has(rq->form, "company"))
		draft.company_id = form_read_id(rq->form, "company", FORM_OPTIONAL);
	if (form_has(rq->form, "version"))
		draft.version = form_read_int(rq->form, "version", FORM_OPTIONAL, 0, INT64_MAX);
	return draft;
}

/* Another administrator kept something since this page was opened: both are shown, and the next press decides. */
static struct reply
draft_overtaken(struct request *rq)
{
	struct doc *page = start_doc(rq);

	doc_set_bool(page, "overtaken", true);
	return reply_conflict(rq, "portal_name_start", page);
}

struct reply
portal_draft_post(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	struct portal_draft draft = read_draft(rq);

	if (portal != NULL)
		return already_made(rq, portal);
	if (form_failed(rq->form))
		return reply_form(rq, "portal_name_start", start_doc(rq));
	if (!portal_draft_keep(rq->tx, &draft))
		return draft_overtaken(rq);
	return reply_done(rq, PORTAL_NAME_HOME,
			  N_("Kept. You can go on whenever you like; other administrators see it, too."),
			  start_doc(rq));
}

/* ---- making it ---- */

/* The only company needs no choosing. */
static int64_t
read_company(struct request *rq)
{
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);
	int64_t chosen;

	if (count == 1 && !form_has(rq->form, "company"))
		return found[0].id;
	if (count == 0)
		form_error(rq->form, "", N_("Please add your company first: the portal bears its brand."), NULL);
	chosen = form_read_id(rq->form, "company", count == 0 ? FORM_OPTIONAL : FORM_REQUIRED);
	for (size_t i = 0; i < count; i++)
		if (found[i].id == chosen)
			return chosen;
	form_error(rq->form, "company", N_("Please choose an entry of the list."), NULL);
	return 0;
}

/* Nothing typed is lost when something is wrong with it: it is kept, unless somebody else kept theirs meanwhile. */
static struct reply
not_yet(struct request *rq, struct portal_draft *draft)
{
	struct reply reply;

	if (!portal_draft_keep(rq->tx, draft))
		return draft_overtaken(rq);
	reply = reply_form(rq, "portal_name_start", start_doc(rq));
	reply.keep = true;
	return reply;
}

static struct reply
make_portal(struct request *rq, const char *address, const char *name, int64_t company)
{
	struct doc *detail = doc_object(rq->arena);
	int64_t id;

	portal_draft_clear(rq->tx);
	id = portal_create(rq->tx, address, name, company);
	/* Other features give it what a portal begins with. */
	event_emit(rq->house, rq->tx, &(struct event){.kind = "portal.made", .object = id, .title = name});
	doc_set_text(detail, "name", name);
	doc_set_text(detail, "address", address);
	audit_add(rq, &(struct audit){
			      .action = "portal_name.create", .object_kind = "portal", .object = id, .detail = detail});
	return reply_done(rq, PORTAL_NAME_HOME, N_("Your portal is made. Its name stays; its address can be changed."),
			  portal_doc(rq, portal_first(rq->tx)));
}

struct reply
portal_name_create(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	struct portal_draft draft = read_draft(rq);
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, PORTAL_NAME_MOST), *address;
	enum address_problem problem;
	int64_t company;

	if (portal != NULL)
		return already_made(rq, portal);
	if (draft.version != portal_draft_find(rq->tx)->version)
		return draft_overtaken(rq);
	company = read_company(rq);
	address = draft.address == NULL ? address_from_name(rq->arena, name) : draft.address;
	problem = address_problem_for(rq->tx, address, 0);
	if (problem != ADDRESS_FINE)
		form_error(rq->form, "address", address_problem_sentences[problem], NULL);
	return form_failed(rq->form) ? not_yet(rq, &draft) : make_portal(rq, address, name, company);
}

struct reply
portal_name_removal(struct request *rq)
{
	if (portal_first(rq->tx) == NULL)
		return reply_not_found(rq);
	return reply_refusal(
		rq, 409,
		N_("The portal cannot be deleted: your clients’ accounts and the links they received depend "
		   "on it."));
}
