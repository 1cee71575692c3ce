/* outbox: mails and SMS written in the transaction of what causes them, and sent by a job afterwards. */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include "base/doc.h"
#include "core/feature.h"

#include <stdbool.h>
#include <stdint.h>

extern const struct feature outbox;

/* A message to write. Mails: template `kind` (text, kind .txt; its first line is "Subject: …") and `kind`_html, both
 * printed from `document` in `language`. SMS: template `kind` only. */
struct message_new {
	const char *kind; /* "mail_sign_in_code", "sms_sign_in_code" */
	const struct doc *document;
	const char *language;	/* NULL: the organisation's */
	int64_t contact, staff; /* whom it is for, 0: nobody known */
	int64_t company;	/* in whose name and brand, 0: the program's */
	const char *to_address; /* e-mail address or E.164 number */
	const char *to_name;	/* NULL: none */
	bool secret;		/* holds a code: sent before anything else, blanked once sent */
	bool patient; /* blanked as a secret is, but sent in its turn: invitations, of which there may be many */
	const char *stop_link; /* a page where one press (a POST) stops such mails without signing in; NULL: none */
	int64_t expires_at;    /* never sent later; NO_INSTANT: no limit */
};

/* Both write the message and its job, and return its id. The document gets "brand" {name, colour, …} by itself. */
int64_t outbox_mail(const struct house *house, struct tx *tx, const struct message_new *message);
int64_t outbox_sms(const struct house *house, struct tx *tx, const struct message_new *message);

/* The contact a message is for: what an event "message.failed" (its object is the message) concerns. 0: none. */
int64_t outbox_contact(struct tx *tx, int64_t message);

/* Why a message could not be delivered, in the words of the server that refused it; NULL: it was not refused. */
const char *outbox_error(struct tx *tx, int64_t message);

/* True when a gateway for SMS is configured, or the demonstration reads them from the outbox. */
bool outbox_can_sms(const struct house *house);

/* Takes one report about a mail from standard input (`parvis mail-report`); returns the exit code: 75, try again. */
int report_command(const struct house *house, int argc, char **argv);

/* Prints waiting and sent messages, newest last, to standard output (`parvis outbox`); returns the exit code. */
int outbox_command(const struct house *house, int argc, char **argv);

#endif
