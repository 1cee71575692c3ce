/* piece_web: what staff decide about a piece, and the example it shows. */
#include "demands/handlers.h"

#include "demands/demand_page.h"
#include "demands/demand_send.h"
#include "demands/demand_tell.h"
#include "folders/folders.h"

/* ---- decisions ---- */

struct deciding {
	struct request *rq;
	struct demand_opened opened;
	enum decision decision;
	const char *reason;
};

static struct reply
refused_at(struct deciding *deciding, int status, const char *english)
{
	struct request *rq = deciding->rq;
	struct demand_opened now = deciding->opened;
	struct doc *page;

	now.demand = demand_find(rq->tx, now.access, now.demand->id);
	form_error(rq->form, "decision", english, NULL);
	page = demand_page(rq, &now, now.piece->id, english);
	return status == 409 ? reply_conflict(rq, "demand_show", page) : reply_form(rq, "demand_show", page);
}

/* As whoever sent it put it there: it is new for others, but not for them, and not for who has just accepted it. */
static enum folder_outcome
put_one(struct deciding *deciding, const struct deposit *deposit)
{
	struct request *rq = deciding->rq;
	const struct demand_opened *opened = &deciding->opened;
	struct folder_access sender = *opened->access;
	const struct file *file;
	enum folder_outcome outcome;
	int64_t id = 0;

	sender.name = deposit->sent_by;
	deposit_leave(rq->tx, sender.client, deposit);
	outcome = file_put(rq->tx, &sender, opened->demand->folder_id,
			   deposit_file_name(rq->arena, opened->demand, opened->piece, deposit), &deposit->content,
			   SAME_NUMBERED, &id);
	if (outcome != FOLDER_DONE)
		return outcome;
	file_sent_by(rq->tx, id, deposit->contact_id);
	deposit_set_file(rq->tx, deposit->id, id);
	file = &file_find(rq->tx, opened->access, id)->file;
	file_note(rq, "file.put", file, 1);
	file_opened(rq, file);
	return FOLDER_DONE;
}

/* NULL: all of them lie in the folder. */
static const char *
put_all(struct deciding *deciding)
{
	const struct demand_opened *opened = &deciding->opened;
	size_t count;
	const struct deposit *deposits = deposits_of(deciding->rq->tx, opened->access, opened->demand, &count);

	for (size_t i = 0; i < count; i++) {
		enum folder_outcome outcome;

		if (deposits[i].piece_id != opened->piece->id || deposits[i].refused)
			continue;
		outcome = put_one(deciding, &deposits[i]);
		if (outcome == FOLDER_GONE)
			return N_("The folder of this request is not there any more: choose another one first.");
		if (outcome != FOLDER_DONE)
			return folder_outcome_words(outcome);
	}
	return NULL;
}

static bool
read_decision(struct deciding *deciding)
{
	struct form *form = deciding->rq->form;
	int decision = form_read_choice(form, "decision", FORM_REQUIRED, piece_decision_names);

	deciding->decision = decision < 0 ? DECIDE_ASK : (enum decision)decision;
	deciding->reason = form_read_lines(form, "reason", decision == DECIDE_REFUSE ? FORM_REQUIRED : FORM_OPTIONAL,
					   REASON_WORDS);
	return !form_failed(form);
}

static bool
is_overtaken(struct deciding *deciding)
{
	struct form *form = deciding->rq->form;

	return form_has(form, "version") &&
	       form_read_int(form, "version", FORM_REQUIRED, 1, INT64_MAX) != deciding->opened.piece->version;
}

static const char *
decide(struct deciding *deciding)
{
	struct request *rq = deciding->rq;
	struct piece piece = *deciding->opened.piece;
	const char *problem = NULL;

	piece.state = decision_gives(deciding->decision);
	if (piece.state == PIECE_ASKED && deposit_count(rq->tx, piece.id) > 0)
		piece.state = PIECE_RECEIVED; /* they have sent it already */
	piece.reason = deciding->decision == DECIDE_REFUSE ? deciding->reason : NULL;
	piece.absence = NULL;
	piece.absence_by = 0;
	piece.news = piece.state == PIECE_REFUSED || piece.state == PIECE_ASKED ? "contacts" : "none";
	if (deciding->decision == DECIDE_ACCEPT)
		problem = put_all(deciding);
	if (problem != NULL)
		return problem;
	if (!piece_set_state(rq->tx, &piece))
		return N_("Somebody else has decided about this piece meanwhile. Please look again.");
	if (deciding->decision == DECIDE_REFUSE)
		deposits_refuse(rq->tx, piece.id);
	if (deciding->decision == DECIDE_REFUSE && form_read_bool(rq->form, "keep_reason"))
		refusal_reason_keep(rq->tx, deciding->reason);
	return NULL;
}

