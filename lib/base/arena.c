/* arena: bump allocation in blocks that double, poisoned under AddressSanitizer once given back. */
#include "base/arena.h"

#include "base/check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(at, size)   ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
#define POISON(at, size)   ((void)0)
#define UNPOISON(at, size) ((void)0)
#endif

enum {
	ALIGNMENT = _Alignof(max_align_t),
	FIRST_BLOCK = 16 * 1024,
	LARGEST_BLOCK = 1024 * 1024,
};

struct block {
	struct block *next;
	size_t size;
	size_t used;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct ending {
	struct ending *next;
	void (*undo)(void *);
	void *data;
};

struct arena {
	struct block *blocks;
	struct ending *endings;
	size_t limit;
	size_t used;
};

static struct block *
block_new(size_t size)
{
	struct block *block = malloc(sizeof *block + size);

	check(block != NULL);
	block->next = NULL;
	block->size = size;
	block->used = 0;
	POISON(block->bytes, size);
	return block;
}

static void
run_endings(struct arena *arena)
{
	while (arena->endings != NULL) {
		struct ending *ending = arena->endings;

		arena->endings = ending->next;
		ending->undo(ending->data);
	}
}

struct arena *
arena_new(size_t limit)
{
	struct arena *arena = calloc(1, sizeof *arena);

	check(arena != NULL);
	arena->limit = limit;
	arena->blocks = block_new(FIRST_BLOCK);
	return arena;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	run_endings(arena);
	while (arena->blocks != NULL) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		UNPOISON(block->bytes, block->size);
		free(block);
	}
	free(arena);
}

void
arena_reset(struct arena *arena)
{
	run_endings(arena);
	while (arena->blocks->next != NULL) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		UNPOISON(block->bytes, block->size);
		free(block);
	}
	POISON(arena->blocks->bytes, arena->blocks->size);
	arena->blocks->used = 0;
	arena->used = 0;
}

static void
grow(struct arena *arena, size_t size)
{
	size_t next = arena->blocks->size * 2;
	struct block *block;

	if (next > LARGEST_BLOCK)
		next = LARGEST_BLOCK;
	block = block_new(size > next ? size : next);
	block->next = arena->blocks;
	arena->blocks = block;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	struct block *block;
	void *at;

	check(rounded >= size);
	arena->used += rounded;
	check(arena->limit == 0 || arena->used <= arena->limit);
	if (arena->blocks->size - arena->blocks->used < rounded)
		grow(arena, rounded);
	block = arena->blocks;
	at = block->bytes + block->used;
	block->used += rounded;
	UNPOISON(at, size);
	memset(at, 0, size);
	return at;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	check(!__builtin_mul_overflow(count, size, &total));
	return arena_alloc(arena, total);
}

char *
arena_text_of(struct arena *arena, const void *bytes, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_text_of(arena, text, strlen(text));
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	int length;
	char *text;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	check(length >= 0);
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return text;
}

void
arena_at_end(struct arena *arena, void (*undo)(void *), void *data)
{
	struct ending *ending = arena_make(arena, struct ending);

	ending->undo = undo;
	ending->data = data;
	ending->next = arena->endings;
	arena->endings = ending;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}
