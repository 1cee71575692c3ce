/* formula_exact: the numbers of formulas: decimals of 128 bits, exact as long as they fit. */
#ifndef MODULES_FORMULA_EXACT_H
#define MODULES_FORMULA_EXACT_H

#include <stdbool.h>
#include <stdint.h>

/* Quotients, and products with more decimals, are kept to so many: far beyond the digits of any field, so that the
 * rounding into these is the only one that shows. */
enum { EXACT_DIGITS = 18 };

__extension__ typedef __int128 exact_units;
__extension__ typedef unsigned __int128 exact_bits;

/* units × 10^-digits, digits 0 to EXACT_DIGITS, without noughts at the end of the decimals. */
struct exact {
	exact_units units;
	int digits;
};

enum exact_rounding { ROUND_HALF_AWAY, ROUND_DOWN, ROUND_UP }; /* down and up: towards -∞ and +∞ */

struct exact exact_of(int64_t units, int digits);
/* All false when the result does not fit, or the divisor is nought. */
bool exact_add(struct exact a, struct exact b, struct exact *sum);
bool exact_multiply(struct exact a, struct exact b, struct exact *product);
bool exact_divide(struct exact a, struct exact b, struct exact *quotient);
/* To `digits` decimals; negative ones round to tens, hundreds… */
bool exact_round(struct exact number, int64_t digits, enum exact_rounding rounding, struct exact *rounded);
bool exact_compare(struct exact a, struct exact b, int *order);
/* Units of 10^-digits, rounded half away from zero. */
bool exact_units_of(struct exact number, int digits, int64_t *units);
/* Whole part, cut towards zero; beyond int64_t it stays at its ends. */
int64_t exact_whole(struct exact number);
/* "-12.5"; at least `least` decimals. */
void exact_print(char text[64], struct exact number, int least);

#endif
