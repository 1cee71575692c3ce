/* file_text: the words of a document as the search knows them, and the place where it has those that were typed. */
#ifndef FOLDERS_FILE_TEXT_H
#define FOLDERS_FILE_TEXT_H

#include "base/doc.h"
#include "db/db.h"

enum { TEXT_KEPT_BYTES = 200 * 1024, TEXT_WORDS_MOST = 20000 };

/* As much of it as is kept, whole letters; *cut: it says more. */
const char *file_text_kept(struct arena *arena, const char *text, bool *cut);

/* The words of a text as the index has them: folded, each once and behind the client's id. In the arena. */
const char *file_text_words(struct arena *arena, int64_t client, const char *text);

/* The question for what has a word that begins so; `word` is one of words_typed (records/record_words.h). */
const char *file_text_match(struct arena *arena, enum db_engine engine, int64_t client, const char *word);

/* Adds to `list` the place where the text first has one of the words that were typed, with a few words around it:
 * {"text", "marked"}, in order. Nothing where it has none of them. */
void file_text_snippet(struct doc *list, struct arena *arena, const char *text, const char *typed);

#endif
