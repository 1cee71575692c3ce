/* space_page: how numbers of bytes are shown and typed. */
#ifndef SPACE_SPACE_PAGE_H
#define SPACE_SPACE_PAGE_H

#include "core/request.h"

/* Sets "bar" {percent, low}: how much of the limit is used, and whether little is left; null where there is none. */
void space_set_bar(struct doc *doc, int64_t used, int64_t limit);

/* Gigabytes as they are typed, "0.5", of a field; SPACE_UNLIMITED where nothing is. */
int64_t space_read_quota(struct request *rq, const char *field, bool required);
/* As such a field shows it; "" for SPACE_UNLIMITED. */
void space_set_typed(struct doc *values, const char *name, int64_t bytes);

#endif
