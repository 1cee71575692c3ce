/* property_naive_test: asks every rule about every row. */
#include "records/property_naive_test.h"
#include "records/property_portal_test.h"

#include "base/arena.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct naive
naive_of(const struct property *property, const struct staff_spec *staff, size_t sheet)
{
	return (struct naive){property, staff, &property->sheets[sheet], sheet};
}

const struct copy *
naive_row(const struct sheet *sheet, int64_t id)
{
	for (size_t i = 0; i < sheet->row_count; i++)
		if (sheet->rows[i].id == id)
			return &sheet->rows[i];
	return NULL;
}

/* The same viewer in the module whose sub-form this is: the first. */
static struct naive
above(const struct naive *naive)
{
	return naive_of(naive->property, naive->staff, 0);
}

static bool
is_administrator(const struct naive *naive)
{
	return naive->staff->type == NULL && naive->staff->profile < 0;
}

unsigned
naive_may(const struct naive *naive)
{
	unsigned may;

	if (naive->staff->type != NULL)
		return portal_may(naive);
	if (is_administrator(naive))
		return MAY_EVERYTHING;
	if (naive->sheet->parent == NULL) {
		may = naive->property->profiles[naive->staff->profile].may[naive->sheet_index];
	} else { /* whoever may change a record may do everything with its lines */
		struct naive record = above(naive);

		may = naive_may(&record);
		may = may & MAY_EDIT ? may | MAY_CREATE | MAY_DELETE : may & ~(unsigned)MAY_DELETE;
	}
	return may & MAY_VIEW ? may : 0;
}

/* ---- rows ---- */

static bool
is_below(const struct property *property, int upper, int lower)
{
	while (lower >= 0 && (lower = property->roles[lower].parent) >= 0)
		if (lower == upper)
			return true;
	return false;
}

static bool
is_theirs(const struct naive *naive, const struct copy *row)
{
	const struct property *property = naive->property;
	const struct db_value *owner = &row->cells[SYSTEM_OWNER];
	int role = naive->staff->role;

	if (owner->type == DB_NULL)
		return role >= 0 && property->roles[role].parent < 0;
	if (owner->integer == naive->staff->id)
		return true;
	for (size_t i = 0; i < PROPERTY_STAFF; i++)
		if (property->staff[i].id == owner->integer)
			return role >= 0 && is_below(property, role, property->staff[i].role);
	return false;
}

static bool
is_shared_with(const struct naive *naive, const struct rule_spec *rule)
{
	const struct property *property = naive->property;
	size_t index = (size_t)(naive->staff - property->staff);

	if (rule->crew >= 0)
		return property->crews[rule->crew].members[index];
	return naive->staff->role >= 0 &&
	       (naive->staff->role == rule->role || is_below(property, naive->staff->role, rule->role));
}

static bool
rule_holds(const struct naive *naive, const struct rule_spec *rule, const struct copy *row)
{
	return condition_holds(rule->condition, row->cells, &naive->staff->moment);
}

static bool
is_shared(const struct naive *naive, const struct copy *row, bool to_write)
{
	const struct property *property = naive->property;

	if (naive->sheet->sharing == SHARING_WRITE || (!to_write && naive->sheet->sharing == SHARING_READ))
		return true;
	for (size_t i = 0; i < property->rule_count; i++) {
		const struct rule_spec *rule = &property->rules[i];

		if (rule->shares && rule->sheet == naive->sheet_index && (rule->writes || !to_write) &&
		    is_shared_with(naive, rule) && rule_holds(naive, rule, row))
			return true;
	}
	return false;
}

/* A state rule of this effect holds for the record (field -1) or the field. */
static bool
in_state(const struct naive *naive, const struct copy *row, int field, bool hides)
{
	const struct property *property = naive->property;

	for (size_t i = 0; i < property->rule_count; i++) {
		const struct rule_spec *rule = &property->rules[i];

		if (!rule->shares && rule->sheet == naive->sheet_index && rule->field == field &&
		    rule->hides == hides && rule_holds(naive, rule, row))
			return true;
	}
	return false;
}

/* What is said by hand stands before everything but what a state hides; -1: nothing is. */
static int
by_hand(const struct naive *naive, const struct copy *row)
{
	if (naive->staff->type != NULL || !sheet_is_by_hand(naive->property, naive->sheet_index))
		return -1;
	return hand_said(naive->property, (size_t)(naive->staff - naive->property->staff), row->id);
}