static struct reply
decided(struct deciding *deciding)
{
	static const char *const actions[] = {"demand.accept", "demand.refuse", "demand.not_needed", "demand.ask"};
	static const char *const flashes[] = {N_("The piece is accepted. Its files are in the folder."),
					      N_("The piece is refused. We write to those who were asked."),
					      N_("The piece is not needed any more."),
					      N_("The piece is asked for again.")};
	struct request *rq = deciding->rq;
	struct demand_opened *opened = &deciding->opened;
	bool complete;

	demand_note(rq, actions[deciding->decision], opened->demand, opened->piece);
	complete = demand_complete(rq, opened->demand);
	if (deciding->decision == DECIDE_REFUSE || deciding->decision == DECIDE_ASK)
		demand_tell_later(rq->tx, opened->demand->id, false);
	opened->demand = demand_find(rq->tx, opened->access, opened->demand->id);
	return reply_done(rq, demand_href(rq, opened->demand, ""),
			  complete ? N_("That was the last one: the request is complete.")
				   : flashes[deciding->decision],
			  demand_page(rq, opened, 0, NULL));
}

struct reply
piece_decide(struct request *rq)
{
	struct deciding deciding = {.rq = rq};
	struct reply refusal;
	const char *problem;

	if (!piece_open(rq, &deciding.opened))
		return reply_not_found(rq);
	if (!demand_is_changed(rq, &deciding.opened, &refusal))
		return refusal;
	if (!read_decision(&deciding))
		return refused_at(&deciding, 422,
				  deciding.decision == DECIDE_REFUSE ? N_("Please say why: it is what they will read.")
								     : N_("Please choose what to do."));
	if (is_overtaken(&deciding))
		return refused_at(&deciding, 409,
				  N_("Somebody else has changed this piece meanwhile. Please look again."));
	if (deciding.opened.demand->state != DEMAND_OPEN ||
	    !decision_fits(deciding.opened.piece->state, deciding.decision))
		return refused_at(&deciding, 409, N_("That cannot be decided about this piece as it is now."));
	problem = decide(&deciding);
	if (problem != NULL)
		return refused_at(&deciding, 409, problem);
	return decided(&deciding);
}

/* ---- the example ---- */

struct reply
piece_example(struct request *rq)
{
	struct demand_opened opened;
	const struct piece *piece;

	if (!piece_open(rq, &opened) || opened.piece->example_blob == NULL)
		return reply_not_found(rq);
	piece = opened.piece;
	return reply_blob(rq, piece->example_blob, piece->example_type, piece->example_name,
			  !file_is_viewed(piece->example_type));
}

static bool
may_show(struct request *rq)
{
	struct demand_opened opened;
	struct reply refusal;

	return piece_open(rq, &opened) && demand_is_changed(rq, &opened, &refusal);
}

void
piece_example_prepare(struct request *rq)
{
	file_upload_prepare_where(rq, may_show);
}

static struct reply
example_changed(struct request *rq, struct demand_opened *opened, struct piece *piece, const char *flash)
{
	piece_set_example(rq->tx, piece);
	demand_note(rq, "demand.example", opened->demand, piece);
	return reply_done(rq, demand_href(rq, opened->demand, ""), flash, demand_page(rq, opened, 0, NULL));
}

struct reply
piece_example_new(struct request *rq)
{
	const struct sent_all *sent = files_sent(rq);
	struct demand_opened opened;
	struct reply refusal;
	struct piece piece;
	const char *problem = example_refusal(sent);

	if (!piece_open(rq, &opened))
		return reply_not_found(rq);
	if (!demand_is_changed(rq, &opened, &refusal))
		return refusal;
	files_sent_note(rq, sent, opened.access->client, opened.demand->folder_id);
	if (problem != NULL) {
		form_error(rq->form, "file", problem, NULL);
		refusal = reply_form(rq, "demand_show", demand_page(rq, &opened, opened.piece->id, problem));
		refusal.keep = sent->count > 0;
		return refusal;
	}
	piece = piece_with_example(opened.piece, &sent->files[0]);
	return example_changed(rq, &opened, &piece, N_("The example is shown with this piece."));
}

struct reply
piece_example_removal(struct request *rq)
{
	struct demand_opened opened;
	struct reply refusal;
	struct piece piece;

	if (!piece_open(rq, &opened))
		return reply_not_found(rq);
	if (!demand_is_changed(rq, &opened, &refusal))
		return refusal;
	piece = piece_without_example(opened.piece);
	return example_changed(rq, &opened, &piece, N_("The example was taken away."));
}
