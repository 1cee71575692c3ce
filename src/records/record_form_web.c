/* record_form_web: new records and changes, by form or by program; who was overtaken sees both texts. */
#include "core/feature.h"
#include "core/flash.h"
#include "core/form_page.h"
#include "records/handlers.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/once.h"
#include "records/portal_forced.h"
#include "records/portal_layout.h"
#include "records/record_approval.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "records/record_import.h"
#include "records/sheet.h"

#include <string.h>

/* The module of the path, for portal users as the layout they look at shows it. */
static const struct access *
form_access(struct request *rq)
{
	return portal_layout_access(rq, path_access(rq));
}

static struct reply
saved(struct request *rq, const struct access *access, int64_t id, const char *flash)
{
	struct record *record = record_find(rq->tx, access, id, false);
	const char *href = record_path(rq, access->plan->module, id, "");
	struct doc *document;

	if (record == NULL) /* saved so that its writer does not see it any more */
		return reply_done(rq, list_path(rq, access->plan->module), flash, NULL);
	if (!rq->wants_json)
		return reply_done(rq, next_path(rq, href), flash, NULL);
	document = sheet_doc(rq, access, record);
	if (rq->viewer->kind == VIEWER_CLIENT)
		portal_sheet_fill(rq, document, access, record);
	return reply_done(rq, href, flash, document);
}

/* The form again with what was typed; programs get only what was wrong. */
static struct reply
shown_again(struct request *rq, const struct access *access, const struct record *stored)
{
	struct doc *document;

	if (!rq->wants_json)
		return reply_form(rq, record_form_template(rq), record_form_doc(rq, access, stored, NULL));
	document = doc_object(rq->arena);
	form_page(rq, document, "");
	return reply_form(rq, record_form_template(rq), document);
}

/* ---- new ---- */

struct reply
record_new_form(struct request *rq)
{
	const struct access *access = form_access(rq);

	if (access == NULL || !access_makes(access))
		return reply_not_found(rq);
	return reply_page(rq, record_form_template(rq), record_form_doc(rq, access, NULL, NULL));
}

/* People are asked before they make what may be there already, programs when they wish it. */
static bool
asks_first(struct request *rq)
{
	return rq->wants_json ? text_equal(form_text(rq->form, "duplicates"), "refuse")
			      : !text_equal(form_text(rq->form, "action"), "anyway");
}

/* The cells of what would be made, when records that the viewer sees are like it; else NULL. */
static const struct db_value *
cells_alike(struct request *rq, const struct access *access, const struct record_draft *draft)
{
	const struct module *module = access->plan->module;
	const struct db_value *cells = record_form_cells(rq->arena, module, draft, NULL);
	size_t count;

	if (!asks_first(rq))
		return NULL;
	record_matches(rq->tx, access, 0, cells, 1, &count);
	return count == 0 ? NULL : cells;
}

/* 0: refused, and the form says why, or *outcome; or *alike has the cells of what may be there already. */
static int64_t
create(struct request *rq, const struct access *access, enum record_outcome *outcome, struct record_trouble *trouble,
       const struct db_value **alike)
{
	struct record_draft *draft = record_form_read(rq, access, "fields", NULL);
	int64_t id = 0;

	record_form_check(rq, access, "fields", draft, NULL);
	if (form_failed(rq->form))
		return 0;
	*alike = cells_alike(rq, access, draft);
	if (*alike != NULL)
		return 0;
	draft->lines_follow = true;
	if (rq->viewer->token != 0)
		draft->source = SOURCE_API;
	*outcome = record_create(rq->tx, access, draft, &id, trouble);
	if (*outcome == RECORD_REFUSED)
		record_form_refused(rq, "fields", trouble);
	if (*outcome != RECORD_DONE)
		return 0;
	record_form_settle(rq, access->plan->module, draft, id);
	*outcome = lines_save(rq, access, id, true, trouble);
	if (*outcome == RECORD_DONE)
		record_settle(rq->tx, access, id, NULL);
	return *outcome == RECORD_DONE && !form_failed(rq->form) ? id : 0;
}