static bool
has_row(const struct naive *naive, const struct copy *row, bool to_write)
{
	int hand = by_hand(naive, row);

	if (!is_administrator(naive) && in_state(naive, row, -1, true))
		return false;
	if (hand >= 0)
		return hand >= (to_write ? 2 : 1);
	if (is_administrator(naive))
		return true;
	if (naive->staff->type != NULL)
		return naive->sheet->parent != NULL || portal_has(naive, row);
	return naive->sheet->parent != NULL || naive_may(naive) & MAY_ALL_RECORDS || is_theirs(naive, row) ||
	       is_shared(naive, row, to_write);
}

static const struct copy *
record_of_line(const struct naive *naive, const struct copy *row)
{
	const struct copy *record = naive_row(&naive->property->sheets[0], row->parent);

	return record == NULL || record->deleted ? NULL : record;
}

bool
naive_sees(const struct naive *naive, const struct copy *row)
{
	if (!(naive_may(naive) & MAY_VIEW) || !has_row(naive, row, false))
		return false;
	if (naive->sheet->parent != NULL) {
		const struct copy *record = record_of_line(naive, row);
		struct naive owner = above(naive);

		return record != NULL && naive_sees(&owner, record);
	}
	return true;
}

static bool
is_free(const struct naive *naive, const struct copy *row)
{
	const struct db_value *approval = &row->cells[SYSTEM_APPROVAL];

	return !in_state(naive, row, -1, false) &&
	       (approval->type != DB_TEXT || !str_equal(approval->bytes, STR("waiting")));
}

static bool
writes_row(const struct naive *naive, const struct copy *row)
{
	if (!has_row(naive, row, true) || !is_free(naive, row))
		return false;
	if (naive->sheet->parent != NULL) {
		const struct copy *record = record_of_line(naive, row);
		struct naive owner = above(naive);

		return record != NULL && naive_edits(&owner, record);
	}
	return true;
}

bool
naive_edits(const struct naive *naive, const struct copy *row)
{
	return naive_may(naive) & MAY_EDIT && writes_row(naive, row);
}

bool
naive_deletes(const struct naive *naive, const struct copy *row)
{
	return naive_may(naive) & MAY_DELETE && writes_row(naive, row);
}

/* ---- fields ---- */

static enum level
level_of(const struct naive *naive, const struct field *field)
{
	if (field->retired || !(naive_may(naive) & MAY_VIEW))
		return LEVEL_HIDDEN;
	if (naive->staff->type != NULL)
		return portal_level(naive, field);
	if (is_administrator(naive))
		return LEVEL_WRITE;
	return naive->property->profiles[naive->staff->profile].levels[naive->sheet_index][field->index];
}

bool
naive_knows(const struct naive *naive, const struct field *field)
{
	return level_of(naive, field) != LEVEL_HIDDEN;
}

/* A list of links that is hidden in some records is asked about in none. */
bool
naive_asks(const struct naive *naive, const struct field *field)
{
	const struct property *property = naive->property;

	if (!naive_knows(naive, field))
		return false;
	for (size_t i = 0; i < property->rule_count; i++)
		if (field->type == FIELD_LOOKUPS && !is_administrator(naive) && !property->rules[i].shares &&
		    property->rules[i].sheet == naive->sheet_index && property->rules[i].hides &&
		    property->rules[i].field == (int)field->index)
			return false;
	return true;
}

bool
naive_writes(const struct naive *naive, const struct field *field)
{
	bool given = field->type != FIELD_NUMBER && field->type != FIELD_FORMULA && field->type != FIELD_ROLLUP &&
		     (field->index == SYSTEM_OWNER || field->index >= SYSTEM_FIELDS);

	return given && level_of(naive, field) == LEVEL_WRITE && naive_may(naive) & (MAY_CREATE | MAY_EDIT);
}

bool
naive_hidden(const struct naive *naive, const struct copy *row, const struct field *field)
{
	return !is_administrator(naive) && in_state(naive, row, (int)field->index, true);
}

bool
naive_locked(const struct naive *naive, const struct copy *row, const struct field *field)
{
	return naive_hidden(naive, row, field) || in_state(naive, row, (int)field->index, false);
}

struct db_value
naive_cell(const struct naive *naive, const struct copy *row, const struct field *field)
{
	return naive_knows(naive, field) && !naive_hidden(naive, row, field) ? row->cells[field->index] : db_null();
}

/* ---- words ---- */

