/* handlers: the pages of the feature, which live in several files, for its one table of routes (portal.c). */
#ifndef PORTAL_HANDLERS_H
#define PORTAL_HANDLERS_H

#include "core/request.h"

/* home_web.c: the landing page, the dashboard, and the two pages the law asks for */
struct reply portal_home_page(struct request *rq);
struct reply portal_legal_page(struct request *rq);
struct reply portal_accessibility_page(struct request *rq);

/* notification_web.c */
struct reply notifications_page(struct request *rq);
struct reply notifications_read_post(struct request *rq);

/* account_web.c: the person, their devices, their language and theme */
struct reply portal_account_page(struct request *rq);
struct reply portal_session_end_post(struct request *rq);
struct reply portal_sessions_end_post(struct request *rq);
struct reply portal_preferences_post(struct request *rq);

#endif
