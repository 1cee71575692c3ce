/* portion_write: lines become records by the same rules as everywhere. */
#include "exchange/before.h"
#include "exchange/portion.h"
#include "exchange/portion_problem.h"

#include "base/arena.h"
#include "records/module_page.h"
#include "records/record_import.h"

static const char *
reason_of(enum record_outcome outcome)
{
	switch (outcome) {
	case RECORD_LOCKED:
		return N_("This record is locked for now.");
	case RECORD_ABSENT:
		return N_("You may not write this record.");
	default:
		return outcome_text(outcome);
	}
}

/* Every field that is wrong; one that is in no column is named by its label. */
static void
refuse(struct portion *portion, size_t line, enum record_outcome outcome, const struct record_trouble *trouble)
{
	if (outcome != RECORD_REFUSED || trouble->error_count == 0) {
		portion_problem(portion, line, NO_COLUMN, reason_of(outcome));
		return;
	}
	for (size_t i = 0; i < trouble->error_count; i++) {
		const struct field *field = trouble->errors[i].field;
		size_t column = column_of_field(portion->mapping, field);

		portion_problem(portion, line, column, trouble->errors[i].error);
		if (column == NO_COLUMN)
			portion->problems[portion->problem_count - 1].heading = label_text(
				&field->label,
				portion->access->viewer->language == NULL ? "en" : portion->access->viewer->language);
	}
}

static void
note_row(struct portion *portion, size_t line, int64_t id, int64_t version, const char *before)
{
	portion->rows[portion->row_count++] = (struct intake_row){
		.record_id = id, .line = portion->lines[line].line, .version = version, .before = before};
}

static void
create(struct portion *portion, size_t line)
{
	struct record_draft *draft = portion->drafts[line].draft;
	struct record_trouble trouble;
	enum record_outcome outcome;
	int64_t id;

	draft->source = SOURCE_IMPORT;
	draft->staged = portion->lot;
	outcome = record_create(portion->tx, portion->access, draft, &id, &trouble);
	if (outcome != RECORD_DONE) {
		refuse(portion, line, outcome, &trouble);
		return;
	}
	portion->created++;
	note_row(portion, line, id, 1, NULL);
}

/* What the record has already is not given: then nobody asks whether it might be written. */
static bool
keep_differences(const struct module *module, struct record_draft *draft, const struct db_value *cells)
{
	bool differs = false;

	for (size_t i = 0; i < module->field_count; i++) {
		if (draft->given[i] && value_equal(&draft->cells[i], &cells[i]))
			draft->given[i] = false;
		differs = differs || draft->given[i];
	}
	return differs;
}

static void
change(struct portion *portion, size_t line)
{
	struct line_draft *about = &portion->drafts[line];
	const struct module *module = portion->access->plan->module;
	struct record_trouble trouble;
	enum record_outcome outcome = RECORD_ABSENT;
	const char *before;
	int64_t version;
	struct db_value *cells = record_cells(portion->tx, module, about->id, &version);

	about->draft->given[portion->mapping->key->index] = false;
	about->draft->source = SOURCE_IMPORT;
	if (cells != NULL && !keep_differences(module, about->draft, cells)) {
		portion->same++;
		return;
	}
	before = cells == NULL ? NULL : before_text(tx_arena(portion->tx), module, about->draft, cells);
	if (cells != NULL)
		outcome = record_change(portion->tx, portion->access, about->id, version, about->draft, &trouble);
	if (outcome != RECORD_DONE) {
		refuse(portion, line, outcome, &trouble);
		return;
	}
	portion->changed++;
	note_row(portion, line, about->id, version + 1, before);
}

void
portion_write(struct portion *portion)
{
	portion->rows = arena_make_array(tx_arena(portion->tx), struct intake_row, portion->count + 1);
	for (size_t i = 0; i < portion->count && tx_trouble(portion->tx) == DB_FINE; i++) {
		if (!portion->drafts[i].bad && portion->drafts[i].found == FOUND_ONE)
			change(portion, i);
		else if (!portion->drafts[i].bad)
			create(portion, i);
		portion->bad += portion->drafts[i].bad;
	}
}
