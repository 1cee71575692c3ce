/* message: a mail or an SMS of the outbox: what it is, what may be shown of it, and its rows. */
#ifndef OUTBOX_MESSAGE_H
#define OUTBOX_MESSAGE_H

#include "base/doc.h"
#include "core/feature.h"
#include "db/db.h"
#include "job/job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum message_channel { MESSAGE_MAIL, MESSAGE_SMS };
enum message_state {
	MESSAGE_WAITING,
	MESSAGE_SENT,	   /* a server took it */
	MESSAGE_DELIVERED, /* and reported that it lies in its box */
	MESSAGE_FAILED,	   /* refused, or reported to have come back */
	MESSAGE_EXPIRED,
};
extern const char *const message_channel_names[];
extern const char *const message_state_names[];

extern const struct permission outbox_read, outbox_retry;

enum { MESSAGE_ROUTES = 4, MESSAGE_JOBS = 3 };
extern const struct route message_routes[MESSAGE_ROUTES];
extern const struct job_kind message_jobs[MESSAGE_JOBS];

struct message {
	int64_t id;
	enum message_channel channel;
	enum message_state state;
	const char *kind;
	int64_t contact_id, staff_id, company_id; /* 0: none */
	const char *to_address, *to_name;
	const char *subject;		   /* mails only */
	const char *body_text, *body_html; /* "" and NULL once blanked */
	const char *message_id;		   /* "<…@…>", the same for all tries */
	const char *stop_link;		   /* NULL: such mails are not to be stopped */
	bool secret;
	const char *error; /* why the last try failed */
	int try_count;
	int64_t created_at;
	int64_t expires_at;   /* NO_INSTANT: never */
	int64_t sent_at;      /* NO_INSTANT: not yet */
	int64_t delivered_at; /* NO_INSTANT: nobody said so */
};

/* In whose name a message goes. */
struct sender {
	const char *name, *colour;
	const char *email, *phone, *website;
	int64_t id, version;
	const char *logo_blob;			  /* NULL: none */
	const char *sender_name, *sender_address; /* of mails; NULL: the name, the program's address */
};

/* ---- rules ---- */

/* A text that begins with a line "Subject: …" without that line and the blank ones after it; *subject gets what the
 * line said, NULL when there is none. */
const char *message_split_subject(struct arena *arena, const char *text, const char **subject);

/* The code a text brings ("K7QM-2XWD", "204817"), NULL when it has none. */
const char *message_code(struct arena *arena, const char *text);

/* "#000000" or "#ffffff": what reads better on a ground of `colour` ("#rrggbb"; WCAG relative luminance). */
const char *message_ink(const char *colour);

/* The identifier on the envelope of a mail, which reports about it bring back: small letters and digits, with a MAC, so
 * that nobody makes one for another mail. It says nothing to anybody else. */
const char *message_token(const struct house *house, struct arena *arena, int64_t id);
/* The message whose identifier stands among these words; 0: none does. */
int64_t message_of_traces(const struct house *house, struct arena *arena, const char *traces);

/* Whether it can be sent again: it failed, is still in time, and has its text. */
bool message_may_retry(const struct message *message, int64_t now);

bool message_has_expired(const struct message *message, int64_t now);

/* True when a gateway for the channel is configured. */
bool message_can_go(const struct house *house, enum message_channel channel);

/* Whether staff may read the body: of a secret one only as long as no gateway would carry it. */
bool message_is_readable(const struct house *house, const struct message *message);

/* The document of a message; `body` adds its text and its code where they may be read. */
struct doc *message_doc(const struct house *house, struct arena *arena, const struct message *message, bool body);

/* ---- rows ---- */

void message_insert(struct tx *tx, const struct message *message);
struct message *message_itself(struct tx *tx, int64_t id); /* for the job that sends it; NULL: gone */
struct message *message_find(struct tx *tx, const struct viewer *viewer, int64_t id);

/* Newest first, below `before` (INT64_MAX: from the newest). `state` and `channel`: -1 for any. */
struct message *message_list(struct tx *tx, const struct viewer *viewer, int state, int channel, int64_t before,
			     size_t limit, size_t *count);
/* The same without a viewer: the command line and the demonstration. */
struct message *message_list_all(struct tx *tx, size_t limit, size_t *count);

/* What became of a try. Sent and expired ones lose their body when it is secret. */
void message_record_sent(struct tx *tx, int64_t id, int64_t now);
void message_record_error(struct tx *tx, int64_t id, enum message_state state, const char *error);
void message_record_expired(struct tx *tx, int64_t id);
/* What was reported of one that was sent; false: it changes nothing. */
bool message_record_delivered(struct tx *tx, int64_t id, int64_t now);
bool message_record_bounced(struct tx *tx, int64_t id, const char *error);
void message_expire_all(struct tx *tx, int64_t now);

/* A failed one waits again; false when it is not there, did not fail, has expired, or lost its text once it was sent.
 */
bool message_wait_again(struct tx *tx, const struct viewer *viewer, int64_t id, int64_t now);

/* Identifiers of waiting ones of a channel above `after`, in order: what a new gateway may send. */
int64_t *message_waiting_after(struct tx *tx, enum message_channel channel, int64_t after, int64_t now, size_t limit,
			       size_t *count);

const struct sender *sender_of_company(struct tx *tx, int64_t company); /* NULL: there is none */
/* What the company writes at the end of mails in the language, else in `other`; NULL: nothing. */
const char *sender_footer(struct tx *tx, int64_t company, const char *language, const char *other);

void message_export_person(struct tx *tx, int64_t contact, struct doc *person);
void message_erase_person(struct tx *tx, int64_t contact);

/* ---- jobs ---- */

/* Adds the job that sends a message; secret ones overtake the others. */
void message_queue(struct tx *tx, int64_t id, bool secret);

enum job_result reports_run(struct job *job);

#endif
