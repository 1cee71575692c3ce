/* sheet_web: a client's sheet is filled in, and templates are loaded onto it. */
#include "sheets/handlers.h"

#include "base/id.h"
#include "base/str.h"
#include "rights/rights.h"
#include "sheets/attribute.h"
#include "sheets/sheet_page.h"

#include <string.h>

/* Merged clients may have more than one sheet takes. */
enum { LONGEST = 20000, FILLINGS = 4 * SHEET_ATTRIBUTES, LABELS_TOLD = 10 };

/* ---- what a template brought ---- */

/* Told by the address the browser is sent to: how many were added, and those that were there, by id. */
static const char *
loaded_path(struct request *rq, const struct sheet *sheet, const struct sheet_loading *loading)
{
	struct builder path = builder_new(rq->arena, 0);

	build_printf(&path, "%s?added=%zu&there=", sheet->path, loading->added_count);
	for (size_t i = 0; i < loading->there_count; i++) {
		char id[ID_LENGTH + 1];

		id_print(id, loading->there[i]->id);
		build_printf(&path, "%s%s", i == 0 ? "" : ".", id);
	}
	return builder_text(&path);
}

static const struct sheet_attribute *
of_id(const struct sheet_attribute *attributes, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (attributes[i].id == id)
			return &attributes[i];
	return NULL;
}

static void
add_loaded(struct request *rq, struct doc *page, const struct sheet *sheet)
{
	struct str rest = str_of(form_text(rq->form, "there"));
	struct doc *loaded, *there;
	int64_t added, id;
	size_t count;
	const struct sheet_attribute *attributes;

	doc_set_null(page, "loaded");
	if (!str_to_int(str_of(form_text(rq->form, "added")), &added))
		return;
	loaded = doc_set_object(page, "loaded");
	doc_set_int(loaded, "added_count", added);
	there = doc_set_list(loaded, "there");
	attributes = sheet_attributes(rq->tx, sheet->id, &count);
	while (rest.at != NULL) {
		const struct sheet_attribute *attribute =
			id_parse(str_cut(&rest, '.'), &id) ? of_id(attributes, count, id) : NULL;

		if (attribute != NULL)
			doc_add_text(there, attribute->label);
	}
	doc_set_bool(loaded, "has_there", there->list.count > 0);
}

struct reply
sheet_form_page(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	struct doc *page;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	page = sheet_page_doc(rq, &sheet);
	add_loaded(rq, page, &sheet);
	return reply_page(rq, sheet_page_name(&sheet), page);
}

static struct reply
again(struct request *rq, const struct sheet *sheet)
{
	struct doc *page = sheet_page_doc(rq, sheet);

	doc_set_null(page, "loaded");
	return reply_form(rq, sheet_page_name(sheet), page);
}

/* The templates that were ticked, joined into one loading. */
static struct sheet_loading
load_ticked(struct request *rq, const struct sheet *sheet)
{
	size_t rows = form_rows(rq->form, "templates", SHEET_TEMPLATES), chosen = 0;
	struct sheet_loading all = {
		.there = arena_make_array(rq->arena, const struct sheet_attribute *, SHEET_ATTRIBUTES)};

	for (size_t i = 0; i < rows && !form_failed(rq->form); i++) {
		const char *name = arena_printf(rq->arena, "templates.%zu", i);
		int64_t id = text_empty(form_text(rq->form, name)) ? 0 : form_read_id(rq->form, name, FORM_REQUIRED);
		const struct sheet_template *template = id == 0 ? NULL : sheet_template_find(rq->tx, id);
		struct sheet_loading loading;

		if (id == 0)
			continue;
		chosen++;
		if (template == NULL) {
			form_error(rq->form, "templates", N_("There is no such template any more."), NULL);
			break;
		}
		loading = sheet_load(rq->tx, sheet->id, id);
		if (loading.full)
			form_error(rq->form, "templates", N_("A sheet has at most 100 fields."), NULL);
		all.added_count += loading.added_count;
		for (size_t t = 0; t < loading.there_count && all.there_count < SHEET_ATTRIBUTES; t++)
			all.there[all.there_count++] = loading.there[t];
		sheet_journal(rq, sheet, "client_sheet.load", template->name);
	}
	if (chosen == 0)
		form_error(rq->form, "templates", N_("Please choose a template."), NULL);
	return all;
}

