/* folder_copy: a folder with all that somebody may read in it, made once more in another. */
#ifndef FOLDERS_FOLDER_COPY_H
#define FOLDERS_FOLDER_COPY_H

#include "core/request.h"
#include "folders/folder_keep.h"

enum { COPIES_MOST = 2000 /* files and folders at a time */ };

struct folder_copying {
	struct request *rq;
	const struct folder_access *access;
	size_t left;						   /* of COPIES_MOST, to begin with */
	void (*beside)(struct tx *tx, int64_t from, int64_t made); /* copies what another feature keeps of a file or
								      folder; NULL: nothing */
};

/* Into the folder `in`, under a name that is safe. What is said of folders which they have in full is said of their
 * copies, too; with `keep`, which was planned for moving it there, also what that writes, and then they have all of it
 * in full. Each file and folder has its line in the journal. Not `deep`: only the folder itself. */
enum folder_outcome folder_copy(struct folder_copying *copying, const struct folder_seen *from, int64_t in,
				const char *name, bool deep, const struct folder_keep *keep, int64_t *made);

#endif
