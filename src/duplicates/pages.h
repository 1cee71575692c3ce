/* pages: the handlers of the feature, and what its pages share. */
#ifndef DUPLICATES_PAGES_H
#define DUPLICATES_PAGES_H

#include "records/record.h"
#include "records/record_merge.h"

/* group_web.c */
struct reply duplicates_of_module(struct request *rq);
struct reply duplicates_of_record(struct request *rq);
struct reply duplicates_apart(struct request *rq);

/* merge_web.c */
struct reply merge_form(struct request *rq);
struct reply merge_run(struct request *rq);

/* ---- merge_page.c: the records that are to be merged, side by side ---- */

struct side {
	struct record *records[MERGED_TOGETHER];
	size_t count;
	size_t survivor; /* which of them stays */
};

/* Reads the records of "ids.0"… and "others.0"…, and the survivor, each once, in the order of the form. False: fewer
 * than two, more than five, or one that is not the viewer's to see. */
bool side_read(struct request *rq, const struct access *access, struct side *side);
/* Which record the field's value is taken from: as the form says, else the survivor's, or the newest of the others
 * where that has none. */
size_t side_chosen(struct request *rq, const struct access *access, const struct side *side, const struct field *field);
/* Whether the viewer may choose between the values of this field. */
bool side_chooses(const struct access *access, const struct field *field);
/* "0c4m…": as addresses and forms have it. */
const char *id_text(struct arena *arena, int64_t id);
struct doc *merge_page(struct request *rq, const struct access *access, const struct side *side);

#endif
