/* export_web: asks for a file of what a list shows, tells how far it is, hands it over. */
#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/rate.h"
#include "core/weakened.h"
#include "exchange/export.h"
#include "exchange/pages.h"
#include "html/zone.h"
#include "records/asked.h"
#include "records/module_page.h"
#include "sys/clock.h"

enum { EXPORTS_AT_ONCE = 30 }; /* of one staff user, in ten minutes */

void
doc_set_size(struct doc *object, int64_t bytes)
{
	doc_set_int(object, "size", bytes);
	doc_set_int(object, "size_kb", (bytes + 1023) / 1024);
}

static const char *
export_path(struct request *rq, int64_t id, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(rq->arena, "/console/exports/%s%s", text, rest);
}

/* ---- one export ---- */

static void
set_state(struct doc *shown, const struct export *export)
{
	static const char *const labels[] = {N_("Waiting"), N_("Being written"), N_("Ready"), N_("Failed")};
	static const char *const tones[] = {"", "info", "ok", "danger"};

	doc_set_word(shown, "state", export_state_names[export->state], labels[export->state]);
	doc_set_text(shown, "tone", tones[export->state]);
}

static struct doc *
export_document(struct request *rq, const struct export *export)
{
	const struct module *module = module_of_id(rq->rights->catalogue, export->module_id);
	struct doc *page = doc_object(rq->arena), *shown = doc_set_object(page, "export"), *words;
	bool ready = export->state == EXPORT_DONE && export->blob != NULL;

	doc_set_id(shown, "id", export->id);
	set_state(shown, export);
	doc_set_text(shown, "format", sheet_format_names[export->format]);
	doc_set_int(shown, "count", export->row_count);
	doc_set_text(shown, "file_name", export->file_name);
	doc_set_size(shown, export->size);
	doc_set_instant(shown, "created_at", export->created_at);
	doc_set_instant(shown, "kept_until", export->created_at + (int64_t)EXPORT_KEPT_HOURS * HOUR_MS);
	doc_set_text(shown, "href", export_path(rq, export->id, ""));
	doc_set_text(shown, "file_href", ready ? export_path(rq, export->id, "/file") : NULL);
	doc_set_null(shown, "problem");
	if (export->problem != NULL)
		doc_set_message(shown, "problem", export->problem, NULL);
	doc_set_bool(shown, "waits", export->state == EXPORT_WAITING || export->state == EXPORT_RUNNING);
	doc_set_bool(shown, "ready", ready);
	doc_set_bool(shown, "failed", export->state == EXPORT_FAILED);
	words = doc_set_object(page, "module");
	doc_set_text(words, "name", module->name);
	doc_set_label(words, "plural", &module->plural, language_of(rq));
	doc_set_text(words, "href", list_path(rq, module));
	return page;
}

/* ---- asking for one ---- */

/* "fields=*": everything the viewer sees; nothing said: what the list shows, by people; by programs what
 * their view names, or everything. */
static void
choose_columns(struct request *rq, struct asked *asked)
{
	struct record_query *query = &asked->query;
	const struct field **fields;
	size_t count = 0;

	if (text_equal(form_text(rq->form, "fields"), "*")) {
		query->fields = NULL;
		query->field_count = 0;
		return;
	}
	if (form_has(rq->form, "fields") || (rq->wants_json && asked->view == NULL))
		return;
	fields = arena_make_array(rq->arena, const struct field *, VIEW_COLUMNS + 1);
	if (asked->access->plan->module->naming != NULL)
		fields[count++] = asked->access->plan->module->naming;
	for (size_t i = 0; i < asked->shape.column_count; i++)
		fields[count++] = asked->shape.columns[i].field;
	query->fields = fields;
	query->field_count = count;
}

/* What a feature shows beside the fields stands in the file where it stands in the list, or all is asked for. */
static bool
wants_beside(struct request *rq, const struct asked *asked)
{
	if (form_has(rq->form, "fields"))
		return text_equal(form_text(rq->form, "fields"), "*");
	return asked->view == NULL ? !rq->wants_json : asked->shape.kept_count > 0;
}

