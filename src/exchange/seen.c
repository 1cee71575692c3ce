/* seen: a set of hashes: a million values of a file in sixteen megabytes. */
#include "exchange/portion.h"

#include "base/arena.h"

#include <string.h>

enum { FIRST_SLOTS = 1024, FIRST_FRESH = 256 };

struct seen {
	struct arena *arena;
	uint64_t *slots; /* 0: free */
	size_t capacity, count;
	uint64_t *fresh; /* added since seen_start */
	size_t fresh_capacity, fresh_count;
};

struct seen *
seen_new(struct arena *arena)
{
	struct seen *seen = arena_make(arena, struct seen);

	seen->arena = arena;
	seen->capacity = FIRST_SLOTS;
	seen->slots = arena_make_array(arena, uint64_t, seen->capacity);
	seen->fresh_capacity = FIRST_FRESH;
	seen->fresh = arena_make_array(arena, uint64_t, seen->fresh_capacity);
	return seen;
}

/* FNV-1a, then mixed: a collision among a million values is one case in a hundred million files. */
static uint64_t
hash_of(const struct field *field, const char *text)
{
	uint64_t hash = 0xcbf29ce484222325u ^ (uint64_t)field->id;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
	hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
	hash ^= hash >> 33;
	return hash == 0 ? 1 : hash;
}

static uint64_t *
slot_of(const struct seen *seen, uint64_t hash)
{
	size_t at = (size_t)hash & (seen->capacity - 1);

	while (seen->slots[at] != 0 && seen->slots[at] != hash)
		at = (at + 1) & (seen->capacity - 1);
	return &seen->slots[at];
}

static void
grow(struct seen *seen)
{
	const uint64_t *old = seen->slots;
	size_t count = seen->capacity;

	seen->capacity *= 2;
	seen->slots = arena_make_array(seen->arena, uint64_t, seen->capacity);
	for (size_t i = 0; i < count; i++)
		if (old[i] != 0)
			*slot_of(seen, old[i]) = old[i];
}

bool
seen_add(struct seen *seen, const struct field *field, const char *compared)
{
	uint64_t hash = hash_of(field, compared);

	if (*slot_of(seen, hash) == hash)
		return false;
	for (size_t i = 0; i < seen->fresh_count; i++)
		if (seen->fresh[i] == hash)
			return false;
	if (seen->fresh_count == seen->fresh_capacity) {
		uint64_t *fresh = arena_make_array(seen->arena, uint64_t, seen->fresh_capacity * 2);

		memcpy(fresh, seen->fresh, seen->fresh_count * sizeof *fresh);
		seen->fresh = fresh;
		seen->fresh_capacity *= 2;
	}
	seen->fresh[seen->fresh_count++] = hash;
	return true;
}

void
seen_start(struct seen *seen)
{
	seen->fresh_count = 0;
}

void
seen_keep(struct seen *seen)
{
	for (size_t i = 0; i < seen->fresh_count; i++) {
		if (seen->count * 2 >= seen->capacity)
			grow(seen);
		*slot_of(seen, seen->fresh[i]) = seen->fresh[i];
		seen->count++;
	}
	seen->fresh_count = 0;
}
