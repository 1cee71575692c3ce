/* mail: sends one message by SMTP (libcurl), as text and HTML with attachments. */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct mail_attachment {
	const char *name;
	const char *type;
	struct str bytes;
};

struct mail {
	const char *from_name; /* NULL: the address alone */
	const char *from_address;
	const char *return_address; /* whom reports about it go to (MAIL FROM); NULL: from_address */
	const char *envelope_id; /* letters and digits, comes back in reports (ENVID); NULL: no report is asked for */
	const char *reply_to;	 /* NULL: none */
	const char *to_name;
	const char *to_address;
	const char *subject;
	const char *text;
	const char *html;	/* NULL: text only */
	const char *message_id; /* "<…@…>", fixed for all tries */
	const char *stop_link;	/* http(s) address where a POST stops such mails (RFC 2369, RFC 8058); NULL: none */
	int64_t date;		/* instant */
	bool automatic;		/* Auto-Submitted: auto-generated (RFC 3834) */
	const struct mail_attachment *attachments;
	size_t attachment_count;
};

enum mail_result { MAIL_SENT, MAIL_LATER /* temporary: try again */, MAIL_NEVER /* refused for good */ };

/* `smtp_url`: "smtp://user:pass@host:587" (STARTTLS when offered; required with ?tls=required), "smtps://…".
 * The certificate is checked when TLS is required or a password is given. Without that, TLS is only taken when offered.
 * Blocks up to 80 s. *error gets a sentence in `arena` when not sent (never the password). */
enum mail_result mail_send(struct arena *arena, const char *smtp_url, const struct mail *mail, const char **error);

/* The whole message as RFC 5322 text, for the outbox and for tests; the same mail gives the same bytes. Empty when a
 * header would break its line or an address is none (mail_send then says MAIL_NEVER). */
struct str mail_print(struct arena *arena, const struct mail *mail);

/* False, and *error a sentence that says what to write, when the URL is not usable. */
bool mail_url_ok(const char *smtp_url, const char **error);

/* Syntax of an address that we are willing to write to: one @, dot-atom local part, a domain with letters; UTF-8
 * domains are turned into their IDNA form. Result lower-cased in `arena`, or NULL. */
const char *mail_address(struct arena *arena, const char *typed);

#endif
