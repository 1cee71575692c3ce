/* bulk_failure_web: those who were not invited: why, what to do about each, and all of it as a file. */
#include "invitations/bulk_handlers.h"
#include "invitations/bulk_page.h"

#include "core/audit.h"
#include "core/page.h"
#include "html/translation.h"
#include "invitations/bulk_people.h"
#include "records/module_page.h"
#include "sheet/sheet.h"

enum { FILE_PORTION = 150 };

/* The reason of the address; REFUSAL_FINE: any. */
static enum invitation_refusal
asked_reason(struct request *rq)
{
	const char *typed = form_text(rq->form, "reason");

	for (int i = REFUSAL_FINE + 1; typed != NULL && i < REFUSALS; i++)
		if (text_equal(invitation_refusal_names[i], typed))
			return (enum invitation_refusal)i;
	return REFUSAL_FINE;
}

static struct person_seen *
people_of(struct request *rq, const struct access *access, const struct bulk_row *rows, size_t count)
{
	int64_t *ids = arena_make_array(rq->arena, int64_t, count + 1);

	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].record;
	return people_seen(rq->tx, access, ids, count);
}

static const struct access *
access_of_batch(struct request *rq, const struct bulk *bulk)
{
	const struct module *module = module_of_id(rq->rights->catalogue, bulk->module_id);

	return module == NULL ? NULL : record_access(rq, module);
}

/* ---- the page ---- */

static void
add_row(struct request *rq, struct doc *list, const struct access *access, const struct user_type *type,
	const struct bulk_row *row, const struct person_seen *person)
{
	struct doc *shown = doc_add_object(list);
	const struct invitation_check check = {.record = row->record, .refusal = row->refusal, .gate = row->gate};

	doc_set_id(shown, "id", row->record);
	doc_set_text(shown, "name", person->name);
	doc_set_text(shown, "email", person->email);
	doc_set_text(shown, "href",
		     person->seen && !person->in_bin ? record_href(rq, access->plan->module, row->record) : NULL);
	invitation_refusal_set(rq, shown, &check, type);
}

static void
mark_reason(struct doc *page, enum invitation_refusal reason)
{
	const struct doc *reasons = doc_get(doc_get(page, STR("batch")), STR("reasons"));

	for (size_t i = 0; i < reasons->list.count; i++)
		doc_set_bool(reasons->list.items[i], "current",
			     reason != REFUSAL_FINE && text_equal(doc_get_text(reasons->list.items[i], "code"),
								  invitation_refusal_names[reason]));
	doc_set_text(page, "reason", reason == REFUSAL_FINE ? NULL : invitation_refusal_names[reason]);
}

struct reply
bulk_failures(struct request *rq)
{
	const struct bulk *bulk = bulk_of_path(rq);
	const struct access *access = bulk == NULL ? NULL : access_of_batch(rq, bulk);
	enum invitation_refusal reason = asked_reason(rq);
	struct cursor after = page_cursor(rq), last = {.given = true};
	const struct bulk_row *rows;
	const struct person_seen *people;
	struct doc *page, *list;
	size_t count, shown;

	if (access == NULL)
		return reply_not_found(rq);
	page = bulk_document(rq, bulk);
	mark_reason(page, reason);
	rows = bulk_refused(rq->tx, bulk->id, reason, after.id, PAGE_ROWS + 1, &count);
	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	people = people_of(rq, access, rows, shown);
	list = doc_set_list(page, "people");
	for (size_t i = 0; i < shown; i++) {
		add_row(rq, list, access, bulk_type(rq, bulk->user_type_id), &rows[i], &people[i]);
		last.id = rows[i].record;
	}
	doc_set_bool(page, "has_people", shown > 0);
	page_links(rq, page, count > PAGE_ROWS, &last);
	return reply_page(rq, "bulk_failures", page);
}

/* ---- the file ---- */

static bool
write_text(void *data, const void *bytes, size_t size)
{
	build_bytes(data, bytes, size);
	return true;
}

static void
add_text(struct sheet_writer *sheet, const char *text)
{
	if (text_empty(text))
		sheet_add_empty(sheet);
	else
		sheet_add_text(sheet, str_of(text));
}

static void
add_line(struct request *rq, struct sheet_writer *sheet, const struct bulk_row *row, const struct person_seen *person)
{
	add_text(sheet, person->name);
	add_text(sheet, person->email);
	add_text(sheet, formats_translate(rq->formats, invitation_refusal_label(row->refusal)));
	add_text(sheet, formats_translate(rq->formats, invitation_refusal_remedy(row->refusal)));
	sheet_end_row(sheet);
}

static void
add_lines(struct request *rq, struct sheet_writer *sheet, const struct bulk *bulk, const struct access *access)
{
	enum invitation_refusal reason = asked_reason(rq);
	int64_t after = 0;
	size_t count;

	do {
		const struct bulk_row *rows = bulk_refused(rq->tx, bulk->id, reason, after, FILE_PORTION, &count);
		const struct person_seen *people = people_of(rq, access, rows, count);

		for (size_t i = 0; i < count; i++) {
			add_line(rq, sheet, &rows[i], &people[i]);
			after = rows[i].record;
		}
	} while (count == FILE_PORTION);
}

static void
add_headings(struct request *rq, struct sheet_writer *sheet)
{
	static const char *const headings[] = {N_("Name"), N_("E-mail"), N_("Why not"), N_("What to do")};

	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
		add_text(sheet, formats_translate(rq->formats, headings[i]));
	sheet_end_row(sheet);
}

struct reply
bulk_failure_file(struct request *rq)
{
	const struct bulk *bulk = bulk_of_path(rq);
	const struct access *access = bulk == NULL ? NULL : access_of_batch(rq, bulk);
	bool comma = text_equal(language_of(rq), "fr");
	struct sheet_style style = {
		.format = SHEET_CSV, .name = "", .separator = comma ? ';' : ',', .decimal = comma ? ',' : '.'};
	struct builder *text;
	struct sheet_writer *sheet;
	struct reply reply;

	if (access == NULL)
		return reply_not_found(rq);
	text = arena_make(rq->arena, struct builder);
	*text = builder_new(rq->arena, 0);
	sheet = sheet_writer(rq->arena, &style, (struct zip_sink){write_text, text});
	add_headings(rq, sheet);
	add_lines(rq, sheet, bulk, access);
	sheet_end(sheet);
	audit_add(rq, &(struct audit){.action = "invitation.batch_file",
				      .object_kind = "invitation_batch",
				      .object = bulk->id});
	reply = reply_bytes(rq, "text/csv; charset=utf-8", builder_str(text));
	reply.file_name = "invitations.csv";
	reply.attachment = true;
	return reply;
}
