/* handlers: the pages of personal data, for their one table of routes. */
#ifndef PRIVACY_HANDLERS_H
#define PRIVACY_HANDLERS_H

#include "core/feature.h"

enum { PRIVACY_ROUTES = 14 };
extern const struct route privacy_routes[PRIVACY_ROUTES];

/* settings_web.c */
struct reply privacy_settings_page(struct request *rq);
struct reply privacy_settings_change(struct request *rq);
struct reply consent_order(struct request *rq);

/* consent_web.c */
struct reply consent_new_form(struct request *rq);
struct reply consent_new(struct request *rq);
struct reply consent_page(struct request *rq);
struct reply consent_change(struct request *rq);
struct reply consent_retirement(struct request *rq);
struct reply consent_restoration(struct request *rq);

/* record_web.c */
struct reply record_consents_page(struct request *rq);
struct reply record_consents_answer(struct request *rq);
void
privacy_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record);

/* portal_web.c */
struct reply portal_privacy_page(struct request *rq);
struct reply portal_consent_answer(struct request *rq);
struct reply portal_message_read(struct request *rq);
void privacy_portal_card(struct request *rq, struct doc *page);

/* switch_need.c */
extern const struct switch_need privacy_switch_need;

#endif
