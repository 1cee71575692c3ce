/* record_change: writes the history of records. Internal to src/records. */
#ifndef RECORDS_RECORD_CHANGE_H
#define RECORDS_RECORD_CHANGE_H

#include "records/record_row.h"

/* One row for the record as a whole: "created", "removed"… */
void change_add(struct tx *tx, const struct access *access, int64_t record, const char *kind);
/* One row for each changed field that somebody writes; what the program computes from them has no history. */
void changes_add(struct tx *tx, const struct access *access, const struct row *before, const struct row *after,
		 const bool *changed);

#endif
