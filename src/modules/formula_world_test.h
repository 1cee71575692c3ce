/* formula_world_test: a module with a field of every kind, a record of it, and short ways to say what formulas give. */
#ifndef MODULES_FORMULA_WORLD_TEST_H
#define MODULES_FORMULA_WORLD_TEST_H

#include "base/instant.h"
#include "base/test.h"
#include "modules/formula.h"

#include <string.h>

enum {
	F_ID,
	F_NAME,
	F_NOTE,
	F_QUANTITY,
	F_PRICE,
	F_COST,
	F_DOLLARS,
	F_RATE,
	F_WEIGHT,
	F_DUE,
	F_SEEN,
	F_PAID,
	F_COLOURS,
	F_CLIENT,
	F_LINKS,
	F_SUM,
	F_TOTAL,
	F_TAX,
	F_GROSS,
	F_RESULT,
	FIELDS,
};

struct world {
	struct arena *arena;
	struct field fields[FIELDS];
	struct module module;
	struct db_value cells[FIELDS];
	struct moment moment;
	const char *error;
	size_t at;
};

struct world *formula_world_empty(void); /* every field of the record is empty */
struct world *formula_world(void);

/* What the formula gives as a field of this result. */
struct db_value formula_computed(struct world *world, enum field_type result, const char *text);

void formula_gives_int(struct world *world, enum field_type result, const char *text, int64_t expected);
void formula_gives(struct world *world, const char *text, int64_t expected); /* in hundredths */
void formula_gives_text(struct world *world, const char *text, const char *expected);
void formula_says(struct world *world, const char *text, bool expected);
void formula_gives_nothing(struct world *world, enum field_type result, const char *text);
/* The error begins so, or has it within, and is shown at this character. */
void formula_is_refused(struct world *world, enum field_type result, const char *text, size_t at, const char *error);

#endif
