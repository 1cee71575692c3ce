/* match_key: the rules of French and English names by which duplicates are looked for. */
#include "records/match_key.h"

#include "base/str.h"
#include "html/format.h"
#include "records/record_words.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>

enum {
	NAME_WORDS = 12,   /* of a name; further ones tell nothing more */
	NAME_LETTERS = 80, /* of a core */
	SLIP_LETTERS = 7,  /* a beginning of a shorter name is that of too many */
};

/* ---- words ---- */

/* Titles, articles, legal forms: of the register of companies (article R123-53 of the code of commerce), and those of
 * neighbours. */
static const char *const empty_words[] = {
	"and",
	"association",
	"asso",
	"au",
	"aux",
	"bv",
	"cie",
	"co",
	"compagnie",
	"corp",
	"d",
	"da",
	"de",
	"del",
	"des",
	"di",
	"dr",
	"du",
	"earl",
	"eirl",
	"et",
	"ets",
	"eurl",
	"gaec",
	"gie",
	"gmbh",
	"inc",
	"l",
	"la",
	"le",
	"les",
	"llc",
	"ltd",
	"m",
	"me",
	"mlle",
	"mm",
	"mme",
	"mr",
	"mrs",
	"ms",
	"of",
	"plc",
	"pr",
	"sa",
	"sarl",
	"sas",
	"sasu",
	"sca",
	"scea",
	"sci",
	"scm",
	"scop",
	"scp",
	"sel",
	"selarl",
	"selas",
	"snc",
	"societe",
	"spa",
	"sprl",
	"srl",
	"ste",
	"the",
	"von",
	"van",
	"etablissements",
	"veuve",
};

static bool
says_nothing(const char *word)
{
	for (size_t i = 0; i < sizeof empty_words / sizeof empty_words[0]; i++)
		if (strcmp(empty_words[i], word) == 0)
			return true;
	return false;
}

struct name_words {
	const char *at[NAME_WORDS];
	size_t count;
};

static bool
is_single(struct str word)
{
	return word.length == 1;
}

/* "S.A.R.L." is one word, and so is "J.-P.". */
static struct name_words
words_of(struct arena *arena, const char *folded)
{
	struct name_words words = {.count = 0};
	int32_t length = (int32_t)strlen(folded), at = 0;
	struct str word = word_next(folded, length, &at);

	while (word.length > 0 && words.count < NAME_WORDS) {
		struct builder text = builder_new(arena, 0);
		bool single = is_single(word);

		do {
			build_str(&text, word);
			word = word_next(folded, length, &at);
		} while (single && is_single(word));
		words.at[words.count++] = builder_text(&text);
	}
	return words;
}

static int
compare_words(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static const char *
joined(struct arena *arena, const struct name_words *words, const char *between)
{
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < words->count; i++) {
		if (i > 0)
			build_text(&text, between);
		build_text(&text, words->at[i]);
	}
	return builder_text(&text);
}

/* "St" and "Saint" are one. */
static const char *
usual(const char *word)
{
	return strcmp(word, "st") == 0 ? "saint" : word;
}

const char *
name_core(struct arena *arena, const char *name)
{
	struct name_words all = words_of(arena, text_fold(arena, name)), telling = {.count = 0};

	for (size_t i = 0; i < all.count; i++)
		if (!says_nothing(all.at[i]))
			telling.at[telling.count++] = usual(all.at[i]);
	if (telling.count == 0)
		telling = all;
	qsort(telling.at, telling.count, sizeof telling.at[0], compare_words);
	return joined(arena, &telling, " ");
}

/* ---- how it sounds ---- */

static bool
is_vowel(char c)
{
	return c != '\0' && strchr("aeiouy", c) != NULL;
}

static bool
is_soft(char next)
{
	return next == 'e' || next == 'i' || next == 'y';
}

/* The letters from `at` on as one sound ('\0': none); *width gets how many they are. */
static char
sound(const char *at, size_t *width)
{
	*width = 1;
	if ((at[0] == 'p' && at[1] == 'h') || (at[0] == 'c' && at[1] == 'h') || (at[0] == 'q' && at[1] == 'u') ||
	    (at[0] == 'c' && at[1] == 'k'))
		*width = 2;
	switch (at[0]) {
	case 'p':
		return at[1] == 'h' ? 'f' : 'p';
	case 'c':
		return at[1] == 'h' ? 'x' : is_soft(at[1]) ? 's' : 'k';
	case 'g':
		return is_soft(at[1]) ? 'j' : 'g';
	case 'q':
		return 'k';
	case 'z':
		return 's';
	case 'w':
		return 'v';
	case 'm':
		return 'n';
	case 'h':
		return '\0';
	default:
		return at[0];
	}
}

/* How much of the word is spoken: French does not speak most consonants at the end. */
static size_t
spoken(const char *word)
{
	size_t length = strlen(word);

	while (length > 3 && strchr("dpstxz", word[length - 1]) != NULL)
		length--;
	return length;
}

/* Consonants as they sound, doubled ones once; a vowel only says that the word begins with one. Words with figures
 * and those of other writings are as they are. */
