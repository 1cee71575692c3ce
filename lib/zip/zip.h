/* zip: reads the archives that workbooks are, and writes archives of any size (APPNOTE 6.3.3: stored and deflated
 * entries; ZIP64 where it must be, in writing). */
#ifndef ZIP_ZIP_H
#define ZIP_ZIP_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* ---- reading ---- */

/* What a file may ask of us, however small it is itself: beyond that it is taken for an attack. */
enum { ZIP_ENTRIES = 2000, ZIP_RATIO = 200 };
#define ZIP_ENTRY_BYTES ((uint64_t)512 * 1024 * 1024)

struct zip;
struct zip_stream;

/* `fd` stays the caller's and must stay open. NULL: it is no archive, or one that is damaged or beyond the limits. */
struct zip *zip_open(struct arena *arena, int fd);

/* Opens an entry by its path in the archive; NULL: there is none. It ends with `arena`. */
struct zip_stream *zip_entry(struct arena *arena, const struct zip *zip, const char *path);
/* The next bytes, 0 at the end, -1 when it is damaged or grows beyond the limits. */
ptrdiff_t zip_read(struct zip_stream *stream, void *bytes, size_t size);
/* 0…1, by bytes of the archive. */
double zip_progress(const struct zip_stream *stream);

/* ---- writing ---- */

/* Takes bytes as they come; false: they could not be kept. */
struct zip_sink {
	bool (*write)(void *data, const void *bytes, size_t size);
	void *data;
};

struct zip_file {
	const char *path; /* UTF-8, steps divided by "/"; a folder's ends in one. Stays the caller's until zip_close */
	int64_t modified; /* an instant; 0: nobody asks when */
	bool stored;	  /* as it is: what is compressed already */
	uint64_t most; /* bytes it may have; from 4 GiB on, or when nobody knows (UINT64_MAX), its sizes need ZIP64 */
};

struct zip_writer;

/* Any number of entries, in memory of fixed size beside `arena`: where `folder` is given the table of contents is kept
 * in a file there, which has no name, until it is written; NULL: in the arena. */
struct zip_writer *zip_writer(struct arena *arena, struct zip_sink sink, const char *folder);
/* Entries one after the other. */
void zip_begin(struct zip_writer *writer, const char *path); /* of less than 4 GiB, deflated */
void zip_begin_file(struct zip_writer *writer, const struct zip_file *file);
void zip_write(struct zip_writer *writer, struct str bytes);
/* Ends the entry. */
void zip_close(struct zip_writer *writer);
/* Between two entries: so many bytes were put there by the caller, past the writer, and mean nothing. */
void zip_leave_gap(struct zip_writer *writer, uint64_t bytes);
/* The table of contents. False when anything before failed. */
bool zip_end(struct zip_writer *writer);
/* The same in pieces of at most ZIP_PIECE bytes: true when it was the last one, or anything failed. */
enum { ZIP_PIECE = 64 * 1024 };
bool zip_end_some(struct zip_writer *writer);
bool zip_failed(const struct zip_writer *writer);

/* How long the archive will be, when all entries are stored and have exactly the bytes they were announced with. */
struct zip_size {
	uint64_t entries, table, count;
};
void zip_size_add(struct zip_size *size, const struct zip_file *file);
uint64_t zip_size_total(const struct zip_size *size);

#endif
