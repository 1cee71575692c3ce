/* record_event: tells the house what happened to records. Internal to src/records. */
#ifndef RECORDS_RECORD_EVENT_H
#define RECORDS_RECORD_EVENT_H

#include "records/record_row.h"

/* "record.created" and the like, to the features that listen. */
void record_tell(struct tx *tx, const struct access *access, const char *kind, const struct row *row);
/* "record.changed", and which of its cells (by field index). */
void record_tell_changed(struct tx *tx, const struct access *access, const struct row *row, const bool *changed);
/* In the journal: what goes away, for good or not, and what comes back. */
void record_audit(struct tx *tx, const struct access *access, const char *action, int64_t record);

/* Why a row that the viewer sees may not be changed or removed: RECORD_LOCKED, with the rule's name, when a state rule
 * or an approval holds it; else RECORD_ABSENT. */
enum record_outcome row_held(const struct access *access, const struct row *row, struct record_trouble *trouble);

#endif
