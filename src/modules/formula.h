/* formula: computes a field from the others of its record: arithmetic, texts, days. */
#ifndef MODULES_FORMULA_H
#define MODULES_FORMULA_H

#include "modules/condition.h"

/* Written as people write: fields by name, numbers with a point (20% is 0.2), texts in double quotes, yes and no,
 * + - * / & (joins texts), = <> < <= > >=, and, or, not, and functions: if(test, then, else), round(number, digits),
 * floor, ceiling, abs, least, greatest, length, upper, lower, trim, left(text, n), right, part(text, from, n),
 * contains, replace; today(), now(), year, month, day, weekday, days(from, to), add_days, add_months, end_of_month;
 * empty(field), text(value), number(text). An empty field makes the result empty, but in empty(), if's other branch, &
 * and the functions of texts (""); "and" and "or" answer as soon as one side decides. Division by nought is empty, and
 * so is what does not fit. Arithmetic is exact decimal (round half away from zero where digits end; quotients have 18).
 * Numbers go with money: a number beside an amount counts in its currency. Percentages count as hundredths. Day + 3,
 * day - day work; an instant counts as its day in the zone where a day is meant. Texts are compared without case and
 * accents. */
struct formula;

/* The functions, for the help beside the field; NULL after the last. */
struct formula_help {
	const char *name;
	const char *usage; /* an example */
	const char *about; /* English, N_ */
};
const struct formula_help *formula_help(size_t index);

/* NULL: refused; *error (English, N_), *at the offset of the character where it went wrong (characters, not bytes; its
 * length when something is missing at the end). At most 2,000 characters and 64 levels. Fields must be of the module,
 * in use; formulas that would need themselves, directly or through others, are refused: this reads the others'
 * formula_text, so the fields must all be in place, but their formulas need not be compiled yet. `result` is the type
 * it must have: money may come from numbers and money of the same currency. `of_field` may be a draft (name, currency),
 * or NULL: then there is no look for loops, and any one currency will do. */
struct formula *formula_parse(struct arena *arena, const struct module *module, const char *text,
			      const struct field *of_field, enum field_type result, const char **error, size_t *at);
bool formula_uses(const struct formula *formula, const struct field *field);

/* Computes into cells[of->index] (as the result is kept); `cells` by field index. today() makes a formula moving: it is
 * recomputed when the record changes and by the nightly job. */
void formula_compute(const struct formula *formula, const struct field *of, struct db_value *cells,
		     const struct moment *moment, struct arena *arena);
/* All formulas of the module, in the order they need each other. */
void
formulas_compute(const struct module *module, struct db_value *cells, const struct moment *moment, struct arena *arena);
bool formula_moves(const struct formula *formula);

#endif
