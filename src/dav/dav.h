/* dav: the front door: folders as a drive of one's computer, by WebDAV (RFC 4918, classes 1 and 2). */
#ifndef DAV_DAV_H
#define DAV_DAV_H

#include "core/feature.h"

extern const struct feature dav;

#endif
