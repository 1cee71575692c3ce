/* record_row: a record as it is kept, whoever looks: what is written begins and ends with it. Internal to src/records.
 */
#ifndef RECORDS_RECORD_ROW_H
#define RECORDS_RECORD_ROW_H

#include "records/record.h"

struct row {
	int64_t id, version;
	int64_t parent, position; /* of a line */
	int64_t deleted_at;	  /* NO_INSTANT: not in the recycle bin */
	int64_t staged;		  /* of a new row: its lot; 0: it is there at once */
	bool editable, deletable; /* by the viewer of row_find */
	bool *locked;		  /* by field index, for them; what is hidden is locked, too */
	bool *hidden;		  /* by a state rule, from them */
	struct db_value *cells;	  /* by field index: every value there is, lookups to many included */
};

struct row *row_blank(struct arena *arena, const struct module *module);
struct row *row_copy(struct arena *arena, const struct module *module, const struct row *row);

/* A row of the viewer's plan; NULL: not theirs, or (unless `bin`) in the recycle bin. */
struct row *row_find(struct tx *tx, const struct access *access, int64_t id, bool bin);
/* Whoever looks, out of the recycle bin; NULL: it is not there. */
struct row *row_read(struct tx *tx, const struct module *module, int64_t id);

/* Writes a new row with its keys, links and words. */
void row_insert(struct tx *tx, const struct module *module, const struct row *row);
/* The same of a row that the feature which keeps the module has made: all but the columns that are its own. */
void row_complete(struct tx *tx, const struct module *module, const struct row *row);

/* Writes the changed cells (by field index) of `after` with their keys, links and words. With `version`: only if it is
 * the one kept, which then grows; 0: what is computed changes no version. False: it is another. */
bool row_update(struct tx *tx, const struct module *module, const struct row *before, const struct row *after,
		const bool *changed, int64_t version);

/* Which cells differ; *count gets how many. */
bool *row_changes(struct arena *arena, const struct module *module, const struct row *before, const struct row *after,
		  size_t *count);

/* A text for a label of this record: its naming field; NULL: empty. */
const char *row_name(struct arena *arena, const struct module *module, const struct row *row);

/* The ids in a value of a lookup, to one or many; never NULL. */
int64_t *linked_ids(struct arena *arena, const struct field *field, const struct db_value *value, size_t *count);

#endif
