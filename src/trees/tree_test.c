/* tree_test: lists of folders are read as people write them, and what is wrong is told with its line. */
#include "trees/tree_paste.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"

#include <string.h>

/* "Chantier>Photos>2026 Admin" */
static const char *
printed(struct arena *arena, const struct pasted *pasted, int in)
{
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < pasted->count; i++) {
		const char *below;

		if (pasted->folders[i].parent != in)
			continue;
		below = printed(arena, pasted, (int)i);
		build_printf(&text, "%s%s", builder_str(&text).length > 0 ? " " : "", pasted->folders[i].name);
		if (below[0] != '\0')
			build_printf(&text, "(%s)", below);
	}
	return builder_text(&text);
}

static void
assert_read(struct arena *arena, const char *text, const char *expected)
{
	const struct pasted pasted = tree_paste_read(arena, text, 0);

	assert_null(pasted.problem);
	assert_string_equal(printed(arena, &pasted, TREE_TOP), expected);
}

static void
assert_wrong(struct arena *arena, const char *text, int depth, int line, const char *words)
{
	const struct pasted pasted = tree_paste_read(arena, text, depth);

	assert_non_null(pasted.problem);
	assert_int_equal(pasted.line, line);
	assert_non_null(strstr(pasted.problem, words));
}

TEST(pasted_lists_are_read_by_indents_bullets_and_paths)
{
	struct arena *arena = arena_new(0);

	assert_read(arena, "", "");
	assert_read(arena, "\n  \r\n", "");
	assert_read(arena, "A\r\n\tB\r\n\t\tC\r\n\tD\r\nE", "A(B(C) D) E");
	assert_read(arena, "  A\n    B\n  C", "A(B) C");
	assert_read(arena, "A\n\tB\n    C", "A(B C)");
	assert_read(arena, "- A\n  * B\n  • C\n– D", "A(B C) D");
	assert_read(arena, "A/B/C\nA/D\nA", "A(B(C) D)");
	assert_read(arena, "/A/\n  B\\C", "A(B(C))");
	assert_read(arena, "-5 °C\n  -- froid", "-5 °C(-- froid)");
	assert_read(arena, "A\n  B\nC\n  B", "A(B) C(B)");
	assert_read(arena, "Devis: 2025", "Devis_ 2025");
	arena_free(arena);
}

TEST(what_is_wrong_with_a_pasted_list_names_its_line)
{
	struct arena *arena = arena_new(0);
	struct builder deep = builder_new(arena, 0), many = builder_new(arena, 0), name = builder_new(arena, 0);

	for (int i = 0; i < 33; i++)
		build_printf(&deep, "%*sA\n", i, "");
	for (int i = 0; i < 2001; i++)
		build_printf(&many, "n%d\n", i);
	for (int i = 0; i < 300; i++)
		build_char(&name, 'x');
	assert_wrong(arena, "A\n    B\n  C", 0, 3, "indented");
	assert_wrong(arena, "  A\nB", 0, 2, "indented");
	assert_wrong(arena, "A\n-\n", 0, 2, "no name");
	assert_wrong(arena, "A\n /", 0, 2, "no name");
	assert_wrong(arena, "A\n../B", 0, 2, "no name");
	assert_wrong(arena, "A\nB\na", 0, 3, "already");
	assert_wrong(arena, "A/B\nA/b", 0, 2, "already");
	assert_wrong(arena, builder_text(&deep), 0, 33, "32 deep");
	assert_wrong(arena, "A/B", 31, 1, "32 deep");
	assert_wrong(arena, builder_text(&many), 0, 2001, "2,000");
	assert_wrong(arena, builder_text(&name), 0, 1, "too long");
	assert_int_equal(tree_paste_read(arena, "A\nB\na", 0).other, 1);
	arena_free(arena);
}
