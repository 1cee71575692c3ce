/* keep_web: how long what lies in a folder is kept: said, changed and taken back; and what a file brought along.
 */
#include "holds/handlers.h"

#include "core/audit.h"
#include "core/form_page.h"
#include "holds/retention.h"
#include "holds/retention_page.h"

enum { REASON_LENGTH = 200 };

/* A folder that is theirs in full. Else an answer. */
static bool
open_full(struct request *rq, struct opened *opened, struct reply *refused)
{
	if (!folder_open(rq, opened) || opened->seen->level == FOLDER_NONE)
		*refused = reply_not_found(rq);
	else if (opened->seen->level != FOLDER_FULL)
		*refused = folder_refused(rq, FOLDER_REFUSED);
	else
		return true;
	return false;
}

static struct doc *
keep_doc(struct request *rq, const struct opened *opened)
{
	const struct folder *folder = &opened->seen->folder;
	const struct retention_said said = retention_said_of(rq->tx, folder),
				    above = retention_said_above(rq->tx, folder);
	struct doc *page = folder_page(rq, opened);
	bool own = said.folder_id == folder->id;

	retention_set_said(rq, doc_set_object(page, "kept"), &said);
	retention_set_said(rq, doc_set_object(page, "above"), &above);
	doc_set_bool(page, "own", own);
	doc_set_text(page, "own_reason", own ? said.reason : "");
	retention_add_choices(doc_set_list(page, "choices"), own ? said.months : RETENTION_UNSAID);
	doc_set_text(page, "action", folder_sent_href(rq, opened, "retention"));
	form_page(rq, page, "keep reason");
	return page;
}

struct reply
folder_keep_show(struct request *rq)
{
	struct opened opened;
	struct reply refused;

	if (!open_full(rq, &opened, &refused))
		return refused;
	return reply_page(rq, "folder_retention", keep_doc(rq, &opened));
}

/* What becomes deletable, and the question. */
static struct doc *
shorter_doc(struct request *rq, const struct opened *opened, int before, int after)
{
	struct doc *page = folder_page(rq, opened);
	int64_t freed = retention_freed_beneath(rq->tx, &opened->seen->folder, after);

	retention_set_months(doc_set_object(page, "before"), before);
	retention_set_months(doc_set_object(page, "after"), after);
	doc_set_text(page, "keep", form_text(rq->form, "keep"));
	doc_set_text(page, "reason", form_text(rq->form, "reason"));
	doc_set_int(page, "count", freed);
	doc_set_bool(page, "has_freed", freed > 0);
	doc_set_text(page, "action", folder_sent_href(rq, opened, "retention"));
	form_page(rq, page, "keep reason");
	return page;
}

static void
note(struct request *rq, const struct folder *folder, int before, int after, const char *reason)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_int(detail, "before", before);
	doc_set_int(detail, "months", after);
	doc_set_text(detail, "reason", reason);
	audit_add(rq, &(struct audit){.action = "retention.folder",
				      .object_kind = "client",
				      .object = folder->client_id,
				      .detail = detail,
				      .place = activity_of_folder(rq->arena, folder->id, folder->name)});
}

struct reply
folder_keep_change(struct request *rq)
{
	struct opened opened;
	struct reply refused;
	const struct folder *folder;
	int before, keep, after;
	const char *reason;

	if (!open_full(rq, &opened, &refused))
		return refused;
	folder = &opened.seen->folder;
	keep = retention_read_months(rq, "keep", RETENTION_UNSAID);
	reason = form_read_text(rq->form, "reason", FORM_OPTIONAL, REASON_LENGTH);
	if (form_failed(rq->form))
		return reply_form(rq, "folder_retention", keep_doc(rq, &opened));
	before = retention_said_of(rq->tx, folder).months;
	after = keep == RETENTION_UNSAID ? retention_said_above(rq->tx, folder).months : keep;
	if (after < before && !form_read_bool(rq->form, "confirm"))
		return reply_page(rq, "folder_shorter", shorter_doc(rq, &opened, before, after));
	folder_retention_set(rq->tx, folder, keep, reason == NULL ? "" : reason);
	note(rq, folder, before, after, reason);
	return reply_done(rq, folder_href(rq, folder, ""), N_("Saved."), keep_doc(rq, &opened));
}

struct reply
file_keep_forget(struct request *rq)
{
	struct opened_file opened;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	if (!file_may_change(&opened))
		return file_refused(rq, FOLDER_REFUSED);
	file_retention_forget(rq->tx, opened.seen->file.id);
	file_note(rq, "retention.file", &opened.seen->file, 0);
	return reply_done(rq, file_href(rq, opened.access->client, opened.seen->file.id, ""),
			  N_("It is kept as its folder says."), file_page(rq, &opened));
}
