/* template_web: the templates of client sheets, in the settings. */
#include "sheets/handlers.h"

#include "base/id.h"
#include "core/form_page.h"
#include "sheets/sheet_page.h"

enum { TEMPLATE_NAME = 80 };

static const char *
template_path(struct request *rq, int64_t template)
{
	char id[ID_LENGTH + 1];

	id_print(id, template);
	return arena_printf(rq->arena, SHEET_SETTINGS "/%s", id);
}

/* ---- all of them ---- */

static struct doc *
list_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "templates");
	size_t count;
	const struct sheet_template *templates = sheet_templates(rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", templates[i].id);
		doc_set_text(row, "name", templates[i].name);
		doc_set_text(row, "href", template_path(rq, templates[i].id));
		doc_set_int(row, "attribute_count", templates[i].attribute_count);
	}
	form_page(rq, page, "name");
	return page;
}

struct reply
sheet_template_list_page(struct request *rq)
{
	return reply_page(rq, "sheet_template_list", list_doc(rq));
}

/* An error beside the field when another template has the name. */
static const char *
read_name(struct request *rq, int64_t template)
{
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, TEMPLATE_NAME);

	if (name != NULL && sheet_template_name_is_taken(rq->tx, name, template))
		form_error(rq->form, "name", N_("Another template has this name already."), NULL);
	return name;
}

/* The new one, `from` being a template it is like, or 0. */
static struct reply
made(struct request *rq, int64_t from, const char *name)
{
	struct sheet sheet = {.id = from == 0 ? sheet_template_create(rq->tx, name)
					      : sheet_template_copy(rq->tx, from, name)};

	sheet.template = sheet_template_find(rq->tx, sheet.id);
	sheet.path = template_path(rq, sheet.id);
	sheet_journal(rq, &sheet, "client_sheet.template_create", NULL);
	return reply_done(rq, sheet.path, N_("The template was added."), sheet_page_doc(rq, &sheet));
}

struct reply
sheet_template_new_post(struct request *rq)
{
	const char *name = read_name(rq, 0);
	size_t count;

	sheet_templates(rq->tx, &count);
	if (count >= SHEET_TEMPLATES)
		form_error(rq->form, "name", N_("There are at most 300 templates."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "sheet_template_list", list_doc(rq));
	return made(rq, 0, name);
}

/* ---- one of them ---- */

struct reply
sheet_template_page(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	return reply_page(rq, sheet_page_name(&sheet), sheet_page_doc(rq, &sheet));
}

struct reply
sheet_template_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	int64_t version;
	const char *name;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	version = form_has(rq->form, "version") ? form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX)
						: sheet.template->version;
	name = read_name(rq, sheet.id);
	if (!form_failed(rq->form) && !sheet_template_rename(rq->tx, sheet.id, name, version))
		form_error(
			rq->form, "",
			N_("Somebody else has renamed this template meanwhile. What you typed is still here: compare, then save again."),
			NULL);
	if (form_failed(rq->form))
		return reply_form(rq, sheet_page_name(&sheet), sheet_page_doc(rq, &sheet));
	sheet.template = sheet_template_find(rq->tx, sheet.id);
	sheet_journal(rq, &sheet, "client_sheet.template_change", NULL);
	return reply_done(rq, sheet.path, N_("The template was saved."), sheet_page_doc(rq, &sheet));
}

/* "Company (copy)", "Company (copy 2)"… */
static const char *
copy_name(struct request *rq, const char *name)
{
	const char *word = formats_translate(rq->formats, N_("copy"));
	const char *copy = arena_printf(rq->arena, "%s (%s)", name, word);

	for (int i = 2; sheet_template_name_is_taken(rq->tx, copy, 0); i++)
		copy = arena_printf(rq->arena, "%s (%s %d)", name, word, i);
	return copy;
}

struct reply
sheet_template_copy_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	return made(rq, sheet.id, copy_name(rq, sheet.template->name));
}

struct reply
sheet_template_removal_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	sheet_template_remove(rq->tx, sheet.id);
	sheet_journal(rq, &sheet, "client_sheet.template_remove", NULL);
	return reply_done(rq, SHEET_SETTINGS, N_("The template was removed. Clients keep what they have of it."), NULL);
}
