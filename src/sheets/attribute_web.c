/* attribute_web: attributes are added by typing their name, changed, moved and taken away: of a client, or a template.
 */
#include "sheets/handlers.h"

#include "core/form_page.h"
#include "core/reorder.h"
#include "records/record_follow.h"
#include "rights/rights.h"
#include "sheets/attribute.h"
#include "sheets/sheet_page.h"

static const char *
action(const struct sheet *sheet, const char *of_client, const char *of_template)
{
	return sheet->client == NULL ? of_template : of_client;
}

/* ---- a new one ---- */

struct reply
attribute_new_post(struct request *rq)
{
	struct sheet_attribute attribute = {.id = 0};
	struct sheet sheet;
	struct reply refusal;
	size_t count;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	attribute_read(rq, &attribute);
	sheet_attributes(rq->tx, sheet.id, &count);
	if (count >= SHEET_ATTRIBUTES)
		form_error(rq->form, "label", N_("A sheet has at most 100 fields."), NULL);
	if (!form_failed(rq->form) && sheet_add(rq->tx, sheet.id, &attribute) == 0)
		form_error(rq->form, "label", N_("There is a field of this name already."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, sheet_page_name(&sheet), sheet_page_doc(rq, &sheet));
	sheet_journal(rq, &sheet, action(&sheet, "client_sheet.add", "client_sheet.template_change"), attribute.label);
	return reply_done(rq, sheet.path, N_("The field was added."), sheet_page_doc(rq, &sheet));
}

/* ---- one of them ---- */

static const struct sheet_attribute *
attribute_of_path(struct request *rq, struct sheet *sheet, struct reply *refusal)
{
	const struct sheet_attribute *found;

	if (!sheet_of_path(rq, sheet, refusal))
		return NULL;
	found = sheet_attribute_find(rq->tx, sheet->id, path_id(rq, "field"));
	if (found == NULL)
		*refusal = reply_not_found(rq);
	return found;
}

static struct doc *
form_doc(struct request *rq, const struct sheet *sheet, const struct sheet_attribute *attribute)
{
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");
	struct doc *shown = doc_set_object(page, "sheet"), *doc = attribute_doc(rq, attribute);

	doc_set_text(shown, "href", sheet->path);
	doc_set_text(shown, "name", sheet->client == NULL ? sheet->template->name : sheet->client->name);
	doc_set_bool(shown, "of_client", sheet->client != NULL);
	doc_set_text(doc, "href", arena_printf(rq->arena, "%s/fields/%s", sheet->path, path_text(rq, "field")));
	doc_set(page, "attribute", doc);
	doc_set_text(values, "label", attribute->label);
	doc_set_text(values, "choices", attribute->choices);
	form_page(rq, page, ATTRIBUTE_NAMES);
	attribute_form_fill(rq, page, attribute);
	return page;
}

struct reply
attribute_page(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	const struct sheet_attribute *attribute = attribute_of_path(rq, &sheet, &refusal);

	if (attribute == NULL)
		return refusal;
	return reply_page(rq, "attribute_form", form_doc(rq, &sheet, attribute));
}

/* `key` gets that of what is filled in. */
static void
check(struct request *rq, const struct sheet *sheet, struct sheet_attribute *wanted, const char **key)
{
	size_t count;
	const struct sheet_attribute *others = sheet_attributes(rq->tx, sheet->id, &count);
	struct doc *values = doc_object(rq->arena);

	for (size_t i = 0; i < count; i++)
		if (others[i].id != wanted->id && sheet_has_label(rq->arena, &others[i], 1, wanted->label))
			form_error(rq->form, "label", N_("There is a field of this name already."), NULL);
	if (attribute_refit(rq->arena, wanted, rq->rights->catalogue->country, key))
		return;
	doc_set_text(values, "value", wanted->value);
	form_error(rq->form, wanted->type == FIELD_CHOICE ? "choices" : "type",
		   N_("“{{value}}” is filled in at present, which would not fit any more."), values);
}

struct reply
attribute_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	const struct sheet_attribute *attribute = attribute_of_path(rq, &sheet, &refusal);
	struct sheet_attribute wanted;
	const char *key = NULL;

	if (attribute == NULL)
		return refusal;
	wanted = *attribute;
	attribute_read(rq, &wanted);
	if (form_has(rq->form, "version"))
		wanted.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	if (!form_failed(rq->form))
		check(rq, &sheet, &wanted, &key);
	if (!form_failed(rq->form) && !sheet_change(rq->tx, &wanted))
		form_error(
			rq->form, "",
			N_("Somebody else has changed this field meanwhile. Your text is still here: compare, then save again."),
			NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "attribute_form", form_doc(rq, &sheet, attribute));
	sheet_fill(rq->tx, wanted.id, wanted.value, key);
	sheet_journal(rq, &sheet, action(&sheet, "client_sheet.change", "client_sheet.template_change"), wanted.label);
	return reply_done(rq, sheet.path, N_("The field was saved."), sheet_page_doc(rq, &sheet));
}

struct reply
attribute_removal_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	const struct sheet_attribute *attribute = attribute_of_path(rq, &sheet, &refusal);

	if (attribute == NULL)
		return refusal;
	sheet_take(rq->tx, sheet.id, attribute->id);
	sheet_journal(rq, &sheet, action(&sheet, "client_sheet.remove", "client_sheet.template_change"),
		      attribute->label);
	return reply_done(rq, sheet.path, N_("The field was removed."), sheet_page_doc(rq, &sheet));
}

/* ---- their order ---- */

struct reply
attribute_order_post(struct request *rq)
{
	struct sheet sheet;
	struct reply refusal;
	const struct sheet_attribute *attributes;
	int64_t *ids;
	size_t count;

	if (!sheet_of_path(rq, &sheet, &refusal))
		return refusal;
	attributes = sheet_attributes(rq->tx, sheet.id, &count);
	ids = arena_make_array(rq->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = attributes[i].id;
	if (!ids_reorder(rq, ids, count)) {
		form_error(
			rq->form, "",
			N_("These are not the fields there are. This is the list as it is now; please move them again."),
			NULL);
		return reply_conflict(rq, sheet_page_name(&sheet), sheet_page_doc(rq, &sheet));
	}
	sheet_order(rq->tx, sheet.id, ids, count);
	sheet_journal(rq, &sheet, action(&sheet, "client_sheet.change", "client_sheet.template_change"), NULL);
	return reply_done(rq, sheet.path, NULL, sheet_page_doc(rq, &sheet));
}
