/* portal_web: the tabs of a portal user: lists of what is theirs, its sheets, and the question before one goes. */
#include "base/instant.h"
#include "core/rate.h"
#include "records/attachment.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/portal_forced.h"
#include "records/portal_layout.h"
#include "records/portal_menu.h"
#include "records/record_doc.h"
#include "records/record_own.h"
#include "records/record_row.h"
#include "records/sheet.h"

int64_t
only_record(const struct request *rq, const struct module *module)
{
	const struct user_type *type = viewer_user_type(rq->rights, rq->viewer);
	const struct portal_tab *tab = type == NULL ? NULL : type->by_module[module->index];

	if (tab == NULL || tab->link != NULL)
		return 0;
	return tab->tie == TIE_SELF ? rq->viewer->record : tab->tie == TIE_CLIENT ? rq->viewer->client : 0;
}

struct reply
portal_record_list(struct request *rq)
{
	const struct access *access = path_access(rq);
	int64_t only = access == NULL ? 0 : only_record(rq, access->plan->module);

	if (only != 0 && !rq->wants_json)
		return reply_redirect(rq, record_path(rq, access->plan->module, only, ""));
	return record_list_page(rq);
}

/* ---- how fast they write ---- */

struct counting {
	const struct request *rq;
	bool too_fast;
};

static void
count_write(struct tx *tx, void *data)
{
	enum { WRITTEN_MOST = 300 };
	struct counting *counting = data;
	const struct request *rq = counting->rq;
	int64_t wait;

	counting->too_fast = !rate_take(tx, arena_printf(rq->arena, "portal.write:%lld", (long long)rq->viewer->record),
					WRITTEN_MOST, 10 * (int64_t)MINUTE_MS, &wait);
}

/* In a transaction of its own: what is refused is undone, and tells whether a value is there already all the same. */
void
portal_prepare(struct request *rq)
{
	struct counting counting = {.rq = rq};
	struct sent_files *nothing = arena_make(rq->arena, struct sent_files);

	if (db_write(rq->house->db, rq->arena, count_write, &counting) == DB_FINE && !counting.too_fast) {
		attachments_prepare(rq);
		return;
	}
	nothing->too_fast = true;
	rq->prepared = nothing;
}

bool
portal_writes_too_fast(const struct request *rq)
{
	const struct sent_files *sent = rq->prepared;

	return rq->viewer->kind == VIEWER_CLIENT && sent != NULL && sent->too_fast;
}

/* Why a record that they may otherwise change cannot be now: not what the rule is called, which is the house's. */
static const char *
held_by(struct request *rq, const struct access *access, const struct record *record)
{
	if (record->editable || !access_writes(access, MAY_EDIT))
		return NULL;
	return record_waits(rq, access->plan->module->name, record->id)
		       ? N_("We are looking at this: it cannot be changed until we have answered.")
		       : N_("This cannot be changed in its present state.");
}

/* What came from the portal may have to be accepted first; who wrote it is told, whatever they see of its state. */
static bool
is_received(struct request *rq, const struct access *access, const struct record *record)
{
	const struct module *module = access->plan->module;
	const struct row *row;

	if (!module_can_wait(module) || !rq->rights->reviews[module->index].from[SOURCE_PORTAL])
		return false;
	row = row_read(rq->tx, module, record->id);
	return row != NULL && cell_is(&row->cells[SYSTEM_REVIEW], STATE_WAITING);
}

void
portal_sheet_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	const char *held = held_by(rq, access, record);

	doc_set_bool(page, "only", only_record(rq, access->plan->module) != 0);
	doc_set_null(page, "held");
	if (held != NULL)
		doc_set_message(page, "held", held, NULL);
	doc_set_bool(page, "received", is_received(rq, access, record));
	portal_layouts_fill(rq, page, access, record->id, "");
}

struct reply
portal_record_show(struct request *rq)
{
	const struct access *access = portal_layout_access(rq, path_access(rq));
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	struct reply reply;
	struct doc *page;

	if (record == NULL)
		return record_gone(rq, access);
	page = sheet_doc(rq, access, record);
	portal_sheet_fill(rq, page, access, record);
	reply = reply_page(rq, "portal_record_sheet", page);
	if (rq->wants_json)
		reply.etag = arena_printf(rq->arena, "\"%lld\"", (long long)record->version);
	return reply;
}

/* Asked on a page of its own, so that it is asked without a script, too. */
struct reply
portal_record_removal_form(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	struct doc *page = doc_object(rq->arena);
	struct book *book;

	if (record == NULL)
		return record_gone(rq, access);
	if (!access_writes(access, MAY_DELETE) || !record->deletable)
		return reply_not_found(rq);
	book = book_new(rq);
	book_want_record(book, access->plan->module, record);
	book_look_up(book);
	module_fill(rq, page, access);
	doc_set(page, "record", record_doc(rq, access, book, record, NULL, 0));
	doc_set_text(page, "action", record_path(rq, access->plan->module, record->id, "/removal"));
	return reply_page(rq, "portal_record_removal", page);
}
