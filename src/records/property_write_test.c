/* property_write_test: somebody writes by chance; it comes to be exactly when every rule lets it. */
#include "records/property_attempt_test.h"
#include "records/property_read_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "modules/formula.h"

#include <inttypes.h>
#include <string.h>

const char *const act_names[] = {"record_change", "record_create", "record_remove", "record_restore", "record_purge"};

/* ---- what is to come of it ---- */

static bool
has_item(const struct db_value *list, const char *item)
{
	return list->type == DB_TEXT && strstr(list->bytes.at, item) != NULL;
}

/* Somebody may lead to a record that they see; what was there may stay. */
static bool
may_lead_to(const struct attempt *attempt, const struct field *field, int64_t id, const struct db_value *before)
{
	struct property *property = attempt->property;
	const struct copy *target = NULL;
	size_t sheet = 0;

	if (before != NULL && has_item(before, arena_printf(property->copy, "|%" PRId64 "|", id)))
		return true;
	for (size_t i = 0; i < property->sheet_count; i++)
		if (property->sheets[i].module == field->target) {
			target = naive_row(&property->sheets[i], id);
			sheet = i;
		}
	struct naive naive = naive_of(property, attempt->naive.staff, sheet);

	return target != NULL && !target->deleted && naive_sees(&naive, target);
}

static bool
may_have(const struct attempt *attempt, const struct field *field)
{
	const struct db_value *value = &attempt->cells[field->index];
	const struct db_value *before = attempt->row == NULL ? NULL : &attempt->row->cells[field->index];
	struct str rest = value->bytes;

	if (value_is_empty(value))
		return field != field->module->naming;
	if (field->type == FIELD_STAFF)
		return value->integer < EVA + PROPERTY_STAFF;
	if (field->type == FIELD_LOOKUP)
		return may_lead_to(attempt, field, value->integer, NULL);
	while (field->type == FIELD_LOOKUPS && rest.length > 0) {
		int64_t id;

		if (str_to_int(str_cut(&rest, '|'), &id) && !may_lead_to(attempt, field, id, before))
			return false;
	}
	return true;
}

static enum record_outcome
outcome_of_values(const struct attempt *attempt)
{
	const struct naive *naive = &attempt->naive;
	const struct module *module = naive->sheet->module;
	const struct copy *row = attempt->row;

	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];
		bool same = row != NULL && value_equal(&attempt->cells[f], &row->cells[f]);

		if (!attempt->given[f])
			continue;
		if (!naive_writes(naive, field) || (row != NULL && naive_hidden(naive, row, field)))
			return RECORD_REFUSED;
		if (!same && ((row != NULL && naive_locked(naive, row, field)) || !may_have(attempt, field)))
			return RECORD_REFUSED;
	}
	return RECORD_DONE;
}

static enum record_outcome
outcome_of_new(const struct attempt *attempt)
{
	struct naive above = naive_of(attempt->property, attempt->naive.staff, 0);

	if (!(naive_may(&attempt->naive) & MAY_CREATE))
		return RECORD_ABSENT;
	if (attempt->naive.sheet->parent != NULL) {
		const struct copy *record = naive_row(&attempt->property->sheets[0], attempt->parent);

		if (record == NULL || record->deleted || !naive_sees(&above, record) || !naive_edits(&above, record))
			return RECORD_ABSENT;
	}
	return outcome_of_values(attempt);
}

/* Somebody of the portal may not write what takes the record out of their own sight. */
static bool
stays_in_sight(const struct attempt *attempt)
{
	const struct module *module = attempt->naive.sheet->module;
	struct arena *arena = attempt->property->copy;
	struct copy after = *attempt->row;

	if (attempt->naive.staff->type == NULL)
		return true;
	after.cells = arena_make_array(arena, struct db_value, module->field_count);
	for (size_t f = 0; f < module->field_count; f++)
		after.cells[f] = attempt->given[f] ? attempt->cells[f] : attempt->row->cells[f];
	formulas_compute(module, after.cells, &attempt->property->world.moment, arena);
	after.cells[SYSTEM_MODIFIED_AT] = db_int(attempt->property->world.moment.now);
	after.cells[SYSTEM_MODIFIED_BY] = db_null();
	return naive_sees(&attempt->naive, &after);
}

/* That somebody may not write a record that they see is said in two ways: that it is held, or as if it were not there.
 */
static enum record_outcome
outcome_of(const struct attempt *attempt)
{
	const struct naive *naive = &attempt->naive;
	const struct copy *row = attempt->row;
	bool bin = attempt->act == ACT_RESTORE || attempt->act == ACT_PURGE;

	if (attempt->act == ACT_CREATE)
		return outcome_of_new(attempt);
	if (row->deleted != bin || !naive_sees(naive, row))
		return RECORD_ABSENT;
	if (attempt->act == ACT_CHANGE) {
		enum record_outcome outcome = naive_edits(naive, row) ? outcome_of_values(attempt) : RECORD_LOCKED;

		return outcome == RECORD_DONE && !stays_in_sight(attempt) ? RECORD_REFUSED : outcome;
	}
	return naive_deletes(naive, row) ? RECORD_DONE : RECORD_LOCKED;
}

