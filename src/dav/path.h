/* path: addresses of a drive: what programs send, what they are told, and which names nobody wants to keep. */
#ifndef DAV_PATH_H
#define DAV_PATH_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define DAV_TOP "/dav/"

/* What stands behind "/dav/" in a URL that a header brings, decoded: "clients/Durand/a b.pdf". NULL: another host than
 * these two ("host:port", and the house's own), not below /dav/, or malformed. */
const char *path_of_url(struct arena *arena, const char *url, const char *authority, const char *public_url);
/* "/dav/clients/Durand/a%20b.pdf" of such a path, with a slash behind a folder's. */
const char *path_href(struct arena *arena, const char *path, bool folder);
/* Without slashes at its end. */
const char *path_trimmed(struct arena *arena, const char *path);
/* Its last segment; "" of the top. */
const char *path_name(const char *path);

/* What systems drop everywhere for themselves: ".DS_Store", "._letter.pdf", "Thumbs.db", "desktop.ini"… */
bool name_is_rubbish(const char *name);
/* Whether it can be kept as it is, but for its composition. */
bool name_is_safe(struct arena *arena, const char *name);

/* "Letters (0c4m0000000zz)": the second of two that are called the same. */
const char *name_with_id(struct arena *arena, const char *name, int64_t id);
/* The id of such a name; 0: it has none. */
int64_t name_id(const char *name);

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7). */
const char *http_date(struct arena *arena, int64_t instant);

#endif
