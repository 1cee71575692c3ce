/* remark: comments of staff below a record; whom they name with an @ is told by mail, when they may see the record. */
#ifndef RECORDS_REMARK_H
#define RECORDS_REMARK_H

#include "records/record.h"

enum { REMARK_LENGTH = 5000 };

struct remark {
	int64_t id;
	int64_t staff_id;
	const char *staff_name;
	const char *text;
	int64_t created_at;
	int64_t edited_at; /* NO_INSTANT: never */
};

/* Of a record that the caller has found through the plan, oldest first. */
struct remark *remark_list(struct tx *tx, int64_t module, int64_t record, size_t *count);
int64_t remark_create(struct tx *tx, int64_t module, int64_t record, int64_t staff, const char *text);
/* Only one's own; false: there is none. */
bool remark_update(struct tx *tx, int64_t module, int64_t record, int64_t id, int64_t staff, const char *text);
bool remark_remove(struct tx *tx, int64_t module, int64_t record, int64_t id, int64_t staff);

/* "remarks" of the sheet. */
void remarks_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record);
/* Tells those that the text names. */
void remark_tell(struct request *rq, const struct access *access, const struct record *record, const char *text);

/* Whether the text names the person: "@helene", "@helene.caradec", "@Hélène", "@h.caradec" (as their address begins).
 */
bool remark_names(struct arena *arena, const char *text, const char *name, const char *email);

#endif
