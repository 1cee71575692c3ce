/* guard: decides whether a request's header may come in, from its very bytes; knows no library and no socket. */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/http.h"

enum {
	GUARD_HEADERS = 100,	   /* fields at most */
	GUARD_HEADER_SIZE = 16384, /* bytes of all fields */
	GUARD_TARGET_SIZE = 8192,
};

struct guard_field {
	struct str name;
	struct str value; /* without leading white space */
};

/* What came over the wire. */
struct guard_request {
	struct str method;
	struct str target;
	struct str version;
	const struct guard_field *fields;
	size_t field_count;
	size_t header_size; /* bytes of all fields */
	bool torn;	    /* bytes are missing between the fields: NUL, bare LF, a folded line… */
};

/* What the application gets when status is 0. */
struct guard_verdict {
	int status;	    /* 0: come in; else the answer */
	const char *reason; /* for the log */
	enum http_method method;
	bool head;
	const char *path; /* decoded */
	struct str query;
	const char *host, *authority;
	const char *type; /* of the body, lower case, without parameters; "" when absent */
	bool chunked;
	bool expects_continue;
	uint64_t length;	    /* Content-Length; 0 when absent */
	struct http_field *headers; /* names in lower case, repeated ones joined */
	size_t header_count;
};

/* Every text of the verdict is in `arena`. */
struct guard_verdict guard_judge(struct arena *arena, const struct guard_request *request);

/* The value of a header in a verdict's list, or NULL; any case. */
const char *guard_find(const struct http_field *headers, size_t count, const char *name);

#endif
