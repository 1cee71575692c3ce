/* record_check: rules that need no database: who writes what, defaults, what must not be empty. */
#include "records/record_check.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "records/record_wait.h"

struct record_draft *
record_draft(struct arena *arena, const struct module *module)
{
	struct record_draft *draft = arena_make(arena, struct record_draft);

	draft->cells = arena_make_array(arena, struct db_value, module->field_count);
	draft->given = arena_make_array(arena, bool, module->field_count);
	for (size_t i = 0; i < module->field_count; i++)
		draft->cells[i] = db_null();
	return draft;
}

void
writing_refuse(struct writing *writing, const struct field *field, const char *error)
{
	struct record_trouble *trouble = writing->trouble;

	for (size_t i = 0; i < trouble->error_count; i++)
		if (trouble->errors[i].field == field)
			return;
	if (trouble->error_count == 0) {
		trouble->errors =
			arena_make_array(tx_arena(writing->tx), struct record_error, writing->module->field_count);
		trouble->field = field;
		trouble->error = error;
	}
	trouble->errors[trouble->error_count++] = (struct record_error){field, error};
}

bool
writing_is_refused(const struct writing *writing)
{
	return writing->trouble->error_count > 0;
}

bool
writing_changes(const struct writing *writing, const struct field *field)
{
	const struct db_value *after = &writing->after->cells[field->index];

	if (writing->before == NULL)
		return !value_is_empty(after);
	return !value_equal(&writing->before->cells[field->index], after);
}

/* ---- what is given ---- */

/* The name of the rule that locks the field of this record, if one can be named. */
static const char *
lock_of(const struct writing *writing, const struct field *field)
{
	const struct rights *rights = writing->access->plan->rights;

	for (size_t i = 0; i < rights->state_count; i++) {
		const struct state_rule *rule = &rights->states[i];

		if (rule->module == writing->module && rule->field == field && !rule->hides &&
		    state_rule_holds(rule, writing->before->cells, writing->access->moment))
			return rule->name;
	}
	return NULL;
}

/* A field that is hidden in this record is as one that is not there: were the value it has taken without a word, it
 * could be guessed. */
static bool
is_there(const struct writing *writing, const struct field *field)
{
	if (writing->before != NULL && writing->before->hidden[field->index] && !weakened(CHECK_GIVEN_HIDDEN))
		return false;
	return !field->retired && (writing->access->plan->writable[field->index] || weakened(CHECK_GIVEN));
}

static void
take_cell(struct writing *writing, const struct field *field)
{
	const struct db_value *given = &writing->draft->cells[field->index];
	struct db_value *cell = &writing->after->cells[field->index];

	if (!is_there(writing, field)) {
		writing_refuse(writing, field, N_("There is no such field, or it cannot be written."));
		return;
	}
	if (value_equal(given, cell))
		return;
	if (writing->before != NULL && writing->before->locked[field->index] && !weakened(CHECK_GIVEN_LOCKED)) {
		writing_refuse(writing, field, N_("This cannot be changed now."));
		writing->trouble->rule = lock_of(writing, field);
		return;
	}
	*cell = value_is_empty(given) ? db_null() : *given;
}

void
take_given(struct writing *writing)
{
	for (size_t i = 0; i < writing->module->field_count; i++)
		if (writing->draft->given[i])
			take_cell(writing, &writing->module->fields[i]);
}

/* ---- defaults ---- */

static bool
takes_default(const struct field *field)
{
	return !field->system && !field->retired && field->type != FIELD_FORMULA && field->type != FIELD_ROLLUP &&
	       field->type != FIELD_NUMBER;
}

void
take_defaults(struct writing *writing)
{
	const struct module *module = writing->module;
	struct db_value *cells = writing->after->cells;
	int64_t staff = writing->access->viewer->kind == VIEWER_STAFF ? writing->access->viewer->staff : 0;
	const char *error;

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (!writing->draft->given[i] && takes_default(field) && !text_empty(field->default_text) &&
		    !value_parse(tx_arena(writing->tx), field, field->default_text, &cells[i], &error))
			cells[i] = db_null();
	}
	if (!writing->draft->given[SYSTEM_OWNER])
		cells[SYSTEM_OWNER] = db_optional(staff, 0);
	cells[SYSTEM_CREATED_AT] = db_int(writing->access->moment->now);
	cells[SYSTEM_CREATED_BY] = db_optional(staff, 0);
	cells[SYSTEM_APPROVAL] = db_text("none");
	cells[SYSTEM_REVIEW] = db_text(review_begun(writing->access, writing->draft));
}

/* ---- what must not be empty ---- */

static bool
is_required(const struct layout *layout, const struct field *field)
{
	if (field->required)
		return true;
	for (size_t s = 0; layout != NULL && s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++)
			if (layout->sections[s].items[i].field == field)
				return layout->sections[s].items[i].required;
	return false;
}

static bool
is_visible(const struct writing *writing, const struct field *field, const struct row *row)
{
	return field->visible_when == NULL || condition_holds(field->visible_when, row->cells, writing->access->moment);
}

void
check_required_unseen(struct writing *writing)
{
	const struct plan *plan = writing->access->plan;

	if (writing->access->viewer->kind != VIEWER_CLIENT)
		return;
	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if (!plan->writable[i] && takes_default(field) && !field->kept &&
		    value_is_empty(&writing->after->cells[i]) && is_required(plan->layout, field) &&
		    is_visible(writing, field, writing->after)) {
			writing_refuse(
				writing, NULL,
				N_("Something is missing that you cannot fill in here. Please ask us about it."));
			return;
		}
	}
}

/* Of a record that is changed only what is given, or came into sight: what was left empty before it was required does
 * not keep anybody from changing something else. */
static bool
is_asked_for(const struct writing *writing, const struct field *field)
{
	return writing->before == NULL || writing->draft->given[field->index] ||
	       !is_visible(writing, field, writing->before);
}

void
check_required(struct writing *writing)
{
	const struct plan *plan = writing->access->plan;

	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if (plan->writable[i] && !field->retired && value_is_empty(&writing->after->cells[i]) &&
		    is_required(plan->layout, field) && is_visible(writing, field, writing->after) &&
		    is_asked_for(writing, field))
			writing_refuse(writing, field, N_("Please fill in this field."));
	}
}
