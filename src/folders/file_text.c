/* file_text: takes documents apart into words, and finds the place of those that were typed. */
#include "folders/file_text.h"

#include "base/arena.h"
#include "base/id.h"
#include "html/format.h"
#include "records/record_words.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>

enum { BEGINNING_LETTERS = 3 /* whose beginnings PostgreSQL has as entries */, BEFORE_BYTES = 60, AROUND_BYTES = 220 };

/* ---- the index ---- */

const char *
file_text_kept(struct arena *arena, const char *text, bool *cut)
{
	size_t length = strlen(text);
	int32_t end = TEXT_KEPT_BYTES;

	*cut = length > TEXT_KEPT_BYTES;
	if (!*cut)
		return text;
	U8_SET_CP_START((const uint8_t *)text, 0, end);
	return arena_text_of(arena, text, (size_t)end);
}

static int
compare(const void *a, const void *b)
{
	const struct str *first = a, *second = b;
	size_t shorter = first->length < second->length ? first->length : second->length;
	int order = memcmp(first->at, second->at, shorter);

	return order != 0 ? order : (first->length > second->length) - (first->length < second->length);
}

static size_t
words_of(const char *folded, struct str *words, size_t room)
{
	int32_t length = (int32_t)strlen(folded), at = 0;
	size_t count = 0;

	while (count < room) {
		struct str word = word_next(folded, length, &at);

		if (word.length == 0)
			break;
		words[count++] = word;
	}
	return count;
}

const char *
file_text_words(struct arena *arena, int64_t client, const char *text)
{
	enum { LOOKED_AT = TEXT_KEPT_BYTES / 2 }; /* a word and what parts it from the next */
	struct str *words = arena_make_array(arena, struct str, LOOKED_AT);
	size_t count = words_of(text_fold(arena, text), words, LOOKED_AT), kept = 0;
	struct builder out = builder_new(arena, 0);
	char id[ID_LENGTH + 1];

	id_print(id, client);
	qsort(words, count, sizeof words[0], compare);
	for (size_t i = 0; i < count && kept < TEXT_WORDS_MOST; i++) {
		if (i > 0 && compare(&words[i - 1], &words[i]) == 0)
			continue;
		build_text(&out, kept++ == 0 ? "" : " ");
		build_text(&out, id);
		build_str(&out, words[i]);
	}
	return builder_text(&out);
}

static bool
is_short(const char *word)
{
	int32_t at = 0, length = (int32_t)strlen(word);

	U8_FWD_N(word, at, length, BEGINNING_LETTERS);
	return at == length;
}

const char *
file_text_match(struct arena *arena, enum db_engine engine, int64_t client, const char *word)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	if (engine == DB_SQLITE)
		return arena_printf(arena, "\"%s%s\"*", id, word);
	return arena_printf(arena, "'%s%s'%s", id, word, is_short(word) ? "" : ":*");
}

/* ---- the place ---- */

/* Most words are told apart by their first letter, without folding them. */
static bool
may_be(struct str word, const struct words *typed)
{
	unsigned char first = (unsigned char)word.at[0];
	char lower = (char)(first >= 'A' && first <= 'Z' ? first + 'a' - 'A' : first);

	if (first >= 0x80)
		return true;
	for (size_t i = 0; i < typed->count; i++)
		if (typed->at[i][0] == lower)
			return true;
	return false;
}

static bool
is_typed(struct arena *arena, struct str word, const struct words *typed)
{
	const char *folded;

	if (!may_be(word, typed))
		return false;
	folded = text_fold(arena, arena_text_of(arena, word.at, word.length));
	for (size_t i = 0; i < typed->count; i++)
		if (str_starts(str_of(folded), str_of(typed->at[i])))
			return true;
	return false;
}

/* Runs of blanks and line ends are one blank. */
static void
build_line(struct builder *out, const char *from, const char *to)
{
	for (bool blank = false; from < to; from++) {
		bool is_blank = *from == ' ' || *from == '\n' || *from == '\t';

		if (!is_blank || !blank)
			build_char(out, is_blank ? ' ' : *from);
		blank = is_blank;
	}
}

static void
add_part(struct doc *list, struct arena *arena, const char *from, const char *to, bool marked)
{
	struct builder out = builder_new(arena, 0);
	struct doc *part;

	build_line(&out, from, to);
	if (out.length == 0)
		return;
	part = doc_add_object(list);
	doc_set_text(part, "text", builder_text(&out));
	doc_set_bool(part, "marked", marked);
}

/* The first word from `at` on that was typed; length 0: none. */
static struct str
next_typed(struct arena *arena, const char *text, int32_t length, int32_t *at, const struct words *typed)
{
	struct str word;

	do
		word = word_next(text, length, at);
	while (word.length > 0 && !is_typed(arena, word, typed));
	return word;
}

/* A place to begin at some words before: at a blank, so that neither a word nor a letter is cut. */
static int32_t
begin_before(const char *text, int32_t at)
{
	int32_t from = at > BEFORE_BYTES ? at - BEFORE_BYTES : 0;

	while (from > 0 && from < at && text[from] != ' ' && text[from] != '\n')
		from++;
	return from;
}

static int32_t
end_after(const char *text, int32_t from, int32_t least, int32_t length)
{
	int32_t to = length - from > AROUND_BYTES ? from + AROUND_BYTES : length;

	while (to > least && to < length && text[to] != ' ' && text[to] != '\n')
		to--;
	return to;
}

void
file_text_snippet(struct doc *list, struct arena *arena, const char *text, const char *typed)
{
	const struct words words = words_typed(arena, typed);
	int32_t length = (int32_t)strlen(text), at = 0, from, to;
	struct str word = next_typed(arena, text, length, &at, &words);
	const char *shown;

	if (word.length == 0)
		return;
	from = begin_before(text, (int32_t)(word.at - text));
	to = end_after(text, from, (int32_t)(word.at - text) + (int32_t)word.length, length);
	if (from > 0)
		add_part(list, arena, "… ", strchr("… ", '\0'), false);
	for (shown = text + from; word.length > 0; word = next_typed(arena, text, to, &at, &words)) {
		add_part(list, arena, shown, word.at, false);
		add_part(list, arena, word.at, word.at + word.length, true);
		shown = word.at + word.length;
	}
	add_part(list, arena, shown, text + to, false);
	if (to < length)
		add_part(list, arena, " …", strchr(" …", '\0'), false);
}
