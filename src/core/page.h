/* page: paging by key: reading the cursor a link brought, writing the links of the next page. */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include "core/request.h"

enum { PAGE_ROWS = 30 };

/* A cursor is opaque: up to two keys of the last row shown. Absent or malformed: `given` is false. */
struct cursor {
	bool given;
	int64_t number;	  /* first key when it is a number (day, instant) */
	const char *text; /* first key when it is a text */
	int64_t id;
};
struct cursor page_cursor(struct request *rq); /* query field "after" */

/* Puts "page": {first: href|null, next: href|null} into `document`; the links keep the other query fields. `next` is
 * only there when `more` rows follow: ask the store for PAGE_ROWS + 1. */
void page_links(struct request *rq, struct doc *document, bool more, const struct cursor *last);

#endif
