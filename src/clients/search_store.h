/* search_store: what people type, as conditions that an index can answer. */
#ifndef CLIENTS_SEARCH_STORE_H
#define CLIENTS_SEARCH_STORE_H

struct arena;

/* For "' ' || column like … escape '\'": the text begins a word. Its own signs are taken literally. */
const char *pattern_begins_word(struct arena *arena, const char *text);

/* For "column >= text and column < …": what begins with the text. Columns are compared byte by byte. */
const char *text_after_all_that_begin(struct arena *arena, const char *text);

#endif
