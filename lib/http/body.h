/* body: takes a request's body as it arrives, within its limits, and makes the form of it. */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include "http/guard.h"
#include "http/http.h"

struct body;

/* Decides from the header alone. *status is 0 (then NULL means: no body will come), 413 or 415 or 400. */
struct body *body_new(struct http_request *request, const struct guard_verdict *verdict,
		      const struct http_limits *limits, const char *upload_folder, int *status);

/* 0, or the status of the refusal. */
int body_add(struct body *body, struct str bytes);
int body_end(struct body *body); /* NULL is allowed */

/* Puts the fields of the query into the form; call before the body's. False when it is malformed. */
bool body_add_query(struct http_request *request);

#endif
