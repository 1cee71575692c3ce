/* notice_web: the routes about notices, and who may use them. */
#ifndef NOTICES_NOTICE_WEB_H
#define NOTICES_NOTICE_WEB_H

#include "core/feature.h"

enum { NOTICE_ROUTES = 6 };

extern const struct permission notice_read, notice_write;
extern const struct route notice_routes[NOTICE_ROUTES];

#endif
