/* zip_write: each entry goes out as it comes, its sizes behind it; a table of contents ends the archive. What is to
 * stand in the table waits beside, so that memory does not grow with the number of entries. */
#include "zip/zip.h"

#include "base/arena.h"
#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum {
	OUTPUT_BYTES = 64 * 1024,
	VERSION = 20,
	VERSION_64 = 45,
	MADE_BY_UNIX = 3 << 8,
	SIZES_FOLLOW = 8,
	UTF_8_NAMES = 1 << 11,
	STORED = 0,
	DEFLATED = 8,
	DOS_DAY = 0x21, /* 1 January 1980: the first there is */
	LOCAL_BYTES = 30,
	TABLE_BYTES = 46,
	END_BYTES = 22,
	END_64_BYTES = 56 + 20,
	EXTRA_64 = 1,
	EXTRA_TIME = 0x5455,
	EXTRA_TIME_BYTES = 9,
	PATH_MOST = UINT16_MAX,
	RECORD_MOST = TABLE_BYTES + PATH_MOST + 28 + 4 + EXTRA_TIME_BYTES,
	FILE_MODE = 0100644,
	FOLDER_MODE = 040755,
	FOLDER_OF_DOS = 0x10,
};

struct zip_writer {
	struct arena *arena;
	struct zip_sink sink;
	const char *folder;
	struct zip_file file; /* the open entry */
	uint64_t entry_at, packed, size;
	uint32_t crc;
	uint64_t at, count;
	struct builder table; /* what of it is not in the file yet, or all */
	int table_fd;	      /* -1: there is none */
	uint64_t table_kept;  /* bytes in the file */
	uint64_t table_given, table_at;
	bool open, deflating, failed;
	z_stream deflater;
	unsigned char output[OUTPUT_BYTES];
};

/* A header on its way, little end first. */
struct record {
	unsigned char bytes[128];
	size_t length;
};

static void
put2(struct record *record, unsigned number)
{
	record->bytes[record->length++] = (unsigned char)number;
	record->bytes[record->length++] = (unsigned char)(number >> 8);
}

static void
put4(struct record *record, uint32_t number)
{
	put2(record, number & 0xFFFF);
	put2(record, number >> 16);
}

static void
put8(struct record *record, uint64_t number)
{
	put4(record, (uint32_t)number);
	put4(record, (uint32_t)(number >> 32));
}

