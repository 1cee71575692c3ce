/* password: what nobody may choose: too short, too common, stolen before, too close to themselves. Nothing is asked
 * about kinds of characters, and nothing expires (NIST SP 800-63B-4 §3.1.1.2). */
#include "core/password.h"

#include "base/arena.h"
#include "base/str.h"
#include "core/common_passwords.h"
#include "html/format.h"

#include <string.h>

enum {
	LEAST_CHARACTERS = 12,
	MOST_CHARACTERS = 128,
	LEAST_DIFFERENT = 5, /* different characters */
	LEAST_FREE = 5,	     /* characters outside the longest run of neighbours */
	LEAST_OWN = 4,	     /* letters of a name or an address that are looked for */
	COMMON_WORDS = 2,    /* this many common words in a row are still common */
	LEAST_GUESSED = 5,   /* letters that tell a stolen password, as in web/passwords.mjs */
};

static size_t
character_count(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

/* ---- repeated and neighbouring keys ---- */

static size_t
different_count(const char *text)
{
	bool seen[256] = {false};
	size_t count = 0;

	for (; *text != '\0'; text++) {
		count += !seen[(unsigned char)*text];
		seen[(unsigned char)*text] = true;
	}
	return count;
}

/* "tagadatagada": the same piece again and again. */
static bool
is_repetition(const char *text)
{
	size_t length = strlen(text);

	for (size_t piece = 1; piece <= length / 2; piece++)
		if (strncmp(text, text + piece, length - piece) == 0)
			return true;
	return false;
}

/* One after the other on the keyboard (of either country), in the alphabet or in counting, forwards or backwards. */
static bool
are_neighbours(char a, char b)
{
	static const char *const rows[] = {
		"01234567890", "qwertyuiop", "asdfghjkl",  "zxcvbnm", "azertyuiop",
		"qsdfghjklm",  "wxcvbn",     "qwertzuiop", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz"};

	if (a == b)
		return true;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (const char *at = strchr(rows[i], a); at != NULL && *at != '\0'; at = strchr(at + 1, a))
			if (at[1] == b || (at > rows[i] && at[-1] == b))
				return true;
	return false;
}

static size_t
longest_run(const char *text)
{
	size_t longest = 0, run = 1;

	for (; *text != '\0'; text++) {
		longest = run > longest ? run : longest;
		run = text[1] != '\0' && are_neighbours(text[0], text[1]) ? run + 1 : 1;
	}
	return longest;
}

static bool
is_pattern(const char *folded)
{
	return different_count(folded) < LEAST_DIFFERENT || is_repetition(folded) ||
	       longest_run(folded) + LEAST_FREE > strlen(folded);
}

/* ---- common words ---- */

/* "P4$$w0rd" is "password" to whoever guesses. */
static char
letter_meant(char c)
{
	static const char signs[] = "0134578@$!", letters[] = "oieastbasi";
	const char *at = c == '\0' ? NULL : strchr(signs, c);

	return at == NULL ? c : letters[at - signs];
}

/* Bytes of other scripts are letters, too: the list has none of them. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* What is left without the digits and signs that people put around and between. */
static const char *
letters_only(struct arena *arena, const char *folded, bool meant)
{
	struct builder out = builder_new(arena, 0);

	for (; *folded != '\0'; folded++) {
		char c = meant ? letter_meant(*folded) : *folded;

		if (is_letter(c))
			build_char(&out, c);
	}
	return builder_text(&out);
}

static bool
is_made_of_common(struct str letters, int words)
{
	if (letters.length == 0)
		return true;
	for (size_t cut = letters.length; words > 0 && cut > 0; cut--)
		if (password_word_is_common(str_slice(letters.at, cut)) &&
		    is_made_of_common(str_slice(letters.at + cut, letters.length - cut), words - 1))
			return true;
	return false;
}

/* The outer digits are taken off first: "Password2026!" is a word, a year and a sign. */
static struct str
word_meant(struct arena *arena, const char *folded)
{
	size_t length = strlen(folded), from = 0;

	while (length > 0 && !is_letter(folded[length - 1]))
		length--;
	while (from < length && !is_letter(folded[from]))
		from++;
	return str_of(letters_only(arena, arena_text_of(arena, folded + from, length - from), true));
}

static bool
is_guessed(struct str letters)
{
	return letters.length >= LEAST_GUESSED && password_is_guessed(letters);
}

static const char *
common_refusal(struct arena *arena, const char *folded)
{
	struct str letters = str_of(letters_only(arena, folded, false)), meant = word_meant(arena, folded);

	if (is_made_of_common(letters, COMMON_WORDS) || is_made_of_common(meant, COMMON_WORDS))
		return N_("This password is among the commonest. Please choose something else, "
			  "for instance a few words in a row.");
	if (is_guessed(letters) || is_guessed(meant) || password_is_guessed(str_of(folded)))
		return N_(
			"This password, or one very like it, is in the lists of stolen passwords and plain words that are "
			"tried first. Please choose something else, for instance a few words in a row.");
	return NULL;
}

/* ---- what others know of the person ---- */

static bool
holds_words_of(struct arena *arena, const char *folded, const char *text)
{
	struct str rest = str_of(text == NULL ? "" : text_fold(arena, text));

	while (rest.length > 0) {
		size_t length = strcspn(rest.at, " .-_+@'");

		if (length >= LEAST_OWN && strstr(folded, arena_text_of(arena, rest.at, length)) != NULL)
			return true;
		length += length < rest.length;
		rest = str_slice(rest.at + length, rest.length - length);
	}
	return false;
}

/* Of the address what stands before the @; the domain only as a whole: "gmail" alone says nothing of anybody. */
static bool
is_personal(struct arena *arena, const char *folded, const char *email, const char *name)
{
	struct str domain = str_of(email);
	struct str local = str_cut(&domain, '@');

	return holds_words_of(arena, folded, name) ||
	       holds_words_of(arena, folded, arena_text_of(arena, local.at, local.length)) ||
	       (domain.length > 0 && strstr(folded, arena_text_of(arena, domain.at, domain.length)) != NULL) ||
	       strstr(folded, "parvis") != NULL;
}

const char *
password_refusal(const char *password, const struct password_owner *owner)
{
	size_t count = character_count(password);
	struct arena *arena;
	const char *folded, *refusal = NULL;

	if (count < LEAST_CHARACTERS)
		return N_("Please use at least 12 characters. A few words in a row are easy to remember.");
	if (count > MOST_CHARACTERS)
		return N_("Please use at most 128 characters.");
	arena = arena_new(0);
	folded = text_fold(arena, password);
	if (is_personal(arena, folded, owner->email, owner->name))
		refusal = N_("Please leave out your name, your address and the word “parvis”: they are guessed first.");
	else if (holds_words_of(arena, folded, owner->company))
		refusal = N_("Please leave out our name: it is guessed first.");
	else if (is_pattern(folded))
		refusal = N_("Repeated or neighbouring keys are guessed first. Please choose something else, "
			     "for instance a few words in a row.");
	else
		refusal = common_refusal(arena, folded);
	arena_free(arena);
	return refusal;
}
