/* country: ICU knows the codes and the names; what they are folded is kept, since imports ask line by line. */
#include "html/country.h"

#include "base/arena.h"
#include "base/str.h"
#include "html/format.h"

#include <pthread.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { LANGUAGES = 2, NAME_UNITS = 128, NAME_BYTES = 512 };

static const char *const languages[LANGUAGES] = {"fr", "en"};

struct country {
	const char *code;
	const char *names[LANGUAGES]; /* folded */
};

/* Made once, by whoever asks first, and never changed: any thread may read it. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct arena *kept;
static struct country *countries;
static size_t country_count;

const char *
country_name(struct arena *arena, const char *code, const char *language)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[NAME_UNITS];
	char text[NAME_BYTES];

	uloc_getDisplayCountry(arena_printf(arena, "und_%s", code), text_empty(language) ? "en" : language, name,
			       NAME_UNITS, &status);
	u_strToUTF8(text, sizeof text, NULL, name, -1, &status);
	return U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ? arena_text(arena, code)
									      : arena_text(arena, text);
}

static void
make_countries(void)
{
	const char *const *codes = uloc_getISOCountries();

	kept = arena_new(0);
	while (codes[country_count] != NULL)
		country_count++;
	countries = arena_make_array(kept, struct country, country_count);
	for (size_t i = 0; i < country_count; i++) {
		countries[i].code = codes[i];
		for (size_t l = 0; l < LANGUAGES; l++)
			countries[i].names[l] = text_fold(kept, country_name(kept, codes[i], languages[l]));
	}
}

const char *
country_of_text(struct arena *arena, const char *typed)
{
	const char *folded;

	if (strlen(typed) > NAME_BYTES || strpbrk(typed, "0123456789\n") != NULL)
		return NULL;
	pthread_once(&once, make_countries);
	folded = text_fold(arena, typed);
	for (size_t i = 0; i < country_count; i++) {
		const struct country *country = &countries[i];

		if (str_equal_nocase(str_of(country->code), str_of(typed)) || text_equal(country->names[0], folded) ||
		    text_equal(country->names[1], folded))
			return country->code;
	}
	return NULL;
}

bool
country_is_known(const char *code)
{
	for (const char *const *known = uloc_getISOCountries(); *known != NULL; known++)
		if (strcmp(*known, code) == 0)
			return true;
	return false;
}

const char *const *
country_codes(void)
{
	return uloc_getISOCountries();
}
