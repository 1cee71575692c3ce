/* portal_talk: a related list of long texts read like a conversation, with a box to answer in. */
#ifndef RECORDS_PORTAL_TALK_H
#define RECORDS_PORTAL_TALK_H

#include "records/book.h"

/* Sets "talk" of a related list on a page: null unless a portal user looks at records whose name is a long text; else
 * "said" (oldest first: "lines", "by", "ours", "at"), and "answer": null, or what the box needs to send. `rows` are the
 * newest first, and those of `link` that lead to `record`. */
void portal_talk_fill(struct request *rq, struct doc *shown, const struct access *access, const struct field *link,
		      int64_t record, const struct record *rows, size_t count);

#endif