static const char *
sound_of(struct arena *arena, const char *word)
{
	struct builder out = builder_new(arena, 0);
	size_t length = spoken(word), width;
	char last = '\0';

	for (size_t i = 0; word[i] != '\0'; i++)
		if (word[i] < 'a' || word[i] > 'z')
			return word;
	for (size_t i = 0; i < length; i += width) {
		char c = sound(word + i, &width);

		if (is_vowel(c))
			c = i == 0 ? 'a' : '\0';
		if (c != '\0' && c != last)
			build_char(&out, c);
		last = c == '\0' ? last : c;
	}
	return out.length == 0 ? word : builder_text(&out);
}

static const char *
sounds(struct arena *arena, const char *core)
{
	struct name_words words = {.count = 0};
	struct str rest = str_of(core);

	while (rest.at != NULL && words.count < NAME_WORDS) {
		struct str word = str_cut(&rest, ' ');

		words.at[words.count++] = sound_of(arena, arena_text_of(arena, word.at, word.length));
	}
	qsort(words.at, words.count, sizeof words.at[0], compare_words);
	return joined(arena, &words, " ");
}

/* ---- letters ---- */

struct letters {
	UChar32 at[NAME_LETTERS];
	size_t count;
	int32_t ends[NAME_LETTERS]; /* of each, in the text without blanks */
	const char *text;
};

static struct letters
letters_of(struct arena *arena, const char *core)
{
	struct letters letters = {.count = 0};
	struct builder text = builder_new(arena, 0);
	int32_t length = (int32_t)strlen(core), at = 0;

	while (at < length && letters.count < NAME_LETTERS) {
		int32_t from = at;
		UChar32 c;

		U8_NEXT(core, at, length, c);
		if (c == ' ')
			continue;
		build_bytes(&text, core + from, (size_t)(at - from));
		letters.ends[letters.count] = (int32_t)text.length;
		letters.at[letters.count++] = c;
	}
	letters.text = builder_text(&text);
	return letters;
}

/* Of a name of so many letters: one slip leaves its beginning or its end as it is, two letters between them that
 * changed places included. */
static size_t
part_of(size_t count)
{
	return (count - 1) / 2;
}

static const char *
beginning_key(struct arena *arena, const struct letters *letters, size_t count)
{
	size_t part = part_of(count);

	return arena_printf(arena, "<%zu:%.*s", count, letters->ends[part - 1], letters->text);
}

static const char *
end_key(struct arena *arena, const struct letters *letters, size_t count)
{
	size_t before = letters->count - part_of(count);

	return arena_printf(arena, ">%zu:%s", count, letters->text + letters->ends[before - 1]);
}

static size_t
keys_between(struct arena *arena, const char *core, size_t shorter, size_t longer, const char **keys)
{
	struct letters letters = letters_of(arena, core);
	size_t count = 0;

	if (*core == '\0')
		return 0;
	keys[count++] = arena_printf(arena, "~%s", sounds(arena, core));
	for (size_t length = letters.count - shorter; length <= letters.count + longer; length++) {
		if (length < SLIP_LETTERS)
			continue;
		keys[count++] = beginning_key(arena, &letters, length);
		keys[count++] = end_key(arena, &letters, length);
	}
	return count;
}

size_t
name_keys(struct arena *arena, const char *core, const char *keys[NAME_KEYS])
{
	return keys_between(arena, core, 0, 0, keys);
}

size_t
name_looked(struct arena *arena, const char *core, const char *keys[NAME_LOOKED])
{
	return keys_between(arena, core, 1, 1, keys);
}

/* ---- how far two names are from each other ---- */

static int
least(int one, int other)
{
	return one < other ? one : other;
}

/* Letters to add, to take away, to replace, or neighbours to exchange (Damerau's distance, each letter once). */
static int
slips(const struct letters *one, const struct letters *other)
{
	int rows[3][NAME_LETTERS + 1];

	for (size_t k = 0; k <= other->count; k++)
		rows[0][k] = (int)k;
	for (size_t i = 1; i <= one->count; i++) {
		int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

		row[0] = (int)i;
		for (size_t k = 1; k <= other->count; k++) {
			int changed = above[k - 1] + (one->at[i - 1] != other->at[k - 1]);

			row[k] = least(changed, least(above[k], row[k - 1]) + 1);
			if (i > 1 && k > 1 && one->at[i - 1] == other->at[k - 2] && one->at[i - 2] == other->at[k - 1])
				row[k] = least(row[k], two_above[k - 2] + 1);
		}
	}
	return rows[one->count % 3][other->count];
}

static bool
is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* "Garage 1" and "Garage 2" are two. */
static bool
has_same_figures(const char *one, const char *other)
{
	for (;;) {
		while (*one != '\0' && !is_figure(*one))
			one++;
		while (*other != '\0' && !is_figure(*other))
			other++;
		if (*one != *other)
			return false;
		if (*one == '\0')
			return true;
		one++;
		other++;
	}
}

static int
slips_allowed(size_t letters)
{
	if (letters < 4)
		return 0;
	return letters < 10 ? 1 : 2;
}

bool
names_alike(struct arena *arena, const char *one, const char *other)
{
	struct letters first, second;

	if (strcmp(one, other) == 0)
		return *one != '\0';
	if (!has_same_figures(one, other))
		return false;
	first = letters_of(arena, one);
	second = letters_of(arena, other);
	return slips(&first, &second) <= slips_allowed(first.count < second.count ? first.count : second.count);
}
