/* notice: what it is, and the rules about it; no SQL, no HTTP, no HTML. */
#ifndef NOTICES_NOTICE_H
#define NOTICES_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { NOTICE_TITLE = 120, NOTICE_BODY = 4000, NOTICE_EXCERPT = 160 }; /* most characters; bytes of the excerpt */

struct notice {
	int64_t id;
	const char *title, *body;
	bool shown;
	int64_t created_at, version;
};

/* The beginning of `body` for lists: its first line, at most `most` bytes of it, cut after a word. In the arena. */
const char *notice_excerpt(struct arena *arena, const char *body, size_t most);

#endif
