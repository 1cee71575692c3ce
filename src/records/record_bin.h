/* record_bin: takes records away for good. Internal to src/records. */
#ifndef RECORDS_RECORD_BIN_H
#define RECORDS_RECORD_BIN_H

#include "records/record.h"

enum { PURGED_AT_ONCE = 100 };

/* Deletes what was put into the recycle bin before the instant: at most PURGED_AT_ONCE records; how many there were.
 * "record.purged" says so of each. */
size_t bin_purge(struct tx *tx, const struct house *house, const struct catalogue *catalogue,
		 const struct module *module, int64_t before);

/* Into the bin; `merged`: because it is part of another one, of which its feature was asked. */
enum record_outcome
record_let_go(struct tx *tx, const struct access *access, int64_t id, bool merged, struct record_trouble *trouble);
/* The record, its lines and all that is kept of them, without a word to anybody. */
void purge_with_lines(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id);
/* All that is kept of a record beside its row: lines, links, files, comments, words, the values of its history. */
void forget_beside(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id);
/* Whether nothing keeps it from being deleted for good. */
bool may_purge(struct tx *tx, const struct access *access, int64_t id);
/* Whether records of others cannot be without it: lines of trouble->uses. */
bool is_needed(struct tx *tx, const struct access *access, int64_t record, struct record_trouble *trouble);

#endif
