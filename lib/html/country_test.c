/* country_test: countries by code and by name. */
#include "html/country.h"

#include "base/arena.h"
#include "base/test.h"

TEST(countries_are_known_by_code_and_by_name)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(country_of_text(arena, "fr"), "FR");
	assert_string_equal(country_of_text(arena, "États-Unis"), "US");
	assert_string_equal(country_of_text(arena, "etats-unis"), "US");
	assert_string_equal(country_of_text(arena, "GERMANY"), "DE");
	assert_null(country_of_text(arena, "Atlantis"));
	assert_null(country_of_text(arena, "75011 Paris"));
	assert_null(country_of_text(arena, ""));
	assert_true(country_is_known("BE"));
	assert_false(country_is_known("be"));
	assert_string_equal(country_name(arena, "DE", "fr"), "Allemagne");
	assert_string_equal(country_name(arena, "DE", NULL), "Germany");
	arena_free(arena);
}
