/* handlers: the pages of the feature, what it hears, and what its files share. Internal to src/invitations. */
#ifndef INVITATIONS_HANDLERS_H
#define INVITATIONS_HANDLERS_H

#include "invitations/invitation_store.h"
#include "invitations/invitation_text.h"
#include "records/record.h"

#define INVITATION_SETTINGS "/console/settings/portal/invitations"

/* ---- invitation_web.c: one person's, on their sheet ---- */
void
invitation_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record);
struct reply invitation_page(struct request *rq);
struct reply invitation_post(struct request *rq);
struct reply invitation_revocation_post(struct request *rq);
struct reply invitation_draft_post(struct request *rq);
struct reply invitation_draft_removal_post(struct request *rq);
/* The next user type of the portal whose people sign in by records of the module; `after` NULL: the first. */
const struct user_type *invitation_type_next(const struct request *rq, const struct module *module, int64_t portal,
					     const struct user_type *after);
void
invitation_journal(struct request *rq, const char *action, const struct user_type *type, int64_t record, int64_t id);

/* ---- invitation_setting_web.c: how long they hold, and what their mails say ---- */
struct reply invitation_setting_page(struct request *rq);
struct reply invitation_setting_post(struct request *rq);
struct reply invitation_test_post(struct request *rq);
/* What the texts stand for on a preview of `rq`'s reader. */
struct invitation_words invitation_sample(struct request *rq, const char *language, const char *name);

/* ---- invitation_link_web.c: where the mailed link leads ---- */
struct reply invitation_link_page(struct request *rq);
struct reply invitation_link_post(struct request *rq);
struct reply invitation_declining_post(struct request *rq);
struct reply invitation_renewal_post(struct request *rq);

/* ---- first_entry_web.c: what people choose when they come for the first time, and later in their account ---- */
struct reply first_entry_page(struct request *rq);
struct reply choices_page(struct request *rq);
struct reply choices_post(struct request *rq);

/* ---- invitation_send.c ---- */

/* The document of the mail, and of its previews: subject, text, paragraphs. */
struct doc *
invitation_mail_doc(struct arena *arena, const struct invitation_text *text, const struct invitation_words *words);
/* Whether its link still opens the portal: it is open, its user type is there, its record has that very address, is not
 * in the recycle bin, and nobody closed their access. NULL is none. */
bool invitation_is_usable(struct tx *tx, const struct rights *rights, const struct invitation *invitation);

void invitation_hear_sent(const struct house *house, struct tx *tx, const struct event *event);
void invitation_hear_delivered(const struct house *house, struct tx *tx, const struct event *event);
void invitation_hear_failed(const struct house *house, struct tx *tx, const struct event *event);
void invitation_hear_proved(const struct house *house, struct tx *tx, const struct event *event);
void invitation_hear_changed(const struct house *house, struct tx *tx, const struct event *event);
void invitation_hear_type_leaving(const struct house *house, struct tx *tx, const struct event *event);
enum job_result invitation_expire_run(struct job *job);

#endif
