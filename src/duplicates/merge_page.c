/* merge_page: the records to be merged side by side: what each says, what each brings along, what is taken from which.
 */
#include "duplicates/pages.h"

#include "base/id.h"
#include "core/form_page.h"
#include "records/attachment.h"
#include "records/keeper.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "records/remark.h"

const char *
id_text(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

/* ---- which records ---- */

static bool
add_side(struct request *rq, const struct access *access, struct side *side, const char *typed)
{
	int64_t id;

	if (typed == NULL || !id_parse(str_of(typed), &id))
		return false;
	for (size_t i = 0; i < side->count; i++)
		if (side->records[i]->id == id)
			return true;
	if (side->count == MERGED_TOGETHER)
		return false;
	side->records[side->count] = record_find(rq->tx, access, id, false);
	return side->records[side->count++] != NULL;
}

static bool
add_sides(struct request *rq, const struct access *access, struct side *side, const char *prefix)
{
	size_t rows = form_rows(rq->form, prefix, MERGED_TOGETHER + 1);

	for (size_t i = 0; i < rows; i++)
		if (!add_side(rq, access, side, form_text(rq->form, arena_printf(rq->arena, "%s.%zu", prefix, i))))
			return false;
	return true;
}

static size_t
filled_fields(const struct access *access, const struct record *record)
{
	size_t filled = 0;

	for (size_t i = SYSTEM_FIELDS; i < access->plan->module->field_count; i++)
		filled += !value_is_empty(&record->cells[i]);
	return filled;
}

static int64_t
last_change(const struct record *record)
{
	const struct db_value *at = &record->cells[SYSTEM_MODIFIED_AT];

	at = at->type == DB_INT ? at : &record->cells[SYSTEM_CREATED_AT];
	return at->type == DB_INT ? at->integer : record->id;
}

/* The one that says most; of two that say as much, the one that was changed last. */
static size_t
fullest(const struct access *access, const struct side *side)
{
	size_t best = 0;

	for (size_t i = 1; i < side->count; i++) {
		size_t here = filled_fields(access, side->records[i]),
		       there = filled_fields(access, side->records[best]);

		if (here > there || (here == there && last_change(side->records[i]) > last_change(side->records[best])))
			best = i;
	}
	return best;
}

bool
side_read(struct request *rq, const struct access *access, struct side *side)
{
	const char *survivor = form_text(rq->form, "survivor");
	size_t first;
	int64_t id;

	*side = (struct side){.count = 0};
	if (!add_sides(rq, access, side, "ids") || !add_sides(rq, access, side, "others"))
		return false;
	first = side->count;
	if (survivor != NULL && !add_side(rq, access, side, survivor))
		return false;
	if (side->count < 2)
		return false;
	side->survivor = survivor == NULL ? fullest(access, side) : first;
	for (size_t i = 0; survivor != NULL && i < side->count; i++)
		if (id_parse(str_of(survivor), &id) && side->records[i]->id == id)
			side->survivor = i;
	return true;
}

/* ---- what is taken from which ---- */

bool
side_chooses(const struct access *access, const struct field *field)
{
	return field_is_written(access->plan, field);
}

size_t
side_chosen(struct request *rq, const struct access *access, const struct side *side, const struct field *field)
{
	const char *typed = form_text(rq->form, arena_printf(rq->arena, "values.%s", field->name));
	size_t best = side->survivor;
	int64_t id = 0;

	if (!side_chooses(access, field))
		return best;
	for (size_t i = 0; typed != NULL && id_parse(str_of(typed), &id) && i < side->count; i++)
		if (side->records[i]->id == id)
			return i;
	for (size_t i = 0; typed == NULL && i < side->count; i++) {
		const struct db_value *here = &side->records[i]->cells[field->index];
		const struct db_value *there = &side->records[best]->cells[field->index];

		if (value_is_empty(&side->records[side->survivor]->cells[field->index]) && !value_is_empty(here) &&
		    (value_is_empty(there) || last_change(side->records[i]) > last_change(side->records[best])))
			best = i;
	}
	return best;
}

/* ---- what each brings along ---- */

static void
add_count(struct request *rq, struct doc *list, const char *name, const struct label *label, const char *english,
	  int64_t count)
{
	struct doc *shown;

	if (count == 0)
		return;
	shown = doc_add_object(list);
	if (label != NULL)
		doc_set_label(shown, "label", label, language_of(rq));
	else
		doc_set_word(shown, "label", name, english);
	doc_set_int(shown, "count", count);
}

enum { COUNTED = 10000 };

static void
add_related(struct request *rq, struct doc *list, const struct access *other, const struct module *here, int64_t id)
{
	const struct module *module = other->plan->module;
	int64_t count = 0;

	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *link = &module->fields[f];
		const struct record_query query = {.link = link, .linked = id};

		if (link->target == here && (link->type == FIELD_LOOKUP || link->type == FIELD_LOOKUPS) &&
		    field_is_shown(other->plan, link))
			count += record_count(rq->tx, other, &query, COUNTED);
	}
	add_count(rq, list, module->name, &module->plural, NULL, count);
}

