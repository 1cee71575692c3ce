/* search_store: what people type, as patterns for "like … escape '\'". */
#ifndef CLIENTS_SEARCH_STORE_H
#define CLIENTS_SEARCH_STORE_H

struct arena;

/* Begins with the text; the text begins a word of what has a blank before it. Its own signs are taken literally. */
const char *pattern_begins(struct arena *arena, const char *text);
const char *pattern_begins_word(struct arena *arena, const char *text);

#endif
