/* format_number: ICU's number patterns, taken apart once and then applied by hand where that gives the same. */
#include "html/format_number.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/money.h"

#include <string.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

enum { LONGEST = 160 };

static void
close_style(void *icu)
{
	unum_close(icu);
}

static size_t
to_utf8(char *out, size_t size, const UChar *text, int32_t length)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t written = 0;

	u_strToUTF8(out, (int32_t)size, &written, text, length, &status);
	return U_FAILURE(status) ? 0 : (size_t)written;
}

static size_t
icu_text(const struct number_style *style, int64_t units, int digits, char out[LONGEST])
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	char decimal[40];
	int32_t length;

	decimal_print(decimal, units, digits);
	length = unum_formatDecimal(style->icu, decimal, -1, text, LONGEST, NULL, &status);
	check(U_SUCCESS(status) && length < LONGEST);
	return to_utf8(out, LONGEST, text, length);
}

static size_t
put(char *out, size_t at, const struct piece *piece)
{
	memcpy(out + at, piece->text, piece->length);
	return at + piece->length;
}

static bool
group_follows(const struct number_style *style, int digits_left, int whole)
{
	if (style->primary == 0 || whole < style->primary + style->minimum || digits_left < style->primary ||
	    digits_left == 0)
		return false;
	return (digits_left - style->primary) % style->secondary == 0;
}

static size_t
simple_text(const struct number_style *style, int64_t units, int digits, char out[LONGEST])
{
	uint64_t rest = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
	char figures[24];
	int count = 0, whole;
	size_t at;

	while (rest > 0 || count <= digits) {
		figures[count++] = (char)('0' + rest % 10);
		rest /= 10;
	}
	whole = count - digits;
	at = put(out, 0, units < 0 ? &style->before_negative : &style->before);
	for (int left = whole - 1; left >= 0; left--) {
		out[at++] = figures[left + digits];
		if (group_follows(style, left, whole))
			at = put(out, at, &style->group);
	}
	if (digits > 0)
		at = put(out, at, &style->point);
	for (int left = digits - 1; left >= 0; left--)
		out[at++] = figures[left];
	return put(out, at, units < 0 ? &style->after_negative : &style->after);
}

static bool
set_piece(struct piece *piece, const char *text, size_t length)
{
	if (length > sizeof piece->text)
		return false;
	memcpy(piece->text, text, length);
	piece->length = (unsigned char)length;
	return true;
}

/* What stands around the figures of a sample number. */
static bool
find_affixes(const struct number_style *style, int64_t units, int digits, struct piece *before, struct piece *after)
{
	char text[LONGEST + 1];
	size_t length = icu_text(style, units, digits, text), from, to;

	text[length] = '\0';
	from = strcspn(text, "0123456789");
	for (to = length; to > from && (text[to - 1] < '0' || text[to - 1] > '9'); to--)
		;
	return from < length && set_piece(before, text, from) && set_piece(after, text + to, length - to);
}

static bool
find_symbol(const struct number_style *style, UNumberFormatSymbol symbol, struct piece *piece)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[16];
	char utf8[sizeof piece->text];
	int32_t length = unum_getSymbol(style->icu, symbol, text, 16, &status);

	return U_SUCCESS(status) && length <= 16 && set_piece(piece, utf8, to_utf8(utf8, sizeof utf8, text, length));
}

/* Some languages (Spanish, Polish) write 1000 without a separator, and 10 000 with one. */
static int
figures_before_group(const struct number_style *style, int digits)
{
	char text[LONGEST];
	int64_t thousand = 1000;
	size_t length;

	for (int i = 0; i < digits; i++)
		thousand *= 10;
	length = icu_text(style, thousand, digits, text);
	return memmem(text, length, style->group.text, style->group.length) == NULL ? 2 : 1;
}

static bool
take_apart(struct number_style *style, bool money, int digits)
{
	int secondary = unum_getAttribute(style->icu, UNUM_SECONDARY_GROUPING_SIZE);

	if (unum_getAttribute(style->icu, UNUM_GROUPING_USED))
		style->primary = unum_getAttribute(style->icu, UNUM_GROUPING_SIZE);
	style->secondary = secondary > 0 ? secondary : style->primary;
	if (style->primary < 0 ||
	    !find_symbol(style, money ? UNUM_MONETARY_GROUPING_SEPARATOR_SYMBOL : UNUM_GROUPING_SEPARATOR_SYMBOL,
			 &style->group) ||
	    !find_symbol(style, money ? UNUM_MONETARY_SEPARATOR_SYMBOL : UNUM_DECIMAL_SEPARATOR_SYMBOL, &style->point))
		return false;
	style->minimum = figures_before_group(style, digits);
	return find_affixes(style, 1, digits, &style->before, &style->after) &&
	       find_affixes(style, -1, digits, &style->before_negative, &style->after_negative);
}

static bool
same_as_icu(const struct number_style *style, int digits)
{
	static const int64_t samples[] = {0,	  1,	   -1,	     12,	 123,	       1234,	  -1234,
					  12345,  -12345,  123456,   1234567,	 -1234567,     12345678,  123456789,
					  -98765, 1000001, 10000002, 9876543210, 100000000003, INT64_MAX, INT64_MIN};
	char icu[LONGEST], simple[LONGEST];

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		size_t length = icu_text(style, samples[i], digits, icu);

		if (length != simple_text(style, samples[i], digits, simple) || memcmp(icu, simple, length) != 0)
			return false;
	}
	return true;
}

void
number_style_open(struct number_style *style, struct arena *arena, const char *locale, const char *currency, int digits)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar code[4];

	style->icu = unum_open(currency == NULL ? UNUM_DECIMAL : UNUM_CURRENCY, NULL, 0, locale, NULL, &status);
	check(U_SUCCESS(status));
	arena_at_end(arena, close_style, style->icu);
	if (currency != NULL) {
		u_uastrncpy(code, currency, 4);
		unum_setTextAttribute(style->icu, UNUM_CURRENCY_CODE, code, 3, &status);
		check(U_SUCCESS(status));
	}
	unum_setAttribute(style->icu, UNUM_MINIMUM_GROUPING_DIGITS, UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
	unum_setAttribute(style->icu, UNUM_MIN_FRACTION_DIGITS, currency == NULL ? 0 : digits);
	unum_setAttribute(style->icu, UNUM_MAX_FRACTION_DIGITS, currency == NULL ? 20 : digits);
	style->simple = take_apart(style, currency != NULL, digits) && same_as_icu(style, digits);
}

void
number_print(const struct number_style *style, int64_t units, int digits, struct builder *out)
{
	char text[LONGEST];
	size_t length = style->simple && digits <= 20 ? simple_text(style, units, digits, text)
						      : icu_text(style, units, digits, text);

	build_bytes(out, text, length);
}
