/* country: ICU knows the codes and the names. */
#include "clients/country.h"

#include "base/arena.h"
#include "base/str.h"
#include "html/format.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

static const char *const languages[] = {"fr", "en"};

enum { LANGUAGES = 2, NAME_UNITS = 128, NAME_BYTES = 512 };

struct country {
	const char *code;
	const char *names[LANGUAGES]; /* folded */
};

struct countries {
	struct country *list;
	size_t count;
};

static const char *
folded_name(struct arena *arena, const char *code, const char *language)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[NAME_UNITS];
	char text[NAME_BYTES];

	uloc_getDisplayCountry(arena_printf(arena, "und_%s", code), language, name, NAME_UNITS, &status);
	u_strToUTF8(text, sizeof text, NULL, name, -1, &status);
	return U_FAILURE(status) ? "" : text_fold(arena, text);
}

struct countries *
countries_new(struct arena *arena)
{
	const char *const *codes = uloc_getISOCountries();
	struct countries *countries = arena_make(arena, struct countries);

	while (codes[countries->count] != NULL)
		countries->count++;
	countries->list = arena_make_array(arena, struct country, countries->count);
	for (size_t i = 0; i < countries->count; i++) {
		countries->list[i].code = codes[i];
		for (size_t l = 0; l < LANGUAGES; l++)
			countries->list[i].names[l] = folded_name(arena, codes[i], languages[l]);
	}
	return countries;
}

const char *
country_of_text(const struct countries *countries, struct arena *arena, const char *typed)
{
	const char *folded = text_fold(arena, typed);

	for (size_t i = 0; i < countries->count; i++) {
		const struct country *country = &countries->list[i];

		if (str_equal_nocase(str_of(country->code), str_of(folded)) || text_equal(country->names[0], folded) ||
		    text_equal(country->names[1], folded))
			return country->code;
	}
	return NULL;
}

bool
country_is_known(const char *country)
{
	for (const char *const *known = uloc_getISOCountries(); *known != NULL; known++)
		if (strcmp(*known, country) == 0)
			return true;
	return false;
}
