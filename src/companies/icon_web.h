/* icon_web: the small icon of a company: sent, taken away, and served for tabs and home screens. */
#ifndef COMPANIES_ICON_WEB_H
#define COMPANIES_ICON_WEB_H

#include "core/request.h"

void icon_prepare(struct request *rq);
struct reply icon_post(struct request *rq);
struct reply icon_removal_post(struct request *rq);

struct reply icon_small(struct request *rq); /* 32 pixels */
struct reply icon_touch(struct request *rq); /* 180 pixels */

#endif
