/* format_number: integers, decimals and amounts of money in a locale's way, exactly as ICU prints them. */
#ifndef HTML_FORMAT_NUMBER_H
#define HTML_FORMAT_NUMBER_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct piece {
	char text[30];
	unsigned char length;
};

/* How a locale writes one kind of number. ICU takes about a microsecond a number; the symbols it uses, fetched once,
 * print the same in a tenth of it. `simple` says that this was proved on sample numbers when the style was made; else
 * (digits that are not ASCII, unusual grouping) every number goes through ICU. */
struct number_style {
	void *icu; /* UNumberFormat; closed when the arena ends */
	bool simple;
	int primary, secondary, minimum; /* digits in the last group, in the others, before the first separator */
	struct piece group, point, before, after, before_negative, after_negative;
};

/* Money when `currency` is given, always with its `digits`; else plain numbers (`digits` 0). */
void number_style_open(struct number_style *style, struct arena *arena, const char *locale, const char *currency,
		       int digits);

/* Prints units of 10^-digits, with exactly `digits` decimals. */
void number_print(const struct number_style *style, int64_t units, int digits, struct builder *out);

#endif
