/* record_own: the fields of the house's own making, for the page that a feature has of a record. */
#include "records/record_own.h"

#include "core/weakened.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_row.h"
#include "records/record_wait.h"
#include "records/sheet.h"

static bool
is_shown(const struct access *access, const struct field *field, const struct record *record)
{
	return !field->theirs && !field->system && field_is_shown(access->plan, field) &&
	       (field->visible_when == NULL || condition_holds(field->visible_when, record->cells, access->moment));
}

static void
fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	const struct module *module = access->plan->module;
	const struct field **fields = arena_make_array(rq->arena, const struct field *, module->field_count);
	struct book *book = book_new(rq);
	struct doc *own, *cells;
	size_t count = 0;

	book_want_record(book, module, record);
	book_look_up(book);
	for (size_t i = 0; i < module->field_count; i++)
		if (is_shown(access, &module->fields[i], record))
			fields[count++] = &module->fields[i];
	own = record_doc(rq, access, book, record, fields, count);
	doc_set_text(own, "href", record_path(rq, module, record->id, ""));
	doc_set_text(own, "form_href",
		     record->editable && access_writes(access, MAY_EDIT) ? record_path(rq, module, record->id, "/form")
									 : NULL);
	doc_set_bool(own, "has_cells", count > 0);
	cells = doc_set_list(own, "cells");
	for (size_t i = 0; !rq->wants_json && i < count; i++)
		doc_add(cells, cell_doc(rq, book, fields[i], &record->cells[fields[i]->index], record->id));
	doc_set(page, "own", own);
}

void
record_own_fill(struct request *rq, struct doc *page, const char *name, int64_t id)
{
	const struct module *module = module_named(rq->rights->catalogue, name);
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	const struct record *record =
		access == NULL || !access_may(access, MAY_VIEW) ? NULL : record_find(rq->tx, access, id, false);
	static const char *const parts[] = {"own",	"approval",   "refusal",       "review",      "duplicates",
					    "consents", "invitation", "portal_person", "client_sheet"};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		doc_set_null(page, parts[i]);
	if (record == NULL)
		return;
	fill(rq, page, access, record);
	sheet_heads(rq, page, access, record);
	if (!rq->wants_json)
		matches_fill(rq, page, access, id, record->cells);
}

bool
record_is_open(struct request *rq, const char *name, int64_t id)
{
	const struct module *module = module_named(rq->rights->catalogue, name);
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	const struct record *record = access == NULL || id == 0 ? NULL : record_find(rq->tx, access, id, false);

	if (access == NULL || weakened(CHECK_KEPT_OPEN)) /* a house without modules */
		return true;
	if (!access_may(access, id == 0 ? MAY_CREATE : MAY_EDIT) || (id != 0 && (record == NULL || !record->editable)))
		return false;
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].theirs && !module->fields[i].kept &&
		    (!access->plan->writable[i] || (record != NULL && record->locked[i])))
			return false;
	return true;
}

bool
record_waits(struct request *rq, const char *name, int64_t id)
{
	const struct module *module = module_named(rq->rights->catalogue, name);
	const struct row *row = module == NULL || !module_can_wait(module) ? NULL : row_read(rq->tx, module, id);

	return row != NULL && row_waits(row);
}

const char *
record_closed(struct request *rq, const char *name, int64_t id)
{
	if (record_is_open(rq, name, id))
		return NULL;
	return id != 0 && record_waits(rq, name, id)
		       ? N_("This waits for approval: nobody changes it meanwhile.")
		       : N_("This is locked in its present state, or not yours to change.");
}
