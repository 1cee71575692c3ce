/* formula_compute: runs the steps over a record's cells, with operators on numbers, days and questions. */
#include "modules/formula_code.h"

#include "base/check.h"
#include "base/instant.h"
#include "base/money.h"
#include "html/format.h"

#include <string.h>

/* ---- arithmetic ---- */

/* Days in the arithmetic of days count as whole numbers, and the other way round. */
static struct exact
number_of(const struct cell *cell)
{
	return cell->kind == KIND_DAY ? exact_of(cell->value, 0) : cell->number;
}

static void
set_number(struct cell *result, bool fits, struct exact number)
{
	if (!fits) {
		result->empty = true;
	} else if (result->kind == KIND_DAY) {
		result->value = exact_whole(number);
		result->empty = !day_in_range(result->value);
	} else {
		result->number = number;
	}
}

static struct exact
negated(struct exact number)
{
	number.units = -number.units;
	return number;
}

/* Days are counted whole: half a day more is the same day. */
static struct exact
whole_beside_day(const struct cell *cell, const struct cell *other)
{
	return other->kind == KIND_DAY ? exact_of(exact_whole(number_of(cell)), 0) : number_of(cell);
}

void
run_add(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct exact one = whole_beside_day(&arguments[0], &arguments[1]);
	struct exact other = whole_beside_day(&arguments[1], &arguments[0]);
	struct exact sum;

	(void)machine, (void)count;
	set_number(result, exact_add(one, other, &sum), sum);
}

void
run_subtract(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct exact difference;

	(void)machine, (void)count;
	set_number(result,
		   exact_add(number_of(&arguments[0]), negated(whole_beside_day(&arguments[1], &arguments[0])),
			     &difference),
		   difference);
}

void
run_multiply(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct exact product;

	(void)machine, (void)count;
	set_number(result, exact_multiply(arguments[0].number, arguments[1].number, &product), product);
}

void
run_divide(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct exact quotient;

	(void)machine, (void)count;
	set_number(result, exact_divide(arguments[0].number, arguments[1].number, &quotient), quotient);
}

void
run_negate(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = negated(arguments[0].number);
}

void
run_round(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	int64_t digits = count == 2 ? exact_whole(arguments[1].number) : 0;
	struct exact rounded;

	(void)machine;
	set_number(result, exact_round(arguments[0].number, digits, ROUND_HALF_AWAY, &rounded), rounded);
}

void
run_floor(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->empty = !exact_round(arguments[0].number, 0, ROUND_DOWN, &result->number);
}

void
run_ceiling(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->empty = !exact_round(arguments[0].number, 0, ROUND_UP, &result->number);
}

void
run_abs(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = arguments[0].number.units < 0 ? negated(arguments[0].number) : arguments[0].number;
}

/* ---- comparisons ---- */

static const char *
folded(struct machine *machine, struct str text)
{
	return text_fold(machine->arena, arena_text_of(machine->arena, text.at, text.length));
}

/* False: they cannot be compared, since numbers are too far apart in size. */
static bool
compare(struct machine *machine, const struct cell *one, const struct cell *other, int *order)
{
	int64_t first = one->value, second = other->value;

	if (one->kind == KIND_TEXT) {
		*order = strcmp(folded(machine, one->text), folded(machine, other->text));
		return true;
	}
	if (one->kind == KIND_NUMBER || one->kind == KIND_MONEY)
		return exact_compare(one->number, other->number, order);
	if (one->kind != other->kind) { /* a day and an instant */
		first = one->kind == KIND_INSTANT ? machine_day_of(machine, first) : first;
		second = other->kind == KIND_INSTANT ? machine_day_of(machine, second) : second;
	}
	*order = (first > second) - (first < second);
	return true;
}

#define COMPARISON(name, sign)                                                                                         \
	void name(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)            \
	{                                                                                                              \
		int order = 0;                                                                                         \
                                                                                                                       \
		(void)count;                                                                                           \
		result->empty = !compare(machine, &arguments[0], &arguments[1], &order);                               \
		result->value = order sign 0;                                                                          \
	}
COMPARISON(run_equal, ==)
COMPARISON(run_unequal, !=)
COMPARISON(run_below, <)
COMPARISON(run_at_most, <=)
COMPARISON(run_above, >)
COMPARISON(run_at_least, >=)

/* The first of those that come `direction` (-1, 1) of all others. */
static void
choose(struct machine *machine, const struct cell *arguments, size_t count, int direction, struct cell *result)
{
	const struct cell *chosen = &arguments[0];

	for (size_t i = 1; i < count; i++) {
		int order = 0;

		if (!compare(machine, &arguments[i], chosen, &order))
			result->empty = true;
		if (order * direction > 0)
			chosen = &arguments[i];
	}
	result->number = chosen->number;
	result->value = chosen->value;
}

void
run_least(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	choose(machine, arguments, count, -1, result);
}

void
run_greatest(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	choose(machine, arguments, count, 1, result);
}

/* ---- questions ---- */

static bool
is_yes(const struct cell *cell)
{
	return !cell->empty && cell->value != 0;
}

static bool
is_no(const struct cell *cell)
{
	return !cell->empty && cell->value == 0;
}

/* As in SQL: a no decides, whatever the other side is. */
void
run_and(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->value = is_yes(&arguments[0]) && is_yes(&arguments[1]);
	result->empty = result->value == 0 && !is_no(&arguments[0]) && !is_no(&arguments[1]);
}