/* As far as the viewer sees it; the rest moves, too. */
static void
add_belongings(struct request *rq, struct doc *shown, const struct access *access, int64_t id)
{
	const struct module *here = access->plan->module;
	const struct catalogue *catalogue = rq->rights->catalogue;
	const struct access *lines = NULL;
	struct doc *list = doc_set_list(shown, "belongings");
	size_t count;

	while ((lines = next_lines(rq, here, lines)) != NULL) {
		const struct record_query query = {.parent = id};

		add_count(rq, list, lines->plan->module->name, &lines->plan->module->plural, NULL,
			  record_count(rq->tx, lines, &query, COUNTED));
	}
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		const struct access *other = module->retired ? NULL : record_access(rq, module);

		if (other != NULL && (other->plan->may & MAY_VIEW))
			add_related(rq, list, other, here, id);
	}
	remark_list(rq->tx, here->id, id, &count);
	add_count(rq, list, "comments", NULL, N_("Comments"), (int64_t)count);
	attachments_of_record(rq->tx, here->id, id, &count);
	add_count(rq, list, "files", NULL, N_("Files"), (int64_t)count);
}

/* ---- fields ---- */

static bool
is_compared(const struct access *access, const struct field *field)
{
	bool made = field->kept && field == field->module->naming; /* of other fields, which are compared */

	return field_is_shown(access->plan, field) && field->type != FIELD_FORMULA && field->type != FIELD_ROLLUP &&
	       !made && (!field->system || field->index == SYSTEM_OWNER);
}

static bool
differs(const struct side *side, const struct field *field)
{
	for (size_t i = 1; i < side->count; i++)
		if (!value_equal(&side->records[0]->cells[field->index], &side->records[i]->cells[field->index]))
			return true;
	return false;
}

static void
add_value(struct request *rq, struct doc *values, const struct book *book, const struct field *field,
	  const struct record *record, bool chosen)
{
	const struct db_value *cell = &record->cells[field->index];
	struct doc *shown, *fields;

	if (!rq->wants_json) {
		shown = cell_doc(rq, book, field, cell, record->id);
	} else {
		shown = doc_object(rq->arena);
		fields = doc_object(rq->arena);
		doc_set_field(rq, book, fields, field, cell, record->id);
		doc_set(shown, "value", (struct doc *)(uintptr_t)doc_get(fields, str_of(field->name)));
	}
	doc_set_id(shown, "record", record->id);
	doc_set_text(shown, "of", record_title(rq, field->module, record));
	doc_set_bool(shown, "chosen", chosen);
	doc_add(values, shown);
}

static void
add_field(struct request *rq, struct doc *page, const struct access *access, const struct side *side,
	  const struct book *book, const struct field *field)
{
	bool different = differs(side, field);
	struct doc *shown =
		doc_add_object((struct doc *)(uintptr_t)doc_get(page, different ? STR("different") : STR("same")));
	struct doc *values = doc_set_list(shown, "values");
	const struct doc *problems = doc_get(page, STR("errors"));
	const char *name = arena_printf(rq->arena, "values.%s", field->name);
	size_t chosen = side_chosen(rq, access, side, field);

	doc_set_text(shown, "name", field->name);
	doc_set_text(shown, "input", name);
	doc_set_label(shown, "label", &field->label, language_of(rq));
	doc_set_bool(shown, "chooses", different && side_chooses(access, field));
	doc_set_null(shown, "error");
	if (problems != NULL && doc_get(problems, str_of(name)) != NULL)
		doc_set(shown, "error", (struct doc *)(uintptr_t)doc_get(problems, str_of(name)));
	for (size_t i = 0; i < side->count && (different || i == 0); i++)
		add_value(rq, values, book, field, side->records[i], i == chosen);
}

/* ---- all of it ---- */

static void
add_record(struct request *rq, struct doc *list, const struct access *access, const struct side *side, size_t place,
	   const struct book *book)
{
	const struct record *record = side->records[place];
	struct doc *shown = record_doc(rq, access, book, record, NULL, 0);
	const struct field *created = &access->plan->module->fields[SYSTEM_CREATED_AT];

	doc_set_text(shown, "box", arena_printf(rq->arena, "ids.%zu", place));
	doc_set_text(shown, "version_box", arena_printf(rq->arena, "versions.%s", id_text(rq->arena, record->id)));
	doc_set_bool(shown, "survives", place == side->survivor);
	doc_set_bool(shown, "held", !record->editable || !record->deletable);
	doc_set_null(shown, "created_at");
	if (field_is_shown(access->plan, created) && record->cells[SYSTEM_CREATED_AT].type == DB_INT)
		doc_set_instant(shown, "created_at", record->cells[SYSTEM_CREATED_AT].integer);
	add_belongings(rq, shown, access, record->id);
	doc_add(list, shown);
}

static void
add_notes(struct doc *page, const struct module *module)
{
	const struct keeper *keeper = keeper_of(module);
	struct doc *list = doc_set_list(page, "notes");

	for (size_t i = 0; keeper != NULL && keeper->merging.notes != NULL && keeper->merging.notes[i] != NULL; i++)
		doc_set_message(doc_add_object(list), "text", keeper->merging.notes[i], NULL);
}

struct doc *
merge_page(struct request *rq, const struct access *access, const struct side *side)
{
	struct doc *page = doc_object(rq->arena), *records;
	const struct module *module = access->plan->module;
	struct book *book = book_new(rq);

	for (size_t i = 0; i < side->count; i++)
		book_want_record(book, module, side->records[i]);
	book_look_up(book);
	module_fill(rq, page, access);
	form_page(rq, page, "survivor");
	records = doc_set_list(page, "records");
	for (size_t i = 0; i < side->count; i++)
		add_record(rq, records, access, side, i, book);
	doc_set_list(page, "different");
	doc_set_list(page, "same");
	for (size_t i = 0; i < module->field_count; i++)
		if (is_compared(access, &module->fields[i]))
			add_field(rq, page, access, side, book, &module->fields[i]);
	add_notes(page, module);
	doc_set_text(page, "action", module_path(rq, module, "/merge"));
	return page;
}
