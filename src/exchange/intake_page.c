/* intake_page: an import as a document: its columns with what may stand for them, its first lines, its progress. */
#include "exchange/intake_page.h"

#include "base/id.h"
#include "base/instant.h"
#include "exchange/pages.h"
#include "records/module_page.h"

enum { SAMPLE_LINES = 3 };

const char *
intake_path(struct request *rq, int64_t id, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(rq->arena, "/console/imports/%s%s", text, rest);
}

/* ---- the import itself ---- */

static void
set_state(struct doc *shown, enum intake_state state)
{
	static const char *const labels[] = {N_("Columns to choose"),
					     N_("Being checked"),
					     N_("Checked"),
					     N_("Being imported"),
					     N_("Being imported"),
					     N_("Imported"),
					     N_("Failed"),
					     N_("Being undone"),
					     N_("Undone")};
	static const char *const tones[] = {"", "info", "info", "info", "info", "ok", "danger", "info", "warn"};

	doc_set_word(shown, "state", intake_state_names[state], labels[state]);
	doc_set_text(shown, "tone", tones[state]);
}

static bool
may_undo(const struct request *rq, const struct intake *intake)
{
	return intake->state == INTAKE_DONE &&
	       intake->finished_at > rq->moment->now - (int64_t)INTAKE_KEPT_DAYS * DAY_MS;
}

void
intake_set(struct request *rq, struct doc *shown, const struct intake *intake)
{
	doc_set_id(shown, "id", intake->id);
	set_state(shown, intake->state);
	doc_set_text(shown, "file_name", intake->file_name);
	doc_set_int(shown, "lines", intake->line_count);
	doc_set_int(shown, "position", intake->position);
	doc_set_int(shown, "created", intake->created_count);
	doc_set_int(shown, "changed", intake->changed_count);
	doc_set_int(shown, "same", intake->same_count);
	doc_set_int(shown, "bad", intake->bad_count);
	doc_set_instant(shown, "created_at", intake->created_at);
	doc_set_instant(shown, "finished_at", intake->finished_at);
	doc_set_text(shown, "href", intake_path(rq, intake->id, ""));
}

static void
set_steps(struct request *rq, struct doc *shown, const struct intake *intake, bool mapping)
{
	bool good = intake->state == INTAKE_CHECKED && intake->bad_count == 0;

	doc_set_null(shown, "problem");
	if (intake->problem != NULL)
		doc_set_message(shown, "problem", intake->problem, NULL);
	doc_set_bool(shown, "mapping", mapping);
	doc_set_bool(shown, "working", intake_is_working(intake));
	doc_set_bool(shown, "checked", intake->state == INTAKE_CHECKED && !mapping);
	doc_set_bool(shown, "done", intake->state == INTAKE_DONE);
	doc_set_bool(shown, "failed", intake->state == INTAKE_FAILED && !mapping);
	doc_set_bool(shown, "undone", intake->state == INTAKE_UNDONE);
	doc_set_bool(shown, "may_run", good && intake->created_count + intake->changed_count > 0);
	doc_set_bool(shown, "nothing_to_do", good && intake->created_count + intake->changed_count == 0);
	doc_set_bool(shown, "has_bad", intake->bad_count > 0);
	doc_set_bool(shown, "may_undo", may_undo(rq, intake));
	doc_set_instant(shown, "undo_until",
			may_undo(rq, intake) ? intake->finished_at + (int64_t)INTAKE_KEPT_DAYS * DAY_MS : NO_INSTANT);
	doc_set_text(shown, "mapping_href", intake_path(rq, intake->id, "/mapping"));
	doc_set_text(shown, "columns_href", intake_path(rq, intake->id, "?columns=1"));
	doc_set_text(shown, "run_href", intake_path(rq, intake->id, "/run"));
	doc_set_text(shown, "undo_href", intake_path(rq, intake->id, "/undo"));
	doc_set_text(shown, "removal_href", intake_path(rq, intake->id, "/removal"));
}

/* ---- columns ---- */

static void
add_option(struct request *rq, struct doc *options, const struct field *field, bool current)
{
	struct doc *option = doc_add_object(options);

	doc_set_text(option, "code", field->name);
	doc_set_label(option, "label", &field->label, language_of(rq));
	doc_set_bool(option, "current", current);
}

static void
add_column(struct request *rq, struct doc *columns, const struct plan *plan, const struct sample *sample,
	   const struct mapping *mapping, size_t index)
{
	struct doc *column = doc_add_object(columns), *samples = doc_set_list(column, "samples");
	struct doc *options = doc_set_list(column, "options");
	const struct field *chosen = mapping->fields[index];
	size_t shown = 0;

	doc_set_int(column, "index", (int64_t)index);
	doc_set_text(column, "heading", sample->headings[index]);
	doc_set_text(column, "field", chosen == NULL ? NULL : chosen->name);
	doc_set_null(column, "error");
	for (size_t i = 0; i < sample->line_count && shown < SAMPLE_LINES; i++)
		if (sample->lines[i].cells[index][0] != '\0') {
			doc_add_text(samples, sample->lines[i].cells[index]);
			shown++;
		}
	for (size_t i = 0; i < plan->module->field_count; i++)
		if (mapping_fits(plan, &plan->module->fields[i]))
			add_option(rq, options, &plan->module->fields[i], &plan->module->fields[i] == chosen);
}

