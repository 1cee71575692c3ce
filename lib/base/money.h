/* money: integer minor units with their currency; nothing about money is ever a float. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* `currency` is an ISO 4217 code in capitals; "" only in a zeroed struct. */
struct money {
	int64_t minor;
	char currency[4];
};

struct money money_of(int64_t minor, const char *currency);

/* Digits after the decimal point that ISO 4217 gives the currency (2 for EUR, 0 for JPY, 3 for TND). */
int money_digits(const char *currency);

/* value × numerator / denominator, rounded half away from zero (the commercial rounding of French invoices). */
int64_t money_scale(int64_t value, int64_t numerator, int64_t denominator);

/* Reads a decimal number with `,` or `.` before the decimals and blanks, narrow blanks or apostrophes between
 * thousands, at most `digits` decimals, as an integer of 10^-digits units ("1 234,5", 2 → 123450).
 * A single `,` or `.` is the decimal separator; when both occur, the last one is. False when it is not a number. */
bool decimal_parse(struct str text, int digits, int64_t *value);

/* Plain text with a point and all its decimals ("1234.50"), for JSON, CSV and SQL dumps. */
void decimal_print(char text[32], int64_t value, int digits);

#endif
