/* keep: asks the keeper of a module, where it has one, at each step of a write. Internal to src/records. */
#ifndef RECORDS_KEEP_H
#define RECORDS_KEEP_H

#include "records/record_check.h"

/* Whether records of the module can be made by the engine. */
bool keep_makes(const struct module *module);
/* What is wrong with it by the rules of its feature. */
void keep_check(struct writing *writing);
/* Inserts the new row by its feature, and reads back what that gave it (numbers, names). False: it could not be. */
bool keep_make(struct writing *writing);
/* After the row was written: what follows from it; then `after` is as it is kept, with its formulas. */
void keep_written(struct writing *writing);

enum kept_move { KEPT_REMOVED, KEPT_RESTORED };
/* Whether its feature says of each record whether it may go into the recycle bin. */
bool keep_minds_removal(const struct module *module);
/* Why the record may not go into the recycle bin; NULL: it may. */
const char *keep_removal_refusal(struct tx *tx, const struct module *module, int64_t id);
void keep_moved(struct tx *tx, const struct access *access, const struct row *row, enum kept_move move);
/* Whether the viewer may merge records of the module at all, as far as its feature says. */
bool keep_merges(const struct access *access);
/* Whether all that the feature asks about is the viewer's to see and to write in this row. */
bool keep_is_whole(const struct access *access, const struct row *row);
/* Why these may not be one; NULL: they may. */
const char *
keep_merge_refusal(struct tx *tx, const struct access *access, const struct row *stays, const struct row *goes);
/* `before` and `stays`: the one that stays, before it took values over and since. */
void keep_merge(struct tx *tx, const struct access *access, const struct row *before, const struct row *stays,
		const struct row *goes);
/* Before records of the field's module lead to another one. */
void keep_leads(struct tx *tx, const struct access *access, const struct field *field, int64_t from, int64_t to);
/* Before the row goes for good. */
void keep_purge(struct tx *tx, const struct module *module, int64_t id);

#endif
