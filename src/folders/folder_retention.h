/* folder_retention: how long files are kept at least: nobody deletes them for good before, and when they may go. */
#ifndef FOLDERS_FOLDER_RETENTION_H
#define FOLDERS_FOLDER_RETENTION_H

#include "folders/file_store.h"

enum { RETENTION_UNSAID = -1 };

/* The months that may be chosen, ascending, from 0; the last is negative. */
extern const int retention_months[];
bool retention_is_choice(int64_t months);

/* ---- the organisation's ---- */

/* Months after its newest version that a file is kept, where its folders say nothing else. */
int retention_months_kept(struct tx *tx);
void retention_keep(struct tx *tx, int months);

/* ---- of folders ---- */

/* RETENTION_UNSAID takes it back. */
void folder_retention_set(struct tx *tx, const struct folder *folder, int months);

/* ---- what is kept ---- */

/* The first day on which it may go; NO_DAY: of 0 months. In UTC, as cut-offs are. */
int32_t retention_until(int64_t changed_at, int months);
/* Writes a condition: that nothing keeps the file (a row `file` whose folder is the row `place`, null: the root) from
 * being deleted for good: neither a hold nor its retention. Whoever purges asks it. */
void sql_file_may_go(struct sql *sql, struct tx *tx);
/* Writes for how many months it is kept, and a condition that they are past, with `otherwise` as what the organisation
 * says. */
void sql_file_months(struct sql *sql, int otherwise);
void sql_file_is_past(struct sql *sql, int otherwise);

#endif