static struct reply
may_be_there(struct request *rq, const struct access *access, const struct db_value *cells)
{
	struct doc *document;

	form_error(rq->form, "duplicates", N_("Records like this one are there already: please look at them first."),
		   NULL);
	if (rq->wants_json) {
		document = doc_object(rq->arena);
		form_page(rq, document, "");
	} else {
		document = record_form_doc(rq, access, NULL, NULL);
	}
	matches_fill(rq, document, access, 0, cells);
	return reply_conflict(rq, record_form_template(rq), document);
}

/* It is made. People of the portal read what the house wrote for then, but not after each word of a conversation. */
static struct reply
made(struct request *rq, const struct access *access, int64_t id)
{
	bool ends = rq->viewer->kind == VIEWER_CLIENT && access->plan->module->naming->type != FIELD_LONG_TEXT;
	const char *words = ends ? house_made_words(rq) : NULL;
	struct reply reply = saved(rq, access, id, words == NULL ? N_("Saved.") : flash_of_words(rq->arena, words));

	if (rq->wants_json && words != NULL)
		doc_set_text(reply.document, "message", words);
	return reply;
}

/* What was typed is there again, to be sent later. */
static struct reply
too_fast(struct request *rq, const struct access *access, struct record *record)
{
	struct reply reply;

	form_error(rq->form, "", N_("That was a lot in a short time. Please wait a few minutes."), NULL);
	reply = shown_again(rq, access, record);
	reply.status = 429;
	return reply;
}

struct reply
record_new(struct request *rq)
{
	const struct access *access = form_access(rq);
	enum record_outcome outcome = RECORD_DONE;
	struct record_trouble trouble = {.field = NULL};
	const struct db_value *alike = NULL;
	struct once once;
	int64_t id;

	if (access == NULL || !access_makes(access))
		return reply_not_found(rq);
	if (record_form_is_shown_again(rq))
		return reply_page(rq, record_form_template(rq), record_form_doc(rq, access, NULL, NULL));
	if (portal_writes_too_fast(rq))
		return too_fast(rq, access, NULL);
	once = once_begin(rq, access->plan->module);
	if (once.refused)
		return reply_refusal(rq, 422, N_("This Idempotency-Key came before, with another content."));
	if (once.record != 0)
		return saved(rq, access, once.record, NULL);
	id = create(rq, access, &outcome, &trouble, &alike);
	if (alike != NULL)
		return may_be_there(rq, access, alike);
	if (id == 0 && !form_failed(rq->form))
		return record_refusal(rq, outcome, &trouble);
	if (id == 0)
		return shown_again(rq, access, NULL);
	once_keep(rq, &once, access->plan->module, id);
	return made(rq, access, id);
}

/* ---- change ---- */

/* The version that was seen: in the form, or as If-Match: "3". 0: not said. */
static int64_t
seen_version(struct request *rq)
{
	const char *match = http_header(rq->http, "If-Match");
	struct str tag = str_of(match);
	int64_t version = 0;

	if (form_has(rq->form, "version"))
		return form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	if (tag.length > 2 && tag.at[0] == '"' && tag.at[tag.length - 1] == '"')
		str_to_int(str_slice(tag.at + 1, tag.length - 2), &version);
	return version;
}

struct reply
record_change_form(struct request *rq)
{
	const struct access *access = form_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);

	if (record == NULL)
		return record_gone(rq, access);
	if (!access_writes(access, MAY_EDIT) || !record->editable)
		return reply_not_found(rq);
	return reply_page(rq, record_form_template(rq), record_form_doc(rq, access, record, NULL));
}

