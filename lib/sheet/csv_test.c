/* csv_test: files as spreadsheets, editors and mistakes write them. */
#include "sheet/csv.h"

#include "base/arena.h"
#include "base/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file with these bytes, opened and already unlinked. */
static struct csv *
opened(struct arena *arena, struct str bytes, const char **error)
{
	char path[] = "/tmp/parvis-csv-XXXXXX";
	int fd = mkstemp(path);
	struct csv *csv;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.at, bytes.length), (ssize_t)bytes.length);
	close(fd);
	csv = csv_open(arena, path, error);
	unlink(path);
	return csv;
}

/* All rows as "a|b|c\n", with the line each begins on when `lines`; then the error, if any. */
static const char *
print(struct arena *arena, struct str bytes, bool lines)
{
	struct builder out = builder_new(arena, 0);
	const char *error;
	struct csv *csv = opened(arena, bytes, &error);

	if (csv == NULL)
		return error;
	while (csv_next(csv, &error)) {
		if (lines)
			build_printf(&out, "%lld:", (long long)csv_line(csv));
		for (size_t i = 0; i < csv_columns(csv); i++) {
			if (i > 0)
				build_char(&out, '|');
			build_str(&out, csv_cell(csv, i));
		}
		build_char(&out, '\n');
	}
	build_text(&out, error);
	csv_close(csv);
	return builder_text(&out);
}

#define ASSERT_PRINTS(literal, expected)                                                                               \
	do {                                                                                                           \
		struct arena *arena_ = arena_new(0);                                                                   \
		assert_string_equal(print(arena_, STR(literal), false), (expected));                                   \
		arena_free(arena_);                                                                                    \
	} while (0)

TEST(separators_are_guessed_from_the_first_line)
{
	ASSERT_PRINTS("a;b\n1,5;2\n", "1,5|2\n");
	ASSERT_PRINTS("a,b\n1;5,2\n", "1;5|2\n");
	ASSERT_PRINTS("a\tb\n1,5\t2;3\n", "1,5|2;3\n");
	ASSERT_PRINTS("\"a;b;c\",d\n1,2\n", "1|2\n");
	ASSERT_PRINTS("only\n1;2\n", "1\n");
	ASSERT_PRINTS("sep=,\r\na,b;c\r\n1,2\r\n", "1|2\n");
}

TEST(line_ends_of_all_systems_are_taken)
{
	ASSERT_PRINTS("a;b\r\n1;2\r\n3;4", "1|2\n3|4\n");
	ASSERT_PRINTS("a;b\n1;2\n3;4\n", "1|2\n3|4\n");
	ASSERT_PRINTS("a;b\r1;2\r3;4\r", "1|2\n3|4\n");
}

TEST(quotes_hold_separators_lines_and_quotes)
{
	ASSERT_PRINTS("a;b\n\"1;\"\"x\"\"\";\"two\r\nlines\"\n", "1;\"x\"|two\r\nlines\n");
	ASSERT_PRINTS("a;b\n\"\";\"\"\"\"\n", "|\"\n");
	ASSERT_PRINTS("a;b\n5\" pipe;\"x\"y\n", "5\" pipe|xy\n");
}

TEST(short_rows_have_empty_cells_and_blank_rows_are_skipped)
{
	ASSERT_PRINTS("a;b;c\n1\n\n;;\n \n1;2;3;4\n", "1||\n1|2|3\n");
}

TEST(lines_are_counted_through_quoted_ones)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(print(arena, STR("a\n\"1\n2\"\n\n3\r\n4\n"), true), "2:1\n2\n5:3\n6:4\n");
	arena_free(arena);
}

TEST(windows_characters_become_utf8)
{
	ASSERT_PRINTS("nom\nCaf\xE9 \x80 \x9Cuvre\n", "Café € œuvre\n");
	ASSERT_PRINTS("nom\nCafé €\n", "Café €\n");
	ASSERT_PRINTS("\xEF\xBB\xBFnom\nCafé\n", "Café\n");
	ASSERT_PRINTS("nom\nplain\n\x81\n",
		      "plain\nLine 3: some characters cannot be read. Save the file again as “CSV "
		      "UTF-8” and try once more.");
}

TEST(a_mark_of_utf8_holds_for_the_whole_file)
{
	ASSERT_PRINTS("\xEF\xBB\xBFnom\nCaf\xE9\n",
		      "Line 2: some characters cannot be read. Save the file again as “CSV UTF-8” and try once more.");
}

