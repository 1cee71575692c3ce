/* notice_mail: the one mail that tells somebody of new files. */
#ifndef NEWS_NOTICE_MAIL_H
#define NEWS_NOTICE_MAIL_H

#include "news/notice_store.h"

struct house;
struct rights;

/* Writes it, if there is anything that is new for them and that they may read now. */
void notice_mail(const struct house *house, struct tx *tx, const struct rights *rights, const struct burst *burst,
		 const struct told *told);

#endif
