/* record_import: many records at once, all or none: a lot is written bit by bit while nobody sees it, then shown in one
 * step; and what undoes it. Who may import what is the caller's to ask. */
#ifndef RECORDS_RECORD_IMPORT_H
#define RECORDS_RECORD_IMPORT_H

#include "records/record.h"

/* Rows of a lot that is not shown yet have this instant as their deleted_at and the lot as deleted_by: no plan shows
 * them, no recycle bin, no roll-up; distinct values know them. It lies beyond every clock. */
#define STAGED_AT INT64_C(9000000000000000)

/* Shows all of a lot in one statement; returns how many. */
int64_t staged_show(struct tx *tx, const struct module *module, int64_t lot);
/* What a creation does beside the row, once it is shown: sums above, who hears of it. */
void staged_tell(struct tx *tx, const struct access *access, int64_t id);
/* Deletes up to `limit` rows of a lot that was never shown; returns how many. */
size_t
staged_drop(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t lot, size_t limit);

/* ---- undoing: by the one who did it, of records that are as they left them ---- */

enum undo_outcome {
	UNDO_DONE,
	UNDO_GONE,    /* it is not there any more: nothing to undo */
	UNDO_CHANGED, /* somebody changed it since */
	UNDO_LOCKED,  /* it waits for approval */
	UNDO_NEEDED,  /* other records lead to it, or somebody wrote or attached something */
	UNDO_HELD,    /* something in it must be kept: a legal hold, or the years its files are kept */
	UNDO_TAKEN,   /* another record has a value by now that must be distinct */
};

/* Deletes a record that was made, for good; it is of this version since. */
enum undo_outcome record_unmake(struct tx *tx, const struct access *access, int64_t id, int64_t version);

/* Its cells by field index as they are kept, whoever looks: what is undone later. NULL: not there. */
struct db_value *record_cells(struct tx *tx, const struct module *module, int64_t id, int64_t *version);
/* Gives back to the given fields what they had before. */
enum undo_outcome record_put_back(struct tx *tx, const struct access *access, int64_t id, int64_t version,
				  const struct record_draft *before);

#endif
