/* record_form_page: the sections of the viewer's layout, with an input for each of its fields. */
#include "core/form_page.h"
#include "records/module_page.h"
#include "records/portal_layout.h"
#include "records/record_doc.h"
#include "records/record_form.h"

const char *
record_form_template(const struct request *rq)
{
	return rq->viewer->kind == VIEWER_CLIENT ? "portal_record_form" : "record_form";
}

/* The owner stands in a section of its own where the layout says nothing of them. */
static bool
layout_has(const struct layout *layout, const struct field *field)
{
	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++)
			if (layout->sections[s].items[i].field == field)
				return true;
	return false;
}

static const struct field *
owner_apart(const struct access *access)
{
	const struct field *owner = &access->plan->module->fields[SYSTEM_OWNER];

	return field_is_written(access->plan, owner) && !layout_has(access->plan->layout, owner) ? owner : NULL;
}

static void
want_all(struct request *rq, const struct input_place *place)
{
	const struct layout *layout = place->access->plan->layout;
	const struct field *owner = owner_apart(place->access);

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++)
			input_want(rq, place, layout->sections[s].items[i].field);
	if (owner != NULL)
		input_want(rq, place, owner);
	book_look_up(place->book);
}

static bool
add_input(struct doc *inputs, struct doc *input)
{
	if (input == NULL)
		return false;
	doc_add(inputs, input);
	return doc_is_true(doc_get(input, STR("file")));
}

static bool
add_section(struct request *rq, struct doc *sections, const struct input_place *place,
	    const struct layout_section *section)
{
	struct doc *shown = doc_object(rq->arena), *inputs = doc_set_list(shown, "inputs");
	bool files = false;

	doc_set_label(shown, "title", &section->title, language_of(rq));
	doc_set_bool(shown, "titled", section->title.count > 0 || section->title.builtin != NULL);
	doc_set_bool(shown, "two", section->columns > 1);
	for (size_t i = 0; i < section->item_count; i++) {
		const struct layout_item *item = &section->items[i];

		files = add_input(inputs, input_doc(rq, place, item->field, item->required || item->field->required,
						    item->wide)) ||
			files;
	}
	if (inputs->list.count > 0)
		doc_add(sections, shown);
	return files;
}

static void
add_owner(struct request *rq, struct doc *sections, const struct input_place *place)
{
	const struct field *owner = owner_apart(place->access);
	struct doc *shown;

	if (owner == NULL)
		return;
	shown = doc_add_object(sections);
	doc_set_word(shown, "title", "owner", N_("Who looks after it"));
	doc_set_bool(shown, "titled", true);
	doc_set_bool(shown, "two", true);
	add_input(doc_set_list(shown, "inputs"), input_doc(rq, place, owner, false, false));
}

static void
add_addresses(struct request *rq, struct doc *page, const struct access *access, const struct record *stored,
	      bool files)
{
	const struct module *module = access->plan->module;
	const char *rest = files ? "/with-files" : "";

	doc_set_bool(page, "with_files", files);
	doc_set_text(page, "action",
		     stored == NULL ? module_path(rq, module, rest) : record_path(rq, module, stored->id, rest));
	doc_set_text(page, "cancel_href",
		     stored == NULL ? list_path(rq, module) : record_path(rq, module, stored->id, ""));
}

struct doc *
record_form_doc(struct request *rq, const struct access *access, const struct record *stored,
		const struct record *theirs)
{
	struct doc *page = doc_object(rq->arena), *sections;
	const struct layout *layout = access->plan->layout;
	struct input_place place = {.access = access,
				    .prefix = "fields",
				    .stored = stored,
				    .theirs = theirs,
				    .book = book_new(rq),
				    .problems = input_problems(rq)};
	bool files = false;

	module_fill(rq, page, access);
	want_all(rq, &place);
	sections = doc_set_list(page, "sections");
	for (size_t s = 0; s < layout->section_count; s++)
		files = add_section(rq, sections, &place, &layout->sections[s]) || files;
	add_owner(rq, sections, &place);
	lines_fill(rq, page, access, stored);
	add_addresses(rq, page, access, stored, files);
	doc_set_bool(page, "overtaken", theirs != NULL);
	if (stored == NULL)
		doc_set_null(page, "record");
	else
		doc_set(page, "record", record_doc(rq, access, place.book, stored, NULL, 0));
	doc_set_null(page, "duplicates");
	portal_layouts_fill(rq, page, access, stored == NULL ? 0 : stored->id, "/form");
	form_page(rq, page, "");
	return page;
}
