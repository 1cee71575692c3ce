/* formula_code: what a formula becomes: steps for a machine with a stack. Private to formula*.c. */
#ifndef MODULES_FORMULA_CODE_H
#define MODULES_FORMULA_CODE_H

#include "modules/formula.h"
#include "modules/formula_exact.h"

enum kind {
	KIND_NUMBER,
	KIND_MONEY, /* a number with a currency, known when it is parsed */
	KIND_TEXT,
	KIND_DAY,
	KIND_INSTANT,
	KIND_YES_NO,
	KIND_CODES, /* several choices: only contains and empty know them */
	KIND_OTHER, /* leads to other records or files: only empty knows it */
};

struct cell {
	enum kind kind;
	bool empty;
	struct exact number; /* numbers and money */
	int64_t value;	     /* days, instants, yes (1) or no */
	struct str text;
};

struct machine {
	struct arena *arena;
	const struct moment *moment;
};

enum nulls {
	NULLS_STRICT, /* an empty argument makes the result empty, without a call */
	NULLS_TEXTS,  /* empty texts are ""; other empty arguments make the result empty */
	NULLS_OWN,    /* the operation sees to it */
};

/* Takes its arguments and sets result->empty, or what its kind needs; `result` comes zeroed, with its kind and, in
 * .value, the decimals of the step. */
typedef void operation(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result);

struct step {
	operation *run; /* NULL: pushes the field, or the constant */
	enum nulls nulls;
	size_t count;	    /* of arguments */
	enum kind kind;	    /* of the result */
	size_t field;	    /* index in the module's fields; NO_FIELD: the constant */
	int digits;	    /* of a field; of money that becomes text */
	struct cell result; /* the constant */
};
enum { NO_FIELD = -1 };

struct formula {
	struct step *steps;
	size_t step_count;
	size_t stack; /* cells it needs at most */
	const struct field **uses;
	size_t use_count;
	enum field_type result;
	bool moves;
};

enum { FORMULA_CHARACTERS = 2000, FORMULA_LEVELS = 64, FORMULA_TEXT = 64 * 1024 };

/* What a formula gives. */
struct gives {
	enum kind kind;
	const char *currency; /* of money; NULL: not known */
};
/* The steps of a text that is not too long; NULL: *error, and *at bytes from its start. */
struct formula *formula_compile(struct arena *arena, const struct module *module, const char *text, struct gives *gives,
				const char **error, size_t *at);

/* A function that formulas call. `takes` has a letter for each argument: n number, m number or money, t text, d day (an
 * instant becomes its day), q yes or no, o what has an order, c text or several choices, u text, number or money, s and
 * x what can be a result, a anything; all s, and all o, are of the same kind. The last letter holds for all further
 * arguments. `gives` is a letter too: n, t, d, i (instant), q; others: as the arguments m, o, s. */
struct function {
	struct formula_help help;
	const char *takes;
	size_t least, most;
	char gives;
	enum nulls nulls;
	operation *run;
};
const struct function *function_named(const char *name);

/* Of the operators. */
operation run_add, run_subtract, run_multiply, run_divide, run_negate, run_join, run_and, run_or, run_not;
operation run_equal, run_unequal, run_below, run_at_most, run_above, run_at_least;
operation run_as_day, run_as_text; /* conversions */
/* Of the functions. */
operation run_if, run_empty, run_round, run_floor, run_ceiling, run_abs, run_least, run_greatest, run_length, run_upper,
	run_lower, run_trim, run_left, run_right, run_part, run_contains, run_replace, run_number, run_today, run_now,
	run_year, run_month, run_day, run_weekday, run_days, run_add_days, run_add_months, run_end_of_month;

/* The calendar of the organisation. */
int32_t machine_day_of(struct machine *machine, int64_t instant);
/* "2026-11-22 14:05" there. */
const char *machine_time_text(struct machine *machine, int64_t instant);
bool day_in_range(int64_t day); /* of the years 1 to 9999 */

#endif
