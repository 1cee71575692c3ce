/* url: percent-encoding both ways (RFC 3986). */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/str.h"

struct arena;

/* Encodes everything but unreserved characters. */
const char *url_encode(struct arena *arena, struct str text);

/* Decodes %XX (and '+' as a blank when `plus`); false on a malformed escape, NUL or invalid UTF-8. */
bool url_decode(struct arena *arena, struct str text, bool plus, struct str *decoded);

#endif
