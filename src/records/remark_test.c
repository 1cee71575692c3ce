/* Whom a comment names. */
#include "base/arena.h"
#include "base/test.h"
#include "records/remark.h"

static bool
names_helene(const char *text)
{
	struct arena *arena = arena_new(0);
	bool names = remark_names(arena, text, "Hélène Caradec", "h.caradec@solaria.example");

	arena_free(arena);
	return names;
}

TEST(a_comment_names_by_first_name_whole_name_or_address)
{
	assert_true(names_helene("@Hélène, à voir"));
	assert_true(names_helene("à voir (@helene)"));
	assert_true(names_helene("merci @helene.caradec."));
	assert_true(names_helene("@h.caradec"));
	assert_true(names_helene("@julien et\n@HELENE"));
}

TEST(addresses_and_other_names_name_nobody)
{
	assert_false(names_helene("Hélène"));
	assert_false(names_helene("@helen"));
	assert_false(names_helene("@heleneb"));
	assert_false(names_helene("contact@helene"));
	assert_false(names_helene("@ helene"));
	assert_false(names_helene("@"));
}
