/* condition: the header If (RFC 4918 §10.4): which locks a program holds, and what it thinks is there. */
#ifndef DAV_CONDITION_H
#define DAV_CONDITION_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { CONDITIONS_MOST = 64 };

struct condition_term {
	bool denied;	   /* "Not" */
	const char *token; /* a lock's; NULL: it is an etag */
	const char *etag;  /* with its quotes */
};

/* All of its terms must hold. */
struct condition_list {
	const char *resource; /* a URL; NULL: what the request is about */
	size_t first, count;  /* among the terms */
};

/* One of the lists must hold. */
struct conditions {
	struct condition_list lists[CONDITIONS_MOST];
	size_t list_count;
	struct condition_term terms[CONDITIONS_MOST];
	size_t term_count;
};

/* False: malformed, or longer than anybody needs. */
bool conditions_read(struct arena *arena, const char *header, struct conditions *conditions);
/* Whether the token is shown anywhere in it. */
bool conditions_show(const struct conditions *conditions, const char *token);
/* Asks `holds` of each term, with the list's resource, until one list holds. */
bool conditions_hold(const struct conditions *conditions,
		     bool (*holds)(const char *resource, const struct condition_term *term, void *data), void *data);

#endif