void
attempt_expect(struct attempt *attempt)
{
	attempt->expected = outcome_of(attempt);
}

bool
attempt_is_expected(const struct attempt *attempt)
{
	if (attempt->expected == RECORD_LOCKED)
		return attempt->outcome == RECORD_LOCKED || attempt->outcome == RECORD_ABSENT;
	return attempt->outcome == attempt->expected;
}

/* ---- the write ---- */

static void
write_it(struct tx *tx, struct attempt *attempt, const struct access *access)
{
	struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);
	struct record_trouble trouble;
	int64_t id = attempt->row == NULL ? 0 : attempt->row->id;

	draft->parent = attempt->parent;
	for (size_t f = 0; f < access->plan->module->field_count; f++) {
		draft->given[f] = attempt->given[f];
		draft->cells[f] = attempt->cells[f];
	}
	switch (attempt->act) {
	case ACT_CHANGE:
		attempt->outcome = record_change(tx, access, id, 0, draft, &trouble);
		break;
	case ACT_CREATE:
		attempt->outcome = record_create(tx, access, draft, &id, &trouble);
		break;
	case ACT_REMOVE:
		attempt->outcome = record_remove(tx, access, id, &trouble);
		break;
	case ACT_RESTORE:
		attempt->outcome = record_restore(tx, access, id);
		break;
	case ACT_PURGE:
		attempt->outcome = record_purge(tx, access, id);
		break;
	}
	attempt->id = id;
}

static void
run_attempt(struct tx *tx, void *data)
{
	struct attempt *attempt = data;
	const struct staff_spec *staff = attempt->naive.staff;
	const struct plan *plan =
		plan_for(attempt->property->world.rights, &staff->viewer, attempt->naive.sheet->module, &staff->moment);

	write_it(tx, attempt, access_to(tx_arena(tx), NULL, &staff->viewer, plan, &staff->moment));
	if (attempt->undone || !attempt_is_expected(attempt))
		tx_refuse(tx);
}

/* ---- what came of it ---- */

static bool
is_kept_as_given(const struct attempt *attempt, const struct copy *before, const struct copy *after)
{
	const struct module *module = attempt->naive.sheet->module;

	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];
		const struct db_value *wanted = attempt->given[f] ? &attempt->cells[f] : NULL;

		if (wanted == NULL && before != NULL)
			wanted = &before->cells[f];
		if (wanted == NULL || field->type == FIELD_FORMULA || field->type == FIELD_ROLLUP ||
		    f == SYSTEM_MODIFIED_AT || f == SYSTEM_MODIFIED_BY)
			continue;
		if (!value_equal(wanted, &after->cells[f]))
			return false;
	}
	return true;
}

/* The row as it is now, beside what it was. */
static bool
came_to_be(const struct attempt *attempt, const struct copy *before)
{
	const struct copy *after = naive_row(attempt->naive.sheet, attempt->id);

	switch (attempt->act) {
	case ACT_CHANGE:
		return after != NULL && !after->deleted && is_kept_as_given(attempt, before, after);
	case ACT_CREATE:
		return after != NULL && !after->deleted && after->parent == attempt->parent &&
		       is_kept_as_given(attempt, NULL, after) &&
		       (attempt->given[SYSTEM_OWNER] || after->cells[SYSTEM_OWNER].integer == attempt->naive.staff->id);
	case ACT_REMOVE:
		return after != NULL && after->deleted;
	case ACT_RESTORE:
		return after != NULL && !after->deleted;
	default:
		return after == NULL;
	}
}

/* ---- by chance ---- */

static void
give(struct attempt *attempt, const struct field *field)
{
	struct property *property = attempt->property;
	struct db_value *cell = &attempt->cells[field->index];

	if (field->type == FIELD_FILE)
		return;
	attempt->given[field->index] = true;
	*cell = draw_value(property, field, property->copy);
	while (field == field->module->naming && value_is_empty(cell))
		*cell = draw_value(property, field, property->copy);
	if (attempt->row != NULL && draw_once_in(&property->chance, 3))
		*cell = attempt->row->cells[field->index];
	else if (field->type == FIELD_STAFF && draw_once_in(&property->chance, 8))
		*cell = db_int(EVA + PROPERTY_STAFF);
}

