/* record_words: takes texts apart into words; both engines index exactly these. */
#include "records/record_words.h"

#include "base/arena.h"
#include "html/format.h"
#include "modules/value.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum {
	WORD_BYTES = 60,      /* longer words are known by their beginning */
	WORDS_OF_FIELD = 1000 /* of a long text; PostgreSQL takes a megabyte a record */
};

/* Vowel signs of Indic writing are marks, and part of the word. */
static bool
is_of_word(UChar32 c)
{
	return c > 0 && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

/* The next word of `text` from *at on; length 0 at the end. Cut at a whole character. */
struct str
word_next(const char *text, int32_t length, int32_t *at)
{
	int32_t from = -1, end = 0;

	while (*at < length) {
		int32_t before = *at;
		UChar32 c;

		U8_NEXT(text, *at, length, c);
		if (is_of_word(c)) {
			if (from < 0)
				from = before;
			if (*at - from <= WORD_BYTES)
				end = *at;
		} else if (from >= 0) {
			break;
		}
	}
	return from < 0 ? str_slice(text, 0) : str_slice(text + from, (size_t)(end - from));
}

static void
insert_by_length(struct words *words, const char *word)
{
	size_t place = words->count;

	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->at[i], word) == 0)
			return;
	if (words->count == TYPED_WORDS)
		return;
	while (place > 0 && strlen(words->at[place - 1]) < strlen(word)) {
		words->at[place] = words->at[place - 1];
		place--;
	}
	words->at[place] = word;
	words->count++;
}

struct words
words_typed(struct arena *arena, const char *typed)
{
	const char *folded = text_fold(arena, typed);
	int32_t length = (int32_t)strlen(folded), at = 0;
	struct words words = {.count = 0};

	for (struct str word = word_next(folded, length, &at); word.length > 0; word = word_next(folded, length, &at))
		insert_by_length(&words, arena_text_of(arena, word.at, word.length));
	return words;
}

const char *
word_in_field(struct arena *arena, const struct field *field, const char *word)
{
	char id[ID_LENGTH + 1];

	id_print(id, field->id);
	return arena_printf(arena, "%s%s", id, word);
}

bool
field_has_words(const struct field *field)
{
	if (field->system || field->retired || field->theirs)
		return false;
	switch (field_value_type(field)) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT:
	case FIELD_EMAIL:
	case FIELD_PHONE:
	case FIELD_LINK:
	case FIELD_ADDRESS:
	case FIELD_NUMBER:
		return true;
	default:
		return false;
	}
}

static void
build_words(struct builder *out, const struct field *field, const char *text)
{
	int32_t length = (int32_t)strlen(text), at = 0;
	char id[ID_LENGTH + 1];

	id_print(id, field->id);
	for (size_t count = 0; count < WORDS_OF_FIELD; count++) {
		struct str word = word_next(text, length, &at);

		if (word.length == 0)
			return;
		if (out->length > 0)
			build_char(out, ' ');
		build_text(out, id);
		build_str(out, word);
	}
}

const char *
record_words(struct arena *arena, const struct module *module, const struct db_value *cells)
{
	struct builder out = builder_new(arena, 0);

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		const char *text;

		if (!field_has_words(field) || value_is_empty(&cells[i]))
			continue;
		text = value_search_text(arena, field, &cells[i]);
		if (text != NULL)
			build_words(&out, field, text);
	}
	return out.length == 0 ? NULL : builder_text(&out);
}

/* Letters of the beginnings that are entries of the index, as migrations make it. */
static const int beginnings[] = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16};

const char *
word_beginning(struct arena *arena, const char *word)
{
	int32_t at = 0, end = 0, length = (int32_t)strlen(word);
	int letters = 0;

	for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0] && at < length; i++) {
		for (; letters < beginnings[i] && at < length; letters++)
			U8_FWD_1(word, at, length);
		if (letters == beginnings[i])
			end = at;
	}
	return end == length ? word : arena_text_of(arena, word, (size_t)end);
}

/* `("…word"* OR "…word"*) AND (…)` of FTS5, `('…word' | '…word') & (…)` of PostgreSQL: words have neither quotes nor
 * signs. SQLite sees by itself that it has a beginning whole; PostgreSQL has them as words. */
const char *
words_match(struct arena *arena, enum db_engine engine, const struct words *words, const struct field *const *fields,
	    size_t field_count)
{
	bool sqlite = engine == DB_SQLITE;
	struct builder out = builder_new(arena, 0);

	if (words->count == 0 || field_count == 0)
		return NULL;
	for (size_t w = 0; w < words->count; w++) {
		const char *quote = sqlite ? "\"" : "'", *after = sqlite ? "*" : "";
		const char *word = word_beginning(arena, words->at[w]);

		build_text(&out, w == 0 ? "(" : sqlite ? " AND (" : " & (");
		for (size_t f = 0; f < field_count; f++)
			build_printf(&out, "%s%s%s%s%s",
				     f == 0   ? ""
				     : sqlite ? " OR "
					      : " | ",
				     quote, word_in_field(arena, fields[f], word), quote, after);
		build_char(&out, ')');
	}
	return builder_text(&out);
}
