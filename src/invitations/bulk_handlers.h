/* bulk_handlers: the pages that invite many, for their one table of routes. */
#ifndef INVITATIONS_BULK_HANDLERS_H
#define INVITATIONS_BULK_HANDLERS_H

#include "core/feature.h"

/* bulk_choice_web.c */
struct reply bulk_choice_page(struct request *rq);
struct reply bulk_new(struct request *rq);

/* bulk_web.c */
struct reply bulk_page(struct request *rq);
struct reply bulk_send(struct request *rq);
struct reply bulk_stop(struct request *rq);
struct reply bulk_again(struct request *rq);

/* bulk_failure_web.c */
struct reply bulk_failures(struct request *rq);
struct reply bulk_failure_file(struct request *rq);

#endif