/* Often one that a rule hides or locks in some records. */
static const struct field *
draw_field(const struct attempt *attempt)
{
	struct property *property = attempt->property;
	const struct module *module = attempt->naive.sheet->module;
	const struct rule_spec *rule = &property->rules[draw(&property->chance, property->rule_count)];

	if (rule->sheet == attempt->naive.sheet_index && rule->field >= 0)
		return &module->fields[rule->field];
	return &module->fields[draw(&property->chance, module->field_count)];
}

static void
draw_given(struct attempt *attempt)
{
	const struct module *module = attempt->naive.sheet->module;
	struct chance *chance = &attempt->property->chance;
	size_t count = 1 + draw(chance, 2);

	for (size_t i = 0; i < count; i++) {
		const struct field *field = draw_field(attempt);

		/* mostly what may be written: nearly everything else is refused */
		if (naive_writes(&attempt->naive, field) || draw_once_in(chance, 4))
			give(attempt, field);
	}
	if (attempt->act == ACT_CREATE && naive_writes(&attempt->naive, module->naming))
		give(attempt, module->naming);
}

/* The portal has no bin, and what is made there belongs to somebody else: that has tests of its own. */
static enum act
draw_act(struct property *property)
{
	static const enum act acts[] = {ACT_CHANGE, ACT_CHANGE, ACT_CHANGE,  ACT_CHANGE, ACT_CREATE,
					ACT_CREATE, ACT_REMOVE, ACT_RESTORE, ACT_PURGE};

	if (property->person_count > 0)
		return draw_once_in(&property->chance, 5) ? ACT_REMOVE : ACT_CHANGE;
	return acts[draw(&property->chance, sizeof acts / sizeof acts[0])];
}

struct attempt
attempt_draw(struct property *property)
{
	size_t viewer_count;
	const struct staff_spec *viewers = property_viewers(property, &viewer_count);
	struct chance *chance = &property->chance;
	struct attempt attempt = {
		.property = property,
		.naive = naive_of(property, &viewers[draw(chance, viewer_count)], draw(chance, property->sheet_count)),
		.act = draw_act(property)};
	const struct sheet *sheet = attempt.naive.sheet;
	bool bin = attempt.act == ACT_RESTORE || attempt.act == ACT_PURGE;

	for (size_t f = 0; f < PROPERTY_FIELDS; f++)
		attempt.cells[f] = db_null();
	if (attempt.act != ACT_CREATE) /* mostly one where it may be done */
		for (int i = 0; i < 8 && (attempt.row == NULL || attempt.row->deleted != bin); i++)
			attempt.row = &sheet->rows[draw(chance, sheet->row_count)];
	else if (sheet->parent != NULL)
		attempt.parent = property->sheets[0].rows[draw(chance, property->sheets[0].row_count)].id;
	if (attempt.act == ACT_CHANGE || attempt.act == ACT_CREATE)
		draw_given(&attempt);
	attempt_expect(&attempt);
	return attempt;
}

const char *
attempt_told(const struct attempt *attempt)
{
	const struct module *module = attempt->naive.sheet->module;
	struct builder text = builder_new(attempt->property->copy, 0);

	for (size_t f = 0; f < module->field_count; f++)
		if (attempt->given[f])
			build_printf(&text, " %s=%s%s", module->fields[f].name,
				     value_text(text.arena, &module->fields[f], &attempt->cells[f]),
				     naive_writes(&attempt->naive, &module->fields[f]) ? "" : " (not theirs)");
	return builder_text(&text);
}

/* What was is compared with what is. */
void
attempt_compare(struct attempt *attempt)
{
	struct property *property = attempt->property;
	struct arena *kept = property->copy;
	struct copy before;

	property->copy = NULL;
	if (attempt->row != NULL)
		before = *attempt->row;
	property_copy(property);
	property_case(property, came_to_be(attempt, attempt->row == NULL ? NULL : &before), attempt->naive.staff,
		      attempt->naive.sheet, "%s of %" PRId64 " left something else%s", act_names[attempt->act],
		      attempt->id, attempt_told(attempt));
	arena_free(kept);
}

void
property_write(struct property *property, bool undone)
{
	struct attempt attempt = attempt_draw(property);
	int64_t id = attempt.row == NULL ? 0 : attempt.row->id;
	struct arena *arena = arena_new(0);
	enum db_trouble trouble;

	attempt.undone = undone;
	trouble = db_write(property->db, arena, run_attempt, &attempt);
	property_case(property, attempt_is_expected(&attempt) && trouble == (undone ? DB_REFUSED : DB_FINE),
		      attempt.naive.staff, attempt.naive.sheet, "%s of %" PRId64 ": %d for %d%s",
		      act_names[attempt.act], id, (int)attempt.outcome, (int)attempt.expected, attempt_told(&attempt));
	if (attempt.outcome == RECORD_DONE && trouble == DB_FINE)
		attempt_compare(&attempt);
	arena_free(arena);
}
