/* sheet: everything about one record on one page: sections, lines, what leads here, remarks, files. */
#ifndef RECORDS_SHEET_H
#define RECORDS_SHEET_H

#include "records/book.h"

/* The document of GET …/{record}; also what a program gets after it created or changed one. */
struct doc *sheet_doc(struct request *rq, const struct access *access, const struct record *record);
/* "record", "tabs" and "module": what the sheet's head needs on every page of the record. */
void sheet_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record,
		const struct book *book, const char *tab);

/* Sets what other features have to say at the head of a record's pages: "approval", "review"…; null: nothing. */
void sheet_heads(struct request *rq, struct doc *page, const struct access *access, const struct record *record);

/* What the portal says of a record besides: why it is locked, that it waits to be accepted, its layouts. (portal_web.c)
 */
void portal_sheet_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record);

#endif
