/* portion_problem: what the two halves of a portion share. Internal to src/exchange. */
#ifndef EXCHANGE_PORTION_PROBLEM_H
#define EXCHANGE_PORTION_PROBLEM_H

#include "exchange/portion.h"

#define NO_COLUMN SIZE_MAX

/* The line is bad for this reason (English, N_); NO_COLUMN: as a whole. */
void portion_problem(struct portion *portion, size_t line, size_t column, const char *reason);
/* Where the field comes from; NO_COLUMN: from nowhere. */
size_t column_of_field(const struct mapping *mapping, const struct field *field);

#endif
