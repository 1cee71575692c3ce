/* sheet_page: a client's sheet and a template share their page of fields, and who finds which. */
#include "sheets/sheet_page.h"

#include "base/id.h"
#include "base/str.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "records/record_own.h"

/* ---- which ---- */

static bool
is_of_client(const struct request *rq)
{
	for (size_t i = 0; i < rq->path.count; i++)
		if (str_equal(rq->path.parameters[i].name, STR("client")))
			return true;
	return false;
}

static bool
open_client(struct request *rq, struct sheet *sheet, struct reply *refusal)
{
	const struct client *client = client_to_change(rq, refusal);

	if (client == NULL)
		return false;
	if (record_waits(rq, "clients", client->id)) {
		*refusal = reply_refusal(rq, 409, N_("This waits for approval: nobody changes it meanwhile."));
		return false;
	}
	*sheet = (struct sheet){.id = client->id, .client = client, .path = client_path(rq, client->id, "/sheet")};
	return true;
}

static bool
open_template(struct request *rq, struct sheet *sheet, struct reply *refusal)
{
	const struct sheet_template *template = sheet_template_find(rq->tx, path_id(rq, "template"));
	char id[ID_LENGTH + 1];

	if (template == NULL) {
		*refusal = reply_not_found(rq);
		return false;
	}
	id_print(id, template->id);
	*sheet = (struct sheet){
		.id = template->id, .template = template, .path = arena_printf(rq->arena, SHEET_SETTINGS "/%s", id)};
	return true;
}

bool
sheet_of_path(struct request *rq, struct sheet *sheet, struct reply *refusal)
{
	return is_of_client(rq) ? open_client(rq, sheet, refusal) : open_template(rq, sheet, refusal);
}

void
sheet_journal(struct request *rq, const struct sheet *sheet, const char *action, const char *label)
{
	struct doc *detail = doc_object(rq->arena);

	if (sheet->template != NULL)
		doc_set_text(detail, "name", sheet->template->name);
	if (label != NULL)
		doc_set_text(detail, "label", label);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = sheet->client == NULL ? "sheet_template" : "client",
				      .object = sheet->id,
				      .detail = detail});
}

/* ---- its page ---- */

const char *
sheet_page_name(const struct sheet *sheet)
{
	return sheet->client == NULL ? "sheet_template_show" : "sheet_form";
}

static void
add_attributes(struct request *rq, struct doc *page, const struct sheet *sheet)
{
	struct doc *list = doc_set_list(page, "attributes");
	struct doc *inputs = rq->wants_json || sheet->client == NULL ? NULL : doc_set_list(page, "inputs");
	size_t count;
	const struct sheet_attribute *attributes = sheet_attributes(rq->tx, sheet->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *doc = attribute_doc(rq, &attributes[i]);
		char id[ID_LENGTH + 1];

		id_print(id, attributes[i].id);
		doc_set_text(doc, "href", arena_printf(rq->arena, "%s/fields/%s", sheet->path, id));
		doc_add(list, doc);
		if (inputs != NULL)
			doc_add(inputs,
				attribute_input(rq, arena_printf(rq->arena, "attributes.%s", id), &attributes[i]));
	}
	doc_set_bool(page, "has_attributes", count > 0);
}

static bool
is_ticked(struct request *rq, const char *input, int64_t id)
{
	int64_t ticked = 0;

	return form_has(rq->form, input) && id_parse(str_of(form_text(rq->form, input)), &ticked) && ticked == id;
}

void
sheet_templates_show(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "templates");
	size_t count;
	const struct sheet_template *templates = sheet_templates(rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);
		const char *input = arena_printf(rq->arena, "templates.%zu", i);

		doc_set_id(row, "id", templates[i].id);
		doc_set_text(row, "name", templates[i].name);
		doc_set_int(row, "attribute_count", templates[i].attribute_count);
		doc_set_text(row, "input", input);
		doc_set_bool(row, "ticked", is_ticked(rq, input, templates[i].id));
	}
	doc_set_bool(page, "has_templates", count > 0);
}

struct doc *
sheet_page_doc(struct request *rq, const struct sheet *sheet)
{
	struct doc *page = doc_object(rq->arena), *shown = doc_set_object(page, "sheet");

	doc_set_text(shown, "href", sheet->path);
	doc_set_bool(shown, "of_client", sheet->client != NULL);
	if (sheet->client != NULL)
		client_sheet_head(rq, page, sheet->client, "information");
	else
		doc_set_text(doc_set_object(page, "values"), "name", sheet->template->name);
	form_page(rq, page, ATTRIBUTE_NAMES " name templates");
	attribute_form_fill(rq, page, NULL);
	add_attributes(rq, page, sheet);
	if (sheet->client != NULL) {
		sheet_templates_show(rq, page);
		return page;
	}
	doc_set_id(shown, "id", sheet->id);
	doc_set_text(shown, "name", sheet->template->name);
	doc_set_int(shown, "version", sheet->template->version);
	return page;
}
