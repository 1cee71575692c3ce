/* handlers: the pages of the feature, which live in several files, for its one table of routes (console.c). */
#ifndef CONSOLE_HANDLERS_H
#define CONSOLE_HANDLERS_H

#include "core/request.h"

/* home_web.c: the staff's home, the index of settings, language and theme */
struct reply console_home_page(struct request *rq);
struct reply settings_page(struct request *rq);
struct reply console_preferences_post(struct request *rq);

/* presence_web.c: the portal's addresses, as codes and texts too */
struct reply presence_page(struct request *rq);
struct reply presence_qr_svg(struct request *rq);
struct reply presence_qr_png(struct request *rq);

/* journal_web.c */
struct reply journal_page(struct request *rq);
void journal_verify(struct request *rq);
struct reply journal_verification_post(struct request *rq);

/* job_web.c: what the program could not do by itself */
struct reply jobs_page(struct request *rq);
struct reply job_retry_post(struct request *rq);
struct reply job_forget_post(struct request *rq);

#endif
