/* value_address: street, postal code, town and country of an address, in one text and apart. */
#include "base/arena.h"
#include "modules/value_parts.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { LINES = 12, NAME_UNITS = 128, NAME_BYTES = 512 };

/* ---- countries ---- */

static const char *
display_name(struct arena *arena, const char *code, const char *language)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[NAME_UNITS];
	char text[NAME_BYTES];

	uloc_getDisplayCountry(arena_printf(arena, "und_%s", code), language, name, NAME_UNITS, &status);
	u_strToUTF8(text, sizeof text, NULL, name, -1, &status);
	return U_FAILURE(status) ? code : arena_text(arena, text);
}

const char *
country_name(struct arena *arena, struct str code, const char *language)
{
	return display_name(arena, arena_text_of(arena, code.at, code.length), text_empty(language) ? "en" : language);
}

const char *
country_code(struct arena *arena, struct str typed)
{
	const char *const *codes = uloc_getISOCountries();
	const char *folded;

	if (typed.length < 2 || typed.length > NAME_UNITS ||
	    strpbrk(arena_text_of(arena, typed.at, typed.length), "0123456789\n") != NULL)
		return NULL;
	for (size_t i = 0; codes[i] != NULL; i++)
		if (str_equal_nocase(typed, str_of(codes[i])))
			return codes[i];
	if (typed.length < 4)
		return NULL;
	folded = text_fold(arena, arena_text_of(arena, typed.at, typed.length));
	for (size_t i = 0; codes[i] != NULL; i++)
		if (strcmp(folded, text_fold(arena, display_name(arena, codes[i], "fr"))) == 0 ||
		    strcmp(folded, text_fold(arena, display_name(arena, codes[i], "en"))) == 0)
			return codes[i];
	return NULL;
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
	if (text_empty(street) && text_empty(postal_code) && text_empty(city))
		return db_null();
	return db_text(arena_printf(arena, "%s\n%s\n%s\n%s", street == NULL ? "" : street,
				    postal_code == NULL ? "" : postal_code, city == NULL ? "" : city,
				    country == NULL ? "" : country));
}

/* ---- one text ---- */

/* "75011 Paris", "SW1A 2AA" alone or "4020 Linz": a first word with a digit, and a rest without. */
static bool
split_town(struct str line, struct str *postal_code, struct str *city)
{
	const char *digit = NULL;
	size_t word = 0;

	for (size_t i = 0; i < line.length; i++)
		if (line.at[i] >= '0' && line.at[i] <= '9')
			digit = &line.at[i];
	while (word < line.length && line.at[word] != ' ')
		word++;
	if (digit == NULL || digit > line.at + word || word > CODE_LIMIT || word == line.length)
		return false;
	*postal_code = str_slice(line.at, word);
	*city = str_trim(str_slice(line.at + word, line.length - word));
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

/* In the order in which they are kept: four lines or more, of which the last is a code of a country or empty. */
static bool
is_kept_form(struct arena *arena, struct str text)
{
	struct address address = address_split(text);
	bool placed = address.country.length == 2 && country_code(arena, address.country) != NULL;

	return count_lines(text) >= 4 && address.postal_code.length <= CODE_LIMIT &&
	       (placed || address.country.length == 0);
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
	address = is_kept_form(arena, lines) ? address_split(lines) : read_envelope(arena, lines);
	*value = address_join(arena, text_of(arena, address.street), text_of(arena, address.postal_code),
			      text_of(arena, address.city), country_code(arena, address.country));
	return true;
}
