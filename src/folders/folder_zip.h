/* folder_zip: a folder with all in it that somebody may read, as an archive of any size. */
#ifndef FOLDERS_FOLDER_ZIP_H
#define FOLDERS_FOLDER_ZIP_H

#include "core/request.h"
#include "folders/folder_page.h"

/* The archive as it is made while it is sent; names in it are as in the folders. What changes meanwhile may or may not
 * be in it; a file that cannot be read any more breaks it off. */
struct reply folder_zip_reply(struct request *rq, const struct opened *opened);

#endif
