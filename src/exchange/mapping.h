/* mapping: which column of a file is which field, and how a line finds the record it is about. */
#ifndef EXCHANGE_MAPPING_H
#define EXCHANGE_MAPPING_H

#include "html/format.h"
#include "rights/rights.h"

enum mapping_mode { MAPPING_CREATE, MAPPING_BOTH, MAPPING_CHANGE };
extern const char *const mapping_mode_names[]; /* "create", "both", "change"; NULL-terminated */

struct mapping {
	const struct field **fields; /* by column; NULL: left out */
	size_t column_count;
	enum mapping_mode mode;
	const struct field *key; /* both, change: lines find their record by it */
	bool month_first;	 /* 12/31/2026 rather than 31/12/2026 */
	bool clears;		 /* an empty cell empties the field of a record that is changed */
};

/* Whether an import may write the field for this viewer: files come by hand. */
bool mapping_fits(const struct plan *plan, const struct field *field);
/* Whether records can be found by it: a distinct field, or the one that names them. */
bool mapping_finds(const struct plan *plan, const struct field *field);
bool mapping_has(const struct mapping *mapping, const struct field *field);

/* Fields whose name or label, in any language, is the heading; only creates. */
struct mapping mapping_propose(struct arena *arena, const struct plan *plan, const struct formats *formats,
			       const char *const *headings, size_t count);
const char *mapping_text(struct arena *arena, const struct mapping *mapping);
/* What mapping_text kept, through the plan of the moment. False: a field it names is no longer there to be written. */
bool
mapping_read(struct arena *arena, const struct plan *plan, const char *json, size_t columns, struct mapping *mapping);

#endif
