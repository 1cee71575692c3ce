/* record_approval: records that wait for approval or review: where they begin to, and what was decided about them. Who
 * may decide is src/approval's to say (docs/decisions/0026). */
#ifndef RECORDS_RECORD_APPROVAL_H
#define RECORDS_RECORD_APPROVAL_H

#include "records/record.h"

/* After a draft whose lines followed: whether the record as it is by now has to wait. `before`: its cells as they were
 * kept before all of it (record_cells); NULL: it is new. */
void record_settle(struct tx *tx, const struct access *access, int64_t id, const struct db_value *before);

/* Sets SYSTEM_APPROVAL or SYSTEM_REVIEW, whatever locks the record; its version grows, its history gets `kind` with the
 * note (what somebody said; NULL: nothing), and others hear that it was changed. False: it is not there any more. */
bool record_set_state(struct tx *tx, const struct access *access, int64_t id, enum system_field which,
		      const char *state, const char *kind, const char *note);
/* One line in its history with what somebody said; NULL: they said nothing. */
void record_note(struct tx *tx, const struct access *access, int64_t id, const char *kind, const char *note);

/* To the recycle bin, as refused by a review: for whoever may review it, also when they may delete nothing else. */
enum record_outcome record_decline(struct tx *tx, const struct access *access, int64_t id, const char *note,
				   struct record_trouble *trouble);

/* A write that is taken back as if it had never been, of this version: it no longer waits because of it. */
void record_unsubmit(struct tx *tx, const struct module *module, int64_t id, int64_t version);

/* A mail to whom records wait for is written soon, one for all that came together. */
#define APPROVAL_TELL "approval.tell"
void approval_tell_soon(struct tx *tx);

#endif
