/* record_search: keeps the words of records for searches. Internal to the stores of records. */
#ifndef RECORDS_RECORD_SEARCH_H
#define RECORDS_RECORD_SEARCH_H

#include "db/db.h"

/* `words` as record_words makes them; NULL: none. */
void search_words_add(struct tx *tx, int64_t id, const char *words);
void search_words_change(struct tx *tx, int64_t id, const char *before, const char *after);
void search_words_remove(struct tx *tx, int64_t id);

#endif
