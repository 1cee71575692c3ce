/* company_test: legal numbers by their check digits, and palettes that stay readable for any colour. */
#include "base/arena.h"
#include "base/test.h"
#include "companies/company.h"

#include <string.h>

TEST(iban_check_digits_catch_a_typing_error)
{
	assert_true(iban_is_valid("FR7630006000011234567890189"));
	assert_true(iban_is_valid("GB82WEST12345698765432"));
	assert_false(iban_is_valid("FR7630006000011234567890188"));
	assert_false(iban_is_valid("FR76"));
	assert_false(iban_is_valid("fr7630006000011234567890189"));
}

TEST(siret_is_checked_by_luhn)
{
	assert_true(siret_is_valid("73282932000074"));
	assert_false(siret_is_valid("73282932000075"));
	assert_true(siret_is_valid("35600000000048"));
	assert_false(siret_is_valid("7328293200007"));
}

TEST(host_names_need_a_dot_and_no_scheme)
{
	assert_true(host_is_valid("clients.cabinet-sorel.fr"));
	assert_false(host_is_valid("https://clients.fr"));
	assert_false(host_is_valid("localhost"));
	assert_false(host_is_valid("a..b"));
	assert_false(host_is_valid("-a.fr"));
}

TEST(numbers_are_kept_without_blanks)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(number_compact(arena, "fr76 3000-6000 0112"), "FR76300060000112");
	assert_null(number_compact(arena, " "));
	arena_free(arena);
}

TEST(every_brand_colour_stays_readable)
{
	static const char *const colours[] = {"#ffd400", "#e2001a", "#0a1f44", "#a3e635", "#ff2d87",
					      "#808080", "#000000", "#ffffff", "#0f766e"};

	for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++) {
		struct palette light = palette_light(colours[i]), dark = palette_dark(colours[i]);

		assert_true(colour_contrast(light.accent, light.on) >= 4.5);
		assert_true(colour_contrast(light.hover, light.on) >= 4.5);
		assert_true(colour_contrast(light.text, light.soft) >= 4.5);
		assert_true(colour_contrast(light.text, "#f6f7f9") >= 4.5);
		assert_true(colour_contrast(dark.accent, dark.on) >= 4.5);
		assert_true(colour_contrast(dark.text, dark.soft) >= 4.5);
		assert_true(colour_contrast(dark.text, "#171e26") >= 4.5);
	}
}

TEST(initials_come_from_the_first_words)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(brand_initials(arena, "Solaria Énergies"), "SÉ");
	assert_string_equal(brand_initials(arena, "Cabinet de la Tour"), "CT");
	assert_string_equal(brand_initials(arena, ""), "");
	arena_free(arena);
}
