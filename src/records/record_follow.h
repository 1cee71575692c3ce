/* record_follow: what the engine keeps of records that a feature writes by statements of its own. */
#ifndef RECORDS_RECORD_FOLLOW_H
#define RECORDS_RECORD_FOLLOW_H

#include "records/record.h"

/* A record of the module with this name is about to be changed: its cells as they are, for record_follow. NULL: there
 * is no such module. */
const struct db_value *record_before(struct request *rq, const char *module, int64_t id);
/* It was changed: formulas of it, sums above it and what it is found by are computed anew, and it waits for approval if
 * it meets a rule now. `before` NULL: nothing changed that a rule may ask about. */
void record_follow(struct request *rq, const char *module, int64_t id, const struct db_value *before);
/* One was made: its own fields get their defaults and numbers besides, and it waits for review where it comes from. */
void record_follow_new(struct request *rq, const char *module, int64_t id);
/* The same outside of requests. */
void record_follow_made(struct tx *tx, const struct access *access, int64_t id, int source);
/* What it is found by alone, where there is nobody who writes: a person changed what is their own. */
void record_follow_keys(struct tx *tx, const char *module, int64_t id);
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
