/* notice_mail: one mail to somebody about the new files of one client, or of several. */
#ifndef NEWS_NOTICE_MAIL_H
#define NEWS_NOTICE_MAIL_H

#include "news/notice_store.h"

struct house;
struct rights;

enum { NOTICE_CLIENTS = 50 /* of more a mail does not tell */ };

/* Of whom, and up to which instant. */
struct notice {
	const char *whose; /* "contact", "staff" */
	int64_t id;
	const struct told_client *clients; /* at most NOTICE_CLIENTS */
	size_t client_count;
	int64_t until_at;
};
/* Nothing is sent where nothing is new for them that they may read now. */
void notice_mail(const struct house *house, struct tx *tx, const struct rights *rights, const struct notice *notice);

#endif
