/* portal_name_test: what an address may be, what looks like another, what a name gives, what is proposed. */
#include "portals/portal_name.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"

#include <string.h>

static const char *
made(struct arena *arena, const char *name)
{
	const char *address = address_from_name(arena, name);

	assert_int_equal(address_problem(address), ADDRESS_FINE);
	return address;
}

TEST(a_name_gives_an_address)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(made(arena, "Solaria Énergies"), "solaria-energies");
	assert_string_equal(made(arena, "  L’Atelier « Dupont & Fils » "), "l-atelier-dupont-fils");
	assert_string_equal(made(arena, "Cœur de Bœuf n° 1"), "coeur-de-boeuf-n-1");
	assert_string_equal(made(arena, "AI"), "espace-ai");
	assert_string_equal(made(arena, ""), "espace-clients");
	assert_string_equal(made(arena, NULL), "espace-clients");
	assert_string_equal(made(arena, "☀ ☀"), "espace-clients");
	assert_string_equal(made(arena, "Contact"), "espace-contact");
	arena_free(arena);
}

TEST(a_long_name_is_cut_between_words)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(made(arena, "Compagnie générale des installations solaires de Bretagne"),
			    "compagnie-generale-des-installations");
	assert_int_equal(strlen(made(arena, "Anticonstitutionnellementanticonstitutionnellement")), ADDRESS_MOST);
	arena_free(arena);
}

TEST(an_address_has_rules)
{
	static const struct {
		const char *address;
		enum address_problem problem;
	} tried[] = {
		{"dupont", ADDRESS_FINE},
		{"a-1", ADDRESS_FINE},
		{"ab", ADDRESS_SHORT},
		{"", ADDRESS_SHORT},
		{"Dupont", ADDRESS_SIGNS},
		{"énergie", ADDRESS_SIGNS},
		{"a b c", ADDRESS_SIGNS},
		{"a/../b", ADDRESS_SIGNS},
		{"-dupont", ADDRESS_HYPHENS},
		{"dupont-", ADDRESS_HYPHENS},
		{"du--pont", ADDRESS_HYPHENS},
		{"admin", ADDRESS_RESERVED},
		{"sign-in", ADDRESS_RESERVED},
		{"api", ADDRESS_RESERVED},
		{"adm1n", ADDRESS_RESERVED},
		{"l-o-g-i-n", ADDRESS_RESERVED},
		{"wvvw", ADDRESS_RESERVED},
		{"supp0rt", ADDRESS_RESERVED},
		{"support-dupont", ADDRESS_FINE},
		{"a234567890123456789012345678901234567890", ADDRESS_FINE},
		{"a2345678901234567890123456789012345678901", ADDRESS_LONG},
	};

	for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++)
		assert_int_equal(address_problem(tried[i].address), tried[i].problem);
}

TEST(every_reserved_word_is_refused)
{
	for (size_t i = 0; reserved_addresses[i] != NULL; i++)
		assert_true(address_is_reserved(reserved_addresses[i]));
}

TEST(addresses_that_look_alike_are_told)
{
	assert_true(address_is_alike("solaria", "so1aria"));
	assert_true(address_is_alike("solaria", "sol-aria"));
	assert_true(address_is_alike("modern", "modem"));
	assert_true(address_is_alike("5oleil", "s0leil"));
	assert_false(address_is_alike("solaria", "solarium"));
	assert_false(address_is_alike("dupont-2", "dupont-3"));
}

TEST(what_was_typed_is_cleaned)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(address_clean(arena, " Dupont-Fils "), "dupont-fils");
	assert_null(address_clean(arena, "  "));
	assert_null(address_clean(arena, NULL));
	arena_free(arena);
}

TEST(what_is_proposed_could_be_had)
{
	static const char *const names[] = {"Solaria", "Admin", "", "Compagnie générale des installations solaires",
					    "A"};
	struct arena *arena = arena_new(0);
	const char *found[ADDRESS_CANDIDATES];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t count = address_candidates(arena, names[i], "Saint-Étienne", found);

		assert_true(count >= ADDRESS_IDEAS);
		for (size_t c = 0; c < count; c++) {
			assert_int_equal(address_problem(found[c]), ADDRESS_FINE);
			for (size_t other = 0; other < c; other++)
				assert_string_not_equal(found[c], found[other]);
		}
	}
	address_candidates(arena, "Solaria", "Nantes", found);
	assert_string_equal(found[0], "solaria");
	assert_string_equal(found[1], "solaria-nantes");
	arena_free(arena);
}
