/* zip: reads and writes the archives that workbooks are (APPNOTE 6.3.3: stored and deflated entries, no ZIP64). */
#ifndef SHEET_ZIP_H
#define SHEET_ZIP_H

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

struct zip_writer;

struct zip_writer *zip_writer(struct arena *arena, struct zip_sink sink);
/* Entries one after the other; at most 64 in all. */
void zip_begin(struct zip_writer *writer, const char *path);
void zip_write(struct zip_writer *writer, struct str bytes);
/* Ends the entry. */
void zip_close(struct zip_writer *writer);
/* The table of contents. False when anything before failed. */
bool zip_end(struct zip_writer *writer);

#endif
