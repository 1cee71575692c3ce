/* record_web: what a person who is a record agreed to: a card on their sheet, all their answers, and those that staff
 * received otherwise. */
#include "privacy/consent_store.h"
#include "privacy/handlers.h"
#include "privacy/pages.h"

#include "base/instant.h"
#include "core/form_page.h"
#include "records/book.h"
#include "records/module_page.h"
#include "records/sheet.h"
#include "sys/clock.h"

/* Of whose records one asks consents: those that are people. */
static bool
are_people(const struct module *module)
{
	static const char *const names[] = {"contacts", "leads", "vendors"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_equal(module->name, names[i]))
			return true;
	return false;
}

static bool
may_answer(const struct access *access, const struct record *record)
{
	return record->editable && access_writes(access, MAY_EDIT);
}

/* ---- the card ---- */

static void
add_standings(struct request *rq, struct doc *shown, int64_t module, int64_t record)
{
	struct doc *list = doc_set_list(shown, "rows");
	size_t count;
	const struct standing *found = standings(rq->tx, module, record, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		standing_fill(row, &found[i], language_of(rq));
		doc_set_text(row, "staff", found[i].staff);
	}
}

void
privacy_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	const struct module *module = access->plan->module;
	struct doc *shown;

	doc_set_null(page, "consents");
	if (!are_people(module) || !privacy_is_on(rq->tx))
		return;
	shown = doc_object(rq->arena);
	add_standings(rq, shown, module->id, record->id);
	doc_set_bool(shown, "may_answer", may_answer(access, record));
	doc_set_text(shown, "href", record_path(rq, module, record->id, "/consents"));
	if (doc_get(shown, STR("rows"))->list.count > 0)
		doc_set(page, "consents", shown);
}

/* ---- all their answers ---- */

static void
add_choices(struct request *rq, struct doc *page)
{
	static const char *const labels[] = {N_("Agrees"), N_("Does not agree"), N_("Withdraws the consent")};
	struct doc *list = doc_set_list(page, "choices");
	int typed = form_read_choice(rq->form, "answer", FORM_OPTIONAL, consent_answer_names);

	for (int i = 0; i < 3; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_word(row, "label", consent_answer_names[i], labels[i]);
		doc_set_text(row, "code", consent_answer_names[i]);
		doc_set_bool(row, "current", i == typed);
	}
}

static void
add_asked(struct request *rq, struct doc *page, int64_t module, int64_t record)
{
	struct doc *list = doc_set_list(page, "asked");
	int64_t typed = form_read_id(rq->form, "consent", FORM_OPTIONAL), newest = 0;
	size_t count;
	const struct standing *found = standings(rq->tx, module, record, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row;

		if (found[i].consent.retired_at != NO_INSTANT && standing_state(&found[i]) == CONSENT_WITHDRAWN)
			continue;
		row = doc_add_object(list);
		standing_fill(row, &found[i], language_of(rq));
		doc_set_bool(row, "current", found[i].consent.id == typed);
		newest = found[i].consent.text_id > newest ? found[i].consent.text_id : newest;
	}
	doc_set_id(page, "seen", newest);
}

static struct doc *
page_of(struct request *rq, const struct access *access, const struct record *record)
{
	const struct module *module = access->plan->module;
	struct doc *page = doc_object(rq->arena);
	struct book *book = book_new(rq);

	book_want_record(book, module, record);
	book_look_up(book);
	sheet_head(rq, page, access, record, book, "consents");
	doc_set_text(page, "href", record_path(rq, module, record->id, "/consents"));
	doc_set_bool(page, "may_answer", may_answer(access, record));
	add_asked(rq, page, module->id, record->id);
	add_choices(rq, page);
	answers_fill(rq, page, module->id, record->id, true);
	form_page(rq, page, "consent answer note");
	return page;
}

static struct record *
record_of_path(struct request *rq, const struct access **access)
{
	*access = path_access(rq);
	if (*access == NULL || !are_people((*access)->plan->module) || !privacy_is_on(rq->tx))
		return NULL;
	return path_record(rq, *access, false);
}

struct reply
record_consents_page(struct request *rq)
{
	const struct access *access;
	const struct record *record = record_of_path(rq, &access);

	return record == NULL ? reply_not_found(rq) : reply_page(rq, "record_consents", page_of(rq, access, record));
}

/* ---- an answer that staff received ---- */

static const struct standing *
read_answer(struct request *rq, const struct access *access, const struct record *record, int *answer,
	    const char **note)
{
	int64_t id = form_read_id(rq->form, "consent", FORM_REQUIRED);
	const struct standing *standing = standing_find(rq->tx, access->plan->module->id, record->id, id);
	int64_t seen = form_read_id(rq->form, "seen", FORM_OPTIONAL); /* the newest text of the page */
	const char *refusal;

	*answer = form_read_choice(rq->form, "answer", FORM_REQUIRED, consent_answer_names);
	*note = form_read_lines(rq->form, "note", FORM_OPTIONAL, CONSENT_NOTE);
	if (text_empty(*note))
		form_error(rq->form, "note",
			   N_("Please say how you received it: a signed form, a call, with its date."), NULL);
	if (id != 0 && standing == NULL)
		form_error(rq->form, "consent", N_("There is no such consent."), NULL);
	if (standing == NULL || *answer < 0)
		return NULL;
	if (seen != 0 && standing->consent.text_id > seen)
		form_error(rq->form, "consent", N_("Its text has changed meanwhile: please look at it again."), NULL);
	refusal = consent_refusal(&standing->consent, standing_state(standing), (enum consent_answer) * answer);
	if (refusal == NULL && consent_stands(standing_state(standing), (enum consent_answer) * answer))
		refusal = N_("This is how it stands already.");
	if (refusal != NULL)
		form_error(rq->form, "answer", refusal, NULL);
	return standing;
}

struct reply
record_consents_answer(struct request *rq)
{
	const struct access *access;
	const struct record *record = record_of_path(rq, &access);
	const struct standing *standing;
	const struct module *module;
	const char *note;
	int answer;

	if (record == NULL)
		return reply_not_found(rq);
	if (!may_answer(access, record))
		return access_writes(access, MAY_EDIT)
			       ? reply_refusal(rq, 409,
					       N_("This is locked in its present state, or not yours to change."))
			       : reply_not_found(rq);
	standing = read_answer(rq, access, record, &answer, &note);
	if (form_failed(rq->form) || standing == NULL)
		return reply_form(rq, "record_consents", page_of(rq, access, record));
	module = access->plan->module;
	answer_add(rq->tx, &(struct answer_new){.module = module->id,
						.record = record->id,
						.consent = standing->consent.id,
						.text = standing->consent.text_id,
						.number = standing->consent.number,
						.answer = (enum consent_answer)answer,
						.means = MEANS_STAFF,
						.at = clock_now(),
						.note = note,
						.staff = rq->viewer->staff});
	answer_journal(rq, module->name, record->id, &standing->consent, (enum consent_answer)answer);
	return reply_done(rq, record_path(rq, module, record->id, "/consents"), N_("The answer was noted."),
			  page_of(rq, access, record));
}
