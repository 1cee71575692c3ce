/* record_follow: what the engine keeps of records that a feature writes by statements of its own. */
#ifndef RECORDS_RECORD_FOLLOW_H
#define RECORDS_RECORD_FOLLOW_H

#include "records/record.h"

/* A record of the module with this name was changed: formulas of it, and sums above it, are computed anew. */
void record_follow(struct request *rq, const char *module, int64_t id);
/* One was made: its own fields get their defaults and numbers besides. */
void record_follow_new(struct request *rq, const char *module, int64_t id);
/* One is deleted by statements of the feature: before that what is kept beside it goes, and afterwards the sums above
 * it are computed anew. NULL: there is nothing to follow. */
struct row;
struct row *record_follow_leaving(struct request *rq, const char *module, int64_t id);
void record_follow_left(struct request *rq, const char *module, const struct row *row);
/* One is deleted by statements of the feature: before that what is kept beside it goes, and afterwards the sums above
 * it are computed anew. NULL: there is nothing to follow. */
struct row;
struct row *record_follow_leaving(struct request *rq, const char *module, int64_t id);
void record_follow_left(struct request *rq, const char *module, const struct row *row);

/* ---- for a person's own data ---- */

/* Adds the values of the fields made here, by name; blanks them, their files, links and history. */
void record_export_own(struct tx *tx, const char *module, int64_t id, struct doc *shown);
void record_erase_own(struct tx *tx, const char *module, int64_t id);

#endif
