/* delivery: what really goes out for a reply, after conditions, ranges and compression. */
#ifndef HTTP_DELIVERY_H
#define HTTP_DELIVERY_H

#include "http/http.h"

struct delivery {
	int status;
	enum http_body body;
	struct str bytes;	   /* HTTP_BODY_BYTES, and "" for none */
	int fd;			   /* HTTP_BODY_FILE: to be closed by who sends it */
	struct http_source source; /* HTTP_BODY_SOURCE: the same */
	uint64_t offset;	   /* in the file or the source */
	uint64_t size;		   /* of what is sent */
	struct http_field headers[HTTP_REPLY_HEADERS + 8];
	size_t header_count;
	bool close;
};

/* Made for `request` from `reply`; texts are in the request's arena. May cost milliseconds (compression): do it on
 * the thread that answers, not on the network's. */
struct delivery delivery_of(const struct http_request *request, const struct http_reply *reply);

enum range_result { RANGE_ABSENT, RANGE_FOUND, RANGE_UNSATISFIABLE };

/* Reads a Range value against a size (RFC 9110 §14). Malformed ones and several ranges count as absent. */
enum range_result range_read(const char *value, uint64_t size, uint64_t *first, uint64_t *length);

/* True when Accept-Encoding allows the coding. */
bool encoding_accepted(const char *accept, const char *coding);

/* True when an If-None-Match list names the tag (weak comparison). */
bool etag_listed(const char *list, const char *etag);

#endif
