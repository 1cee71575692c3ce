/* mail_look_web: how a company's mails look: the text under them, a look in light and dark, and one to oneself. */
#ifndef COMPANIES_MAIL_LOOK_WEB_H
#define COMPANIES_MAIL_LOOK_WEB_H

#include "core/request.h"

#define MAIL_LOOK_FIELDS "version do footer.**"

struct reply mail_look_page(struct request *rq);
struct reply mail_look_post(struct request *rq);
struct reply mail_test_post(struct request *rq);

#endif
