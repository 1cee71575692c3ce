/* invitation: who was invited to the portal, how that stands, and the verbs that send and end it. */
#ifndef INVITATIONS_INVITATION_H
#define INVITATIONS_INVITATION_H

#include "core/feature.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const struct permission portal_invite;	 /* invite people, one or many */
extern const struct permission invitation_write; /* set how long invitations hold and what their mails say */

/* A mail server that took a mail says so; DELIVERED is known where servers report it, and reports are read
 * (src/outbox). */
enum invitation_state {
	INVITATION_IS_DRAFT,  /* prepared: there is neither a mail nor a link yet */
	INVITATION_IS_QUEUED, /* its mail is in the outbox */
	INVITATION_IS_SENT,   /* the mail server took it */
	INVITATION_IS_DELIVERED,
	INVITATION_IS_BOUNCED, /* a mail server refused it for good, at once or by a report: .reason */
	INVITATION_IS_OPENED,  /* its page was asked for, if only by a mail scanner */
	INVITATION_IS_ACCEPTED,
	INVITATION_IS_EXPIRED,
	INVITATION_IS_REVOKED,
	INVITATION_IS_DECLINED, /* they do not want it */
	INVITATION_STATES,
};
extern const char *const invitation_state_names[]; /* "draft", "queued"… "declined", NULL-terminated */
/* English, N_; and the colour of its badge. */
const char *invitation_state_label(enum invitation_state state);
const char *invitation_state_tone(enum invitation_state state);

/* There is at most one of a record, for ever: whoever is invited again has the same one, with another link. */
struct invitation {
	int64_t id, portal_id, user_type_id, module_id, record_id;
	const char *email; /* lower case */
	const char *name;
	const char *language;
	enum invitation_state state; /* as kept; ask invitation_state_now */
	int send_count;
	int64_t invited_by, batch_id, message_id; /* 0: none */
	const char *staff;			  /* the name of who invited; NULL: gone */
	int64_t drafted_at;			  /* NO_INSTANT: it is no draft */
	const char *reason;			  /* why it bounced, a sentence of a mail server; or NULL */
	int64_t created_at, sent_at, expires_at, opened_at, ended_at, asked_at; /* NO_INSTANT: not yet */
};

/* What is so expires before a job says it. */
enum invitation_state invitation_state_now(const struct invitation *invitation, int64_t now);
/* Whether its link may still be used. */
bool invitation_is_open(const struct invitation *invitation, int64_t now);

/* ---- sending ---- */

struct invitation_new {
	int64_t portal, user_type, module, record;
	const char *email;    /* lower case */
	const char *name;     /* what the mail calls them; NULL: by their address */
	const char *language; /* NULL: the organisation's */
	int64_t staff;	      /* who invites */
	int64_t batch;	      /* 0: a single one */
	/* Nothing is done, and 0 returned, when they have accepted one or have an open one: whatever others do
	 * meanwhile, a batch invites nobody twice. Else an invitation that is there is renewed, whatever its state. */
	bool only_new;
};

/* Writes the invitation and its mail, in this transaction; the link of an earlier one dies. The caller has asked
 * invitation_refusals. Returns its id. */
int64_t invitation_send(const struct house *house, struct tx *tx, const struct invitation_new *invitation);

/* ---- drafts ---- */

/* Keeps what is chosen for later, in the place of what was prepared or is over. Takes no place of the plan, asks
 * nothing that sending asks. Its id; 0: they have an open invitation, or have accepted one. */
int64_t invitation_keep(struct tx *tx, const struct invitation_new *invitation, int64_t now);
/* What was there before a draft is there again. How many drafts these were. */
int64_t invitation_drop(struct tx *tx, int64_t module, const int64_t *records, size_t count);

/* False: there is none, or none that could be revoked (accepted, declined, revoked already, a draft). */
bool invitation_revoke(struct tx *tx, int64_t module, int64_t record);

/* ---- finding ---- */

struct invitation *invitation_find(struct tx *tx, int64_t id);				/* NULL: none */
struct invitation *invitation_of_record(struct tx *tx, int64_t module, int64_t record); /* NULL: none */
/* Of several records of a module, those there are, by record. One statement for each 300. */
struct invitation *
invitations_of_records(struct tx *tx, int64_t module, const int64_t *records, size_t record_count, size_t *count);
/* Adds its state, who invited, when, how often, until when, to `object` (all names present). */
void invitation_fill(struct doc *object, const struct invitation *invitation, int64_t now);

/* How many days a new one holds. */
int invitation_days(struct tx *tx);

#endif
