/* file_name: a name goes through the composed form, loses what is dangerous sign by sign, and is cut to fit. */
#include "sys/file_name.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/visible.h"

#include <string.h>
#include <strings.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

enum {
	LOOKED_AT = 64 * 1024, /* bytes of a name that are read at all */
	ROUNDS = 4,
	ENDING_LETTERS = 16,
	REPLACEMENT = 0xFFFD,
};

/* ---- Unicode ---- */

static UChar *
widen(struct arena *arena, const char *text, int32_t *length)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t bytes = strlen(text);
	UChar *wide = arena_make_array(arena, UChar, bytes + 1);

	check(bytes < INT32_MAX / 64);
	u_strFromUTF8WithSub(wide, (int32_t)bytes + 1, length, text, (int32_t)bytes, REPLACEMENT, NULL, &status);
	check(U_SUCCESS(status));
	return wide;
}

static const char *
narrow(struct arena *arena, const UChar *wide, int32_t length)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t most = length * 3 + 1;
	char *text = arena_alloc(arena, (size_t)most);

	u_strToUTF8WithSub(text, most, NULL, wide, length, REPLACEMENT, NULL, &status);
	check(U_SUCCESS(status));
	return text;
}

/* UAX 15: a letter grows to three units at most when it is composed. */
static UChar *
compose(struct arena *arena, const UChar *wide, int32_t *length)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t most = *length * 3 + 1;
	UChar *composed = arena_make_array(arena, UChar, (size_t)most);

	*length = unorm2_normalize(unorm2_getNFCInstance(&status), wide, *length, composed, most, &status);
	check(U_SUCCESS(status));
	return composed;
}

static const char *
composed(struct arena *arena, const char *text)
{
	int32_t length;
	UChar *wide = widen(arena, text, &length);

	wide = compose(arena, wide, &length);
	return narrow(arena, wide, length);
}

/* ---- sign by sign ---- */

/* Well-formed UTF-8 without control characters, and without what Windows, URLs or folders read another way. */
static const char *
plain_signs(struct arena *arena, struct str name)
{
	struct builder out = builder_new(arena, 0);
	int32_t length = (int32_t)(name.length < LOOKED_AT ? name.length : LOOKED_AT), at = 0;

	while (at < length) {
		int32_t from = at;
		UChar32 sign;

		U8_NEXT(name.at, at, length, sign);
		if (sign >= 0 && (sign < 0x20 || sign == 0x7F))
			continue;
		if (sign < 0 || (sign < 0x80 && strchr("/\\:*?\"<>|", (char)sign) != NULL))
			build_char(&out, '_');
		else
			build_bytes(&out, name.at + from, (size_t)(at - from));
	}
	return builder_text(&out);
}

/* Whether a name may neither begin nor end with it: Windows drops dots and spaces at the end, and what begins with a
 * dot is hidden elsewhere. Returns its length, or 0. */
