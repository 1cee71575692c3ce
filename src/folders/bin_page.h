/* bin_page: what the pages of a client's recycle bin share. */
#ifndef FOLDERS_BIN_PAGE_H
#define FOLDERS_BIN_PAGE_H

#include "folders/folder_page.h"

struct doc *bin_page(struct request *rq, const struct opened *opened);

#endif
