/* merge_web: the page that merges records, and the merge. */
#include "base/id.h"
#include "core/form_page.h"
#include "core/weakened.h"
#include "duplicates/pages.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "records/sheet.h"

#include <string.h>

struct reply
merge_form(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct side side;

	if (access == NULL || !may_merge(access) || !side_read(rq, access, &side))
		return reply_not_found(rq);
	return reply_page(rq, "record_merge", merge_page(rq, access, &side));
}

/* ---- what was chosen ---- */

/* A value that a rule may hide in a record is not known to be empty there: it stays with the survivor. */
static bool
may_take(const struct access *access, const struct field *field, const struct db_value *value)
{
	return !value_is_empty(value) || access->plan->hidden[field->index] == NULL || weakened(CHECK_MERGE_TAKEN);
}

static void
take_value(struct request *rq, const struct access *access, const struct side *side, const char *form_name,
	   struct record_draft *draft)
{
	const struct field *field = plan_field(access->plan, form_name + strlen("values."));
	const struct record *taken;
	int64_t id;

	if (field == NULL || !side_chooses(access, field)) {
		form_error(rq->form, form_name, N_("There is no such field that you may fill in."), NULL);
		return;
	}
	if (!id_parse(str_of(form_text(rq->form, form_name)), &id)) {
		form_error(rq->form, form_name, N_("Please choose one of the records."), NULL);
		return;
	}
	taken = side->records[side_chosen(rq, access, side, field)];
	if (taken->id != id)
		form_error(rq->form, form_name, N_("Please choose one of the records."), NULL);
	else if (taken != side->records[side->survivor] && may_take(access, field, &taken->cells[field->index])) {
		draft->given[field->index] = true;
		draft->cells[field->index] = taken->cells[field->index];
	}
}

static struct record_draft *
read_values(struct request *rq, const struct access *access, const struct side *side)
{
	struct record_draft *draft = record_draft(rq->arena, access->plan->module);

	for (size_t i = 0; i < form_count(rq->form); i++)
		if (strncmp(form_name(rq->form, i), "values.", 7) == 0)
			take_value(rq, access, side, form_name(rq->form, i), draft);
	draft->source = rq->viewer->token != 0 ? SOURCE_API : SOURCE_STAFF;
	return draft;
}

/* False: of one of them it was not said which version was seen. */
static bool
read_merging(struct request *rq, const struct side *side, struct merging *merging)
{
	*merging = (struct merging){.survivor = side->records[side->survivor]->id};
	for (size_t i = 0; i < side->count; i++) {
		const char *name = arena_printf(rq->arena, "versions.%s", id_text(rq->arena, side->records[i]->id));
		int64_t version;

		if (!form_has(rq->form, name))
			return false;
		version = form_read_int(rq->form, name, FORM_REQUIRED, 1, INT64_MAX);
		if (i == side->survivor) {
			merging->version = version;
			continue;
		}
		merging->others[merging->other_count] = side->records[i]->id;
		merging->versions[merging->other_count++] = version;
	}
	return true;
}

/* ---- what came of it ---- */

static struct reply
shown_again(struct request *rq, const struct access *access, const struct side *side, int status)
{
	struct doc *document;
	struct reply reply;

	if (rq->wants_json) {
		document = doc_object(rq->arena);
		form_page(rq, document, "");
	} else {
		document = merge_page(rq, access, side);
	}
	reply = reply_form(rq, "record_merge", document);
	reply.status = status;
	return reply;
}

static const struct record *
stopped_by(const struct side *side, int64_t id)
{
	for (size_t i = 0; i < side->count; i++)
		if (side->records[i]->id == id)
			return side->records[i];
	return side->records[side->survivor];
}

static const char *
refusal_text(enum record_outcome outcome)
{
	switch (outcome) {
	case RECORD_OVERTAKEN:
		return N_("Somebody else has changed “{{name}}” meanwhile. Nothing was merged: please look again.");
	case RECORD_LOCKED:
		return N_("“{{name}}” is locked for now: {{rule}} Nothing was merged.");
	case RECORD_HELD:
		return N_("Other records need “{{name}}”: it cannot go. Nothing was merged.");
	default:
		return N_("You may not merge “{{name}}”: it is not yours to change or to take away.");
	}
}

static struct reply
refused(struct request *rq, const struct access *access, const struct side *side, enum record_outcome outcome,
	int64_t stopped, const struct record_trouble *trouble)
{
	struct doc *values = doc_object(rq->arena);

	if (outcome == RECORD_REFUSED) {
		record_form_refused(rq, "values", trouble);
		return shown_again(rq, access, side, 422);
	}
	doc_set_text(values, "name", record_title(rq, access->plan->module, stopped_by(side, stopped)));
	doc_set_text(values, "rule", trouble->rule == NULL ? "" : trouble->rule);
	form_error(rq->form, "", refusal_text(outcome), values);
	return shown_again(rq, access, side, outcome == RECORD_ABSENT ? 403 : 409);
}

static struct reply
done(struct request *rq, const struct access *access, int64_t survivor)
{
	const char *href = record_path(rq, access->plan->module, survivor, "");
	struct record *record = record_find(rq->tx, access, survivor, false);

	return reply_done(rq, record == NULL ? list_path(rq, access->plan->module) : href,
			  N_("Merged: everything is here now. The others are in the bin."),
			  record == NULL || !rq->wants_json ? NULL : sheet_doc(rq, access, record));
}

struct reply
merge_run(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct side side;
	struct merging merging;
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome;
	int64_t stopped;

	if (access == NULL || !may_merge(access) || !side_read(rq, access, &side))
		return reply_not_found(rq);
	if (!read_merging(rq, &side, &merging))
		return reply_refusal(rq, 428,
				     N_("Please say which version of each record you have seen: in “versions”."));
	merging.draft = read_values(rq, access, &side);
	if (form_failed(rq->form))
		return shown_again(rq, access, &side, 422);
	outcome = record_merge(rq->tx, access, &merging, &stopped, &trouble);
	if (outcome != RECORD_DONE)
		return refused(rq, access, &side, outcome, stopped, &trouble);
	return done(rq, access, merging.survivor);
}
