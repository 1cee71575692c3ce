/* arena: memory that belongs to a scope (a request, a job, the start-up) and goes away with it at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena; allocating more than `limit` bytes from it ends the process (0: no limit). Never NULL. */
struct arena *arena_new(size_t limit);

/* Gives everything back, the arena itself included. NULL is allowed. */
void arena_free(struct arena *arena);

/* Forgets every allocation and keeps a first block for reuse. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes aligned for any type; never NULL (out of memory ends the process). */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; an overflow of the product ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);

#define arena_make(arena, type)		 ((type *)arena_alloc((arena), sizeof(type)))
#define arena_make_array(arena, type, n) ((type *)arena_array((arena), (n), sizeof(type)))

/* Copies, NUL-terminated. NULL gives NULL. */
char *arena_text(struct arena *arena, const char *text);
char *arena_text_of(struct arena *arena, const void *bytes, size_t length);

char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* Runs `undo(data)` when the arena is reset or freed, last registered first: for what a library allocated. */
void arena_at_end(struct arena *arena, void (*undo)(void *), void *data);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

#endif
