/* demand_test: what is taken for a piece, what may be decided, how files are called, and lists that are pasted. */
#include "demands/demand.h"

#include "base/arena.h"
#include "base/test.h"

TEST(a_list_is_pasted_with_bullets_numbers_and_what_is_expected)
{
	struct arena *arena = arena_new(0);
	size_t count;
	const struct piece *pieces = pieces_of_list(
		arena, "- Avis d’imposition: toutes les pages\r\n\n2) Taxe foncière (Facultatif)\n• RIB\n", 10, &count);

	assert_int_equal(count, 3);
	assert_string_equal(pieces[0].name, "Avis d’imposition");
	assert_string_equal(pieces[0].words, "toutes les pages");
	assert_true(pieces[0].required);
	assert_string_equal(pieces[1].name, "Taxe foncière");
	assert_false(pieces[1].required);
	assert_string_equal(pieces[2].name, "RIB");
	assert_string_equal(pieces[2].words, "");
	pieces_of_list(arena, "1\n2\n3\n4", 2, &count);
	assert_true(count > 2);
	pieces_of_list(arena, NULL, 2, &count);
	assert_int_equal(count, 0);
	arena_free(arena);
}

TEST(formats_are_known_by_content)
{
	assert_true(formats_take(TAKES_ANY, "application/zip"));
	assert_true(formats_take(TAKES_PDF, "application/pdf"));
	assert_false(formats_take(TAKES_PDF, "image/png"));
	assert_true(formats_take(TAKES_PICTURE, "image/heic"));
	assert_true(formats_take(TAKES_DOCUMENT, "image/png"));
	assert_false(formats_take(TAKES_DOCUMENT, "text/plain"));
	assert_true(formats_take(TAKES_OFFICE, "application/vnd.oasis.opendocument.text"));
	assert_false(formats_take(TAKES_OFFICE, "application/x-dosexec"));
}

TEST(what_is_accepted_is_not_decided_again)
{
	assert_true(decision_fits(PIECE_RECEIVED, DECIDE_ACCEPT));
	assert_false(decision_fits(PIECE_ASKED, DECIDE_ACCEPT));
	assert_true(decision_fits(PIECE_ABSENT, DECIDE_REFUSE));
	assert_true(decision_fits(PIECE_NOT_NEEDED, DECIDE_ASK));
	for (int i = 0; piece_decision_names[i] != NULL; i++)
		assert_false(decision_fits(PIECE_ACCEPTED, (enum decision)i));
}

TEST(accepted_files_bear_the_name_of_their_piece)
{
	struct arena *arena = arena_new(0);
	const struct demand by_piece = {.by_piece = true}, as_sent = {.by_piece = false};
	const struct piece piece = {.name = "Avis 2025/2026"};
	const struct deposit scan = {.name = "IMG_0042.jpeg"}, bare = {.name = "README"};

	assert_string_equal(deposit_file_name(arena, &by_piece, &piece, &scan), "Avis 2025_2026.jpeg");
	assert_string_equal(deposit_file_name(arena, &by_piece, &piece, &bare), "Avis 2025_2026");
	assert_string_equal(deposit_file_name(arena, &as_sent, &piece, &scan), "IMG_0042.jpeg");
	arena_free(arena);
}
