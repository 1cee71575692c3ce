/* record_check: what is to be written, held against the rules. Internal to src/records. */
#ifndef RECORDS_RECORD_CHECK_H
#define RECORDS_RECORD_CHECK_H

#include "records/record_row.h"

/* A record being made (before is NULL) or changed. */
struct writing {
	struct tx *tx;
	const struct access *access;
	const struct module *module;
	const struct record_draft *draft;
	const struct row *before;
	struct row *after;
	struct record_trouble *trouble;
};

/* Says what is wrong with the field; several may be. */
void writing_refuse(struct writing *writing, const struct field *field, const char *error);
bool writing_is_refused(const struct writing *writing);

/* Whether the value is another than before; of a new record: whether there is one. */
bool writing_changes(const struct writing *writing, const struct field *field);

/* Takes the given cells that the plan lets write; refuses the others. */
void take_given(struct writing *writing);
/* What a new record has where nothing is given. */
void take_defaults(struct writing *writing);

/* What must not be empty: by field or layout, as long as it is visible. */
void check_required(struct writing *writing);
/* The same of what a portal user making a record is not shown, where no default filled it: no field is named. */
void check_required_unseen(struct writing *writing);

/* ---- record_check_store.c: what only the database can tell ---- */

/* Distinct values, lookups, staff and files. */
void check_kept(struct writing *writing);
/* The files of the changed fields belong to the record from now on. */
void attach_files(const struct writing *writing);
/* Which of the ids the viewer may see: in no order. */
int64_t *ids_seen(struct tx *tx, const struct access *access, const int64_t *ids, size_t id_count, size_t *count);

#endif
