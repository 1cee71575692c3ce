/* import_read: days and amounts as spreadsheets and people of two languages write them. */
#include "core/import.h"

#include "base/instant.h"
#include "base/money.h"
#include "base/str.h"

#include <string.h>

/* ---- days ---- */

/* French and English names of months, folded. */
static const struct {
	const char *name;
	int month;
} month_names[] = {
	{"january", 1},	 {"janvier", 1},  {"february", 2},  {"fevrier", 2},   {"march", 3},	{"mars", 3},
	{"april", 4},	 {"avril", 4},	  {"may", 5},	    {"mai", 5},	      {"june", 6},	{"juin", 6},
	{"july", 7},	 {"juillet", 7},  {"august", 8},    {"aout", 8},      {"september", 9}, {"septembre", 9},
	{"october", 10}, {"octobre", 10}, {"november", 11}, {"novembre", 11}, {"december", 12}, {"decembre", 12},
};

/* By its name or the beginning of it, "dec"; but "jui" could be two. */
static int
month_of_name(struct str word)
{
	if (word.length < 3 || str_equal(word, STR("jui")))
		return 0;
	for (size_t i = 0; i < sizeof month_names / sizeof month_names[0]; i++)
		if (str_starts(str_of(month_names[i].name), word))
			return month_names[i].month;
	return 0;
}

static bool
in_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

struct day_parts {
	int64_t numbers[3];
	size_t digits[3];
	size_t count;
	int month; /* by its name, else 0 */
};

static bool
add_part(struct day_parts *parts, struct str word)
{
	size_t number = 0;

	while (number < word.length && word.at[number] >= '0' && word.at[number] <= '9')
		number++;
	if (parts->count + (parts->month != 0) == 3)
		return false;
	if (number == 0) {
		if (parts->month == 0)
			parts->month = month_of_name(word);
		else
			return false;
		return parts->month != 0;
	}
	if (number > 4 || (number < word.length && number > 2)) /* "1er", "3rd" */
		return false;
	parts->digits[parts->count] = number;
	return str_to_int(str_slice(word.at, number), &parts->numbers[parts->count++]);
}

/* "31 dec. 2026" into its three parts; false when there are others. */
static bool
split_day(struct str text, struct day_parts *parts)
{
	size_t at = 0;

	while (at < text.length) {
		size_t start = at;

		while (at < text.length && in_word(text.at[at]))
			at++;
		if (at > start && !add_part(parts, str_slice(text.at + start, at - start)))
			return false;
		at += at == start;
	}
	return parts->count + (parts->month != 0) == 3;
}

/* "2026-12-31t00:00:00z" without its time. */
static struct str
without_time(const char *text)
{
	const char *colon = strchr(text, ':');

	while (colon != NULL && colon > text && *colon != ' ' && *colon != 't')
		colon--;
	return colon == NULL ? str_of(text) : str_slice(text, (size_t)(colon - text));
}

static bool
make_day(int64_t year, int64_t month, int64_t day, size_t year_digits, int32_t *made)
{
	if (year_digits == 2)
		year += year < 70 ? 2000 : 1900;
	else if (year_digits != 4)
		return false;
	if (month > 12 || day > 31 || !day_exists((int)year, (int)month, (int)day))
		return false;
	*made = day_of((int)year, (int)month, (int)day);
	return true;
}

bool
import_read_day(const char *folded, bool month_first, int32_t *day)
{
	struct day_parts parts = {.count = 0};
	const int64_t *number = parts.numbers;

	if (!split_day(without_time(folded), &parts))
		return false;
	if (parts.month != 0)
		return parts.digits[0] == 4 ? make_day(number[0], parts.month, number[1], 4, day)
					    : make_day(number[1], parts.month, number[0], parts.digits[1], day);
	if (parts.digits[0] == 4)
		return make_day(number[0], number[1], number[2], 4, day);
	return month_first ? make_day(number[2], number[0], number[1], parts.digits[2], day)
			   : make_day(number[2], number[1], number[0], parts.digits[2], day);
}

/* ---- amounts ---- */

/* Currencies that stand before or after an amount. */
static const char *const currency_signs[] = {"€", "$", "£", "EUR", "USD", "GBP", "CHF", "CAD"};

static struct str
without_sign(struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < sizeof currency_signs / sizeof currency_signs[0]; i++) {
		struct str sign = str_of(currency_signs[i]);

		if (str_ends(text, sign))
			text.length -= sign.length;
		else if (str_starts(text, sign))
			text = str_slice(text.at + sign.length, text.length - sign.length);
	}
	/* a no-break space, wide or narrow, between the amount and its sign */
	while (str_ends(text, STR("\xC2\xA0")))
		text.length -= 2;
	while (str_ends(text, STR("\xE2\x80\xAF")))
		text.length -= 3;
	return str_trim(text);
}

bool
import_read_decimal(const char *typed, int digits, int64_t *units)
{
	struct str text = without_sign(str_of(typed));
	bool negative = false;

	if (text.length > 2 && text.at[0] == '(' && text.at[text.length - 1] == ')') {
		text = without_sign(str_slice(text.at + 1, text.length - 2));
		negative = true;
	} else if (str_starts(text, STR("\xE2\x88\x92"))) { /* the sign minus of typography */
		text = without_sign(str_slice(text.at + 3, text.length - 3));
		negative = true;
	} else if (str_ends(text, STR("-")) && text.length > 1) {
		text.length--;
		text = str_trim(text);
		negative = true;
	}
	if (negative && str_starts(text, STR("-")))
		return false;
	if (!decimal_parse(text, digits, units))
		return false;
	if (negative)
		*units = -*units;
	return true;
}
