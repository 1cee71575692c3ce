/* remark_web: writing, changing and taking back comments. Whoever sees a record may comment on it. */
#include "core/form_page.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/record_change.h"
#include "records/remark.h"
#include "records/sheet.h"

static struct reply
done(struct request *rq, const struct access *access, const struct record *record, const char *flash)
{
	struct doc *document = doc_object(rq->arena);

	if (rq->wants_json)
		remarks_fill(rq, document, access, record);
	return reply_done(rq,
			  arena_printf(rq->arena, "%s#remarks", record_path(rq, access->plan->module, record->id, "")),
			  flash, document);
}

static const char *
read_text(struct request *rq)
{
	return form_read_lines(rq->form, "text", FORM_REQUIRED, REMARK_LENGTH);
}

static struct reply
refused(struct request *rq, const struct access *access, const struct record *record)
{
	struct doc *page = sheet_doc(rq, access, record);

	form_page(rq, page, "text file");
	return reply_form(rq, "record_sheet", page);
}

struct reply
remark_new(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const char *text = read_text(rq);

	if (record == NULL)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return refused(rq, access, record);
	remark_create(rq->tx, access->plan->module->id, record->id, rq->viewer->staff, text);
	change_add(rq->tx, access, record->id, "commented");
	remark_tell(rq, access, record, text);
	return done(rq, access, record, N_("Your comment is there."));
}

struct reply
remark_change(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const char *text = read_text(rq);

	if (record == NULL)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return refused(rq, access, record);
	if (!remark_update(rq->tx, access->plan->module->id, record->id, path_id(rq, "remark"), rq->viewer->staff,
			   text))
		return reply_not_found(rq);
	remark_tell(rq, access, record, text);
	return done(rq, access, record, N_("Your comment was changed."));
}

struct reply
remark_removal(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);

	if (record == NULL ||
	    !remark_remove(rq->tx, access->plan->module->id, record->id, path_id(rq, "remark"), rq->viewer->staff))
		return reply_not_found(rq);
	return done(rq, access, record, N_("Your comment was removed."));
}
