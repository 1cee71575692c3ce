/* notice_test: excerpts end after a word, and never inside a character. */
#include "notices/notice.h"

#include "base/arena.h"
#include "base/test.h"

TEST(a_short_notice_is_its_own_excerpt)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(notice_excerpt(arena, "Closed on Monday.", 40), "Closed on Monday.");
	assert_string_equal(notice_excerpt(arena, "Closed.\nSee you soon.", 40), "Closed.");
	assert_string_equal(notice_excerpt(arena, "", 40), "");
	arena_free(arena);
}

TEST(a_long_notice_is_cut_after_a_word)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(notice_excerpt(arena, "Closed on Monday.", 12), "Closed on…");
	assert_string_equal(notice_excerpt(arena, "Anticonstitutionnellement", 4), "Anti…");
	assert_string_equal(notice_excerpt(arena, "éééé", 5), "éé…");
	arena_free(arena);
}
