/* notice_store: notices as rows. */
#ifndef NOTICES_NOTICE_STORE_H
#define NOTICES_NOTICE_STORE_H

#include "core/access.h"
#include "db/db.h"
#include "notices/notice.h"

/* NULL: absent, or not for this viewer. */
struct notice *notice_find(struct tx *tx, const struct viewer *viewer, int64_t id);

/* Newest first, those older than `before` (an id; INT64_MAX: from the newest). */
struct notice *notice_list(struct tx *tx, const struct viewer *viewer, int64_t before, size_t limit, size_t *count);

/* Makes a row; returns its id. */
int64_t notice_create(struct tx *tx, const struct notice *notice);

/* False when `notice->version` is no longer the row's: somebody else saved meanwhile. */
bool notice_update(struct tx *tx, const struct viewer *viewer, const struct notice *notice);

#endif
