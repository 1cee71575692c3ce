/* attachment_web: files attached to records, and those in their fields, sent and fetched. */
#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/weakened.h"
#include "records/attachment.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/record_change.h"
#include "records/sheet.h"

/* Whoever may change a record may put files to it, and take them off. */
static bool
takes_files(const struct access *access, const struct record *record)
{
	return (record->editable && access_writes(access, MAY_EDIT)) || weakened(CHECK_ATTACH);
}

struct reply
attachment_new(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const struct sent_files *sent = rq->prepared;
	struct doc *page;

	if (record == NULL || !takes_files(access, record))
		return reply_not_found(rq);
	if (sent->count == 0)
		form_error(rq->form, "file", N_("Please choose a file first."), NULL);
	if (sent->count > 0)
		change_add(rq->tx, access, record->id, "attached");
	for (size_t i = 0; i < sent->count; i++) {
		if (sent->files[i].error != NULL)
			form_error(rq->form, "file", sent->files[i].error, NULL);
		else
			attachment_settle(rq->tx, sent->files[i].id, rq->viewer->staff, record->id);
	}
	page = sheet_doc(rq, access, record);
	if (form_failed(rq->form)) {
		form_page(rq, page, "text file");
		return reply_form(rq, "record_sheet", page);
	}
	audit_add(rq, &(struct audit){.action = "record.attach",
				      .object_kind = access->plan->module->name,
				      .object = record->id});
	return reply_done(rq,
			  arena_printf(rq->arena, "%s#files", record_path(rq, access->plan->module, record->id, "")),
			  N_("The file is there."), page);
}

/* A file of a field is the viewer's to see when the field shows it to them now; an attachment, staff's with its record.
 */
static const struct attachment *
path_file(struct request *rq, const struct access *access, const struct record *record)
{
	const struct attachment *file = attachment_find(rq->tx, path_id(rq, "file"));
	const struct module *module = access->plan->module;

	if (file == NULL ||
	    ((file->module_id != module->id || file->record_id != record->id) && !weakened(CHECK_ATTACHED)))
		return NULL;
	if (weakened(CHECK_FILE_SHOWN))
		return file;
	if (file->field_id == 0)
		return rq->viewer->kind == VIEWER_STAFF ? file : NULL;
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].id == file->field_id && field_is_shown(access->plan, &module->fields[i]) &&
		    record->cells[i].type == DB_INT && record->cells[i].integer == file->id)
			return file;
	return NULL;
}

struct reply
attachment_show(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const struct attachment *file = record == NULL ? NULL : path_file(rq, access, record);

	if (file == NULL)
		return reply_not_found(rq);
	audit_add(rq, &(struct audit){.action = "record.download",
				      .object_kind = access->plan->module->name,
				      .object = record->id});
	return reply_blob(rq, file->blob, file->type, file->name, !type_is_picture(file->type));
}

/* As pages show it: only pictures, without a line in the journal each time. */
struct reply
attachment_picture(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	const struct attachment *file = record == NULL ? NULL : path_file(rq, access, record);

	if (file == NULL || !type_is_picture(file->type))
		return reply_not_found(rq);
	return reply_blob(rq, file->blob, file->type, file->name, false);
}

struct reply
attachment_removal(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);

	if (record == NULL || !takes_files(access, record) ||
	    !attachment_remove(rq->tx, access->plan->module->id, record->id, path_id(rq, "file")))
		return reply_not_found(rq);
	change_add(rq->tx, access, record->id, "detached");
	audit_add(rq, &(struct audit){.action = "record.detach",
				      .object_kind = access->plan->module->name,
				      .object = record->id});
	return reply_done(rq,
			  arena_printf(rq->arena, "%s#files", record_path(rq, access->plan->module, record->id, "")),
			  N_("The file was removed."), NULL);
}
