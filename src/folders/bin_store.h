/* bin_store: what of a recycle bin goes for good: what would, what stays and why, and a portion of it at a time. */
#ifndef FOLDERS_BIN_STORE_H
#define FOLDERS_BIN_STORE_H

#include "folders/file_store.h"

/* What is to go. */
struct bin_scope {
	bool all; /* else these files, which were removed by themselves, and what was removed with these folders */
	const int64_t *files, *folders;
	size_t file_count, folder_count;
	int64_t until; /* nothing that was removed later */
};

/* Of what lay where a staff user may do everything. */
struct bin_told {
	struct file_sum going;
	int64_t folders;    /* that were removed by themselves */
	int64_t kept_count; /* files that must be kept longer */
	int32_t kept_until; /* until when, the last of them; NO_DAY: until a hold is released */
	bool kept_held;	    /* some of them, by a legal hold */
};
/* A few statements. Contacts and previews: nothing. */
struct bin_told bin_told(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope);
/* The names of the first of them, as they were removed by themselves. */
const char **bin_names(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope, size_t limit,
		       size_t *count);

struct bin_gone {
	struct file_sum files;
	int64_t folders;
};
/* Deletes up to `limit` of them for good, and adds them to *gone; how many. A folder goes once nothing lies in it. */
size_t bin_clear_some(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope, size_t limit,
		      struct bin_gone *gone);

/* The same of all clients, of what has been in the bin since before. Kept files that no row names any more are swept
 * later. */
size_t bin_purge_some(struct tx *tx, int64_t before, size_t limit);

#endif
