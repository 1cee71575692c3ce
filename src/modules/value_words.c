/* value_words: texts, e-mail addresses, telephone numbers and web addresses. */
#include "base/arena.h"
#include "modules/value_parts.h"
#include "sms/sms.h"
#include "sms/sms_countries.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { LINK_LIMIT = 2000 };

/* ---- texts ---- */

bool
words_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const char *pattern = reading->field->pattern;

	if (!reading->asked)
		text = value_clean_text(reading, field_value_type(reading->field), text);
	if (text == NULL)
		return false;
	if (!reading->asked && !text_empty(pattern) && !value_matches(pattern, text))
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
	const char *trunk = strstr(text, "(0)");
	struct builder part = builder_new(arena, 0);

	for (const char *at = text; *at != '\0'; at++) {
		if (at == trunk && str_starts(builder_str(&part), STR("+"))) /* "+33 (0)6": not dialled from abroad */
			at += strlen("(0)") - 1;
		else if ((*at >= '0' && *at <= '9') || (*at == '+' && part.length == 0))
			build_char(&part, *at);
	}
	return builder_text(&part);
}

/* What stands somewhere may be the beginning as it is dialled at home, or the middle: without leading noughts it is
 * found in both. */
static const char *
dialled_within(const char *digits)
{
	const char *rest = digits + strspn(digits, "0");

	return *rest == '\0' ? digits : rest;
}

const char *
phone_dialled(struct arena *arena, const char *digits, const char *country, bool begins)
{
	const struct sms_country *home = text_empty(country) ? NULL : sms_country_of(country);
	struct str typed = str_of(digits);

	if (!begins)
		return dialled_within(digits);
	if (typed.length == 0 || digits[0] == '+')
		return digits;
	if (str_starts(typed, STR("00")))
		return arena_printf(arena, "+%s", digits + 2);
	if (home == NULL || str_starts(typed, str_of(home->prefix)))
		return arena_printf(arena, "+%s", digits);
	if (str_starts(typed, str_of(home->trunk)))
		digits += strlen(home->trunk);
	return arena_printf(arena, "+%s%s", home->prefix, digits);
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

/* "[2001:db8::1]" of "[2001:db8::1]:80", which is left without it and its colon; empty when it is written wrongly. */
static struct str
cut_numbers(struct str *place)
{
	const char *close = memchr(place->at, ']', place->length);
	struct str host, rest;

	if (close == NULL || close - place->at < 3)
		return STR("");
	host = str_slice(place->at, (size_t)(close - place->at) + 1);
	rest = str_slice(close + 1, place->length - host.length);
	for (size_t i = 1; i < host.length - 1; i++)
		if (strchr("0123456789abcdefABCDEF:.", host.at[i]) == NULL)
			return STR("");
	if (rest.length > 0 && rest.at[0] != ':')
		return STR("");
	*place = rest.length == 0 ? (struct str){0} : str_slice(rest.at + 1, rest.length - 1);
	return host;
}

/* The part between "//" and the path: a host with a point or "localhost", maybe a port; nobody's name and password. */
static bool
is_host(struct str place)
{
	struct str port = place, host;
	int64_t number;

	if (place.length > 0 && place.at[0] == '[')
		host = cut_numbers(&port);
	else
		host = str_cut(&port, ':');
	if (port.at != NULL && (!str_to_int(port, &number) || number < 1 || number > 65535))
		return false;
	if (host.length > 0 && host.at[0] == '[')
		return true;
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

/* Signs that a web address does not have, and those that turn the direction of what is read or cannot be seen: they
 * would show another address than the one it leads to. */
static bool
has_strange_signs(const char *text)
{
	int32_t at = 0;
	UChar32 sign;

	for (;;) {
		U8_NEXT(text, at, -1, sign);
		if (sign == 0)
			return false;
		if (sign <= 0x20 || u_iscntrl(sign) || u_isUWhiteSpace(sign) || u_charType(sign) == U_FORMAT_CHAR ||
		    u_hasBinaryProperty(sign, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
		    (sign < 0x80 && strchr("\"<>\\^`{|}", sign) != NULL))
			return true;
	}
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
	if (has_strange_signs(text) || !split_scheme(text, &scheme, &rest) ||
	    !is_host(str_slice(rest, strcspn(rest, "/?#"))))
		return value_wrong(reading, N_("This is no web address. Write it like https://www.example.fr."));
	link = arena_printf(reading->arena, "%s://%s", scheme, rest);
	for (char *at = link; at < link + strlen(scheme) + 3 + strcspn(rest, "/?#"); at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	*value = db_text(link);
	return true;
}
