/* tree_web: MKCOL, DELETE, COPY and MOVE: what lies where changes. */
#include "dav/handlers.h"

#include "dav/path.h"
#include "dav/property.h"
#include "dav/tree.h"
#include "sys/clock.h"
#include "sys/file_name.h"

#include <strings.h>

/* ---- MKCOL ---- */

struct reply
dav_mkcol(struct request *rq)
{
	struct place place = dav_place_asked(rq);
	struct reply refusal;
	const char *name = file_name_safe(rq->arena, str_of(place.name));
	enum folder_outcome outcome;
	int64_t id = 0, wait_ms;

	if (place.kind != PLACE_NONE)
		return dav_not_allowed(rq);
	if (rq->raw_body.length > 0)
		return dav_refusal(rq, 415, N_("We could not understand this request."));
	if (!dav_may_make(rq, &place, &refusal) || !dav_conditions_hold(rq, &place, &refusal))
		return refusal;
	if (!sent_counts_here(rq, &wait_ms))
		return dav_too_fast(rq, wait_ms);
	outcome = folder_create(rq->tx, place.access, place.folder->folder.id, name, &id);
	if (outcome != FOLDER_DONE)
		return dav_outcome(rq, outcome);
	folder_note_was(rq, "folder.create", place.access, id, name, NULL);
	return reply_empty(rq, 201);
}

/* ---- DELETE ---- */

/* Into the recycle bin. */
static enum folder_outcome
take_away(struct request *rq, const struct place *place)
{
	enum folder_outcome outcome;

	if (place->kind == PLACE_FILE) {
		outcome = file_remove(rq->tx, place->access, place->file->id, clock_now());
		if (outcome == FOLDER_DONE)
			file_note(rq, "file.remove", place->file, 0);
		return outcome;
	}
	outcome = folder_remove(rq->tx, place->access, place->folder->folder.id, clock_now());
	if (outcome == FOLDER_DONE)
		folder_note_was(rq, "folder.remove", place->access, place->folder->folder.id,
				place->folder->folder.name, NULL);
	return outcome;
}

static void
leave_locks(struct request *rq, const struct place *place)
{
	const struct lock_spot spot = dav_spot(place);

	folder_locks_leave(rq->tx, place->access->client, &spot);
}

struct reply
dav_delete(struct request *rq)
{
	struct place place = dav_place_asked(rq);
	struct reply refusal;
	enum folder_outcome outcome;

	if (!dav_may_change(rq, &place, &refusal) || !dav_conditions_hold(rq, &place, &refusal) ||
	    !dav_is_free(rq, &place, DEED_TAKE, &refusal))
		return refusal;
	leave_locks(rq, &place);
	outcome = take_away(rq, &place);
	return outcome == FOLDER_DONE ? reply_empty(rq, 204) : dav_outcome(rq, outcome);
}

/* ---- from one place to another ---- */

struct passage {
	struct place from, to;
	bool deep;     /* all that is in it */
	bool replaced; /* what was at its end has given way */
	bool same;     /* both are one: only how the name is written changes */
};

static bool
is_one(const struct place *a, const struct place *b)
{
	return a->kind == b->kind && dav_place_id(a) != 0 && dav_place_id(a) == dav_place_id(b);
}

/* Whether one of them holds the other. */
static bool
holds_other(const struct place *a, const struct place *b)
{
	return a->kind == PLACE_FOLDER && b->folder != NULL &&
	       str_starts(str_of(b->folder->folder.path), str_of(a->folder->folder.path));
}

static bool
read_passage(struct request *rq, struct passage *passage, struct reply *refusal)
{
	const char *url = http_header(rq->http, "Destination"), *depth = http_header(rq->http, "Depth");
	const char *path =
		url == NULL ? NULL : path_of_url(rq->arena, url, rq->http->authority, rq->house->config->public_url);

	passage->deep = depth == NULL || strcasecmp(depth, "infinity") == 0;
	if (url == NULL || (!passage->deep && !text_equal(depth, "0"))) {
		*refusal = dav_refusal(rq, 400, N_("We could not understand this request."));
		return false;
	}
	if (path == NULL) {
		*refusal = dav_refusal(rq, 502, N_("This address does not lead here."));
		return false;
	}
	passage->from = dav_place_asked(rq);
	passage->to = dav_place_find(rq, path);
	passage->same = is_one(&passage->from, &passage->to);
	return true;
}

