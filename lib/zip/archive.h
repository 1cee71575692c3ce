/* archive: a zip that is made as it is read, of entries that come one after the other: for downloads of any size. */
#ifndef ZIP_ARCHIVE_H
#define ZIP_ARCHIVE_H

#include "zip/zip.h"

/* Where the entries come from. */
struct archive_supply {
	/* The next entry, whose `most` is the number of bytes it has: 1; 0: there is none; -1: the archive breaks off.
	 * Its path stays until the next call. Folders have no bytes, and are not read. */
	int (*next)(void *data, struct zip_file *file);
	/* The next bytes of that entry, at most `room`; 0 at its end, -1 when they cannot be had. One that has more or
	 * fewer than it was announced with breaks the archive off. */
	ptrdiff_t (*read)(void *data, void *at, size_t room);
	void *data;
};

struct archive;

/* `folder`: where the table of contents waits, in a file without name. Memory does not grow with the entries. */
struct archive *archive_new(struct arena *arena, const struct archive_supply *supply, const char *folder);

/* The next bytes of the archive, at most `room` (64 KiB at least); 0 at its end, -1 when it breaks off. Takes the
 * archive as `void *`, as a producer of a reply does (http/outflow.h). */
ptrdiff_t archive_make(void *archive, void *at, size_t room);

/* Whether files of this name are compressed already and gain nothing by it: by its ending. */
bool archive_stores(const char *name);

#endif
