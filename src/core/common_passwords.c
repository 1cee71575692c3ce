/* common_passwords: searches the tables of words that web/passwords.mjs makes, which says how they are laid out. */
#include "core/common_passwords.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 255 };

/* The assembler includes the tables, so that the compiler never reads them. */
__asm__(".pushsection .rodata\n"
	"common_words: .incbin \"build/web/common-words\"\n"
	"guessed_passwords: .incbin \"build/web/guessed-passwords\"\n"
	".popsection\n");
extern const unsigned char common_words[], guessed_passwords[];

static uint32_t
number_at(const unsigned char *table, size_t index)
{
	const unsigned char *at = table + 4 * index;

	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Reads the next word over the one before it; returns where the one after begins. */
static const unsigned char *
read_word(const unsigned char *at, char word[LONGEST], size_t *length)
{
	bool last = false;

	for (*length = *at++; !last; at++) {
		last = *at & 0x80;
		word[(*length)++] = (char)(*at & 0x7F);
	}
	return at;
}

static int
compare(struct str text, const char *word, size_t length)
{
	int order = memcmp(text.at, word, text.length < length ? text.length : length);

	return order != 0 ? order : (text.length > length) - (text.length < length);
}

/* The last block that begins with the text or with what stands before it; -1: all begin behind it. */
static int64_t
block_of(const unsigned char *table, struct str text)
{
	int64_t from = 0, to = number_at(table, 0);

	while (from < to) {
		int64_t middle = from + (to - from) / 2;
		char word[LONGEST];
		size_t length;

		read_word(table + number_at(table, (size_t)middle + 1), word, &length);
		if (compare(text, word, length) < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return from - 1;
}

static bool
table_has(const unsigned char *table, struct str text)
{
	int64_t block = block_of(table, text);
	const unsigned char *at, *end;
	char word[LONGEST];
	size_t length;

	if (block < 0 || text.length == 0)
		return false;
	at = table + number_at(table, (size_t)block + 1);
	end = table + number_at(table, (size_t)block + 2);
	while (at < end) {
		int order;

		at = read_word(at, word, &length);
		order = compare(text, word, length);
		if (order <= 0)
			return order == 0;
	}
	return false;
}

bool
password_word_is_common(struct str word)
{
	return table_has(common_words, word);
}

bool
password_is_guessed(struct str text)
{
	return table_has(guessed_passwords, text);
}
