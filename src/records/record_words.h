/* record_words: the words of a record as the index has them, and the question for it. Internal to src/records. */
#ifndef RECORDS_RECORD_WORDS_H
#define RECORDS_RECORD_WORDS_H

#include "base/id.h"
#include "db/db.h"
#include "modules/catalogue.h"

#include <stdbool.h>
#include <stddef.h>

enum { TYPED_WORDS = 8 }; /* further ones are not looked for */

/* Words typed: letters and digits of any language, folded, the longest first (it is rarest). */
struct words {
	const char *at[TYPED_WORDS];
	size_t count;
};
struct words words_typed(struct arena *arena, const char *typed);

/* The next word of a folded text from *at on, of at most sixty bytes; empty at the end. */
struct str word_next(const char *text, int32_t length, int32_t *at);

/* Each word stands in the index behind the id of its field, in one piece: so a search in a few fields of one module is
 * a search for a few beginnings. */
const char *word_in_field(struct arena *arena, const struct field *field, const char *word);

/* All words of a record, separated by blanks; NULL: none. */
const char *record_words(struct arena *arena, const struct module *module, const struct db_value *cells);

/* Whether values of the field are searched by their words; what another feature made is searched by its beginning. */
bool field_has_words(const struct field *field);

/* What the index has of a word: of a long one a part of its beginning only, and what that finds is looked at again. */
const char *word_beginning(struct arena *arena, const char *word);
/* Asks the index for records with the beginnings of all the words, each in one of the fields; NULL without words or
 * fields. */
const char *words_match(struct arena *arena, enum db_engine engine, const struct words *words,
			const struct field *const *fields, size_t field_count);

#endif
