/* value_address: street, postal code, town and country of an address, in one text and apart. */
#include "base/arena.h"
#include "html/country.h"
#include "modules/value_parts.h"

#include <string.h>

enum { LINES = 12 };

static const char *
country_code(struct arena *arena, struct str typed)
{
	return typed.length == 0 ? NULL : country_of_text(arena, arena_text_of(arena, typed.at, typed.length));
}

/* ---- the kept text ---- */

static struct str
cut_last_line(struct str *text)
{
	const char *line_end = text->length == 0 ? NULL : memrchr(text->at, '\n', text->length);
	struct str last = *text;

	if (line_end == NULL) {
		*text = STR("");
		return last;
	}
	last = str_slice(line_end + 1, (size_t)(text->at + text->length - line_end - 1));
	text->length = (size_t)(line_end - text->at);
	return last;
}

struct address
address_split(struct str kept)
{
	struct address address;

	address.country = cut_last_line(&kept);
	address.city = cut_last_line(&kept);
	address.postal_code = cut_last_line(&kept);
	address.street = kept;
	return address;
}

struct db_value
address_join(struct arena *arena, const char *street, const char *postal_code, const char *city, const char *country)
{
	street = street == NULL || text_is_blank(street) ? "" : street;
	postal_code = postal_code == NULL || text_is_blank(postal_code) ? "" : postal_code;
	city = city == NULL || text_is_blank(city) ? "" : city;
	if (*street == '\0' && *postal_code == '\0' && *city == '\0')
		return db_null();
	return db_text(
		arena_printf(arena, "%s\n%s\n%s\n%s", street, postal_code, city, country == NULL ? "" : country));
}

/* ---- one text ---- */

static bool
has_digit(struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	return false;
}

/* "Paris" of "Paris CEDEX 09", whose number is not part of the town's name. */
static struct str
without_cedex(struct str town)
{
	struct str rest = town;

	while (rest.length > 0 && rest.at[rest.length - 1] >= '0' && rest.at[rest.length - 1] <= '9')
		rest.length--;
	rest = str_trim(rest);
	if (rest.length < 6 || !str_equal_nocase(str_slice(rest.at + rest.length - 6, 6), STR(" cedex")))
		return town;
	return str_slice(rest.at, rest.length - 6);
}

/* "75011 Paris" or "4020 Linz": a first word with a digit, and a rest without; not "SW1A 2AA", which is a code alone.
 */
static bool
split_town(struct str line, struct str *postal_code, struct str *city)
{
	size_t word = 0;
	struct str rest;

	while (word < line.length && line.at[word] != ' ')
		word++;
	rest = str_trim(str_slice(line.at + word, line.length - word));
	if (word > CODE_LIMIT || rest.length == 0 || !has_digit(str_slice(line.at, word)) ||
	    has_digit(without_cedex(rest)))
		return false;
	*postal_code = str_slice(line.at, word);
	*city = rest;
	return true;
}

static size_t
count_lines(struct str text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.length; i++)
		lines += text.at[i] == '\n';
	return lines;
}

/* The lines as on an envelope: a country last, maybe, and before it a postal code with its town. */
static struct address
read_envelope(struct arena *arena, struct str text)
{
	struct address address = {.street = str_trim(text)};
	struct str rest = address.street;
	struct str last = str_trim(cut_last_line(&rest));
	const char *country = rest.length == 0 ? NULL : country_code(arena, last);

	if (country != NULL) {
		address.country = str_of(country);
		address.street = rest;
		last = str_trim(cut_last_line(&rest));
	}
	if (split_town(last, &address.postal_code, &address.city) && rest.length > 0)
		address.street = rest;
	else
		address.postal_code = address.city = STR("");
	return address;
}

/* In the order in which they are kept: four lines or more, of which the last is a code of a country or empty. Where it
 * is empty it may also be the end of an envelope: then a code alone tells them apart. */
static bool
is_kept_form(struct arena *arena, struct str text)
{
	struct address address = address_split(text);
	struct str postal_code, city;

	if (count_lines(text) < 4 || address.postal_code.length > CODE_LIMIT)
		return false;
	if (address.country.length > 0)
		return address.country.length == 2 && country_code(arena, address.country) != NULL;
	return address.postal_code.length == 0 ||
	       (has_digit(address.postal_code) && !split_town(address.postal_code, &postal_code, &city));
}

/* Without the carriage returns of browsers; NULL when other signs are in it that nobody can see. */
static const char *
clean_lines(struct arena *arena, const char *text)
{
	struct builder clean = builder_new(arena, 0);

	for (; *text != '\0'; text++) {
		if (((unsigned char)*text < 0x20 && *text != '\n' && *text != '\r') || *text == 0x7F)
			return NULL;
		if (*text != '\r')
			build_char(&clean, *text);
	}
	return builder_text(&clean);
}

static const char *
text_of(struct arena *arena, struct str text)
{
	return arena_text_of(arena, text.at, text.length);
}

bool
address_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	struct arena *arena = reading->arena;
	struct address address;
	struct str lines;

	if (reading->asked) {
		*value = db_text(text);
		return true;
	}
	if (strlen(text) > (size_t)(STREET_LIMIT + CODE_LIMIT + CITY_LIMIT) * 4 || count_lines(str_of(text)) > LINES)
		return value_wrong(reading, N_("This text is too long."));
	text = clean_lines(arena, text);
	if (text == NULL)
		return value_wrong(reading, N_("This text contains characters that cannot be shown."));
	lines = str_of(text);
	if (!is_kept_form(arena, lines) && str_ends(lines, STR("\n")))
		lines = str_trim(lines);
	address = is_kept_form(arena, lines) ? address_split(lines) : read_envelope(arena, lines);
	*value = address_join(arena, text_of(arena, address.street), text_of(arena, address.postal_code),
			      text_of(arena, address.city), country_code(arena, address.country));
	return true;
}
