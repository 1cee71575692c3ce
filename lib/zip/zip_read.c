/* zip_read: entries are found by the table of contents at the end of the file, and inflated within limits. */
#include "zip/zip.h"

#include "base/arena.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
	TAIL_BYTES = 65535 + 22, /* the end record and the longest comment behind it */
	END_BYTES = 22,
	HEAD_BYTES = 46, /* of an entry in the table of contents */
	LOCAL_BYTES = 30,
	TABLE_BYTES = 4 * 1024 * 1024,
	INPUT_BYTES = 64 * 1024,
	ENCRYPTED = 1,
	STORED = 0,
	DEFLATED = 8,
};

/* Small entries may well be one character a thousand times. */
#define RATIO_FROM ((uint64_t)4 * 1024 * 1024)

struct entry {
	struct str path;
	unsigned method, flags;
	uint32_t crc;
	uint64_t packed, size, at;
};

struct zip {
	int fd;
	struct entry *entries;
	size_t count;
};

struct zip_stream {
	const struct entry *entry;
	int fd;
	uint64_t at;   /* of the next packed byte in the file */
	uint64_t rest; /* packed bytes to come */
	uint64_t made; /* bytes given */
	uint32_t crc;
	bool inflating, ended, broken;
	z_stream inflater;
	unsigned char input[INPUT_BYTES];
};