/* Whether something may come to be at its end, and what is there gives way. */
static bool
may_arrive(struct request *rq, const struct passage *passage, bool moves, struct reply *refusal)
{
	const char *overwrite = http_header(rq->http, "Overwrite");
	const struct place *from = &passage->from, *to = &passage->to;

	if (to->access != NULL && to->access->client != from->access->client)
		*refusal = dav_refusal(rq, 403, N_("Files are not moved or copied from one client to another."));
	else if (passage->same && !moves)
		*refusal = dav_refusal(rq, 403, N_("It is there already."));
	else if (to->kind == PLACE_NONE || passage->same)
		return passage->same || dav_may_make(rq, to, refusal);
	else if (holds_other(from, to) || (to->kind == PLACE_FOLDER && holds_other(to, from)))
		*refusal = dav_refusal(rq, 403, folder_outcome_words(FOLDER_INSIDE));
	else if (text_equal(overwrite, "F"))
		*refusal = dav_refusal(rq, 412, N_("There is something of this name already."));
	else
		return dav_may_change(rq, to, refusal) && dav_is_free(rq, to, DEED_TAKE, refusal);
	return false;
}

static struct reply
arrived(struct request *rq, const struct passage *passage, enum folder_outcome outcome)
{
	if (outcome == FOLDER_TOO_MANY)
		return dav_refusal(rq, 507, folder_outcome_words(outcome));
	if (outcome != FOLDER_DONE)
		return dav_outcome(rq, outcome);
	return reply_empty(rq, passage->to.kind == PLACE_NONE && !passage->replaced ? 201 : 204);
}

struct reply
dav_copy(struct request *rq)
{
	struct passage passage = {.deep = false};
	struct reply refusal;
	enum folder_outcome outcome;
	int64_t wait_ms;

	if (!read_passage(rq, &passage, &refusal))
		return refusal;
	if (passage.from.kind == PLACE_NONE)
		return dav_not_found(rq);
	if (passage.from.access == NULL || dav_place_is_root(&passage.from))
		return dav_refusal(rq, 403, N_("That cannot be done with this folder."));
	if (!dav_conditions_hold(rq, &passage.from, &refusal) || !may_arrive(rq, &passage, false, &refusal))
		return refusal;
	if (holds_other(&passage.from, &passage.to))
		return dav_refusal(rq, 403, folder_outcome_words(FOLDER_INSIDE));
	if (!sent_counts_here(rq, &wait_ms))
		return dav_too_fast(rq, wait_ms);
	if (passage.to.kind == PLACE_FOLDER || (passage.to.kind == PLACE_FILE && passage.from.kind == PLACE_FOLDER)) {
		outcome = take_away(rq, &passage.to);
		if (outcome != FOLDER_DONE)
			return dav_outcome(rq, outcome);
		passage.to = dav_place_find(rq, passage.to.path);
		if (passage.to.kind != PLACE_NONE) /* it bears this name now that the other one has gone */
			return dav_refusal(rq, 409, folder_outcome_words(FOLDER_NAMESAKE));
		passage.replaced = true;
	}
	return arrived(rq, &passage, tree_copy(rq, &passage.from, &passage.to, passage.deep));
}

/* What lies at the end gives way: a file gets what comes as its next version, all else goes into the bin. */
static enum folder_outcome
move_there(struct request *rq, const struct passage *passage)
{
	const struct place *from = &passage->from, *to = &passage->to;
	enum folder_outcome outcome = FOLDER_DONE;

	if (from->kind == PLACE_FILE && to->kind == PLACE_FILE && !passage->same)
		return tree_move_over(rq, from, to);
	if (to->kind != PLACE_NONE && !passage->same)
		outcome = take_away(rq, to);
	return outcome == FOLDER_DONE ? tree_move(rq, from, to) : outcome;
}

struct reply
dav_move(struct request *rq)
{
	struct passage passage = {.deep = false};
	struct reply refusal;

	if (!read_passage(rq, &passage, &refusal))
		return refusal;
	if (!passage.deep)
		return dav_refusal(rq, 400, N_("We could not understand this request."));
	if (!dav_may_change(rq, &passage.from, &refusal) || !dav_conditions_hold(rq, &passage.from, &refusal) ||
	    !dav_is_free(rq, &passage.from, DEED_TAKE, &refusal) || !may_arrive(rq, &passage, true, &refusal))
		return refusal;
	if (holds_other(&passage.from, &passage.to) && !passage.same)
		return dav_refusal(rq, 403, folder_outcome_words(FOLDER_INSIDE));
	leave_locks(rq, &passage.from);
	return arrived(rq, &passage, move_there(rq, &passage));
}