static uint32_t
at_most_4(uint64_t number)
{
	return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

static void
give(struct zip_writer *writer, const void *bytes, size_t size)
{
	writer->at += size;
	if (!writer->failed && size > 0 && !writer->sink.write(writer->sink.data, bytes, size))
		writer->failed = true;
}

/* ---- what stands in headers ---- */

static bool
is_large(const struct zip_file *file)
{
	return file->most >= UINT32_MAX;
}

/* Seconds since 1970, where the format has room for them. */
static bool
has_time(const struct zip_file *file)
{
	return file->modified > 0 && file->modified / 1000 <= INT32_MAX;
}

/* In Coordinated Universal Time: who reads only this one is wrong by hours at most, all others read the other. */
static uint32_t
dos_time(const struct zip_file *file)
{
	time_t seconds = (time_t)(file->modified / 1000);
	struct tm parts;

	if (file->modified <= 0 || gmtime_r(&seconds, &parts) == NULL || parts.tm_year < 80 || parts.tm_year > 207)
		return (uint32_t)DOS_DAY << 16;
	return (uint32_t)((parts.tm_year - 80) << 25 | (parts.tm_mon + 1) << 21 | parts.tm_mday << 16 |
			  parts.tm_hour << 11 | parts.tm_min << 5 | parts.tm_sec / 2);
}

static void
put_time(struct record *record, const struct zip_file *file)
{
	if (!has_time(file))
		return;
	put2(record, EXTRA_TIME);
	put2(record, EXTRA_TIME_BYTES - 4);
	record->bytes[record->length++] = 1; /* the time of the last change */
	put4(record, (uint32_t)(file->modified / 1000));
}

static void
put_method(struct record *record, const struct zip_file *file)
{
	put2(record, SIZES_FOLLOW | UTF_8_NAMES);
	put2(record, file->stored ? STORED : DEFLATED);
	put4(record, dos_time(file));
}

static size_t
time_bytes(const struct zip_file *file)
{
	return has_time(file) ? EXTRA_TIME_BYTES : 0;
}

static void
give_local(struct zip_writer *writer, const struct zip_file *file)
{
	struct record record = {.length = 0};
	bool large = is_large(file);

	put4(&record, 0x04034b50);
	put2(&record, large ? VERSION_64 : VERSION);
	put_method(&record, file);
	put4(&record, 0);
	put4(&record, large ? UINT32_MAX : 0);
	put4(&record, large ? UINT32_MAX : 0);
	put2(&record, (unsigned)strlen(file->path));
	put2(&record, (unsigned)((large ? 20 : 0) + time_bytes(file)));
	give(writer, record.bytes, record.length);
	give(writer, file->path, strlen(file->path));
	record.length = 0;
	if (large) {
		put2(&record, EXTRA_64);
		put2(&record, 16);
		put8(&record, 0);
		put8(&record, 0);
	}
	put_time(&record, file);
	give(writer, record.bytes, record.length);
}

static void
give_sizes(struct zip_writer *writer)
{
	struct record record = {.length = 0};

	put4(&record, 0x08074b50);
	put4(&record, writer->crc);
	if (is_large(&writer->file)) {
		put8(&record, writer->packed);
		put8(&record, writer->size);
	} else {
		put4(&record, (uint32_t)writer->packed);
		put4(&record, (uint32_t)writer->size);
	}
	give(writer, record.bytes, record.length);
}

/* ---- the table of contents ---- */

static void
close_table(void *data)
{
	struct zip_writer *writer = data;

	if (writer->table_fd >= 0)
		close(writer->table_fd);
}

static bool
write_table(struct zip_writer *writer, struct str bytes)
{
	while (bytes.length > 0) {
		ssize_t written = pwrite(writer->table_fd, bytes.at, bytes.length, (off_t)writer->table_kept);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		writer->table_kept += (uint64_t)written;
		bytes = str_slice(bytes.at + written, bytes.length - (size_t)written);
	}
	return true;
}

/* The builder's memory is used again: it has grown to a piece and no further. */
static void
keep_table(struct zip_writer *writer)
{
	if (writer->folder == NULL || writer->table.length < ZIP_PIECE || writer->failed)
		return;
	if (writer->table_fd < 0)
		writer->table_fd = open(writer->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (writer->table_fd < 0 || !write_table(writer, builder_str(&writer->table)))
		writer->failed = true;
	writer->table.length = 0;
}

static void
put_large_sizes(struct record *record, const struct zip_writer *writer, bool large, bool far)
{
	if (!large && !far)
		return;
	put2(record, EXTRA_64);
	put2(record, (unsigned)((large ? 16 : 0) + (far ? 8 : 0)));
	if (large) {
		put8(record, writer->size);
		put8(record, writer->packed);
	}
	if (far)
		put8(record, writer->entry_at);
}

static void
note_entry(struct zip_writer *writer)
{
	const struct zip_file *file = &writer->file;
	size_t length = strlen(file->path);
	bool large = is_large(file), far = writer->entry_at >= UINT32_MAX;
	bool folder = length > 0 && file->path[length - 1] == '/';
	struct record record = {.length = 0}, extra = {.length = 0};

	put_large_sizes(&extra, writer, large, far);
	put_time(&extra, file);
	put4(&record, 0x02014b50);
	put2(&record, MADE_BY_UNIX | VERSION_64);
	put2(&record, large || far ? VERSION_64 : VERSION);
	put_method(&record, file);
	put4(&record, writer->crc);
	put4(&record, large ? UINT32_MAX : (uint32_t)writer->packed);
	put4(&record, large ? UINT32_MAX : (uint32_t)writer->size);
	put2(&record, (unsigned)length);
	put2(&record, (unsigned)extra.length);
	put2(&record, 0);
	put2(&record, 0);
	put2(&record, 0);
	put4(&record, (uint32_t)(folder ? FOLDER_MODE : FILE_MODE) << 16 | (folder ? FOLDER_OF_DOS : 0));
	put4(&record, at_most_4(writer->entry_at));
	build_str(&writer->table, str_slice((const char *)record.bytes, record.length));
	build_str(&writer->table, str_slice(file->path, length));
	build_str(&writer->table, str_slice((const char *)extra.bytes, extra.length));
	keep_table(writer);
}

static void
give_end(struct zip_writer *writer)
{
	uint64_t size = writer->at - writer->table_at;
	struct record record = {.length = 0};
	uint64_t here = writer->at;

	if (writer->count >= UINT16_MAX || writer->at >= UINT32_MAX) {
		put4(&record, 0x06064b50);
		put8(&record, 44);
		put2(&record, MADE_BY_UNIX | VERSION_64);
		put2(&record, VERSION_64);
		put8(&record, 0);
		put8(&record, writer->count);
		put8(&record, writer->count);
		put8(&record, size);
		put8(&record, writer->table_at);
		put4(&record, 0x07064b50);
		put4(&record, 0);
		put8(&record, here);
		put4(&record, 1);
	}
	put4(&record, 0x06054b50);
	put4(&record, 0);
	put2(&record, writer->count < UINT16_MAX ? (unsigned)writer->count : UINT16_MAX);
	put2(&record, writer->count < UINT16_MAX ? (unsigned)writer->count : UINT16_MAX);
	put4(&record, at_most_4(size));
	put4(&record, at_most_4(writer->table_at));
	put2(&record, 0);
	give(writer, record.bytes, record.length);
}

/* ---- an entry ---- */

static void
end_deflating(void *data)
{
	struct zip_writer *writer = data;

	if (writer->deflating)
		deflateEnd(&writer->deflater);
	writer->deflating = false;
}

struct zip_writer *
zip_writer(struct arena *arena, struct zip_sink sink, const char *folder)
{
	struct zip_writer *writer = arena_make(arena, struct zip_writer);

	writer->arena = arena;
	writer->sink = sink;
	writer->folder = folder;
	writer->table = builder_new(arena, folder == NULL ? 0 : ZIP_PIECE + RECORD_MOST);
	writer->table_fd = -1;
	arena_at_end(arena, end_deflating, writer);
	arena_at_end(arena, close_table, writer);
	return writer;
}

void
zip_begin(struct zip_writer *writer, const char *path)
{
	zip_begin_file(writer, &(struct zip_file){.path = path, .most = UINT32_MAX - 1});
}

/* One deflater serves all entries: setting it up costs memory and time. */
static bool
start_deflating(struct zip_writer *writer)
{
	if (writer->deflating)
		return deflateReset(&writer->deflater) == Z_OK;
	writer->deflater = (z_stream){.zalloc = NULL};
	writer->deflating = deflateInit2(&writer->deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
					 Z_DEFAULT_STRATEGY) == Z_OK;
	return writer->deflating;
}

void
zip_begin_file(struct zip_writer *writer, const struct zip_file *file)
{
	check(!writer->open && strlen(file->path) <= PATH_MOST);
	writer->file = *file;
	writer->entry_at = writer->at;
	writer->packed = writer->size = 0;
	writer->crc = 0;
	writer->count++;
	writer->open = true;
	give_local(writer, file);
	if (!file->stored && !start_deflating(writer))
		writer->failed = true;
}

static void
squeeze(struct zip_writer *writer, struct str bytes, int flush)
{
	z_stream *z = &writer->deflater;

	z->next_in = (unsigned char *)(uintptr_t)bytes.at;
	z->avail_in = (uInt)bytes.length;
	do {
		z->next_out = writer->output;
		z->avail_out = OUTPUT_BYTES;
		deflate(z, flush);
		writer->packed += OUTPUT_BYTES - z->avail_out;
		give(writer, writer->output, OUTPUT_BYTES - z->avail_out);
	} while (z->avail_out == 0);
}

void
zip_write(struct zip_writer *writer, struct str bytes)
{
	if (writer->failed || bytes.length == 0)
		return;
	writer->crc = (uint32_t)crc32(writer->crc, (const unsigned char *)bytes.at, (uInt)bytes.length);
	writer->size += bytes.length;
	if (writer->size > writer->file.most) {
		writer->failed = true;
	} else if (writer->file.stored) {
		writer->packed += bytes.length;
		give(writer, bytes.at, bytes.length);
	} else {
		squeeze(writer, bytes, Z_NO_FLUSH);
	}
}

void
zip_close(struct zip_writer *writer)
{
	if (!writer->failed && !writer->file.stored)
		squeeze(writer, STR(""), Z_FINISH);
	/* What could not be compressed has grown a little. */
	if (!is_large(&writer->file) && writer->packed >= UINT32_MAX)
		writer->failed = true;
	writer->open = false;
	give_sizes(writer);
	note_entry(writer);
}

void
zip_leave_gap(struct zip_writer *writer, uint64_t bytes)
{
	check(!writer->open);
	writer->at += bytes;
}

/* ---- the end ---- */

/* The next piece of the table: from the file, then what never got there. */
static size_t
give_table(struct zip_writer *writer)
{
	struct str rest = builder_str(&writer->table);
	uint64_t at = writer->table_given;
	ssize_t got;

	if (at >= writer->table_kept) {
		at -= writer->table_kept;
		rest = str_slice(rest.at + at, rest.length - at < ZIP_PIECE ? rest.length - at : ZIP_PIECE);
		give(writer, rest.at, rest.length);
		return rest.length;
	}
	got = pread(writer->table_fd, writer->output,
		    writer->table_kept - at < OUTPUT_BYTES ? writer->table_kept - at : OUTPUT_BYTES, (off_t)at);
	if (got <= 0) {
		writer->failed = true;
		return 0;
	}
	give(writer, writer->output, (size_t)got);
	return (size_t)got;
}

bool
zip_end_some(struct zip_writer *writer)
{
	size_t given;

	if (writer->table_given == 0)
		writer->table_at = writer->at;
	if (writer->failed)
		return true;
	given = give_table(writer);
	writer->table_given += given;
	if (given > 0)
		return writer->failed;
	give_end(writer);
	return true;
}

bool
zip_end(struct zip_writer *writer)
{
	while (!zip_end_some(writer))
		;
	return !writer->failed;
}

bool
zip_failed(const struct zip_writer *writer)
{
	return writer->failed;
}

/* ---- how long it will be ---- */

void
zip_size_add(struct zip_size *size, const struct zip_file *file)
{
	bool large = is_large(file), far = size->entries >= UINT32_MAX;
	size_t fixed = strlen(file->path) + time_bytes(file);

	size->table += TABLE_BYTES + fixed + (large || far ? 4 : 0) + (large ? 16 : 0) + (far ? 8 : 0);
	size->entries += LOCAL_BYTES + fixed + (large ? 20 + 24 : 16) + file->most;
	size->count++;
}

uint64_t
zip_size_total(const struct zip_size *size)
{
	uint64_t all = size->entries + size->table;

	return all + END_BYTES + (size->count >= UINT16_MAX || all >= UINT32_MAX ? END_64_BYTES : 0);
}
