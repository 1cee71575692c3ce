/* demand_form_web: document requests made, from nothing, a template, an older one or one of its pieces, and changed. */
#include "demands/handlers.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "demands/demand_form.h"
#include "demands/demand_page.h"
#include "demands/demand_tell.h"

#include <string.h>

/* A request that is being made or changed, as the page shows it. */
struct drafting {
	struct request *rq;
	const struct client *client;
	const struct folder_access *access;
	const struct demand *demand; /* NULL: a new one */
	const struct piece *pieces;  /* as they are */
	size_t piece_count;
};

/* ---- what it begins with ---- */

struct beginning {
	struct demand demand;
	int64_t *contacts;
	size_t contact_count;
	const struct piece *pieces;
	size_t piece_count;
};

static void
begin_like(struct drafting *drafting, struct beginning *like, const struct demand *demand)
{
	struct request *rq = drafting->rq;

	like->demand = *demand;
	like->contacts = demand_contacts(rq->tx, demand->id, &like->contact_count);
	like->pieces = pieces_of(rq->tx, demand->id, &like->piece_count);
}

static void
begin_with_template(struct request *rq, struct beginning *like, int64_t id)
{
	const struct demand_template *template = demand_template_find(rq->tx, id);

	if (template == NULL)
		return;
	like->demand.title = template->name;
	like->demand.words = template->words;
	like->pieces = pieces_of(rq->tx, id, &like->piece_count);
}

/* The pieces of something else are new ones here. */
static void
forget_ids(struct arena *arena, struct beginning *like)
{
	struct piece *pieces = arena_make_array(arena, struct piece, like->piece_count + 1);

	for (size_t i = 0; i < like->piece_count; i++) {
		pieces[i] = like->pieces[i];
		pieces[i].id = 0;
	}
	like->pieces = pieces;
	like->demand.due_on = NO_DAY;
	like->demand.version = 1;
}

static struct beginning
begin_new(struct drafting *drafting)
{
	struct request *rq = drafting->rq;
	const struct demand *whole,
		*from = demand_find(rq->tx, drafting->access, form_read_id(rq->form, "from", FORM_OPTIONAL));
	const struct piece *piece =
		piece_find(rq->tx, drafting->access, form_read_id(rq->form, "piece", FORM_OPTIONAL), &whole);
	struct beginning like = {.demand = {.folder_id = drafting->access->client,
					    .title = "",
					    .words = "",
					    .due_on = NO_DAY,
					    .by_piece = true,
					    .everybody = true}};

	if (piece != NULL)
		from = whole;
	if (from != NULL)
		begin_like(drafting, &like, from);
	else
		begin_with_template(rq, &like, form_read_id(rq->form, "template", FORM_OPTIONAL));
	if (piece != NULL) {
		like.pieces = piece;
		like.piece_count = 1;
		like.demand.title = piece->name;
		like.demand.words = "";
	}
	forget_ids(rq->arena, &like);
	return like;
}

/* ---- the page ---- */

static void
add_templates(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "templates");
	int64_t chosen = form_read_id(rq->form, "template", FORM_OPTIONAL);
	size_t count;
	const struct demand_template *all = demand_templates(rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", all[i].id);
		doc_set_text(row, "name", all[i].name);
		doc_set_bool(row, "current", all[i].id == chosen);
	}
	doc_set_bool(page, "has_templates", count > 0);
}

static struct doc *
form_doc(struct drafting *drafting, const struct beginning *shown, const struct typed_pieces *typed)
{
	struct request *rq = drafting->rq;
	struct doc *page = doc_object(rq->arena);
	bool sent = drafting->demand != NULL && drafting->demand->state != DEMAND_DRAFT;

	client_sheet_head(rq, page, drafting->client, "requests");
	pieces_show(rq, page, typed, shown->pieces, shown->piece_count);
	demand_show(rq, page, drafting->access, &shown->demand, shown->contacts, shown->contact_count);
	if (drafting->demand == NULL)
		add_templates(rq, page);
	else
		doc_set_bool(page, "has_templates", false);
	doc_set_bool(page, "is_new", drafting->demand == NULL);
	doc_set_bool(page, "sent", sent);
	doc_set_text(page, "back_href",
		     drafting->demand == NULL ? demands_href(rq, drafting->client->id, "")
					      : demand_href(rq, drafting->demand, ""));
	doc_set_text(page, "new_href", demands_href(rq, drafting->client->id, "/new"));
	doc_set_text(page, "action",
		     drafting->demand == NULL ? demands_href(rq, drafting->client->id, "")
					      : demand_href(rq, drafting->demand, ""));
	return page;
}

