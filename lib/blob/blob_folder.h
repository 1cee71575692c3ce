/* blob_folder: what the files of lib/blob share about the folder and its names. */
#ifndef BLOB_BLOB_FOLDER_H
#define BLOB_BLOB_FOLDER_H

#include <stdbool.h>

struct blobs;

/* The descriptor of the folder; stays the folder's own. */
int blob_folder(const struct blobs *blobs);

/* True for exactly BLOB_NAME characters of lower-case base 32: such a name can lead nowhere else. */
bool blob_name_ok(const char *name);

#endif
