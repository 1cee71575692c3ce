/* blob_note: "1." and the SHA-256 of the whole; of a large file also the length of its blocks and their hashes. */
#include "blob/blob_note.h"

#include "base/arena.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 65536, UNIT = 1 << 20 };

static uint64_t
block_of(uint64_t size)
{
	uint64_t least = (size + BLOB_BLOCKS - 1) / BLOB_BLOCKS;

	return size <= BLOB_SMALL ? 0 : (least + UNIT - 1) / UNIT * UNIT;
}

static size_t
block_count(uint64_t size, uint64_t block)
{
	return block == 0 ? 0 : (size_t)((size + block - 1) / block);
}

static bool
add_piece(int fd, uint64_t at, uint64_t left, struct sha256_stream *whole, struct sha256_stream *part, uint64_t *done)
{
	char piece[PIECE];
	ssize_t got = pread(fd, piece, left < PIECE ? (size_t)left : PIECE, (off_t)at);

	if (got == 0)
		errno = EIO; /* shorter than it was */
	if (got <= 0)
		return got < 0 && errno == EINTR;
	sha256_add(whole, piece, (size_t)got);
	if (part != NULL)
		sha256_add(part, piece, (size_t)got);
	*done += (uint64_t)got;
	return true;
}

bool
note_make(int fd, uint64_t size, struct blob_note *note)
{
	struct arena *arena = arena_new(0);
	struct sha256_stream *whole = sha256_begin(arena);
	uint64_t done = 0;
	bool good = true;

	*note = (struct blob_note){.block = block_of(size)};
	while (done < size && good) {
		struct sha256_stream *part = note->block == 0 ? NULL : sha256_begin(arena);
		uint64_t index = note->block == 0 ? 0 : done / note->block;
		uint64_t end = note->block == 0 || done + note->block > size ? size : done + note->block;

		while (done < end && good)
			good = add_piece(fd, done, end - done, whole, part, &done);
		if (good && part != NULL) {
			struct hash hash = sha256_end(part);

			memcpy(note->blocks[index], hash.bytes, BLOB_BLOCK_HASH);
		}
	}
	note->sha256 = sha256_end(whole);
	arena_free(arena);
	return good;
}

const char *
note_print(struct arena *arena, const struct blob_note *note, uint64_t size)
{
	char whole[HASH_SIZE * 2 + 1];
	struct str blocks = str_slice(note->blocks, block_count(size, note->block) * BLOB_BLOCK_HASH);

	hash_print(whole, &note->sha256);
	return blocks.length == 0
		       ? arena_printf(arena, "1.%s", whole)
		       : arena_printf(arena, "1.%s.%" PRIu64 ".%s", whole, note->block, base64url(arena, blocks));
}

static bool
read_hash(struct str text, struct hash *hash)
{
	static const char digits[] = "0123456789abcdef";

	if (text.length != HASH_SIZE * 2)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		const char *digit = text.at[i] == '\0' ? NULL : strchr(digits, text.at[i]);

		if (digit == NULL)
			return false;
		hash->bytes[i / 2] = (unsigned char)(hash->bytes[i / 2] << 4 | (digit - digits));
	}
	return true;
}

bool
note_read(struct arena *arena, const char *text, uint64_t size, struct blob_note *note)
{
	struct str rest = str_of(text), bytes;
	int64_t block = 0;

	*note = (struct blob_note){.block = 0};
	if (!str_equal(str_cut(&rest, '.'), STR("1")) || !read_hash(str_cut(&rest, '.'), &note->sha256))
		return false;
	if (rest.at == NULL)
		return size <= BLOB_SMALL;
	if (!str_to_int(str_cut(&rest, '.'), &block) || (uint64_t)block != block_of(size) || block <= 0 ||
	    !base64url_decode(arena, rest, &bytes) ||
	    bytes.length != block_count(size, (uint64_t)block) * BLOB_BLOCK_HASH)
		return false;
	note->block = (uint64_t)block;
	memcpy(note->blocks, bytes.at, bytes.length);
	return true;
}
