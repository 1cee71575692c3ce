/* handlers: the pages of the feature, for its one table of routes (news_routes.c). */
#ifndef NEWS_HANDLERS_H
#define NEWS_HANDLERS_H

#include "core/request.h"
#include "job/job.h"

/* recent_web.c: the newest files of a client, the same in the console and in the portal */
struct reply news_recent(struct request *rq);
struct reply news_read(struct request *rq);
/* "news" on the portal's home: a few of them; null: there are none. */
void news_portal_card(struct request *rq, struct doc *page);

/* deposit_web.c: what contacts put, across clients */
struct reply news_deposits(struct request *rq);
struct reply news_deposits_read(struct request *rq);
/* "new_documents" on the staff's home: a few of them; null: there are none. */
void news_console_card(struct request *rq, struct doc *page);

/* notice_web.c: how one is told, the same in both; and of which clients */
struct reply news_notices(struct request *rq);
struct reply news_notices_choose(struct request *rq);
struct reply news_follow(struct request *rq);

/* notice_stop_web.c: where the link in a mail leads, without signing in */
struct reply news_stop_page(struct request *rq);
struct reply news_stop(struct request *rq);

enum job_result news_tell_run(struct job *job); /* notice_job.c: "file.tell", every minute */

enum { NEWS_ROUTES = 17 };
extern const struct route news_routes[NEWS_ROUTES];

#endif
