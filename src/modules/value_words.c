/* value_words: texts, e-mail addresses, telephone numbers and web addresses. */
#include "base/arena.h"
#include "base/check.h"
#include "modules/value_parts.h"
#include "sms/sms.h"
#include "sms/sms_countries.h"

#include <locale.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum {
	LINK_LIMIT = 2000,
	PATTERN_LENGTH = 200,
	PATTERN_REPEATS = 1000, /* all counts multiplied */
};

/* ---- patterns ---- */

/* Letters beyond ASCII are one character of a pattern whatever the locale of the process. */
static bool
match(const char *whole, const char *text, bool *valid)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before;
	regex_t regex;
	bool matches = false;

	check(utf8 != (locale_t)0);
	before = uselocale(utf8);
	*valid = regcomp(&regex, whole, REG_EXTENDED | REG_NOSUB) == 0;
	if (*valid) {
		matches = text != NULL && regexec(&regex, text, 0, NULL, 0) == 0;
		regfree(&regex);
	}
	uselocale(before);
	freelocale(utf8);
	return matches;
}

/* Counts multiply when they stand within each other, and the matcher's memory with them. */
static bool
counts_fit(const char *pattern)
{
	int64_t product = 1;

	for (const char *at = strchr(pattern, '{'); at != NULL; at = strchr(at + 1, '{')) {
		const char *close = strchr(at, '}');
		int64_t most = 0;

		for (const char *c = at + 1; close != NULL && c < close; c++) {
			int64_t count = strtol(c, (char **)&c, 10);

			most = count > most ? count : most;
			if (c >= close)
				break;
		}
		if (most > PATTERN_REPEATS)
			return false;
		product *= most > 1 ? most : 1;
		if (product > PATTERN_REPEATS)
			return false;
	}
	return true;
}

bool
value_pattern_fits(const char *pattern)
{
	bool valid;

	if (strlen(pattern) > PATTERN_LENGTH || !counts_fit(pattern))
		return false;
	for (const char *at = pattern; *at != '\0'; at++) {
		if (*at != '\\')
			continue;
		at++;
		if (*at == '\0' || (*at >= '1' && *at <= '9'))
			return false;
	}
	match(pattern, NULL, &valid);
	return valid;
}

static bool
matches_pattern(struct arena *arena, const char *pattern, const char *text)
{
	bool valid;

	return match(arena_printf(arena, "^(%s)$", pattern), text, &valid);
}

/* ---- texts ---- */

bool
words_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const char *pattern = reading->field->pattern;

	if (!reading->asked)
		text = value_clean_text(reading, field_value_type(reading->field), text);
	if (text == NULL)
		return false;
	if (!reading->asked && !text_empty(pattern) && !matches_pattern(reading->arena, pattern, text))
		return value_wrong(reading, N_("This is not written as it should be."));
	*value = db_text(text);
	return true;
}

/* ---- telephone numbers ---- */

const char *
phone_normal(struct arena *arena, const char *typed, const char *country)
{
	return sms_number(arena, typed, country);
}

const char *
number_part(struct arena *arena, const char *text)
{
	struct builder part = builder_new(arena, 0);

	for (const char *at = text; *at != '\0'; at++)
		if ((*at >= '0' && *at <= '9') || (*at == '+' && part.length == 0))
			build_char(&part, *at);
	return builder_text(&part);
}

const char *
phone_dialled(struct arena *arena, const char *digits, const char *country, bool begins)
{
	const struct sms_country *home = text_empty(country) ? NULL : sms_country_of(country);

	if (str_starts(str_of(digits), STR("00")))
		return arena_printf(arena, "+%s", digits + 2);
	if (home == NULL || *home->trunk == '\0' || !str_starts(str_of(digits), str_of(home->trunk)))
		return digits;
	digits += strlen(home->trunk);
	return begins ? arena_printf(arena, "+%s%s", home->prefix, digits) : digits;
}

bool
phone_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const char *number = phone_normal(reading->arena, text, reading->field->country);

	if (number == NULL && reading->asked)
		number = number_part(reading->arena, text);
	if (text_empty(number))
		return value_wrong(
			reading, N_("This is no telephone number. Write it like 06 12 34 56 78 or +33 6 12 34 56 78."));
	*value = db_text(number);
	return true;
}

/* ---- web addresses ---- */

/* The part between "//" and the path: a host with a point or "localhost", maybe a port; nobody's name and password. */
static bool
is_host(struct str place)
{
	struct str port = place, host;
	int64_t number;

	if (place.length > 0 && place.at[0] == '[')
		return memchr(place.at, ']', place.length) != NULL && place.length > 4;
	host = str_cut(&port, ':');
	if (port.at != NULL && (!str_to_int(port, &number) || number < 1 || number > 65535))
		return false;
	if (host.length == 0 || host.length > 253 || host.at[0] == '.' || host.at[0] == '-')
		return false;
	for (size_t i = 0; i < host.length; i++) {
		unsigned char c = (unsigned char)host.at[i];
		bool known = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;

		if (!known && c != '.' && c != '-')
			return false;
		if (c == '.' && host.at[i - 1] == '.')
			return false;
	}
	return true;
}

/* The address behind its scheme, without one "https"; false when there is another scheme. */
static bool
split_scheme(const char *text, const char **scheme, const char **rest)
{
	size_t place = strcspn(text, "/?#");
	const char *colon = memchr(text, ':', place);

	*scheme = "https";
	*rest = text;
	if (strncasecmp(text, "http://", 7) == 0)
		*scheme = "http";
	if (strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0) {
		*rest = strstr(text, "//") + 2;
		return true;
	}
	return (colon == NULL || (colon[1] >= '0' && colon[1] <= '9')) && memchr(text, '.', place) != NULL;
}

bool
link_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const char *scheme, *rest;
	char *link;

	if (reading->asked)
		return words_of_text(reading, text, value);
	if (strlen(text) > LINK_LIMIT)
		return value_wrong(reading, N_("This text is too long."));
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at <= 0x20 || *at == 0x7F || strchr("\"<>\\^`{|}", *at) != NULL)
			return value_wrong(reading,
					   N_("This is no web address. Write it like https://www.example.fr."));
	if (!split_scheme(text, &scheme, &rest) || !is_host(str_slice(rest, strcspn(rest, "/?#"))))
		return value_wrong(reading, N_("This is no web address. Write it like https://www.example.fr."));
	link = arena_printf(reading->arena, "%s://%s", scheme, rest);
	for (char *at = link; at < link + strlen(scheme) + 3 + strcspn(rest, "/?#"); at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	*value = db_text(link);
	return true;
}
