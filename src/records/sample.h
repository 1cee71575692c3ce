/* sample: records made up in memory, for previews of a user type: none is read or written. Internal to src/records. */
#ifndef RECORDS_SAMPLE_H
#define RECORDS_SAMPLE_H

#include "records/record.h"
#include "rights/look.h"

/* Whether this viewer is shown records that were made up. */
static inline bool
sees_samples(const struct access *access)
{
	return viewer_sees_samples(access->viewer);
}

/* As record_list, record_find and record_names answer: a handful of the plan's fields, in the preview's language, that
 * meet what narrows the tab. */
struct record *
sample_list(struct arena *arena, const struct access *access, const struct record_query *query, size_t *count);
struct record *sample_find(struct arena *arena, const struct access *access, int64_t id);
struct record_name *
sample_names(struct arena *arena, const struct access *access, const int64_t *ids, size_t id_count, size_t *count);
/* Of those a search for what was typed finds. */
struct record_name *
sample_suggestions(struct arena *arena, const struct access *access, const char *typed, size_t limit, size_t *count);
/* What the staff user of this id is called; NULL: nobody made up. */
const char *sample_staff_name(int64_t id);

/* sample_value.c: the cell of a field in the record of this number, as it is kept. Empty for files. */
struct db_value
sample_value(struct arena *arena, const struct access *access, const struct field *field, size_t number);
/* "Camille Martin": a name for a person of this number. */
const char *sample_person(size_t number);

#endif
