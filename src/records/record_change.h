/* record_change: writes the history of records. Internal to src/records. */
#ifndef RECORDS_RECORD_CHANGE_H
#define RECORDS_RECORD_CHANGE_H

#include "records/record_row.h"

/* One row for the record as a whole: "created", "removed"… */
void change_add(struct tx *tx, const struct access *access, int64_t record, const char *kind);
/* The same with what somebody said about it, as what is there afterwards; NULL: nothing. */
void change_add_note(struct tx *tx, const struct access *access, int64_t record, const char *kind, const char *note);
/* The lookup of these records, of whatever module, led to before[i] and leads to after[i] now. */
void changes_add_links(struct tx *tx, const struct access *access, const struct field *field, const int64_t *records,
		       const struct db_value *before, const struct db_value *after, size_t count);
/* One row for each changed field that somebody writes; what the program computes from them has no history. */
void changes_add(struct tx *tx, const struct access *access, const struct row *before, const struct row *after,
		 const bool *changed);

#endif
