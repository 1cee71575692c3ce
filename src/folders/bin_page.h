/* bin_page: what the pages of a client's recycle bin share. */
#ifndef FOLDERS_BIN_PAGE_H
#define FOLDERS_BIN_PAGE_H

#include "folders/folder_page.h"

struct doc *bin_page(struct request *rq, const struct opened *opened);

/* NULL: as the outcome says; FOLDER_CLOSED when it is back and closed to who brought it back, which the refusal undoes.
 */
const struct folder_seen *folder_bring_back(struct request *rq, const struct folder_access *access, int64_t removed,
					    enum folder_outcome *outcome);
struct reply folder_closed_back(struct request *rq);

#endif
