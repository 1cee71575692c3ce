/* password_test: what people really choose is refused, and a few words in a row are welcome. */
#include "core/password.h"

#include "base/test.h"

#include <string.h>

static const char *
refusal(const char *password)
{
	static const struct password_owner lea = {.email = "lea.moreau@cabinet-sorel.fr", .name = "Léa Moreau"};

	return password_refusal(password, &lea);
}

TEST(good_passwords_are_not_disturbed)
{
	static const char *const good[] = {
		"cheval pile agrafe juste", "tasse-lundi-violet",   "Rx7!qPz0vWm2k",   "zwölf Boxkämpfer jagen",
		"le train de 7 h 42 part",  "дождь идёт весь день", "kjwe8 fhq0 zzp2",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (refusal(good[i]) != NULL)
			fail_msg("\"%s\" was refused: %s", good[i], refusal(good[i]));
}

TEST(common_passwords_are_refused_in_any_dress)
{
	static const char *const bad[] = {
		"Password2026!",
		"p4ssw0rd1234",
		"MotDePasse123",
		"motdepasse2026",
		"administrator1",
		"azertyuiop12",
		"Qwerty123456",
		"1234567890123",
		"iloveyou1234",
		"Bonjour!!2026",
		"adminpassword",
		"abcdefghijkl",
		"aaaaaaaaaaaa",
		"abcabcabcabc",
		"tagadatagada",
		"987654321098",
		"qsdfghjklm12",
		"111222333444",
		"correcthorsebatterystaple",
		"2026-11-22 !!",
		"Sunshine-Monkey7",
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (refusal(bad[i]) == NULL)
			fail_msg("\"%s\" was accepted", bad[i]);
}

/* As they stand in lists of stolen ones, in other letters, and as people dress them up. */
TEST(stolen_passwords_are_refused)
{
	static const char *const bad[] = {
		"contortionist",  "CONTORTIONIST",   "Contortionist2026!", "chickenwing101", "websolutions75",
		"ghjcnjgfhjkm",	  "1qazxsw23edc!!",  "tournesol-2026!",	   "papillon2026!",  "c0nt0rt10n1$t",
		"JesuisPilote75", "Coquelicot2026!", "croissant-1962",	   "Bibliothèque75", "89231243658s",
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (refusal(bad[i]) == NULL)
			fail_msg("\"%s\" was accepted", bad[i]);
	assert_non_null(strstr(refusal("contortionist"), "stolen"));
	assert_null(refusal("contortionist tournesol bleu"));
	assert_null(refusal("un tournesol en septembre"));
}

TEST(short_and_endless_passwords_are_refused_by_their_characters)
{
	char endless[200];

	assert_non_null(refusal("tasse-lundi"));
	assert_non_null(refusal("été été été")); /* eleven characters, however many bytes */
	assert_null(refusal("Noël en été 26"));
	for (size_t i = 0; i + 1 < sizeof endless; i++)
		endless[i] = "tasse-lundi-violet "[i % 19];
	endless[sizeof endless - 1] = '\0';
	assert_non_null(refusal(endless));
}

TEST(name_address_and_program_are_refused)
{
	assert_non_null(refusal("vive MOREAU demain"));
	assert_non_null(refusal("x9-lea.moreau-k2p"));
	assert_non_null(refusal("tasse parvis violet"));
	assert_non_null(refusal("tasse cabinet-sorel.fr 9"));
	assert_null(password_refusal("tasse-lundi-violet", &(struct password_owner){.email = NULL}));
}

TEST(the_name_of_the_company_one_is_a_client_of_is_refused)
{
	static const struct password_owner marie = {
		.email = "marie@example.fr", .name = "Marie Durand", .company = "Solaria Énergies"};

	assert_non_null(strstr(password_refusal("tasse SOLARIA violet", &marie), "our name"));
	assert_non_null(password_refusal("tasse énergies violet", &marie));
	assert_non_null(password_refusal("tasse durand violet", &marie));
	assert_null(password_refusal("tasse lundi violet", &marie));
}
