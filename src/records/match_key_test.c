/* match_key_test: which names are those of one, and which are not. */
#include "records/match_key.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

TEST(the_core_of_a_name_has_neither_order_nor_accents_nor_legal_forms)
{
	static const char *const pairs[][2] = {
		{"M. DUPONT, Jéan", "dupont jean"},
		{"Jean Dupont", "dupont jean"},
		{"S.A.R.L. Garage des Ponts", "garage ponts"},
		{"Garage des Ponts (SARL)", "garage ponts"},
		{"Ardoises d’Anjou", "anjou ardoises"},
		{"SAS Héliotek Distribution", "distribution heliotek"},
		{"Éts Le Bihan & Cie", "bihan"},
		{"St-Étienne Énergie", "energie etienne saint"},
		{"GAEC", "gaec"},
		{"La Société", "la societe"},
		{" – ", ""},
		{"", ""},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		assert_string_equal(name_core(arena, pairs[i][0]), pairs[i][1]);
	arena_free(arena);
}

static bool
alike(struct arena *arena, const char *one, const char *other)
{
	return names_alike(arena, name_core(arena, one), name_core(arena, other));
}

static bool
is_among(const char *key, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* Whether looking for one finds the other. */
static bool
meets(struct arena *arena, const char *one, const char *other)
{
	const char *kept[NAME_KEYS], *looked[NAME_LOOKED];
	size_t kept_count = name_keys(arena, name_core(arena, other), kept);
	size_t looked_count = name_looked(arena, name_core(arena, one), looked);

	for (size_t i = 0; i < kept_count; i++)
		if (is_among(kept[i], looked, looked_count))
			return true;
	return false;
}

TEST(names_of_one_are_alike_and_found)
{
	static const char *const pairs[][2] = {
		{"Jean Dupont", "DUPONT Jean"},
		{"Jean Dupont", "Jean Dupond"},
		{"Camille Le Goff", "Le Goff Camile"},
		{"Sophie Martin", "Sofie Martin"},
		{"Catherine Lefèvre", "Katherine Lefevre"},
		{"Héliotek Distribution", "SAS Heliotek Distribtuion"},
		{"Batteries Armor", "Batterie Armor SARL"},
		{"Garage des Ponts", "Garage du Ponts"},
		{"Bornes & Cie", "BORNES ET CIE"},
		{"Владимир Петров", "Владимир Петрав"},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		assert_true(alike(arena, pairs[i][0], pairs[i][1]));
		assert_true(meets(arena, pairs[i][0], pairs[i][1]));
		assert_true(meets(arena, pairs[i][1], pairs[i][0]));
	}
	arena_free(arena);
}

TEST(names_of_two_are_not_alike)
{
	static const char *const pairs[][2] = {
		{"Jean Dupont", "Marc Dupont"},
		{"Garage 1", "Garage 2"},
		{"Atelier du Lac 2025", "Atelier du Lac 2026"},
		{"Héliotek", "Onduleurs de l’Ouest"},
		{"Lea", "Leo"},
		{"Anne Sorel", "Agnès Sorel"},
		{"", "Martin"},
		{"", ""},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		assert_false(alike(arena, pairs[i][0], pairs[i][1]));
	arena_free(arena);
}

/* Every name one slip away from a long one is found, wherever the slip is. */
TEST(one_slip_anywhere_is_found)
{
	static const char name[] = "heliotek";
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof name - 1; i++) {
		const char *less = arena_printf(arena, "%.*s%s", (int)i, name, name + i + 1);
		const char *other = arena_printf(arena, "%.*sq%s", (int)i, name, name + i + 1);
		const char *more = arena_printf(arena, "%.*sq%s", (int)i, name, name + i);
		const char *turned = i + 2 > sizeof name - 1 ? name
							     : arena_printf(arena, "%.*s%c%c%s", (int)i, name,
									    name[i + 1], name[i], name + i + 2);

		assert_true(alike(arena, name, less) && meets(arena, name, less) && meets(arena, less, name));
		assert_true(alike(arena, name, other) && meets(arena, name, other));
		assert_true(alike(arena, name, more) && meets(arena, name, more) && meets(arena, more, name));
		assert_true(alike(arena, name, turned) && meets(arena, name, turned));
	}
	arena_free(arena);
}

TEST(a_name_without_letters_has_no_keys_and_a_very_long_one_few)
{
	const char *keys[NAME_LOOKED];
	struct arena *arena = arena_new(0);
	char *many = arena_alloc(arena, 5001);

	assert_int_equal(name_looked(arena, name_core(arena, "—"), keys), 0);
	memset(many, 'x', 5000);
	assert_true(name_looked(arena, name_core(arena, many), keys) <= NAME_LOOKED);
	for (size_t i = 1; i < 5000; i += 2)
		many[i] = ' ';
	assert_true(name_keys(arena, name_core(arena, many), keys) <= NAME_KEYS);
	arena_free(arena);
}
