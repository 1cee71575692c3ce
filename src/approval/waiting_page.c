/* waiting_page: the rows of all modules in one order, named through the plan of each. */
#include "approval/waiting_page.h"

#include "base/id.h"
#include "core/page.h"
#include "records/module_page.h"

#include <stdlib.h>
#include <string.h>

void
waiting_add(struct request *rq, struct waiting_lot *lot, const struct waiting_record *rows, size_t count)
{
	if (lot->count + count > lot->capacity) {
		size_t capacity = 2 * (lot->count + count);
		struct waiting_record *grown = arena_make_array(rq->arena, struct waiting_record, capacity);

		if (lot->count > 0)
			memcpy(grown, lot->rows, lot->count * sizeof *grown);
		lot->rows = grown;
		lot->capacity = capacity;
	}
	if (count > 0)
		memcpy(lot->rows + lot->count, rows, count * sizeof *rows);
	lot->count += count;
}

static int
by_id(const void *one, const void *other)
{
	int64_t a = ((const struct waiting_record *)one)->id, b = ((const struct waiting_record *)other)->id;

	return (a > b) - (a < b);
}

static const char *
name_of(struct request *rq, const struct waiting_record *row)
{
	size_t count;
	const struct record_name *names = record_names(rq->tx, row->access, &row->record_id, 1, &count);

	return count == 0 || text_empty(names[0].name) ? formats_translate(rq->formats, N_("Without a name"))
						       : names[0].name;
}

static void
add_row(struct request *rq, struct doc *list, const struct waiting_record *row, size_t index)
{
	const struct module *module = row->access->plan->module;
	struct doc *shown = doc_add_object(list), *record = doc_set_object(shown, "record"), *kind;
	char id[ID_LENGTH + 1];

	id_print(id, row->id);
	doc_set_id(shown, "id", row->id);
	doc_set_text(shown, "box", arena_printf(rq->arena, "ids.%zu", index));
	doc_set_text(shown, "value", row->steps == 0 ? id : arena_printf(rq->arena, "%s.%d", id, row->step));
	if (row->steps == 0)
		doc_set_text(shown, "value", arena_text(rq->arena, id));
	doc_set_id(record, "id", row->record_id);
	doc_set_text(record, "name", name_of(rq, row));
	doc_set_text(record, "href", record_path(rq, module, row->record_id, ""));
	kind = doc_set_object(shown, "module");
	doc_set_text(kind, "name", module->name);
	doc_set_label(kind, "singular", &module->singular, language_of(rq));
	doc_set_text(kind, "icon", module->icon);
	doc_set_text(shown, "rule", row->rule_name);
	doc_set_text(shown, "submitter", row->submitter);
	doc_set_int(shown, "step", row->step);
	doc_set_int(shown, "steps", row->steps);
	doc_set_bool(shown, "several", row->steps > 1);
	doc_set_instant(shown, "since", row->since);
}

void
waiting_show(struct request *rq, struct doc *page, struct waiting_lot *lot)
{
	struct doc *list = doc_set_list(page, "records");
	struct cursor last = {.given = true};
	size_t shown;

	if (lot->count > 0)
		qsort(lot->rows, lot->count, sizeof *lot->rows, by_id);
	shown = lot->count > PAGE_ROWS ? PAGE_ROWS : lot->count;
	for (size_t i = 0; i < shown; i++)
		add_row(rq, list, &lot->rows[i], i);
	if (shown > 0)
		last.id = lot->rows[shown - 1].id;
	doc_set_bool(page, "has_records", shown > 0);
	page_links(rq, page, lot->count > shown, &last);
}

/* ---- ticked ---- */

size_t
ticked_read(struct request *rq, struct ticked ticked[DECIDED_AT_ONCE])
{
	size_t rows = form_rows(rq->form, "ids", DECIDED_AT_ONCE), count = 0;

	for (size_t i = 0; i < rows; i++) {
		struct str step = str_of(form_text(rq->form, arena_printf(rq->arena, "ids.%zu", i)));
		struct str id;
		int64_t number = 0;

		if (step.at == NULL || step.length == 0)
			continue;
		id = str_cut(&step, '.');
		if (!id_parse(id, &ticked[count].id) || (step.at != NULL && !str_to_int(step, &number)))
			continue;
		ticked[count++].step = number > 0 && number < 100 ? (int)number : 0;
	}
	return count;
}

void
result_add(struct request *rq, struct doc *list, const struct access *access, int64_t record, bool done,
	   const char *english, const char *rule)
{
	struct doc *result = doc_add_object(list), *values = doc_object(rq->arena);
	size_t count = 0;
	const struct record_name *names = access == NULL ? NULL : record_names(rq->tx, access, &record, 1, &count);

	doc_set_id(result, "id", record);
	doc_set_bool(result, "done", done);
	doc_set_text(result, "name", count == 0 ? NULL : names[0].name);
	doc_set_text(result, "href", count == 0 ? NULL : record_path(rq, access->plan->module, record, ""));
	doc_set_text(values, "rule", rule == NULL ? "" : rule);
	doc_set_message(result, "message", english, values);
}