/* For programs: what was sent and what is there, field by field where they differ. */
static void
add_conflicts(struct request *rq, struct doc *document, const struct access *access, const struct record *theirs,
	      const struct record_draft *draft)
{
	const struct module *module = access->plan->module;
	struct doc *list = doc_set_list(document, "conflicts");
	struct book *book = book_new(rq);

	book_want_record(book, module, theirs);
	for (size_t i = 0; i < module->field_count; i++)
		if (draft->given[i])
			book_want(book, &module->fields[i], &draft->cells[i]);
	book_look_up(book);
	for (size_t i = 0; i < module->field_count; i++) {
		struct doc *conflict, *yours;

		if (!draft->given[i] || value_equal(&draft->cells[i], &theirs->cells[i]))
			continue;
		conflict = doc_add_object(list);
		yours = doc_object(rq->arena);
		doc_set_text(conflict, "field", module->fields[i].name);
		doc_set_field(rq, book, yours, &module->fields[i], &draft->cells[i], theirs->id);
		doc_set(conflict, "yours", (struct doc *)(uintptr_t)doc_get(yours, str_of(module->fields[i].name)));
		doc_set_field(rq, book, yours, &module->fields[i], &theirs->cells[i], theirs->id);
		doc_set(conflict, "theirs", (struct doc *)(uintptr_t)doc_get(yours, str_of(module->fields[i].name)));
	}
}

static struct reply
overtaken(struct request *rq, const struct access *access, int64_t id, const struct record_draft *draft)
{
	struct record *theirs = record_find(rq->tx, access, id, false);
	struct doc *page;

	if (theirs == NULL)
		return reply_not_found(rq);
	form_error(rq->form, "",
		   N_("Somebody else has changed this meanwhile. Nothing of yours is lost: compare, then save again."),
		   NULL);
	if (rq->wants_json) {
		page = doc_object(rq->arena);
		form_page(rq, page, "");
		doc_set_int(page, "version", theirs->version);
		add_conflicts(rq, page, access, theirs, draft);
	} else {
		page = record_form_doc(rq, access, theirs, theirs);
	}
	return reply_conflict(rq, record_form_template(rq), page);
}

static struct reply
change(struct request *rq, const struct access *access, struct record *record, int64_t version)
{
	struct record_draft *draft = record_form_read(rq, access, "fields", record);
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome = RECORD_DONE;
	int64_t kept_version;
	const struct db_value *before = record_cells(rq->tx, access->plan->module, record->id, &kept_version);

	if (version != record->version)
		return overtaken(rq, access, record->id, draft);
	draft->lines_follow = true;
	record_form_check(rq, access, "fields", draft, record);
	if (!form_failed(rq->form)) {
		outcome = record_change(rq->tx, access, record->id, version, draft, &trouble);
		if (outcome == RECORD_OVERTAKEN)
			return overtaken(rq, access, record->id, draft);
		if (outcome == RECORD_REFUSED)
			record_form_refused(rq, "fields", &trouble);
		else if (outcome == RECORD_DONE)
			outcome = lines_save(rq, access, record->id, false, &trouble);
		if (outcome == RECORD_DONE)
			record_settle(rq->tx, access, record->id, before);
	}
	if (outcome == RECORD_OVERTAKEN)
		return overtaken(rq, access, record->id, draft);
	if (form_failed(rq->form))
		return shown_again(rq, access, record);
	if (outcome != RECORD_DONE)
		return record_refusal(rq, outcome, &trouble);
	record_form_settle(rq, access->plan->module, draft, record->id);
	return saved(rq, access, record->id, N_("Saved."));
}

struct reply
record_changed(struct request *rq)
{
	const struct access *access = form_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	int64_t version;

	if (record == NULL)
		return record_gone(rq, access);
	if (!access_writes(access, MAY_EDIT))
		return reply_not_found(rq);
	if (!record->editable)
		return reply_refusal(rq, 409, N_("This is locked for now: it cannot be changed."));
	if (record_form_is_shown_again(rq))
		return reply_page(rq, record_form_template(rq), record_form_doc(rq, access, record, NULL));
	if (portal_writes_too_fast(rq))
		return too_fast(rq, access, record);
	version = seen_version(rq);
	if (version == 0 && !form_failed(rq->form))
		return reply_refusal(
			rq, 428,
			N_("Please say which version you change: in the field “version”, or in the header If-Match."));
	return change(rq, access, record, version);
}
