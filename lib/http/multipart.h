/* multipart: reads multipart/form-data (RFC 7578) as it arrives: fields into the form, files onto the disk. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/http.h"

struct multipart;

/* `type` is the whole Content-Type value. NULL when it has no usable boundary. Everything lives in the request's
 * arena; files that were begun are closed when it ends, unless the request's uploads took them over. */
struct multipart *multipart_new(struct http_request *request, const char *type, const struct http_limits *limits,
				const char *upload_folder);

/* 0, or the status of the refusal: 400 malformed, 413 too large, 507 disk full, 503 disk failed. */
int multipart_add(struct multipart *multipart, struct str bytes);
int multipart_end(struct multipart *multipart);

#endif
