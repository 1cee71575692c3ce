/* text_fold: what words are compared by when people search: no case, no accents, no ligatures. */
#include "html/format.h"

#include "base/arena.h"
#include "base/check.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

/* Letters that Unicode does not take apart, and the signs people type in two ways. */
static const struct {
	UChar32 letter;
	const char *folded;
} letters[] = {
	{0xE6, "ae"},  {0xF0, "d"},   {0xF8, "o"},   {0xFE, "th"},  {0x111, "d"},
	{0x127, "h"},  {0x131, "i"},  {0x142, "l"},  {0x153, "oe"}, {0x167, "t"},
	{0x2010, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2018, "'"}, {0x2019, "'"},
};

/* ASCII needs no tables; false when there is anything else. */
static bool
fold_ascii(char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text >= 0x80)
			return false;
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text + ('a' - 'A'));
	}
	return true;
}

/* Accents of all scripts are "inherited"; Hebrew points are not, and are left out in writing as accents are. The vowel
 * signs of Indic and Thai writing are marks too, but part of the word. */
static bool
is_accent(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script;

	if (u_charType(c) != U_NON_SPACING_MARK && u_charType(c) != U_ENCLOSING_MARK)
		return false;
	script = uscript_getScript(c, &status);
	return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW;
}

static void
build_letter(struct builder *out, UChar32 c)
{
	char utf8[U8_MAX_LENGTH];
	int32_t length = 0;

	if (is_accent(c))
		return;
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
		if (letters[i].letter == c) {
			build_text(out, letters[i].folded);
			return;
		}
	U8_APPEND_UNSAFE(utf8, length, c);
	build_bytes(out, utf8, (size_t)length);
}

/* Compatibility decomposition (ﬁ → f i, é → e + accent), then case folding (ß → ss). */
static UChar *
decompose(struct arena *arena, const char *text, int32_t *length)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t bytes = strlen(text);
	UChar *wide, *decomposed, *folded;
	int32_t most, count = 0;

	check(bytes < INT32_MAX / 64);
	most = (int32_t)bytes + 1;
	wide = arena_make_array(arena, UChar, (size_t)most);
	u_strFromUTF8WithSub(wide, most, &count, text, (int32_t)bytes, 0xFFFD, NULL, &status);
	most = unorm2_normalize(unorm2_getNFKDInstance(&status), wide, count, NULL, 0, &status) + 1;
	status = U_ZERO_ERROR; /* asked for the length only */
	decomposed = arena_make_array(arena, UChar, (size_t)most);
	count = unorm2_normalize(unorm2_getNFKDInstance(&status), wide, count, decomposed, most, &status);
	most = count * 3 + 1; /* one letter folds to three at most */
	folded = arena_make_array(arena, UChar, (size_t)most);
	*length = u_strFoldCase(folded, most, decomposed, count, U_FOLD_CASE_DEFAULT, &status);
	check(U_SUCCESS(status));
	return folded;
}

const char *
text_fold(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text);
	struct builder out;
	UChar *folded;
	int32_t length, at = 0;

	if (fold_ascii(copy))
		return copy;
	folded = decompose(arena, text, &length);
	out = builder_new(arena, 0);
	while (at < length) {
		UChar32 c;

		U16_NEXT(folded, at, length, c);
		build_letter(&out, c);
	}
	return builder_text(&out);
}

const char *
text_after_all(struct arena *arena, const char *text)
{
	return arena_printf(arena, "%s\xF4\x8F\xBF\xBF", text);
}
