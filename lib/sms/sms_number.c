/* sms_number: telephone numbers as people type them, turned into E.164, and shown without telling them. */
#include "sms/sms.h"

#include "base/arena.h"
#include "base/str.h"
#include "sms/sms_countries.h"

#include <string.h>

enum { E164_LIMIT = 15, E164_LEAST = 7, TYPED_LIMIT = 40 };

/* The French overseas departments have their own calling codes but are dialled within the French plan (ARCEP). */
static const struct {
	const char *national, *prefix;
} overseas[] = {
	{"262", "262"}, {"263", "262"}, {"269", "262"}, {"639", "262"}, {"692", "262"}, {"693", "262"}, {"590", "590"},
	{"690", "590"}, {"691", "590"}, {"594", "594"}, {"694", "594"}, {"596", "596"}, {"696", "596"}, {"697", "596"},
};

/* Skips what people put between digits: blanks (also narrow and unbreakable ones), dots, strokes, dashes, brackets.
 * Returns the bytes to skip, 0 when `at` is none of them. */
static size_t
separator_length(const char *at)
{
	static const char *const wide[] = {"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x91", "\xe2\x80\x93"};
	size_t i;

	if (strncmp(at, "(0)", 3) == 0)
		return 0;
	if (*at && strchr(" .-/()\t", *at))
		return 1;
	for (i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (strncmp(at, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

/* The digits of `typed`, a + first when it has one; false when anything else is in it. "(0)", the trunk prefix that is
 * written for those who call from home, falls away after a +. */
static bool
digits_of(const char *typed, char digits[TYPED_LIMIT + 1])
{
	size_t length = 0;

	while (*typed) {
		size_t skip = separator_length(typed);
		bool from_home = strncmp(typed, "(0)", 3) == 0;

		if (from_home && length > 0 && digits[0] == '+') {
			skip = 3;
		} else if (from_home) {
			skip = 1;
		} else if (skip == 0) {
			if (length >= TYPED_LIMIT ||
			    !((*typed >= '0' && *typed <= '9') || (*typed == '+' && length == 0)))
				return false;
			digits[length++] = *typed;
			skip = 1;
		}
		typed += skip;
	}
	digits[length] = '\0';
	return length > 0;
}

static bool
length_fits(const struct sms_country *country, const char *national)
{
	size_t length = strlen(national);

	return length >= (size_t)country->least && length <= (size_t)country->most;
}

/* Without the trunk prefix, when there is one. */
static const char *
without_trunk(const struct sms_country *country, const char *national)
{
	size_t trunk = strlen(country->trunk);

	return trunk > 0 && strncmp(national, country->trunk, trunk) == 0 ? national + trunk : national;
}

/* `digits` begin with a calling code. */
static const char *
number_international(struct arena *arena, const char *digits)
{
	const struct sms_country *country = sms_country_calling(digits);
	const char *national;

	if (strlen(digits) < E164_LEAST || strlen(digits) > E164_LIMIT + 2 || digits[0] == '0')
		return NULL;
	if (!country)
		return strlen(digits) <= E164_LIMIT ? arena_printf(arena, "+%s", digits) : NULL;
	national = digits + strlen(country->prefix);
	/* "+33 06 …": the trunk prefix stayed in by mistake. North America's is a calling code too: nothing to drop. */
	if (country->trunk[0] == '0')
		national = without_trunk(country, national);
	if (!length_fits(country, national) || strlen(country->prefix) + strlen(national) > E164_LIMIT)
		return NULL;
	return arena_printf(arena, "+%s%s", country->prefix, national);
}

static const char *
calling_code(const struct sms_country *country, const char *national)
{
	size_t i;

	if (strcmp(country->code, "FR") == 0)
		for (i = 0; i < sizeof overseas / sizeof overseas[0]; i++)
			if (strncmp(national, overseas[i].national, strlen(overseas[i].national)) == 0)
				return overseas[i].prefix;
	return country->prefix;
}

static const char *
number_national(struct arena *arena, const struct sms_country *country, const char *digits)
{
	const char *national = without_trunk(country, digits);

	/* A spreadsheet eats the leading zero: the number is still plain where all have one length. */
	if (country->trunk[0] == '0' && national == digits && country->least != country->most)
		return NULL;
	return length_fits(country, national) ? arena_printf(arena, "+%s%s", calling_code(country, national), national)
					      : NULL;
}

const char *
sms_number(struct arena *arena, const char *typed, const char *country)
{
	const struct sms_country *home = text_empty(country) ? NULL : sms_country_of(country);
	char digits[TYPED_LIMIT + 1];

	if (!digits_of(typed, digits))
		return NULL;
	if (digits[0] == '+')
		return number_international(arena, digits + 1);
	if (strncmp(digits, "00", 2) == 0)
		return number_international(arena, digits + 2);
	return home ? number_national(arena, home, digits) : NULL;
}

bool
sms_number_mobile(const char *number)
{
	static const char *const french[] = {"33", "262", "590", "594", "596"};
	const struct sms_country *country = number[0] == '+' ? sms_country_calling(number + 1) : NULL;
	size_t i;

	for (i = 0; country && i < sizeof french / sizeof french[0]; i++)
		if (strcmp(country->prefix, french[i]) == 0)
			return strchr("67", number[1 + strlen(french[i])]) != NULL;
	return true;
}

const char *
sms_number_masked(struct arena *arena, const char *number)
{
	const struct sms_country *country = number[0] == '+' ? sms_country_calling(number + 1) : NULL;
	size_t length = strlen(number);
	const char *end = length > 6 ? number + length - 2 : "\xe2\x80\xa2\xe2\x80\xa2";
	const char *hidden = "\xe2\x80\xa2\xe2\x80\xa2 \xe2\x80\xa2\xe2\x80\xa2 \xe2\x80\xa2\xe2\x80\xa2";

	/* As it is written at home, where numbers go in pairs after one digit that only tells the kind of line. */
	if (country && country->trunk[0] == '0' && country->least == 9 && country->most == 9 && length > 6)
		return arena_printf(arena, "0%c %s %s", number[1 + strlen(country->prefix)], hidden, end);
	if (country)
		return arena_printf(arena, "+%s %s %s", country->prefix, hidden, end);
	return arena_printf(arena, "%s %s", hidden, end);
}