static struct reply
shown_again(struct drafting *drafting, const struct typed_demand *typed, const struct typed_pieces *pieces)
{
	struct request *rq = drafting->rq;
	struct beginning shown = {
		.demand = typed->demand, .contacts = typed->contacts, .contact_count = typed->contact_count};
	struct reply reply;

	if (pieces->more)
		form_start_over(rq->form);
	reply = reply_form(rq, "demand_form", form_doc(drafting, &shown, pieces));
	if (pieces->more)
		reply.status = 200;
	return reply;
}

/* ---- new ---- */

/* The client of the path, for who may put something into one of its folders. */
static bool
open_new(struct request *rq, struct drafting *drafting, struct reply *refusal)
{
	*drafting = (struct drafting){.rq = rq,
				      .client = client_find(rq->tx, rq->viewer, path_id(rq, "client")),
				      .access = folder_access_of(rq, path_id(rq, "client"))};
	if (drafting->client == NULL || drafting->access == NULL) {
		*refusal = reply_not_found(rq);
		return false;
	}
	if (drafting->access->person.cap != FOLDER_FULL) {
		*refusal = reply_refusal(rq, 403, N_("You may look at this client, but ask nothing of it."));
		return false;
	}
	if (drafting->client->archived_at == NO_INSTANT)
		return true;
	*refusal = reply_refusal(rq, 409, N_("This client is archived: nothing is asked of it now."));
	return false;
}

struct reply
demand_new_form(struct request *rq)
{
	struct drafting drafting;
	struct beginning beginning;
	struct reply refusal;

	if (!open_new(rq, &drafting, &refusal))
		return refusal;
	beginning = begin_new(&drafting);
	return reply_page(rq, "demand_form", form_doc(&drafting, &beginning, NULL));
}

static struct reply
done(struct request *rq, const struct demand_opened *before, int64_t id, const char *flash)
{
	const struct demand_opened now = {.access = before->access, .demand = demand_find(rq->tx, before->access, id)};

	if (now.demand == NULL)
		return reply_done(rq, demands_href(rq, before->access->client, ""), flash, NULL);
	return reply_done(rq, demand_href(rq, now.demand, ""), flash, demand_page(rq, &now, 0, NULL));
}

static void
check_pieces(struct request *rq, const struct typed_pieces *pieces)
{
	if (pieces->count == 0)
		form_error(rq->form, "list", N_("Please name at least one piece."), NULL);
}

/* Examples go along with what a request is begun with, piece by piece, as long as the name is the same. */
static void
take_examples(struct request *rq, const struct drafting *drafting, int64_t made)
{
	const struct demand *from =
		demand_find(rq->tx, drafting->access, form_read_id(rq->form, "from", FORM_OPTIONAL));
	int64_t template = form_read_id(rq->form, "template", FORM_OPTIONAL);
	size_t source_count = 0, count;
	const struct piece *source = from != NULL || demand_template_find(rq->tx, template) != NULL
					     ? pieces_of(rq->tx, from != NULL ? from->id : template, &source_count)
					     : NULL;
	const struct piece *pieces = pieces_of(rq->tx, made, &count);

	for (size_t i = 0; i < count; i++)
		for (size_t s = 0; s < source_count; s++)
			if (source[s].example_blob != NULL && text_equal(source[s].name, pieces[i].name)) {
				struct piece piece = source[s];

				piece.id = pieces[i].id;
				piece_set_example(rq->tx, &piece);
			}
}

static bool
is_sent(struct request *rq)
{
	return !text_equal(form_text(rq->form, "press"), "draft");
}

struct reply
demand_new(struct request *rq)
{
	struct drafting drafting;
	struct typed_demand typed;
	struct typed_pieces pieces;
	struct demand_opened opened;
	struct reply refusal;
	int64_t id;

	if (!open_new(rq, &drafting, &refusal))
		return refusal;
	typed = demand_read(rq, drafting.access, NULL);
	pieces = pieces_read(rq, NULL, 0);
	if (!pieces.more)
		check_pieces(rq, &pieces);
	if (pieces.more || form_failed(rq->form))
		return shown_again(&drafting, &typed, &pieces);
	id = demand_insert(rq->tx, &typed.demand);
	demand_set_contacts(rq->tx, id, typed.contacts, typed.demand.everybody ? 0 : typed.contact_count);
	pieces_write(rq, id, &pieces, NULL, 0);
	take_examples(rq, &drafting, id);
	opened = (struct demand_opened){.access = drafting.access, .demand = demand_itself(rq->tx, id)};
	demand_note(rq, "demand.create", opened.demand, NULL);
	if (!is_sent(rq))
		return done(rq, &opened, id, N_("The draft was kept. Nobody was told yet."));
	demand_send(rq, opened.demand);
	return done(rq, &opened, id, N_("The request was sent."));
}

