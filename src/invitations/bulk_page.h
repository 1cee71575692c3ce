/* bulk_page: what the pages that invite many have in common: addresses, user types, a batch as a document. */
#ifndef INVITATIONS_BULK_PAGE_H
#define INVITATIONS_BULK_PAGE_H

#include "invitations/bulk.h"

#define BULK_CHOICE  "/console/invitations/choice"
#define BULK_BATCHES "/console/invitations/batches"

/* Those of whose records somebody may sign in at all. `id` 0: the first. NULL: there is none. */
const struct user_type *bulk_type(const struct request *rq, int64_t id);
/* "types": [{id, label, href, current}], each with `path` as its page. */
void bulk_set_types(struct request *rq, struct doc *page, const char *path, const struct user_type *chosen);

/* "/console/invitations/batches/ID" and what follows. */
const char *bulk_href(struct request *rq, int64_t id, const char *rest);
/* A word that the forms of a page bear, so that each makes one batch however often it is sent. */
void bulk_set_once(struct request *rq, struct doc *page);
const char *bulk_once(struct request *rq);

/* A batch in a list: {id, state, tone, found, sent, created_at, href}. */
void bulk_set(struct request *rq, struct doc *object, const struct bulk *bulk);
/* The page of a batch. */
struct doc *bulk_document(struct request *rq, const struct bulk *bulk);

/* The batch of the path: the viewer's own; NULL: none. */
struct bulk *bulk_of_path(struct request *rq);

#endif
