/* blob_folder: what the files of lib/blob share about the folder and its names. */
#ifndef BLOB_BLOB_FOLDER_H
#define BLOB_BLOB_FOLDER_H

#include "blob/blob.h"

#include <pthread.h>
#include <stdbool.h>

struct blob_store;

struct blobs {
	int folder; /* of the files, or of what was fetched lately from the store */
	/* Held while a sub-folder is looked for or made: nobody uses one before it is on the disk itself. */
	pthread_mutex_t making;
	struct blob_store *store; /* NULL: the folder is all there is */
};

/* True for exactly BLOB_NAME characters of lower-case base 32: such a name can lead nowhere else. */
bool blob_name_ok(const char *name);
void blob_name_new(char name[BLOB_NAME + 1]);

/* A file without name in the folder; -1 with errno. */
int blob_temporary(const struct blobs *blobs);
/* Puts the file on the disk, gives it the name in the sub-folder (an open one), and puts the name on the disk. */
bool blob_link_in(int folder, int fd, const char *name);
/* The same in the sub-folder of the name. */
bool blob_link(struct blobs *blobs, int fd, const char *name);
/* The same for a copy of a file that may lie anywhere. */
bool blob_link_copy(struct arena *arena, struct blobs *blobs, int fd, const char *name);
/* A sub-folder, made when it is not there yet; -1 with errno. */
int blob_subfolder(struct blobs *blobs, const char *folder);
/* Keeps the file itself, nothing is copied in a folder. `hash` NULL: it is read for it. */
bool blob_take_by_link(struct arena *arena, struct blobs *blobs, int fd, const struct hash *hash, struct blob *blob);
/* What is in the folder under that name; -1 with errno. */
int blob_open_here(const struct blobs *blobs, const char *name, uint64_t *size);
bool blob_remove_here(const struct blobs *blobs, const char *name);

/* Calls `each`, until it answers false, with what is in the folder: when it got its name and when it was last changed
 * or used, real time in milliseconds. */
struct blob_entry {
	const char *name;
	uint64_t size;
	int64_t named_at, used_at;
};
void blob_walk(const struct blobs *blobs, bool (*each)(const struct blob_entry *entry, void *data), void *data);
/* The same with one sub-folder of another name than those of blobs. */
void blob_walk_in(const struct blobs *blobs, const char *folder,
		  bool (*each)(const struct blob_entry *entry, void *data), void *data);
int64_t blob_real_now(void); /* the kernel's own clock, not a shifted one: files bear real times */

void close_quietly(int fd); /* leaves errno alone */

#endif
