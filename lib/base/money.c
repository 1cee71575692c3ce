/* money: products go through 128 bits and round half away from zero. */
#include "base/money.h"

#include "base/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct money
money_of(int64_t minor, const char *currency)
{
	struct money money = {.minor = minor};

	check(currency != NULL && strlen(currency) == 3);
	memcpy(money.currency, currency, 4);
	return money;
}

int
money_digits(const char *currency)
{
	static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
	static const char three[] = "BHD IQD JOD KWD LYD OMR TND";

	if (strstr(none, currency) != NULL)
		return 0;
	return strstr(three, currency) != NULL ? 3 : 2;
}

int64_t
money_scale(int64_t value, int64_t numerator, int64_t denominator)
{
	__extension__ __int128 product = (__int128)value * numerator;
	__extension__ __int128 half = denominator / 2;

	check(denominator > 0);
	product = product >= 0 ? (product + half) / denominator : (product - half) / denominator;
	check(product <= INT64_MAX && product >= INT64_MIN);
	return (int64_t)product;
}

/* The bytes of a separator of thousands at `at`: blank, apostrophe, no-break space, narrow no-break space. */
static size_t
thousands_separator(struct str text, size_t at)
{
	struct str rest = str_slice(text.at + at, text.length - at);

	if (rest.at[0] == ' ' || rest.at[0] == '\'')
		return 1;
	if (str_starts(rest, STR("\xC2\xA0")))
		return 2;
	if (str_starts(rest, STR("\xE2\x80\xAF")) || str_starts(rest, STR("\xE2\x80\x99")))
		return 3;
	return 0;
}

static size_t
decimal_point(struct str text)
{
	for (size_t i = text.length; i > 0; i--)
		if (text.at[i - 1] == ',' || text.at[i - 1] == '.')
			return i - 1;
	return text.length;
}

static bool
add_digit(int64_t *value, char c)
{
	return c >= '0' && c <= '9' && !__builtin_mul_overflow(*value, 10, value) &&
	       !__builtin_add_overflow(*value, c - '0', value);
}

static bool
parse_whole(struct str whole, char point, int64_t *value)
{
	bool any = false;

	for (size_t i = 0; i < whole.length;) {
		size_t separator = thousands_separator(whole, i);

		if (separator == 0 && (whole.at[i] == ',' || whole.at[i] == '.') && whole.at[i] != point)
			separator = 1;
		if (separator > 0) {
			if (!any)
				return false;
			i += separator;
			continue;
		}
		if (!add_digit(value, whole.at[i++]))
			return false;
		any = true;
	}
	return true;
}

bool
decimal_parse(struct str text, int digits, int64_t *value)
{
	int64_t number = 0;
	bool negative;
	size_t point;
	struct str decimals;

	text = str_trim(text);
	negative = text.length > 0 && text.at[0] == '-';
	if (negative || (text.length > 0 && text.at[0] == '+'))
		text = str_slice(text.at + 1, text.length - 1);
	point = decimal_point(text);
	decimals = point < text.length ? str_slice(text.at + point + 1, text.length - point - 1) : STR("");
	if (text.length == 0 || (point == 0 && decimals.length == 0) || decimals.length > (size_t)digits)
		return false;
	if (!parse_whole(str_slice(text.at, point), point < text.length ? text.at[point] : '\0', &number))
		return false;
	for (int i = 0; i < digits; i++)
		if (!add_digit(&number, (size_t)i < decimals.length ? decimals.at[i] : '0'))
			return false;
	*value = negative ? -number : number;
	return true;
}

void
decimal_print(char text[32], int64_t value, int digits)
{
	uint64_t absolute = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint64_t scale = 1;

	for (int i = 0; i < digits; i++)
		scale *= 10;
	if (digits == 0)
		snprintf(text, 32, "%s%" PRIu64, value < 0 ? "-" : "", absolute);
	else
		snprintf(text, 32, "%s%" PRIu64 ".%0*" PRIu64, value < 0 ? "-" : "", absolute / scale, digits,
			 absolute % scale);
}