/* ---- changing ---- */

static bool
open_change(struct request *rq, struct drafting *drafting, struct demand_opened *opened, struct reply *refusal)
{
	if (!demand_open(rq, opened)) {
		*refusal = reply_not_found(rq);
		return false;
	}
	if (!demand_is_changed(rq, opened, refusal))
		return false;
	*drafting = (struct drafting){.rq = rq,
				      .client = client_find(rq->tx, rq->viewer, opened->access->client),
				      .access = opened->access,
				      .demand = opened->demand};
	drafting->pieces = pieces_of(rq->tx, opened->demand->id, &drafting->piece_count);
	return true;
}

struct reply
demand_edit_form(struct request *rq)
{
	struct drafting drafting;
	struct demand_opened opened;
	struct beginning beginning = {.piece_count = 0};
	struct reply refusal;

	if (!open_change(rq, &drafting, &opened, &refusal))
		return refusal;
	begin_like(&drafting, &beginning, opened.demand);
	return reply_page(rq, "demand_form", form_doc(&drafting, &beginning, NULL));
}

/* What was answered is kept, whatever the form says. */
static void
keep_answered(struct request *rq, const struct drafting *drafting, const struct typed_pieces *typed)
{
	for (size_t i = 0; i < drafting->piece_count; i++) {
		bool there = drafting->pieces[i].state == PIECE_ASKED;

		for (size_t t = 0; t < typed->count && !there; t++)
			there = typed->pieces[t].id == drafting->pieces[i].id;
		if (!there)
			form_error(rq->form, "list",
				   N_("Something was sent for this piece already: say that it is not needed instead."),
				   NULL);
	}
}

/* Who was asked already learns what came on top. */
static void
tell_added(struct request *rq, const struct demand *demand, const struct drafting *before,
	   const struct typed_pieces *typed)
{
	for (size_t i = 0; i < typed->count; i++) {
		struct piece added = typed->pieces[i];
		bool kept = false;

		for (size_t k = 0; k < before->piece_count && !kept; k++)
			kept = before->pieces[k].id == added.id;
		if (kept)
			continue;
		added.news = "contacts";
		added.version = 1;
		piece_set_state(rq->tx, &added);
		demand_tell_later(rq->tx, demand->id, false);
	}
}

struct reply
demand_edit(struct request *rq)
{
	struct drafting drafting;
	struct demand_opened opened;
	struct typed_demand typed;
	struct typed_pieces pieces;
	struct reply refusal;

	if (!open_change(rq, &drafting, &opened, &refusal))
		return refusal;
	typed = demand_read(rq, drafting.access, opened.demand);
	pieces = pieces_read(rq, drafting.pieces, drafting.piece_count);
	if (!pieces.more) {
		check_pieces(rq, &pieces);
		keep_answered(rq, &drafting, &pieces);
	}
	if (!pieces.more && !form_failed(rq->form) && !demand_update(rq->tx, &typed.demand))
		form_error(
			rq->form, "",
			N_("Somebody else has changed this request meanwhile. What you typed is still here: compare, "
			   "then save again."),
			NULL);
	if (pieces.more || form_failed(rq->form))
		return shown_again(&drafting, &typed, &pieces);
	demand_set_contacts(rq->tx, opened.demand->id, typed.contacts,
			    typed.demand.everybody ? 0 : typed.contact_count);
	pieces_write(rq, opened.demand->id, &pieces, drafting.pieces, drafting.piece_count);
	opened.demand = demand_itself(rq->tx, opened.demand->id);
	demand_note(rq, "demand.change", opened.demand, NULL);
	if (opened.demand->state == DEMAND_OPEN) {
		tell_added(rq, opened.demand, &drafting, &pieces);
		demand_complete(rq, opened.demand);
	}
	if (opened.demand->state == DEMAND_DRAFT && is_sent(rq)) {
		demand_send(rq, opened.demand);
		return done(rq, &opened, opened.demand->id, N_("The request was sent."));
	}
	return done(rq, &opened, opened.demand->id, N_("The request was saved."));
}
