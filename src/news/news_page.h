/* news_page: how lists of the newest files are shown. */
#ifndef NEWS_NEWS_PAGE_H
#define NEWS_NEWS_PAGE_H

#include "core/page.h"
#include "folders/folders.h"
#include "news/notice.h"

#define NEW_DOCUMENTS "/console/new-documents"

/* Adds the files to the list "files" of `page`, at most `most`, each with its folder; which of them are new is not said
 * yet. `ids` gets theirs, `last` (NULL: not asked for) the cursor of the last. How many. */
size_t news_add_files(struct request *rq, struct doc *page, const struct file_latest *files, size_t count, size_t most,
		      int64_t *ids, struct cursor *last);
/* "ways": the ways to be told; "way": the chosen one. */
void notice_add_ways(struct doc *page, enum notice_way chosen);
/* The instant that the form marks up to: the field `upto`, or now; an error where it is none. */
int64_t news_read_upto(struct request *rq);

#endif
