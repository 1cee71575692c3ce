/* handlers: the pages of webhooks, which live in several files, for their one table of routes (webhooks.c). */
#ifndef WEBHOOKS_HANDLERS_H
#define WEBHOOKS_HANDLERS_H

#include "webhooks/delivery.h"

#define WEBHOOKS_HOME "/console/settings/webhooks"
#define EGRESS_HOME   "/console/settings/egress"

/* Those who give rights deal with everybody's webhooks (0), others with those that look in their own name: nobody lends
 * themselves the eyes of somebody else. */
int64_t webhook_owner(const struct request *rq);
/* The webhook of the path; NULL: there is none, or not theirs. */
struct webhook *path_webhook(struct request *rq);
/* "/console/settings/webhooks/0c4m…" and what follows. */
const char *webhook_path(struct arena *arena, int64_t id, const char *rest);
/* {id, name, href, url, host, state, tone…}: see webhook_show.html. */
struct doc *webhook_doc(struct request *rq, const struct webhook *webhook);
/* Adds {id, name} of the staff user in whose name it looks, modules and events as lists. */
void webhook_fill(struct request *rq, struct doc *shown, const struct webhook *webhook);
void webhook_audit(struct request *rq, const char *action, const struct webhook *webhook);
/* The page that shows a new secret, once. */
struct reply secret_page(struct request *rq, const struct webhook *webhook, struct str secret);

/* webhook_web.c */
struct reply webhook_list_page(struct request *rq);
struct reply webhook_show_page(struct request *rq);
struct reply webhook_pause(struct request *rq);
struct reply webhook_resume(struct request *rq);
struct reply webhook_removal(struct request *rq);
struct reply webhook_new_secret(struct request *rq);
struct reply webhook_send_test(struct request *rq);

/* webhook_form_web.c */
void webhook_prepare(struct request *rq);
struct reply webhook_blank_page(struct request *rq);
struct reply webhook_new(struct request *rq);
struct reply webhook_form_page(struct request *rq);
struct reply webhook_change(struct request *rq);

/* delivery_web.c */
/* The log of a webhook: "deliveries", "states", "page". */
void delivery_list_fill(struct request *rq, struct doc *page, const struct webhook *webhook);
struct doc *delivery_doc(struct request *rq, const struct webhook *webhook, const struct delivery *delivery);
struct reply delivery_page(struct request *rq);
struct reply delivery_replay(struct request *rq);

/* egress_web.c */
struct reply egress_page(struct request *rq);
struct reply egress_add(struct request *rq);
struct reply egress_removal(struct request *rq);

#endif
