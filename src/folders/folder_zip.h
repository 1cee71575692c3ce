/* folder_zip: a folder with all in it that somebody may read, or some of it, as an archive of any size. */
#ifndef FOLDERS_FOLDER_ZIP_H
#define FOLDERS_FOLDER_ZIP_H

#include "folders/file_store.h"
#include "folders/folder_page.h"

/* The archive as it is made while it is sent; names in it are as in the folders. What changes meanwhile may or may not
 * be in it; a file that cannot be read any more breaks it off. */
struct reply folder_zip_reply(struct request *rq, const struct opened *opened);

/* Files that lie in the folder, and folders in it with all below them; they live as long as the request. */
struct folder_zip_part {
	const struct file *files;
	size_t file_count;
	const struct folder_seen *folders;
	size_t folder_count;
};
struct reply folder_zip_some_reply(struct request *rq, const struct opened *opened, const struct folder_zip_part *part);

#endif
