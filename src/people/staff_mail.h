/* staff_mail: the mails staff users get about their account. */
#ifndef PEOPLE_STAFF_MAIL_H
#define PEOPLE_STAFF_MAIL_H

#include "people/staff.h"

/* Where a link to choose a password leads; from the organisation's own address, never from a request. */
const char *password_link_url(const struct house *house, struct arena *arena, const char *token);

/* Makes a new link (those before it die) and mails it: to somebody new, or to somebody who lost their password. */
void staff_mail_invitation(const struct house *house, struct tx *tx, const struct staff *staff);
void staff_mail_reset(const struct house *house, struct tx *tx, const struct staff *staff);

/* Tells the owner that something about how they sign in was changed: they would notice a thief. */
enum staff_notice { NOTICE_PASSWORD, NOTICE_FACTOR_ON, NOTICE_FACTOR_OFF, NOTICE_ADDRESS, NOTICES };
/* `address` is where to: the one before the change, for NOTICE_ADDRESS. */
void staff_mail_notice(const struct house *house, struct tx *tx, const struct staff *staff, enum staff_notice notice,
		       const char *address);

/* The job behind "forgotten password": whether the address is known shows neither in the answer nor in its time. */
extern const struct job_kind staff_jobs[];
enum { STAFF_JOBS = 2 };
void staff_queue_reset(struct tx *tx, const char *email);

#endif