/* Plain ASCII for more than the first buffer, then one row with an accent: it decides. */
static void
late_accent(const char *accent, const char *expected)
{
	struct arena *arena = arena_new(0);
	struct builder file = builder_new(arena, 0);
	const char *printed;

	build_text(&file, "nom\n");
	for (int i = 0; i < 20000; i++)
		build_text(&file, "plain\n");
	build_text(&file, accent);
	printed = print(arena, builder_str(&file), false);
	assert_string_equal(printed + 20000 * strlen("plain\n"), expected);
	arena_free(arena);
}

TEST(the_first_accent_decides_however_late)
{
	late_accent("Caf\xE9", "Café\n");
	late_accent("Café", "Café\n");
}

/* A character of two bytes across every place near the end of the first 64 KiB. */
TEST(a_character_across_the_buffers_end_is_whole)
{
	for (size_t shift = 0; shift < 6; shift++) {
		struct arena *arena = arena_new(0);
		struct builder file = builder_new(arena, 0);
		const char *printed;

		build_text(&file, "nom;b\n");
		while (file.length < 65536 - 6 + shift)
			build_text(&file, file.length % 2 == 0 ? "\n" : "x");
		build_text(&file, "\n€é\"€\"\n\"é\"\"€\"");
		printed = print(arena, builder_str(&file), false);
		assert_non_null(strstr(printed, "€é\"€\"|\né\"€|\n"));
		arena_free(arena);
	}
}

TEST(columns_are_folded)
{
	struct arena *arena = arena_new(0);
	const char *error;
	struct csv *csv = opened(arena, STR("\"N° client\";Prénom;Code-postal; E-mail ;ŒUVRE (€);\n"), &error);

	assert_non_null(csv);
	assert_int_equal(csv_columns(csv), 6);
	assert_string_equal(csv_column(csv, 0), "n_client");
	assert_string_equal(csv_column(csv, 1), "prenom");
	assert_string_equal(csv_column(csv, 2), "code_postal");
	assert_string_equal(csv_column(csv, 3), "e_mail");
	assert_string_equal(csv_column(csv, 5), "");
	assert_true(csv_progress(csv) == 1);
	arena_free(arena);
}

TEST(unusable_files_are_explained)
{
	struct arena *arena = arena_new(0);
	const char *error;

	assert_null(csv_open(arena, "/nowhere/at-all.csv", &error));
	assert_string_equal(error, "/nowhere/at-all.csv cannot be opened: No such file or directory.");
	assert_null(csv_open(arena, "/tmp", &error));
	assert_string_equal(error, "/tmp cannot be read: Is a directory.");
	arena_free(arena);
	ASSERT_PRINTS("", "The file is empty: its first line must hold the names of the columns.");
	ASSERT_PRINTS("\xFF\xFEn\0", "The file is in UTF-16. Save it again as “CSV UTF-8” and try once more.");
	ASSERT_PRINTS("Nom;nom\n", "Two columns are called “nom”.");
}

TEST(broken_rows_are_explained_and_end_the_reading)
{
	ASSERT_PRINTS("a\n1\n\"open\n2\n", "1\nLine 3: a quotation mark opens here and never closes.");
	ASSERT_PRINTS("a\nx\0y\n",
		      "Line 2: some characters cannot be read. Save the file again as “CSV UTF-8” and try once more.");
}

TEST(cells_beyond_64_kib_are_refused)
{
	struct arena *arena = arena_new(0);
	struct builder file = builder_new(arena, 0);
	const char *printed;

	build_text(&file, "a\n");
	for (int i = 0; i < 65536; i++)
		build_char(&file, 'x');
	printed = print(arena, builder_str(&file), false);
	assert_int_equal(strlen(printed), 65537);
	build_char(&file, 'x');
	printed = print(arena, builder_str(&file), false);
	assert_string_equal(printed, "Line 2: a cell is longer than 64 KiB. Is a quotation mark missing?");
	arena_free(arena);
}

/* The rows are read again and again into the same memory. */
TEST(memory_does_not_grow_with_the_file)
{
	struct arena *arena = arena_new(0);
	struct builder file = builder_new(arena, 0);
	const char *error;
	struct csv *csv;
	size_t before, rows = 0;

	build_text(&file, "a;b\n");
	for (int i = 0; i < 50000; i++)
		build_text(&file, "première;\"deux\"\n");
	csv = opened(arena, builder_str(&file), &error);
	assert_non_null(csv);
	before = arena_used(arena);
	while (csv_next(csv, &error))
		rows++;
	assert_null(error);
	assert_int_equal(rows, 50000);
	assert_int_equal(arena_used(arena), before);
	arena_free(arena);
}
