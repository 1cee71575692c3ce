/* report: what a mail server says became of a mail (RFC 3464), read out of the message that says it. */
#ifndef MAIL_REPORT_H
#define MAIL_REPORT_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { REPORT_SIZE = 256 * 1024 }; /* bytes of a message that are looked at */

enum report_fate {
	REPORT_OPEN,	  /* nothing for good: delayed, handed on to where nobody tells, spread to a list */
	REPORT_FAILED,	  /* it will not arrive */
	REPORT_DELIVERED, /* it lies in its box */
};

/* Texts are in the arena. */
struct report {
	enum report_fate fate;
	const char *reason; /* of REPORT_FAILED: one line in the words of the server, UTF-8, at most 300 bytes */
	/* Words among which an identifier of ours may stand: the envelope's, and the addresses the report was sent to.
	 * Lower case, separated by whatever. Anybody may have written them. */
	const char *traces;
};

/* Reads a message as it came (its first REPORT_SIZE bytes). False: it is no report of a mail server. */
bool report_read(struct arena *arena, struct str message, struct report *report);

#endif
