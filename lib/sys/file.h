/* file: reading and writing whole files, durably. */
#ifndef SYS_FILE_H
#define SYS_FILE_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

/* The content, NUL-terminated; false with errno set when it cannot be read or is larger than `limit`. */
bool file_read(struct arena *arena, const char *path, size_t limit, struct str *content);

/* Replaces the file in one step, durably (temporary file, fsync, rename, fsync of the folder). Mode 0600. */
bool file_write(const char *path, struct str content);

/* Makes the folder and its parents, mode 0700; true when it is there. */
bool folder_make(const char *path);

#endif
