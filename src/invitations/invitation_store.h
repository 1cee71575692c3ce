/* invitation_store: the rows of invitations, of their settings and of their texts. Internal to src/invitations. */
#ifndef INVITATIONS_INVITATION_STORE_H
#define INVITATIONS_INVITATION_STORE_H

#include "db/db.h"
#include "invitations/invitation.h"

struct catalogue;

/* The reason of a revoked one whose address became somebody else's. */
#define INVITATION_TAKEN "taken"

/* The instant at which the last day ends, by the clocks of `zone`: `days` whole ones after the day it is there now. */
int64_t invitation_expiry(const char *zone, int64_t now, int days);

/* ---- one ---- */

/* Adds it, or renews the one of the record. Its id, or 0 where .only_new keeps it as it is. */
int64_t invitation_row_write(struct tx *tx, const struct invitation_new *invitation, const struct hash *token,
			     int64_t now, int64_t expires_at);
void invitation_set_message(struct tx *tx, int64_t id, int64_t message);

/* Whatever its state; NULL: no invitation has this token (any more). */
struct invitation *invitation_of_token(struct tx *tx, const struct hash *token, int64_t portal);

/* What became of its mail. Those of an invitation that was sent again meanwhile say nothing of it. */
void invitation_mail_sent(struct tx *tx, int64_t message);
void invitation_mail_delivered(struct tx *tx, int64_t message);
void invitation_mail_failed(struct tx *tx, int64_t message, const char *reason);

/* The address that the record has now, lower case; NULL: it has none, is in the recycle bin, or is gone. There is no
 * viewer: whoever was invited is not let in by another address than that of their record. */
const char *invitation_address_now(struct tx *tx, const struct catalogue *catalogue, int64_t module, int64_t record);

void invitation_opened(struct tx *tx, int64_t id, int64_t now);
/* The link is used up; false when somebody was faster, or it had expired. */
bool invitation_take(struct tx *tx, int64_t id, enum invitation_state state, int64_t now);
/* They sign in under the invitation's user type from now on, and what they make is the inviter's. */
void invitation_admit(struct tx *tx, const struct invitation *invitation, const char *email, int64_t now);
/* Counts that they ask for another one; false: they did so within a day. */
bool invitation_asked(struct tx *tx, int64_t id, int64_t now);

/* ---- many ---- */

void invitation_expire_all(struct tx *tx, int64_t now);
/* Open ones at an address that somebody else signs in with by now: they open nothing, and give their place back. */
void invitation_end_taken(struct tx *tx, int64_t now);
/* Open ones of a record whose address is another one now. */
void invitation_kill(struct tx *tx, int64_t module, int64_t record, int64_t now);
void invitation_forget_type(struct tx *tx, int64_t user_type);
void invitation_export_person(struct tx *tx, int64_t contact, struct doc *person);
void invitation_erase_person(struct tx *tx, int64_t contact);

/* ---- who invited ---- */

struct inviter {
	int64_t id;
	const char *name, *email, *language;
};
const struct inviter *inviter_find(struct tx *tx, int64_t staff); /* NULL: gone, or closed */

/* ---- settings ---- */

struct invitation_setting {
	int days;
	int64_t version;
};
struct invitation_setting invitation_setting(struct tx *tx);

struct invitation_text {
	const char *language, *subject, *body;
};
/* NULL: nobody wrote one in this language. */
struct invitation_text *invitation_text_find(struct tx *tx, const char *language);
/* False: somebody else was quicker than `version`. A text without subject is taken away. */
bool invitation_setting_save(struct tx *tx, const struct invitation_setting *setting,
			     const struct invitation_text *texts, size_t count);

#endif
