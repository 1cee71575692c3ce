/* decision_web: at the head of a record that waits: who must decide, since when, and the buttons; and all that was said
 * about it. */
#include "approval/approval.h"
#include "approval/decision.h"
#include "approval/decision_page.h"
#include "approval/handlers.h"
#include "approval/review.h"

#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/weakened.h"
#include "records/module_page.h"
#include "records/sheet.h"
#include "rights/approval_rule.h"

enum { APPROVALS_SHOWN = 30 };

/* ---- words ---- */

const char *
decision_outcome_text(enum decision_outcome outcome)
{
	switch (outcome) {
	case DECISION_DONE:
		return N_("Done.");
	case DECISION_TAKEN:
		return N_(
			"Somebody was faster: this has been decided already, or has gone on to the next step. Look at it "
			"again.");
	case DECISION_NOT_YOURS:
		return N_("It is not for you to decide this.");
	case DECISION_ABSENT:
		break;
	}
	return N_("This does not exist, or does not wait any more.");
}

const char *
decision_flash(enum decision decision)
{
	return decision == DECISION_APPROVE ? N_("Approved. Whoever submitted it is told by e-mail.")
	       : decision == DECISION_REJECT
		       ? N_("Rejected. Whoever submitted it is told by e-mail, and can change it.")
		       : N_("Withdrawn. The record can be changed again.");
}

bool
decision_read(struct request *rq, struct decision_wish *wish)
{
	int decision = form_read_choice(rq->form, "decision", FORM_REQUIRED, decision_names);

	wish->reason = form_read_lines(rq->form, "reason", FORM_OPTIONAL, DECISION_REASON);
	if (text_empty(wish->reason))
		wish->reason = NULL;
	if (decision < 0 || decision == DECISION_RELEASE) {
		form_error(rq->form, "decision", N_("Say “approve”, “reject” or “withdraw”."), NULL);
		return false;
	}
	wish->decision = (enum decision)decision;
	wish->may_for_others = viewer_may(rq->viewer, &approval_write);
	if (wish->decision == DECISION_REJECT && wish->reason == NULL)
		form_error(rq->form, "reason", N_("Please say why: they will want to know what to change."), NULL);
	return !form_failed(rq->form);
}

void
decision_audit(struct request *rq, const struct module *module, int64_t record, const struct decision_wish *wish,
	       bool for_others)
{
	static const char *const actions[] = {"approval.approve", "approval.reject", "approval.withdraw"};
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "module", module->name);
	doc_set_bool(detail, "for_others", for_others);
	audit_add(rq, &(struct audit){.action = actions[wish->decision],
				      .object_kind = "record",
				      .object = record,
				      .detail = detail});
}

/* ---- the head of a record ---- */

static void
add_people(struct doc *shown, const struct asked_person *people, size_t count)
{
	struct doc *list = doc_set_list(shown, "people");

	for (size_t i = 0; i < count; i++) {
		struct doc *person = doc_add_object(list);

		doc_set_id(person, "id", people[i].id);
		doc_set_text(person, "name", people[i].name);
		doc_set_bool(person, "decided", people[i].decided);
		doc_set_bool(person, "last", i + 1 == count);
	}
	doc_set_bool(shown, "nobody", count == 0);
}

static void
add_approval(struct request *rq, struct doc *shown, const struct approval *approval)
{
	doc_set_id(shown, "id", approval->id);
	doc_set_text(shown, "state", approval_state_names[approval->state]);
	doc_set_text(shown, "rule", approval->rule_name);
	doc_set_int(shown, "step", approval->step);
	doc_set_int(shown, "steps", approval->steps);
	doc_set_bool(shown, "several", approval->steps > 1);
	doc_set_text(shown, "submitter", approval->submitter);
	doc_set_instant(shown, "submitted_at", approval->submitted_at);
	doc_set_instant(shown, "since", approval->step_at);
	(void)rq;
}

static void
fill_waiting(struct request *rq, struct doc *page, const struct access *access, const struct approval *approval)
{
	struct doc *shown = doc_set_object(page, "approval");
	size_t count;
	const struct asked_person *people = approval_people(rq->tx, approval, &count);
	bool acts = !rq->viewer->read_only_token, asked = approval_asks(people, count, rq->viewer->staff, true);
	bool for_others =
		!approval_asks(people, count, rq->viewer->staff, false) && viewer_may(rq->viewer, &approval_write);

	add_approval(rq, shown, approval);
	add_people(shown, people, count);
	doc_set_bool(shown, "may_decide", acts && (asked || for_others));
	doc_set_bool(shown, "for_others", for_others);
	doc_set_bool(shown, "may_withdraw", acts && approval_may_withdraw(approval, rq->viewer));
	doc_set_text(shown, "href", record_path(rq, access->plan->module, approval->record_id, "/approval"));
}

/* Why it was refused, for whoever is to change it. */
static void
fill_refused(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	size_t count;
	const struct said *said = approval_said(rq->tx, access->plan->module->id, record->id, &count);
	struct doc *shown;

	while (count > 0 && said[count - 1].decision != DECISION_REJECT)
		count--;
	if (count == 0)
		return;
	shown = doc_set_object(page, "refusal");
	doc_set_text(shown, "by", said[count - 1].name);
	doc_set_text(shown, "reason", said[count - 1].reason);
	doc_set_instant(shown, "at", said[count - 1].at);
	doc_set_bool(shown, "may_edit", record->editable && access_writes(access, MAY_EDIT));
}

