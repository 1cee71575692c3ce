/* portions: hands what is written on to the stream, as much as it has room for. */
#include "core/portions.h"

#include "base/arena.h"

#include <string.h>

struct portions {
	portion_write write;
	void *data;
	struct arena *arena;
	struct str left; /* written, and not yet given */
	bool ended;
};

/* False: it cannot go on. */
static bool
write_next(struct portions *portions)
{
	struct builder out;
	enum portion portion;

	arena_reset(portions->arena);
	out = builder_new(portions->arena, 0);
	portion = portions->write(portions->data, &out);
	portions->left = builder_str(&out);
	portions->ended = portion == PORTION_LAST;
	return portion != PORTION_FAILED;
}

static ptrdiff_t
make(void *data, void *at, size_t room)
{
	struct portions *portions = data;
	size_t given;

	while (portions->left.length == 0 && !portions->ended)
		if (!write_next(portions))
			return -1;
	given = portions->left.length < room ? portions->left.length : room;
	if (given > 0)
		memcpy(at, portions->left.at, given);
	portions->left = str_slice(portions->left.at + given, portions->left.length - given);
	return (ptrdiff_t)given;
}

static void
leave(void *data)
{
	struct portions *portions = data;

	arena_free(portions->arena);
}

struct reply
reply_portions(struct request *rq, const char *type, struct str first, portion_write write, void *data)
{
	struct portions *portions = arena_make(rq->arena, struct portions);
	struct http_producer producer = {.make = make, .data = portions};

	*portions = (struct portions){.write = write, .data = data, .arena = arena_new(0), .left = first};
	arena_at_end(rq->arena, leave, portions);
	return reply_stream(rq, type, &producer, HTTP_SIZE_UNKNOWN);
}
