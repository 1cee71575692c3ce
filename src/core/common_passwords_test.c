/* common_passwords_test: the tables hold the list they are made of, from its first word to its last. */
#include "core/common_passwords.h"

#include "base/test.h"

TEST(stolen_passwords_are_found)
{
	static const char *const words[] = {"aaaaa",	    "tournesol",  "unbelievable",
					    "qazwsxedcrfv", "zzzzzzzzzz", "010203040506"};
	static const char *const others[] = {"",
					     " ",
					     "a",
					     "aaaa",
					     "tournesolaire",
					     "tournesolq",
					     "unbelievableq",
					     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
					     "~~~~~~~~~~~~~~~~~~~~",
					     "Tournesol",
					     "дождь"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!password_is_guessed(str_of(words[i])))
			fail_msg("%s was not found", words[i]);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (password_is_guessed(str_of(others[i])))
			fail_msg("%s was found", others[i]);
}

TEST(words_that_passwords_are_made_of_are_few)
{
	assert_true(password_word_is_common(STR("dragon")));
	assert_true(password_word_is_common(STR("motdepasse")));
	assert_true(password_word_is_common(str_slice("portail2026", 7)));
	assert_false(password_word_is_common(STR("tournesol")));
	assert_false(password_word_is_common(STR("contortionist")));
	assert_false(password_word_is_common(STR("")));
}
