/* record_web: a record's sheet and history, and what happens to it as a whole: the bin, back, gone for good. */
#include "base/id.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_merge.h"
#include "records/record_own.h"
#include "records/sheet.h"

enum { HISTORY_ROWS = 50 };

/* `href` says where records of the module are shown. */
static struct reply
gone(struct request *rq, const struct access *access, int64_t gone_id,
     const char *(*href)(struct request *rq, const struct module *module, int64_t id))
{
	const struct module *module = access == NULL ? NULL : access->plan->module;
	int64_t id = module == NULL ? 0 : merged_into(rq->tx, module, gone_id);
	struct record *record = id == 0 ? NULL : record_find(rq->tx, access, id, false);
	struct reply reply;
	struct doc *into;

	if (record == NULL)
		return reply_not_found(rq);
	if (!rq->wants_json)
		return reply_done(rq, href(rq, module, id),
				  N_("The one you were looking for was merged into this one."), NULL);
	reply = reply_refusal(rq, 410, N_("This record was merged into another one."));
	into = doc_set_object(reply.document, "merged_into");
	doc_set_id(into, "id", id);
	doc_set_text(into, "name", record_title(rq, module, record));
	doc_set_text(into, "href", href(rq, module, id));
	return reply;
}

static const char *
sheet_href(struct request *rq, const struct module *module, int64_t id)
{
	return record_path(rq, module, id, "");
}

struct reply
record_gone(struct request *rq, const struct access *access)
{
	return gone(rq, access, path_id(rq, "record"), sheet_href);
}

struct reply
record_own_gone(struct request *rq, const char *name, int64_t id)
{
	const struct module *module = module_named(rq->rights->catalogue, name);
	const struct access *access = module == NULL ? NULL : record_access(rq, module);

	if (rq->viewer->given_only && !rq->wants_json && access != NULL &&
	    record_find(rq->tx, access, id, false) != NULL)
		return reply_redirect(rq, record_path(rq, module, id, ""));
	return gone(rq, access, id, record_href);
}

struct reply
record_show_page(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	struct reply reply;

	if (record == NULL)
		return record_gone(rq, access);
	reply = reply_page(rq, "record_sheet", sheet_doc(rq, access, record));
	if (rq->wants_json)
		reply.etag = arena_printf(rq->arena, "\"%lld\"", (long long)record->version);
	return reply;
}

/* ---- history ---- */

static const char *
kind_label(const char *kind)
{
	static const char *const labels[][2] = {
		{"created", N_("Created")},	     {"changed", N_("Changed")},
		{"removed", N_("Moved to the bin")}, {"restored", N_("Taken out of the bin")},
		{"purged", N_("Deleted for good")},  {"merged", N_("Merged")},
		{"approved", N_("Approved")},	     {"refused", N_("Refused")},
		{"accepted", N_("Accepted")},	     {"imported", N_("Imported")},
		{"commented", N_("Commented")},	     {"attached", N_("File attached")},
		{"detached", N_("File taken off")},  {"submitted", N_("Waiting for approval")},
		{"withdrawn", N_("Withdrawn")},	     {"agreed", N_("Approved by one of those asked")},
		{"declined", N_("Declined")},	     {"released", N_("No longer waits: its rule was removed")},
	};

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (text_equal(labels[i][0], kind))
			return labels[i][1];
	return kind;
}

static void
add_change(struct request *rq, struct doc *list, const struct book *book, const struct change *change, int64_t record)
{
	struct doc *shown = doc_add_object(list);
	static const char *const values[] = {"before", "after"};

	doc_set_id(shown, "id", change->id);
	doc_set_instant(shown, "at", change->at);
	doc_set_word(shown, "kind", change->kind, kind_label(change->kind));
	doc_set_text(shown, "actor", change->actor_name);
	doc_set_bool(shown, "merged", change->merged);
	doc_set_null(shown, "field");
	doc_set_null(shown, "label");
	doc_set_null(shown, "note");
	if (change->field == NULL && change->after.type == DB_TEXT)
		doc_set_str(shown, "note", change->after.bytes);
	for (size_t i = 0; i < 2; i++) {
		const struct db_value *value = i == 0 ? &change->before : &change->after;
		struct doc *fields = doc_object(rq->arena);

		doc_set_null(shown, values[i]);
		if (change->field == NULL)
			continue;
		doc_set_field(rq, book, fields, change->field, value, record);
		if (!rq->wants_json)
			doc_set(shown, values[i], cell_doc(rq, book, change->field, value, record));
		else
			doc_set(shown, values[i],
				(struct doc *)(uintptr_t)doc_get(fields, str_of(change->field->name)));
	}
	if (change->field == NULL)
		return;
	doc_set_text(shown, "field", change->field->name);
	doc_set_label(shown, "label", &change->field->label, language_of(rq));
}

