/* Tests of file_name: what people send, what systems forbid, and two names that are one. */
#include "sys/file_name.h"

#include "base/arena.h"
#include "base/test.h"

#include <stdlib.h>
#include <string.h>

enum { RANDOM_NAMES = 3000 };

TEST(file_names_lose_what_is_dangerous)
{
	const struct {
		struct str sent;
		const char *kept;
	} names[] = {
		{STR("Devis n° 12 (signé).pdf"), "Devis n° 12 (signé).pdf"},
		{STR("../../etc/passwd"), "_.._etc_passwd"},
		{STR("..%2f..%2fetc"), "%2f..%2fetc"},
		{STR("C:\\temp\\x.txt"), "C__temp_x.txt"},
		{STR("a\0b\r\n\x7F.txt"), "ab.txt"},
		{STR("facture\u202Efdp.exe"), "facturefdp.exe"},
		{STR("\u200Bz\u00ADe\uFEFFro.txt"), "zero.txt"},
		{STR(".htaccess"), "htaccess"},
		{STR(" \u00A0. plan . \u3000"), "plan"},
		{STR("NUL"), "_NUL"},
		{STR("con.tar.gz"), "_con.tar.gz"},
		{STR("Lpt\u00B2 .txt"), "_Lpt\u00B2 .txt"},
		{STR("console.txt"), "console.txt"},
		{STR("com10.txt"), "com10.txt"},
		{STR("e\u0301te\u0301.txt"), "\u00E9t\u00E9.txt"},
		{STR("bad\xFF\xC3.txt"), "bad__.txt"},
		{STR("who?<b>|*\".txt"), "who__b____.txt"},
		{STR(""), "file"},
		{STR("\u202E.\u200B. "), "file"},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_string_equal(file_name_safe(arena, names[i].sent), names[i].kept);
	arena_free(arena);
}

TEST(long_file_names_keep_their_ending_and_whole_letters)
{
	struct arena *arena = arena_new(0);
	struct builder name = builder_new(arena, 0);
	const char *kept, *numbered;

	for (int i = 0; i < 150; i++)
		build_text(&name, "é");
	build_text(&name, ".pdf");
	kept = file_name_safe(arena, builder_str(&name));
	assert_int_equal(strlen(kept), FILE_NAME_BYTES - 1); /* 125 letters of two bytes, and ".pdf" */
	assert_string_equal(file_name_ending(kept), "pdf");
	assert_true(str_is_utf8(str_of(kept)));
	numbered = file_name_numbered(arena, kept, 12);
	assert_true(strlen(numbered) <= FILE_NAME_BYTES);
	assert_non_null(strstr(numbered, "é (12).pdf"));
	assert_string_equal(file_name_numbered(arena, "devis.pdf", 2), "devis (2).pdf");
	assert_string_equal(file_name_numbered(arena, "README", 3), "README (3)");
	assert_string_equal(file_name_folder_numbered(arena, "Lot 2.b", 2), "Lot 2.b (2)");
	assert_true(strlen(file_name_folder_numbered(arena, kept, 100)) <= FILE_NAME_BYTES);
	assert_string_equal(file_name_ending("v1. the last word of it"), "");
	arena_free(arena);
}

TEST(file_names_are_one_by_letters_not_by_bytes)
{
	static const char *const same[][2] = {
		{"\u00C9t\u00E9.PDF", "e\u0301te\u0301.pdf"},
		{"STRASSE", "straße"},
		{"\u212B", "\u00E5"},
	};
	static const char *const different[][2] = {{"ete.pdf", "été.pdf"}, {"a.pdf", "a.pdf2"}, {"m²", "m2"}};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		assert_string_equal(file_name_key(arena, same[i][0]), file_name_key(arena, same[i][1]));
	for (size_t i = 0; i < sizeof different / sizeof different[0]; i++)
		assert_string_not_equal(file_name_key(arena, different[i][0]), file_name_key(arena, different[i][1]));
	arena_free(arena);
}

/* What names may be made of, so that the rules meet each other. */
static const char *
random_name(struct arena *arena, unsigned *seed)
{
	static const char *const parts[] = {"a",      "é",	"e\u0301",    ".",	" ",	  "/",	    "\u200D",
					    "\u202E", "क",	"\u0301",     "nul",	"com1",	  "\u00A0", "\uFE0F",
					    "\xFF",   "\u3000", "\U0001F468", ".pdf",	"\u0327", "\t",	    "CON",
					    "_",      "\u1100", "\u1161",     "\u11A8", "%2f",	  "ǰ",	    "ﷺ"};
	struct builder name = builder_new(arena, 0);
	int length = 1 + rand_r(seed) % (rand_r(seed) % 8 == 0 ? 300 : 12);

	for (int i = 0; i < length; i++)
		build_text(&name, parts[(size_t)rand_r(seed) % (sizeof parts / sizeof parts[0])]);
	return builder_text(&name);
}

TEST(a_safe_file_name_stays_as_it_is)
{
	unsigned seed = 7;

	for (int i = 0; i < RANDOM_NAMES; i++) {
		struct arena *arena = arena_new(0);
		const char *kept = file_name_safe(arena, str_of(random_name(arena, &seed)));
		size_t length = strlen(kept);

		assert_true(length > 0 && length <= FILE_NAME_BYTES && str_is_utf8(str_of(kept)));
		assert_null(strpbrk(kept, "/\\:*?\"<>|\t\n"));
		assert_true(*kept != '.' && *kept != ' ' && kept[length - 1] != '.' && kept[length - 1] != ' ');
		assert_string_equal(file_name_safe(arena, str_of(kept)), kept);
		assert_string_equal(file_name_key(arena, kept), file_name_key(arena, file_name_key(arena, kept)));
		assert_true(strlen(file_name_key(arena, kept)) <= (size_t)3 * length);
		kept = file_name_numbered(arena, kept, 2);
		assert_true(strlen(kept) <= FILE_NAME_BYTES);
		assert_string_equal(file_name_safe(arena, str_of(kept)), kept);
		arena_free(arena);
	}
}