static size_t
edge_at(const char *at)
{
	static const char *const spaces[] = {".",      " ",	 "\u00A0", "\u1680", "\u2000", "\u2001",
					     "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
					     "\u2008", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000"};

	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
		if (strncmp(at, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return 0;
}

static struct str
trim_edges(struct str name)
{
	size_t end = name.length;

	for (size_t skip = edge_at(name.at); skip > 0; skip = edge_at(name.at)) {
		name.at += skip;
		end -= skip;
	}
	while (end > 0) {
		size_t last = end - 1;

		while (last > 0 && U8_IS_TRAIL(name.at[last]))
			last--;
		if (edge_at(name.at + last) != end - last)
			break;
		end = last;
	}
	return str_slice(name.at, end);
}

/* ---- what Windows keeps for itself ---- */

/* "NUL", "nul.txt", "COM1 .tar.gz": devices, whatever the ending (Microsoft, "Naming Files, Paths, and Namespaces"). */
static bool
is_device(struct str name)
{
	static const char *const devices[] = {"con", "prn", "aux", "nul", "conin$", "conout$"};
	static const char *const superscripts[] = {"\u00B9", "\u00B2", "\u00B3"};
	struct str stem = str_trim(str_cut(&name, '.'));
	struct str number;

	for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
		if (str_equal_nocase(stem, str_of(devices[i])))
			return true;
	if (stem.length < 4 || (!str_equal_nocase(str_slice(stem.at, 3), STR("com")) &&
				!str_equal_nocase(str_slice(stem.at, 3), STR("lpt"))))
		return false;
	number = str_slice(stem.at + 3, stem.length - 3);
	for (size_t i = 0; i < sizeof superscripts / sizeof superscripts[0]; i++)
		if (str_equal(number, str_of(superscripts[i])))
			return true;
	return number.length == 1 && number.at[0] >= '0' && number.at[0] <= '9';
}

/* ---- length ---- */

const char *
file_name_ending(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t length = dot == NULL ? 0 : strlen(dot + 1);

	if (dot == NULL || dot == name || length == 0 || length > ENDING_LETTERS)
		return "";
	for (const char *at = dot + 1; *at != '\0'; at++)
		if (*at == ' ')
			return "";
	return dot + 1;
}

/* At most `most` bytes of it, whole signs only. */
static struct str
shorten(struct str text, size_t most)
{
	if (text.length <= most)
		return text;
	while (most > 0 && U8_IS_TRAIL(text.at[most]))
		most--;
	return str_slice(text.at, most);
}

/* What stands before the last `tail` bytes gives way, `suffix` and they stay. */
static const char *
fitted_before(struct arena *arena, const char *name, size_t tail, const char *suffix)
{
	struct str stem = str_slice(name, strlen(name) - tail);

	stem = shorten(stem, FILE_NAME_BYTES - tail - strlen(suffix));
	stem = trim_edges(str_of(arena_text_of(arena, stem.at, stem.length)));
	return arena_printf(arena, "%.*s%s%s", (int)stem.length, stem.at, suffix, name + strlen(name) - tail);
}

/* The stem gives way, `suffix` and the ending stay. */
static const char *
fitted(struct arena *arena, const char *name, const char *suffix)
{
	const char *ending = file_name_ending(name);

	return fitted_before(arena, name, *ending == '\0' ? 0 : strlen(ending) + 1, suffix);
}

/* ---- the names ---- */

/* One pass; another one may find more: what stood between two signs has gone, and now they compose, or end the name. */
static const char *
safer(struct arena *arena, const char *name)
{
	const char *text = composed(arena, text_without_deception(arena, plain_signs(arena, str_of(name))));
	struct str trimmed = trim_edges(str_of(text));

	text = arena_text_of(arena, trimmed.at, trimmed.length);
	return strlen(text) > FILE_NAME_BYTES ? fitted(arena, text, "") : text;
}

const char *
file_name_typed(struct arena *arena, struct str name)
{
	const char *text = plain_signs(arena, name), *before = "";

	for (int i = 0; i < ROUNDS && !text_equal(text, before); i++) {
		before = text;
		text = safer(arena, text);
	}
	if (*text == '\0')
		return NULL;
	if (is_device(str_of(text)))
		text = arena_printf(arena, "_%s", text);
	return strlen(text) > FILE_NAME_BYTES ? fitted(arena, text, "") : text;
}

const char *
file_name_safe(struct arena *arena, struct str name)
{
	const char *safe = file_name_typed(arena, name);

	return safe == NULL ? "file" : safe;
}

const char *
file_name_numbered(struct arena *arena, const char *name, int number)
{
	return fitted(arena, name, arena_printf(arena, " (%d)", number));
}

const char *
file_name_folder_numbered(struct arena *arena, const char *name, int number)
{
	return fitted_before(arena, name, 0, arena_printf(arena, " (%d)", number));
}

/* Unicode 15, 3.13, D145: canonical caseless matching. */
const char *
file_name_key(struct arena *arena, const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
	int32_t length, most;
	UChar *wide = widen(arena, name, &length);
	UChar *apart, *folded;

	most = length * 4 + 1;
	apart = arena_make_array(arena, UChar, (size_t)most);
	length = unorm2_normalize(nfd, wide, length, apart, most, &status);
	most = length * 3 + 1; /* one letter folds to three at most */
	folded = arena_make_array(arena, UChar, (size_t)most);
	length = u_strFoldCase(folded, most, apart, length, U_FOLD_CASE_DEFAULT, &status);
	check(U_SUCCESS(status));
	folded = compose(arena, folded, &length);
	return narrow(arena, folded, length);
}
