/* file_preview: what the page of a file shows of its content. */
#ifndef FOLDERS_FILE_PREVIEW_H
#define FOLDERS_FILE_PREVIEW_H

#include "folders/file_look.h"
#include "folders/file_page.h"

/* How large pages and pictures are drawn there, at most. */
enum { PREVIEW_EDGE = 1800 };

/* Whether page `number` of it can be drawn. */
bool file_page_is_drawn(const struct file_look *look, int64_t number);

/* Adds "preview": the state of it, a page (the field `page`, `zoom`: large) with those before and after it, what the
 * file says, as a table where it is one, or what the browser plays; null when nobody gets the file, because of "virus".
 */
void file_preview_fill(struct request *rq, struct doc *page, const struct opened_file *opened);

#endif
