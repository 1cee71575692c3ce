/* file_text_test: words of documents, questions for them, and the place where they stand. */
#include "folders/file_text.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"

#include <string.h>

enum { CLIENT = 33 };

TEST(words_of_a_text_are_folded_and_each_is_kept_once)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(file_text_words(arena, CLIENT, "L’Été : l'ete, TOIT_sud 2026"),
			    "00000000000112026 0000000000011ete 0000000000011l 0000000000011sud 0000000000011toit");
	assert_string_equal(file_text_words(arena, CLIENT, " … % _ \n"), "");
	arena_free(arena);
}

TEST(short_words_are_entries_of_their_own_and_long_ones_begin_others)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(file_text_match(arena, DB_SQLITE, CLIENT, "toi"), "\"0000000000011toi\"*");
	assert_string_equal(file_text_match(arena, DB_POSTGRES, CLIENT, "été"), "'0000000000011été'");
	assert_string_equal(file_text_match(arena, DB_POSTGRES, CLIENT, "toit"), "'0000000000011toit':*");
	arena_free(arena);
}

TEST(a_text_is_kept_as_far_as_whole_letters_go)
{
	struct arena *arena = arena_new(0);
	char *long_text = arena_alloc(arena, TEXT_KEPT_BYTES + 3);
	bool cut;

	assert_string_equal(file_text_kept(arena, "été", &cut), "été");
	assert_false(cut);
	memset(long_text, 'a', TEXT_KEPT_BYTES - 1);
	memcpy(long_text + TEXT_KEPT_BYTES - 1, "é", sizeof "é");
	assert_int_equal(strlen(file_text_kept(arena, long_text, &cut)), TEXT_KEPT_BYTES - 1);
	assert_true(cut);
	arena_free(arena);
}

/* Marked words stand between stars. */
static const char *
snippet(struct arena *arena, const char *text, const char *typed)
{
	struct doc *list = doc_list(arena);
	struct builder out = builder_new(arena, 0);

	file_text_snippet(list, arena, text, typed);
	for (size_t i = 0; i < doc_count(list); i++) {
		const struct doc *part = list->list.items[i];
		const char *mark = doc_is_true(doc_get(part, STR("marked"))) ? "*" : "";

		build_printf(&out, "%s%s%s", mark, doc_get_text(part, "text"), mark);
	}
	return builder_text(&out);
}

TEST(a_place_is_shown_with_the_words_around_it)
{
	struct arena *arena = arena_new(0);
	struct builder text = builder_new(arena, 0);
	const char *found;

	assert_string_equal(snippet(arena, "Le toit,\n\n  la TOITURE & <b>", "toit"), "Le *toit*, la *TOITURE* & <b>");
	assert_string_equal(snippet(arena, "À revoir : l’étanchéité du toit", "ETANCH toi"),
			    "À revoir : l’*étanchéité* du *toit*");
	assert_string_equal(snippet(arena, "rien", "toit"), "");
	assert_string_equal(snippet(arena, "", "toit"), "");
	for (int i = 0; i < 200; i++)
		build_text(&text, i == 100 ? "aiguille " : "élément ");
	found = snippet(arena, builder_text(&text), "aigu");
	assert_true(strncmp(found, "… ", strlen("… ")) == 0);
	assert_non_null(strstr(found, " élément *aiguille* élément "));
	assert_true(str_ends(str_of(found), STR(" …")));
	assert_true(strlen(found) < 300 && str_is_utf8(str_of(found)));
	arena_free(arena);
}
