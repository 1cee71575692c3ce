/* router: finds which of many patterns a method and a path mean, in one walk over the segments. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/http.h"

struct arena;

/* "/console/invoices/{invoice}.pdf": literals and {name} parameters; a parameter fills a whole segment, or what
 * precedes a literal suffix in it; "{name…}" at the end of a pattern takes all that is left of the path, which may be
 * nothing. Literals win over parameters, suffixed parameters over plain ones, and all over what is left. */
struct pattern {
	enum http_method method;
	const char *path;
};

enum { PATH_PARAMETERS = 8 };

struct match {
	size_t index; /* of the pattern */
	size_t count;
	struct {
		struct str name;
		struct str value;
	} parameters[PATH_PARAMETERS];
};

enum match_result { MATCH_FOUND, MATCH_NO_PATH, MATCH_NO_METHOD };

struct router;

/* Built once at the start. NULL and *error a sentence on duplicates or malformed patterns. */
struct router *router_new(struct arena *arena, const struct pattern *patterns, size_t count, const char **error);

/* MATCH_NO_METHOD also fills *allowed, a bit set of 1u << method. `path` must outlive the match. */
enum match_result router_match(const struct router *router, enum http_method method, const char *path,
			       struct match *match, unsigned *allowed);

#endif