static const char *
file_name_of(struct request *rq, const struct module *module, enum sheet_format format)
{
	const char *plural = label_text(&module->plural, language_of(rq));
	char day[16];

	day_print(day, rq->moment->today);
	return arena_printf(rq->arena, "%s %s.%s",
			    module->plural.builtin == NULL ? plural : formats_translate(rq->formats, plural), day,
			    sheet_format_names[format]);
}

static struct export *
make_export(struct request *rq, const struct asked *asked, enum sheet_format format)
{
	struct export *export = arena_make(rq->arena, struct export);
	const struct module *module = asked->access->plan->module;
	struct doc *payload = doc_object(rq->arena);

	*export = (struct export){.id = id_new(),
				  .module_id = module->id,
				  .staff_id = rq->viewer->staff,
				  .format = format,
				  .request = export_request_text(rq->arena, &asked->query, formats_locale(rq->formats),
								 wants_beside(rq, asked),
								 asked->view == NULL ? NULL : &asked->shape,
								 asked->shape.kept_sort),
				  .file_name = file_name_of(rq, module, format),
				  .created_at = rq->moment->now,
				  .finished_at = NO_INSTANT};
	export_create(rq->tx, export);
	doc_set_id(payload, "export", export->id);
	job_add(rq->tx, "export", payload, 0, NULL);
	return export;
}

struct reply
export_new(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct doc *page = doc_object(rq->arena);
	struct asked *asked;
	const struct export *export;
	int64_t wait_ms;
	int format;

	if (access == NULL || !(access_may(access, MAY_EXPORT) || weakened(CHECK_EXPORT)))
		return reply_not_found(rq);
	asked = asked_read(rq, access);
	format = form_read_choice(rq->form, "format", FORM_REQUIRED, sheet_format_names);
	if (asked->error != NULL)
		form_error(rq->form, "filter", asked->error, asked->error_values);
	else if (asked->shape.broken)
		form_error(rq->form, "view", N_("This view asks about something that is not there for you."), NULL);
	if (form_failed(rq->form)) {
		module_fill(rq, page, access);
		form_page(rq, page, "format filter view");
		return reply_form(rq, "export_refused", page);
	}
	if (!rate_take(rq->tx, arena_printf(rq->arena, "export:%lld", (long long)rq->viewer->staff), EXPORTS_AT_ONCE,
		       10 * (int64_t)MINUTE_MS, &wait_ms))
		return reply_refusal(rq, 429, N_("So many exports at once? Please wait a few minutes."));
	choose_columns(rq, asked);
	export = make_export(rq, asked, (enum sheet_format)format);
	return reply_done(rq, export_path(rq, export->id, ""), NULL, export_document(rq, export));
}

/* ---- showing and fetching ---- */

static struct export *
path_export(struct request *rq)
{
	const int64_t id = path_id(rq, "export");
	struct export *export =
		weakened(CHECK_OWN_EXPORT) ? export_read(rq->tx, id) : export_find(rq->tx, rq->viewer->staff, id);

	if (export == NULL || module_of_id(rq->rights->catalogue, export->module_id) == NULL ||
	    export->created_at < rq->moment->now - (int64_t)EXPORT_KEPT_HOURS * HOUR_MS)
		return NULL;
	return export;
}

struct reply
export_show(struct request *rq)
{
	const struct export *export = path_export(rq);

	return export == NULL ? reply_not_found(rq) : reply_page(rq, "export_show", export_document(rq, export));
}

/* Who may no longer export gets no file either, and nobody gets one that was written when they might see more. */
struct reply
export_file(struct request *rq)
{
	const struct export *export = path_export(rq);
	const struct access *access;

	if (export == NULL || export->blob == NULL)
		return reply_not_found(rq);
	access = record_access(rq, module_of_id(rq->rights->catalogue, export->module_id));
	if (!access_may(access, MAY_EXPORT) && !weakened(CHECK_EXPORT))
		return reply_not_found(rq);
	if (!export_request_holds(rq->arena, export->request, export_rights(rq->tx, access)) &&
	    !weakened(CHECK_EXPORT_RIGHTS))
		return reply_refusal(
			rq, 410,
			N_("What you may see has changed since this file was asked for. Please export it again."));
	audit_add(rq, &(struct audit){.action = "record.download", .object_kind = "export", .object = export->id});
	return reply_blob(rq, export->blob,
			  export->format == SHEET_CSV
				  ? "text/csv; charset=utf-8"
				  : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			  export->file_name, true);
}