static void
set_ways(struct request *rq, struct doc *page, const struct access *access, const struct mapping *mapping)
{
	static const char *const labels[] = {N_("Add every line as a new record"),
					     N_("Change the records that are there, add the others"),
					     N_("Only change records that are there")};
	const struct plan *plan = access->plan;
	struct doc *modes = doc_set_list(page, "modes"), *keys = doc_set_list(page, "keys");

	for (int i = MAPPING_CREATE; i <= MAPPING_CHANGE; i++) {
		struct doc *mode;

		if ((i != MAPPING_CHANGE && !access_may(access, MAY_CREATE)) ||
		    (i != MAPPING_CREATE && !access_may(access, MAY_EDIT)))
			continue;
		mode = doc_add_object(modes);
		doc_set_text(mode, "code", mapping_mode_names[i]);
		doc_set_word(mode, "label", mapping_mode_names[i], labels[i]);
		doc_set_bool(mode, "current", (int)mapping->mode == i);
	}
	for (size_t i = 0; i < plan->module->field_count; i++)
		if (mapping_finds(plan, &plan->module->fields[i]))
			add_option(rq, keys, &plan->module->fields[i], &plan->module->fields[i] == mapping->key);
	doc_set_bool(page, "month_first", mapping->month_first);
	doc_set_bool(page, "clears", mapping->clears);
}

/* ---- how the first lines would be ---- */

static const char *
reason_in(const struct portion *portion, size_t line, size_t column)
{
	for (size_t i = 0; i < portion->problem_count; i++)
		if (portion->problems[i].line == portion->lines[line].line && portion->problems[i].heading != NULL &&
		    text_equal(portion->problems[i].heading, portion->headings[column]))
			return portion->problems[i].reason;
	return NULL;
}

static void
set_value(struct request *rq, struct doc *shown, const struct field *field, const struct db_value *value,
	  const char *typed)
{
	enum field_type type = field_value_type(field);

	if (value_is_empty(value))
		doc_set_null(shown, "value");
	else if (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS || field->type == FIELD_STAFF ||
		 type == FIELD_CHOICES || type == FIELD_ADDRESS)
		doc_set_text(shown, "value", typed);
	else if (type == FIELD_YES_NO)
		doc_set_word(shown, "value", value->integer != 0 ? "yes" : "no",
			     value->integer != 0 ? N_("yes") : N_("no"));
	else
		doc_set_value(shown, "value", field, value, language_of(rq));
}

static void
add_preview_line(struct request *rq, struct doc *lines, const struct portion *portion, size_t number)
{
	struct doc *line = doc_add_object(lines), *cells = doc_set_list(line, "cells");

	doc_set_int(line, "line", portion->lines[number].line);
	doc_set_bool(line, "bad", portion->drafts[number].bad);
	doc_set_bool(line, "changes", portion->drafts[number].found == FOUND_ONE);
	for (size_t c = 0; c < portion->mapping->column_count; c++) {
		const struct field *field = portion->mapping->fields[c];
		const char *reason;
		struct doc *cell;

		if (field == NULL)
			continue;
		cell = doc_add_object(cells);
		reason = reason_in(portion, number, c);
		set_value(rq, cell, field, &portion->drafts[number].draft->cells[field->index],
			  portion->lines[number].cells[c]);
		doc_set_text(cell, "typed", reason == NULL ? NULL : portion->lines[number].cells[c]);
		doc_set_null(cell, "error");
		if (reason != NULL)
			doc_set_message(cell, "error", reason, NULL);
	}
}

static void
set_preview(struct request *rq, struct doc *page, const struct access *access, const struct sample *sample,
	    const struct mapping *mapping)
{
	struct doc *preview = doc_set_object(page, "preview"), *labels = doc_set_list(preview, "labels");
	struct doc *lines = doc_set_list(preview, "lines");
	struct portion portion = {.tx = rq->tx,
				  .access = access,
				  .formats = rq->formats,
				  .mapping = mapping,
				  .headings = sample->headings,
				  .lines = sample->lines,
				  .count = sample->line_count,
				  .seen = seen_new(rq->arena)};

	for (size_t c = 0; c < mapping->column_count; c++)
		if (mapping->fields[c] != NULL)
			doc_set_label(doc_add_object(labels), "label", &mapping->fields[c]->label, language_of(rq));
	doc_set_bool(page, "has_preview", doc_is_true(labels));
	portion_read(&portion);
	for (size_t i = 0; i < portion.count; i++)
		add_preview_line(rq, lines, &portion, i);
}

/* ---- what is wrong ---- */

static void
set_problems(struct request *rq, struct doc *page, const struct intake *intake)
{
	struct doc *list = doc_set_list(page, "problems_found");
	size_t count;
	const struct problem *problems = problems_list(rq->tx, intake->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *problem = doc_add_object(list);

		doc_set_int(problem, "line", problems[i].line);
		doc_set_text(problem, "heading", problems[i].heading);
		doc_set_text(problem, "value", problems[i].value);
		doc_set_message(problem, "reason", problems[i].reason, NULL);
	}
	doc_set_bool(page, "has_problems", count > 0);
	doc_set_bool(page, "problems_cut", count >= INTAKE_PROBLEMS);
}

struct doc *
intake_document(struct request *rq, const struct access *access, const struct intake *intake,
		const struct mapping *mapping)
{
	struct doc *page = doc_object(rq->arena), *shown = doc_set_object(page, "import"), *columns;
	struct sample sample = sample_read(rq->arena, intake->sample);

	module_fill(rq, page, access);
	doc_set_text(page, "import_href", module_path(rq, access->plan->module, "/import"));
	intake_set(rq, shown, intake);
	set_steps(rq, shown, intake, mapping != NULL);
	doc_set_null(page, "preview");
	doc_set_bool(page, "has_preview", false);
	columns = doc_set_list(page, "columns");
	if (mapping != NULL) {
		for (size_t i = 0; i < sample.column_count; i++)
			add_column(rq, columns, access->plan, &sample, mapping, i);
		set_ways(rq, page, access, mapping);
		set_preview(rq, page, access, &sample, mapping);
	}
	set_problems(rq, page, intake);
	return page;
}