struct reply
record_history_page(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const char *before = form_text(rq->form, "before");
	struct doc *page = doc_object(rq->arena), *list;
	struct book *book = book_new(rq);
	struct change *changes;
	int64_t id = 0;
	char text[ID_LENGTH + 1];
	size_t count;

	if (record == NULL)
		return record_gone(rq, access);
	id_parse(str_of(before == NULL ? "" : before), &id);
	changes = record_history(rq->tx, access, record->id, id, HISTORY_ROWS + 1, &count);
	for (size_t i = 0; i < count; i++)
		if (changes[i].field != NULL) {
			book_want(book, changes[i].field, &changes[i].before);
			book_want(book, changes[i].field, &changes[i].after);
		}
	book_want_record(book, access->plan->module, record);
	book_look_up(book);
	sheet_head(rq, page, access, record, book, "history");
	list = doc_set_list(page, "changes");
	for (size_t i = 0; i < count && i < HISTORY_ROWS; i++)
		add_change(rq, list, book, &changes[i], record->id);
	doc_set_null(page, "older_href");
	if (count > HISTORY_ROWS) {
		id_print(text, changes[HISTORY_ROWS - 1].id);
		doc_set_text(page, "older_href",
			     record_path(rq, access->plan->module, record->id,
					 arena_printf(rq->arena, "/history?before=%s", text)));
	}
	return reply_page(rq, "record_history", page);
}

/* ---- away and back ---- */

struct reply
record_removal(struct request *rq)
{
	const struct access *access = path_access(rq);
	int64_t id = path_id(rq, "record");
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome;

	if (access == NULL || !access_writes(access, MAY_DELETE))
		return reply_not_found(rq);
	outcome = record_remove(rq->tx, access, id, &trouble);
	if (outcome != RECORD_DONE)
		return record_refusal(rq, outcome, &trouble);
	return reply_done(rq, list_path(rq, access->plan->module),
			  rq->viewer->kind == VIEWER_CLIENT ? N_("Deleted.")
							    : N_("Moved to the bin. It can be taken out again."),
			  NULL);
}

struct reply
record_restoration(struct request *rq)
{
	const struct access *access = path_access(rq);
	int64_t id = path_id(rq, "record");
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome;

	if (access == NULL || !access_writes(access, MAY_DELETE))
		return reply_not_found(rq);
	outcome = record_restore(rq->tx, access, id);
	if (outcome == RECORD_HELD)
		return reply_refusal(rq, 409, house_person_return_refusal(rq->house, rq->tx, id));
	if (outcome != RECORD_DONE)
		return record_refusal(rq, outcome, &trouble);
	return reply_done(rq, record_path(rq, access->plan->module, id, ""), N_("It is back."), NULL);
}

struct reply
record_purge_page(struct request *rq)
{
	const struct access *access = path_access(rq);
	int64_t id = path_id(rq, "record");
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome;

	if (access == NULL || !access_writes(access, MAY_DELETE))
		return reply_not_found(rq);
	outcome = record_purge(rq->tx, access, id);
	if (outcome == RECORD_HELD)
		return reply_refusal(rq, 409, N_("Files of it must be kept for now: it stays in the recycle bin."));
	if (outcome != RECORD_DONE)
		return record_refusal(rq, outcome, &trouble);
	return reply_done(rq, module_path(rq, access->plan->module, "/bin"), N_("Deleted for good."), NULL);
}
