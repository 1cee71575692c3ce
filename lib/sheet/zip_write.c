/* zip_write: each entry is deflated as it comes; its sizes follow it, and a table of contents ends the archive. */
#include "sheet/zip.h"

#include "base/arena.h"
#include "base/check.h"

#include <string.h>
#include <zlib.h>

enum {
	WRITTEN_ENTRIES = 64,
	OUTPUT_BYTES = 64 * 1024,
	VERSION = 20,
	SIZES_FOLLOW = 8,
	UTF_8_NAMES = 1 << 11,
	DEFLATED = 8,
	DOS_DAY = 0x21, /* 1 January 1980: the first there is; nobody asks when */
};

struct written {
	const char *path;
	uint32_t at, crc, packed, size;
};

struct zip_writer {
	struct arena *arena;
	struct zip_sink sink;
	struct written entries[WRITTEN_ENTRIES];
	size_t count;
	uint64_t at;
	bool open, deflating, failed;
	z_stream deflater;
	unsigned char output[OUTPUT_BYTES];
};

static void
put(struct zip_writer *writer, const void *bytes, size_t size)
{
	writer->at += size;
	if (writer->at > UINT32_MAX)
		writer->failed = true; /* ZIP64 would be needed: no sheet is so long */
	if (!writer->failed && size > 0 && !writer->sink.write(writer->sink.data, bytes, size))
		writer->failed = true;
}

static void
put2(struct zip_writer *writer, unsigned number)
{
	const unsigned char bytes[] = {(unsigned char)number, (unsigned char)(number >> 8)};

	put(writer, bytes, sizeof bytes);
}

static void
put4(struct zip_writer *writer, uint32_t number)
{
	put2(writer, number & 0xFFFF);
	put2(writer, number >> 16);
}

static void
end_deflating(void *data)
{
	struct zip_writer *writer = data;

	if (writer->deflating)
		deflateEnd(&writer->deflater);
	writer->deflating = false;
}

struct zip_writer *
zip_writer(struct arena *arena, struct zip_sink sink)
{
	struct zip_writer *writer = arena_make(arena, struct zip_writer);

	writer->arena = arena;
	writer->sink = sink;
	arena_at_end(arena, end_deflating, writer);
	return writer;
}

/* What a local header and the table of contents have in common. */
static void
put_head(struct zip_writer *writer, const struct written *entry)
{
	put2(writer, SIZES_FOLLOW | UTF_8_NAMES);
	put2(writer, DEFLATED);
	put2(writer, 0);
	put2(writer, DOS_DAY);
	put4(writer, entry->crc);
	put4(writer, entry->packed);
	put4(writer, entry->size);
	put2(writer, (unsigned)strlen(entry->path));
	put2(writer, 0);
}

void
zip_begin(struct zip_writer *writer, const char *path)
{
	struct written *entry = &writer->entries[writer->count++];

	check(writer->count <= WRITTEN_ENTRIES && !writer->open);
	*entry = (struct written){.path = arena_text(writer->arena, path), .at = (uint32_t)writer->at};
	put(writer, "PK\x03\x04", 4);
	put2(writer, VERSION);
	put_head(writer, entry);
	put(writer, entry->path, strlen(entry->path));
	writer->deflater = (z_stream){.zalloc = NULL};
	writer->deflating = deflateInit2(&writer->deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
					 Z_DEFAULT_STRATEGY) == Z_OK;
	writer->failed = writer->failed || !writer->deflating;
	writer->open = true;
}

static void
squeeze(struct zip_writer *writer, struct str bytes, int flush)
{
	struct written *entry = &writer->entries[writer->count - 1];
	z_stream *z = &writer->deflater;

	z->next_in = (unsigned char *)(uintptr_t)bytes.at;
	z->avail_in = (uInt)bytes.length;
	do {
		z->next_out = writer->output;
		z->avail_out = OUTPUT_BYTES;
		deflate(z, flush);
		entry->packed += OUTPUT_BYTES - z->avail_out;
		put(writer, writer->output, OUTPUT_BYTES - z->avail_out);
	} while (z->avail_out == 0);
}

void
zip_write(struct zip_writer *writer, struct str bytes)
{
	struct written *entry = &writer->entries[writer->count - 1];

	if (writer->failed || bytes.length == 0)
		return;
	entry->crc = (uint32_t)crc32(entry->crc, (const unsigned char *)bytes.at, (uInt)bytes.length);
	if (__builtin_add_overflow(entry->size, (uint32_t)bytes.length, &entry->size))
		writer->failed = true;
	else
		squeeze(writer, bytes, Z_NO_FLUSH);
}

void
zip_close(struct zip_writer *writer)
{
	const struct written *entry = &writer->entries[writer->count - 1];

	if (!writer->failed)
		squeeze(writer, STR(""), Z_FINISH);
	end_deflating(writer);
	writer->open = false;
	put(writer, "PK\x07\x08", 4);
	put4(writer, entry->crc);
	put4(writer, entry->packed);
	put4(writer, entry->size);
}

bool
zip_end(struct zip_writer *writer)
{
	uint32_t from = (uint32_t)writer->at, size;

	for (size_t i = 0; i < writer->count; i++) {
		const struct written *entry = &writer->entries[i];

		put(writer, "PK\x01\x02", 4);
		put2(writer, VERSION);
		put2(writer, VERSION);
		put_head(writer, entry);
		put2(writer, 0);
		put2(writer, 0);
		put2(writer, 0);
		put4(writer, 0);
		put4(writer, entry->at);
		put(writer, entry->path, strlen(entry->path));
	}
	size = (uint32_t)writer->at - from;
	put(writer, "PK\x05\x06", 4);
	put4(writer, 0);
	put2(writer, (unsigned)writer->count);
	put2(writer, (unsigned)writer->count);
	put4(writer, size);
	put4(writer, from);
	put2(writer, 0);
	return !writer->failed;
}