void
run_or(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->value = is_yes(&arguments[0]) || is_yes(&arguments[1]);
	result->empty = result->value == 0 && !(is_no(&arguments[0]) && is_no(&arguments[1]));
}

void
run_not(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->value = arguments[0].value == 0;
}

/* Both branches have been computed: nothing in them can fail or last. */
void
run_if(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	enum kind kind = result->kind;

	(void)machine;
	if (arguments[0].empty || (count == 2 && is_no(&arguments[0]))) {
		result->empty = true;
		return;
	}
	*result = arguments[is_yes(&arguments[0]) ? 1 : 2];
	result->kind = kind;
}

void
run_empty(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	bool text = arguments[0].kind == KIND_TEXT || arguments[0].kind == KIND_CODES;

	(void)machine, (void)count;
	result->value = arguments[0].empty || (text && arguments[0].text.length == 0);
}

/* ---- the machine ---- */

enum { MEMORY = 8 * 1024 * 1024 }; /* bytes for what is made on the way to one result; beyond it is empty */

/* What a column holds; days and instants beyond the calendar count as empty. */
static struct cell
cell_of(const struct step *step, const struct db_value *kept)
{
	struct cell cell = {.kind = step->kind, .empty = kept->type == DB_NULL};

	if (step->kind == KIND_TEXT || step->kind == KIND_CODES) {
		cell.empty = kept->type != DB_TEXT;
		cell.text = kept->bytes;
		return cell;
	}
	cell.empty = kept->type != DB_INT;
	cell.value = kept->integer;
	if (step->kind == KIND_NUMBER || step->kind == KIND_MONEY)
		cell.number = exact_of(kept->integer, step->digits);
	if (step->kind == KIND_DAY)
		cell.empty |= !day_in_range(kept->integer);
	if (step->kind == KIND_INSTANT)
		cell.empty |= !day_in_range(kept->integer / DAY_MS - 1) || !day_in_range(kept->integer / DAY_MS + 1);
	return cell;
}

static void
call(struct machine *machine, const struct step *step, struct cell *arguments)
{
	struct cell result = {.kind = step->kind, .value = step->digits};

	for (size_t i = 0; i < step->count && step->nulls != NULLS_OWN; i++) {
		bool text = arguments[i].kind == KIND_TEXT || arguments[i].kind == KIND_CODES;

		if (arguments[i].empty && text && step->nulls == NULLS_TEXTS)
			arguments[i].text = STR("");
		else if (arguments[i].empty)
			result.empty = true;
	}
	if (!result.empty)
		step->run(machine, arguments, step->count, &result);
	arguments[0] = result;
}

static struct cell
run_steps(struct machine *machine, const struct formula *formula, const struct db_value *cells)
{
	struct cell *stack = arena_make_array(machine->arena, struct cell, formula->stack);
	size_t top = 0;

	for (size_t i = 0; i < formula->step_count && arena_used(machine->arena) < MEMORY; i++) {
		const struct step *step = &formula->steps[i];

		if (step->run != NULL) {
			top -= step->count;
			call(machine, step, &stack[top]);
		} else {
			stack[top] =
				step->field == (size_t)NO_FIELD ? step->result : cell_of(step, &cells[step->field]);
		}
		top++;
	}
	if (arena_used(machine->arena) >= MEMORY)
		stack[0].empty = true;
	return stack[0];
}

static struct db_value
number_kept(const struct cell *cell, int digits)
{
	int64_t units;

	return exact_units_of(cell->number, digits, &units) ? db_int(units) : db_null();
}

/* Cut after so many characters: what is kept stands in an index, whatever texts it was joined from. */
static struct str
cut(struct str text, size_t longest)
{
	size_t characters = 0;

	for (size_t i = 0; i < text.length; i++) {
		characters += ((unsigned char)text.at[i] & 0xC0) != 0x80;
		if (longest > 0 && characters > longest)
			return str_slice(text.at, i);
	}
	return text;
}

/* As the column of the result keeps it; an empty text is none. */
static struct db_value
kept(struct machine *machine, const struct cell *cell, enum field_type result, const struct field *of)
{
	if (cell->empty)
		return db_null();
	switch (result) {
	case FIELD_INTEGER:
		return number_kept(cell, 0);
	case FIELD_DECIMAL:
		return number_kept(cell, of->digits);
	case FIELD_MONEY:
		return number_kept(cell, of->currency == NULL ? 2 : money_digits(of->currency));
	case FIELD_TEXT:
		return cell->text.length == 0 ? db_null() : db_str(cut(cell->text, of->longest));
	case FIELD_DAY:
		return db_int(cell->kind == KIND_INSTANT ? machine_day_of(machine, cell->value) : cell->value);
	default:
		return db_int(cell->value);
	}
}

void
formula_compute(const struct formula *formula, const struct field *of, struct db_value *cells,
		const struct moment *moment, struct arena *arena)
{
	struct machine machine = {.arena = arena_new(0), .moment = moment};
	struct cell result = run_steps(&machine, formula, cells);
	struct db_value value = kept(&machine, &result, formula->result, of);

	if (value.type == DB_TEXT)
		value.bytes.at = arena_text_of(arena, value.bytes.at, value.bytes.length);
	cells[of->index] = value;
	arena_free(machine.arena);
}
