/* mailbox: the messages of an IMAP mailbox (libcurl): which there are, what they say, and away with them. */
#ifndef MAIL_MAILBOX_H
#define MAIL_MAILBOX_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct mailbox;

/* "imaps://user:pass@host/INBOX", "imap://…" (STARTTLS when offered; required with ?tls=required). The certificate is
 * checked when TLS is required or a password is given. False, and *error a sentence that says what to write. */
bool mailbox_url_ok(const char *url, const char **error);

/* Nothing is asked yet; closed with the arena. NULL and *error when the URL is none. */
struct mailbox *mailbox_open(struct arena *arena, const char *url, const char **error);

/* All block up to 60 s; false, and *error a sentence in the mailbox's arena (never the password), when the server did
 * not answer or said no. */

/* The identifiers of messages above `after`, oldest first, at most `limit` of them. */
bool
mailbox_list(struct mailbox *mailbox, uint32_t after, uint32_t *ids, size_t limit, size_t *count, const char **error);
/* The first `limit` bytes of one, in `arena`. */
bool mailbox_read(struct mailbox *mailbox, struct arena *arena, uint32_t id, size_t limit, struct str *message,
		  const char **error);
/* Deletes them for good. */
bool mailbox_delete(struct mailbox *mailbox, const uint32_t *ids, size_t count, const char **error);

#endif