static bool
is_searched(const struct field *field)
{
	enum field_type type = field->type;

	return field->index >= SYSTEM_FIELDS &&
	       (type == FIELD_TEXT || type == FIELD_LONG_TEXT || type == FIELD_EMAIL || type == FIELD_PHONE ||
		type == FIELD_LINK || type == FIELD_ADDRESS || type == FIELD_NUMBER);
}

static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The next word at or after *at; empty at the end. */
static struct str
next_word(const char **at)
{
	const char *from;

	while (**at != '\0' && !in_word(**at))
		++*at;
	from = *at;
	while (in_word(**at))
		++*at;
	return str_slice(from, (size_t)(*at - from));
}

static bool
has_word(const char *text, struct str word)
{
	for (struct str one = next_word(&text); one.length > 0; one = next_word(&text))
		if (str_starts(one, word))
			return true;
	return false;
}

bool
naive_finds(const struct naive *naive, const struct copy *row, const char *typed, const struct field *only,
	    struct arena *arena)
{
	const struct module *module = naive->sheet->module;
	const char *at = text_fold(arena, typed);

	for (struct str word = next_word(&at); word.length > 0; word = next_word(&at)) {
		bool found = false;

		for (size_t f = 0; f < module->field_count && !found; f++) {
			const struct field *field = &module->fields[f];
			struct db_value value = naive_cell(naive, row, field);
			const char *text = value_search_text(arena, field, &value);

			found = is_searched(field) && (only == NULL || field == only) && text != NULL &&
				has_word(text, word);
		}
		if (!found)
			return false;
	}
	return true;
}

/* ---- lists ---- */

static bool
leads_to(const struct naive *naive, const struct copy *row, const struct asked *asked, struct arena *arena)
{
	struct db_value value = naive_cell(naive, row, asked->link);

	if (value.type == DB_NULL)
		return false;
	if (asked->link->type == FIELD_LOOKUP)
		return value.integer == asked->linked;
	return strstr(value.bytes.at, arena_printf(arena, "|%" PRId64 "|", asked->linked)) != NULL;
}

static bool
is_asked_for(const struct naive *naive, const struct copy *row, const struct asked *asked, struct arena *arena)
{
	const struct module *module = naive->sheet->module;
	struct db_value *cells = arena_make_array(arena, struct db_value, module->field_count);

	if (row->deleted != asked->bin || !naive_sees(naive, row))
		return false;
	for (size_t f = 0; f < module->field_count; f++)
		cells[f] = naive_cell(naive, row, &module->fields[f]);
	if (asked->filter != NULL && !condition_holds(asked->filter, cells, &naive->staff->moment))
		return false;
	if (asked->search != NULL && !naive_finds(naive, row, asked->search, NULL, arena))
		return false;
	if (asked->parent != 0 && row->parent != asked->parent)
		return false;
	return asked->link == NULL || leads_to(naive, row, asked, arena);
}

struct placed {
	const struct copy *row;
	struct db_value value;
	const struct field *sort;
	bool descending, lines;
};

static int
compare(const void *one, const void *other)
{
	const struct placed *a = one, *b = other;
	int order = 0;

	if (a->lines)
		order = (a->row->position > b->row->position) - (a->row->position < b->row->position);
	else if (a->sort != NULL)
		order = value_compare(a->sort, &a->value, &b->value);
	if (order != 0) /* empty values come last, whichever way */
		return a->descending && a->value.type != DB_NULL && b->value.type != DB_NULL ? -order : order;
	order = a->row->id > b->row->id ? 1 : -1;
	return a->descending ? -order : order;
}

const struct copy **
naive_list(const struct naive *naive, const struct asked *asked, struct arena *arena, size_t *count)
{
	const struct sheet *sheet = naive->sheet;
	bool sorts = asked->sort != NULL && asked->sort->type != FIELD_LOOKUPS && naive_knows(naive, asked->sort);
	struct placed *placed = arena_make_array(arena, struct placed, sheet->row_count + 1);
	const struct copy **rows = arena_make_array(arena, const struct copy *, sheet->row_count + 1);

	*count = 0;
	for (size_t i = 0; i < sheet->row_count; i++) {
		const struct copy *row = &sheet->rows[i];

		if (is_asked_for(naive, row, asked, arena))
			placed[(*count)++] = (struct placed){
				row, sorts ? naive_cell(naive, row, asked->sort) : db_int(0),
				sorts ? asked->sort : NULL, asked->descending, !sorts && asked->parent != 0};
	}
	qsort(placed, *count, sizeof *placed, compare);
	for (size_t i = 0; i < *count; i++)
		rows[i] = placed[i].row;
	return rows;
}