static bool
is_among(const struct asked_person *people, size_t count, int64_t staff)
{
	return approval_asks(people, count, staff, false);
}

static bool
shows_approval(const struct access *access)
{
	return field_is_shown(access->plan, &access->plan->module->fields[SYSTEM_APPROVAL]) ||
	       weakened(CHECK_APPROVAL_SHOWN);
}

/* Whoever may not see the state of approval only sees it when they are asked themselves. */
static bool
is_shown(struct request *rq, const struct access *access, const struct approval *approval)
{
	size_t count;
	const struct asked_person *people;

	if (shows_approval(access))
		return true;
	people = approval_people(rq->tx, approval, &count);
	return is_among(people, count, rq->viewer->staff);
}

void
approval_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	const struct module *module = access->plan->module;
	const struct approval *approval;

	doc_set_null(page, "approval");
	doc_set_null(page, "refusal");
	review_fill(rq, page, access, record);
	if (!module_can_wait(module))
		return;
	approval = approval_of(rq->tx, module->id, record->id);
	if (approval != NULL && is_shown(rq, access, approval))
		fill_waiting(rq, page, access, approval);
	else if (cell_is(&record->cells[SYSTEM_APPROVAL], STATE_REFUSED))
		fill_refused(rq, page, access, record);
}

/* ---- all that was said ---- */

static void
add_said(struct doc *list, const struct said *said)
{
	static const char *const labels[] = {N_("Approved"), N_("Refused"), N_("Withdrawn"), N_("Released")};
	struct doc *row = doc_add_object(list);

	doc_set_word(row, "decision", decision_names[said->decision], labels[said->decision]);
	doc_set_int(row, "step", said->step);
	doc_set_text(row, "by", said->name);
	doc_set_bool(row, "for_others", said->for_others);
	doc_set_text(row, "reason", said->reason);
	doc_set_instant(row, "at", said->at);
}

static void
add_all(struct request *rq, struct doc *page, const struct module *module, int64_t record)
{
	struct doc *list = doc_set_list(page, "approvals");
	size_t count, said_count;
	const struct approval *approvals = approvals_of(rq->tx, module->id, record, APPROVALS_SHOWN, &count);
	const struct said *said = approval_said(rq->tx, module->id, record, &said_count);

	for (size_t i = 0; i < count; i++) {
		struct doc *shown = doc_add_object(list), *decisions;

		add_approval(rq, shown, &approvals[i]);
		doc_set_instant(shown, "ended_at", approvals[i].ended_at);
		decisions = doc_set_list(shown, "decisions");
		for (size_t s = 0; s < said_count; s++)
			if (said[s].approval_id == approvals[i].id)
				add_said(decisions, &said[s]);
	}
}

static struct doc *
page_of(struct request *rq, const struct access *access, const struct record *record)
{
	struct doc *page = doc_object(rq->arena);
	struct book *book = book_new(rq);

	book_want_record(book, access->plan->module, record);
	book_look_up(book);
	sheet_head(rq, page, access, record, book, "approval");
	add_all(rq, page, access->plan->module, record->id);
	form_page(rq, page, "reason decision");
	return page;
}

static const struct record *
record_of_path(struct request *rq, const struct access **access)
{
	const struct record *record;

	*access = path_access(rq);
	if (*access == NULL || !module_can_wait((*access)->plan->module) || !shows_approval(*access))
		return NULL;
	record = path_record(rq, *access, false);
	return record;
}

struct reply
record_approval_page(struct request *rq)
{
	const struct access *access;
	const struct record *record = record_of_path(rq, &access);

	return record == NULL ? reply_not_found(rq) : reply_page(rq, "approval_record", page_of(rq, access, record));
}

/* ---- deciding ---- */

static struct reply
refused(struct request *rq, enum decision_outcome outcome)
{
	if (outcome == DECISION_ABSENT)
		return reply_not_found(rq);
	return reply_refusal(rq, outcome == DECISION_TAKEN ? 409 : 403, decision_outcome_text(outcome));
}

struct reply
record_approval_decision(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const struct approval *approval;
	struct decision_wish wish = {.approval = form_read_id(rq->form, "approval", FORM_OPTIONAL)};
	enum decision_outcome outcome;
	bool for_others;

	if (record == NULL || !module_can_wait(access->plan->module))
		return reply_not_found(rq);
	wish.step = (int)form_read_int(rq->form, "step", FORM_OPTIONAL, 1, APPROVAL_STEPS);
	if (!form_has(rq->form, "step"))
		wish.step = 0;
	if (!decision_read(rq, &wish))
		return reply_form(rq, "approval_record", page_of(rq, access, record));
	approval = approval_of(rq->tx, access->plan->module->id, record->id);
	if (wish.approval == 0 && approval != NULL)
		wish.approval = approval->id;
	if (approval == NULL || approval->id != wish.approval)
		return refused(rq, DECISION_TAKEN);
	outcome = approval_decide(rq->tx, access, &wish, &for_others);
	if (outcome != DECISION_DONE)
		return refused(rq, outcome);
	decision_audit(rq, access->plan->module, record->id, &wish, for_others);
	record = path_record(rq, access, false);
	return reply_done(rq, next_path(rq, record_path(rq, access->plan->module, path_id(rq, "record"), "")),
			  decision_flash(wish.decision),
			  !rq->wants_json || record == NULL ? NULL : page_of(rq, access, record));
}