struct reply
sheet_load_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	struct sheet_loading loading;
	struct doc *page, *loaded, *there;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	loading = load_ticked(rq, &sheet);
	if (form_failed(rq->form))
		return again(rq, &sheet);
	page = sheet_page_doc(rq, &sheet);
	loaded = doc_set_object(page, "loaded");
	doc_set_int(loaded, "added_count", (int64_t)loading.added_count);
	there = doc_set_list(loaded, "there");
	for (size_t i = 0; i < loading.there_count; i++)
		doc_add_text(there, loading.there[i]->label);
	return reply_done(rq, loaded_path(rq, &sheet, &loading), NULL, page);
}

/* ---- filling it in ---- */

struct filling {
	const struct sheet_attribute *attribute; /* NULL: nothing is written */
	const char *value, *key;
};

/* Was something else filled in when the form was made, by somebody who was faster? Then nothing is written over it. */
static bool
is_overtaken(struct request *rq, const char *name, const struct sheet_attribute *attribute, const char *was)
{
	struct doc *values = doc_object(rq->arena);

	if (was == NULL || text_equal(was, attribute->value == NULL ? "" : attribute->value))
		return false;
	doc_set_text(values, "value", attribute->value);
	form_error(rq->form, name,
		   attribute->value == NULL
			   ? N_("Somebody else has emptied this meanwhile. Save again to write yours.")
			   : N_("Somebody else has written “{{value}}” meanwhile. Save again to write yours over it."),
		   values);
	return true;
}

/* What was filled in when the form was made; NULL: it does not say. */
static const char *
read_was(struct request *rq, const char *name)
{
	const char *was_name = arena_printf(rq->arena, "was.%s", name), *was;

	if (!form_has(rq->form, was_name))
		return NULL;
	was = form_read_lines(rq->form, was_name, FORM_OPTIONAL, LONGEST);
	return was == NULL ? "" : was;
}

/* What was left as it was stays what it is by now. */
static struct filling
read_filling(struct request *rq, const char *name, const struct sheet_attribute *attribute)
{
	const char *was = read_was(rq, name);
	struct sheet_attribute wanted = *attribute;
	struct filling filling = {.attribute = NULL};

	wanted.required = false;
	wanted.value = attribute_read_value(rq, name, &wanted);
	if (was != NULL && text_equal(was, wanted.value == NULL ? "" : wanted.value))
		wanted.value = attribute->value;
	if (attribute->required && wanted.value == NULL)
		form_error(rq->form, name, N_("Please fill in this field."), NULL);
	if (text_equal(wanted.value, attribute->value) || is_overtaken(rq, name, attribute, was))
		return filling;
	attribute_refit(rq->arena, &wanted, rq->rights->catalogue->country, &filling.key);
	filling.value = wanted.value;
	filling.attribute = attribute;
	return filling;
}

/* "attributes.{id}" for each attribute that is filled in; the others stay. */
static size_t
read_fillings(struct request *rq, const struct sheet *sheet, struct filling fillings[])
{
	size_t count, filled = 0;
	const struct sheet_attribute *attributes = sheet_attributes(rq->tx, sheet->id, &count);

	for (size_t i = 0; i < form_count(rq->form) && filled < FILLINGS; i++) {
		const char *name = form_name(rq->form, i);
		const struct sheet_attribute *attribute;
		int64_t id = 0;

		if (!str_starts(str_of(name), STR("attributes.")))
			continue;
		attribute = id_parse(str_of(strchr(name, '.') + 1), &id) ? of_id(attributes, count, id) : NULL;
		if (attribute != NULL)
			fillings[filled++] = read_filling(rq, name, attribute);
		else
			form_error(rq->form, "", N_("A field you filled in is not on this sheet any more."), NULL);
	}
	return filled;
}

struct reply
sheet_fill_post(struct request *rq)
{
	struct filling fillings[FILLINGS];
	struct sheet sheet;
	struct reply refusal;
	struct builder labels = builder_new(rq->arena, 0);
	size_t count, told = 0;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	count = read_fillings(rq, &sheet, fillings);
	if (form_failed(rq->form))
		return again(rq, &sheet);
	for (size_t i = 0; i < count; i++)
		if (fillings[i].attribute != NULL) {
			sheet_fill(rq->tx, fillings[i].attribute->id, fillings[i].value, fillings[i].key);
			if (told < LABELS_TOLD)
				build_printf(&labels, "%s%s", told == 0 ? "" : ", ", fillings[i].attribute->label);
			else if (told == LABELS_TOLD)
				build_text(&labels, ", …");
			told++;
		}
	if (told > 0)
		sheet_journal(rq, &sheet, "client_sheet.fill", builder_text(&labels));
	return reply_done(rq, client_path(rq, sheet.id, ""), N_("The sheet was saved."), sheet_page_doc(rq, &sheet));
}