static unsigned
number2(const unsigned char *at)
{
	return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static uint32_t
number4(const unsigned char *at)
{
	return (uint32_t)number2(at) | (uint32_t)number2(at + 2) << 16;
}

static bool
read_at(int fd, uint64_t at, void *bytes, size_t size)
{
	unsigned char *to = bytes;

	while (size > 0) {
		ssize_t got = pread(fd, to, size, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		to += got;
		at += (uint64_t)got;
		size -= (size_t)got;
	}
	return true;
}

/* ---- the table of contents ---- */

/* The end record lies before a comment of unknown length. */
static const unsigned char *
find_end(const unsigned char *tail, size_t length)
{
	for (size_t at = length - END_BYTES + 1; at-- > 0;)
		if (memcmp(tail + at, "PK\x05\x06", 4) == 0 && at + END_BYTES + number2(tail + at + 20) == length)
			return tail + at;
	return NULL;
}

static bool
read_entry(struct arena *arena, struct entry *entry, const unsigned char **at, const unsigned char *end)
{
	const unsigned char *head = *at;
	size_t name;

	if (end - head < HEAD_BYTES || memcmp(head, "PK\x01\x02", 4) != 0)
		return false;
	name = number2(head + 28);
	if ((size_t)(end - head) < HEAD_BYTES + name + number2(head + 30) + number2(head + 32))
		return false;
	*entry = (struct entry){
		.path = str_slice(arena_text_of(arena, head + HEAD_BYTES, name), name),
		.flags = number2(head + 8),
		.method = number2(head + 10),
		.crc = number4(head + 16),
		.packed = number4(head + 20),
		.size = number4(head + 24),
		.at = number4(head + 42),
	};
	*at = head + HEAD_BYTES + name + number2(head + 30) + number2(head + 32);
	return true;
}

static bool
read_table(struct arena *arena, struct zip *zip, uint64_t at, size_t size)
{
	unsigned char *table = arena_alloc(arena, size);
	const unsigned char *from = table;

	zip->entries = arena_make_array(arena, struct entry, zip->count);
	if (!read_at(zip->fd, at, table, size))
		return false;
	for (size_t i = 0; i < zip->count; i++)
		if (!read_entry(arena, &zip->entries[i], &from, table + size))
			return false;
	return true;
}

struct zip *
zip_open(struct arena *arena, int fd)
{
	struct zip *zip = arena_make(arena, struct zip);
	const unsigned char *end;
	unsigned char *tail;
	struct stat status;
	size_t length;

	zip->fd = fd;
	if (fstat(fd, &status) != 0 || status.st_size < END_BYTES)
		return NULL;
	length = status.st_size < TAIL_BYTES ? (size_t)status.st_size : TAIL_BYTES;
	tail = arena_alloc(arena, length);
	if (!read_at(fd, (uint64_t)status.st_size - length, tail, length))
		return NULL;
	end = find_end(tail, length);
	if (end == NULL)
		return NULL;
	zip->count = number2(end + 10);
	if (zip->count > ZIP_ENTRIES || number4(end + 12) > TABLE_BYTES ||
	    !read_table(arena, zip, number4(end + 16), number4(end + 12)))
		return NULL;
	return zip;
}

/* ---- an entry ---- */

static void
end_inflating(void *data)
{
	struct zip_stream *stream = data;

	if (stream->inflating)
		inflateEnd(&stream->inflater);
}

static const struct entry *
find_entry(const struct zip *zip, const char *path)
{
	for (size_t i = 0; i < zip->count; i++)
		if (str_equal_nocase(zip->entries[i].path, str_of(path)))
			return &zip->entries[i];
	return NULL;
}

struct zip_stream *
zip_entry(struct arena *arena, const struct zip *zip, const char *path)
{
	const struct entry *entry = find_entry(zip, path);
	unsigned char local[LOCAL_BYTES];
	struct zip_stream *stream;

	if (entry == NULL || (entry->flags & ENCRYPTED) != 0 || entry->size > ZIP_ENTRY_BYTES ||
	    (entry->method != STORED && entry->method != DEFLATED) ||
	    !read_at(zip->fd, entry->at, local, sizeof local) || memcmp(local, "PK\x03\x04", 4) != 0)
		return NULL;
	stream = arena_make(arena, struct zip_stream);
	stream->entry = entry;
	stream->fd = zip->fd;
	stream->rest = entry->packed;
	stream->at = entry->at + LOCAL_BYTES + number2(local + 26) + number2(local + 28);
	if (entry->method == DEFLATED) {
		if (inflateInit2(&stream->inflater, -MAX_WBITS) != Z_OK)
			return NULL;
		stream->inflating = true;
		arena_at_end(arena, end_inflating, stream);
	}
	return stream;
}

static size_t
take_packed(struct zip_stream *stream, void *to, size_t size)
{
	if (size > stream->rest)
		size = (size_t)stream->rest;
	if (size > 0 && !read_at(stream->fd, stream->at, to, size)) {
		stream->broken = true;
		return 0;
	}
	stream->at += size;
	stream->rest -= size;
	return size;
}

static size_t
read_stored(struct zip_stream *stream, void *bytes, size_t size)
{
	size_t got = take_packed(stream, bytes, size);

	stream->ended = stream->rest == 0;
	return got;
}

static size_t
read_deflated(struct zip_stream *stream, void *bytes, size_t size)
{
	z_stream *z = &stream->inflater;
	int result = Z_OK;

	z->next_out = bytes;
	z->avail_out = (uInt)size;
	while (z->avail_out == size && result == Z_OK && !stream->broken) {
		if (z->avail_in == 0) {
			z->next_in = stream->input;
			z->avail_in = (uInt)take_packed(stream, stream->input, sizeof stream->input);
		}
		result = inflate(z, Z_NO_FLUSH);
		stream->ended = result == Z_STREAM_END;
	}
	if (result != Z_OK && result != Z_STREAM_END)
		stream->broken = true;
	return size - z->avail_out;
}

/* A little that becomes very much is no workbook. */
static bool
is_bomb(const struct zip_stream *stream)
{
	uint64_t taken = stream->entry->packed - stream->rest;

	return stream->made > ZIP_ENTRY_BYTES || (stream->made > RATIO_FROM && stream->made / ZIP_RATIO > taken);
}

ptrdiff_t
zip_read(struct zip_stream *stream, void *bytes, size_t size)
{
	size_t got;

	if (stream->broken)
		return -1;
	if (stream->ended)
		return 0;
	got = stream->inflating ? read_deflated(stream, bytes, size) : read_stored(stream, bytes, size);
	stream->made += got;
	stream->crc = (uint32_t)crc32(stream->crc, bytes, (uInt)got);
	if (is_bomb(stream) || (stream->ended && stream->crc != stream->entry->crc))
		stream->broken = true;
	return stream->broken ? -1 : (ptrdiff_t)got;
}

double
zip_progress(const struct zip_stream *stream)
{
	uint64_t packed = stream->entry->packed;

	return packed == 0 ? 1 : (double)(packed - stream->rest) / (double)packed;
}
