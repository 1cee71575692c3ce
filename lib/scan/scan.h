/* scan: asks ClamAV (clamd) whether a file is infected; what was not looked at to its end is never called clean. */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Where clamd listens, and the largest file it looks at. */
struct scanner {
	const char *socket;	 /* path of its socket; NULL: by TCP */
	const char *host, *port; /* by TCP: an address in numbers, and the port */
	int64_t most;		 /* bytes: larger files are not sent */
};

/* "unix:/run/clamav/clamd.ctl" or "tcp://127.0.0.1:3310" ("tcp://[::1]:3310"), and behind either "?most=100M" where
 * clamd's own MaxFileSize and StreamMaxLength are that large: beyond MaxFileSize it answers OK without looking. Without
 * it 25 MB, as Debian sets both. NULL and *error, a sentence, when it is malformed. The scanner lives in the arena. */
const struct scanner *scanner_parse(struct arena *arena, const char *url, const char **error);

enum scan_verdict {
	SCAN_CLEAN,
	SCAN_INFECTED,
	SCAN_NOT_DONE, /* nobody knows */
};

enum scan_reason {
	SCAN_DONE,	/* clean or infected */
	SCAN_NO_SERVER, /* clamd is not there, or ended in between: later perhaps */
	SCAN_TOO_LATE,	/* no answer in time: later perhaps */
	SCAN_TOO_BIG,	/* beyond `most`, or beyond what clamd says is its limit, of nested archives too */
	SCAN_LOCKED,	/* an archive or document with a password, where clamd reports those */
	SCAN_ODD,	/* clamd answered what we do not understand, or the file could not be read */
	SCAN_REASONS,
};

struct scan {
	enum scan_verdict verdict;
	enum scan_reason reason;
	const char *found; /* infected: the name of the signature, printable ASCII, at most 200; NULL otherwise */
};

/* Sends the whole file, from its start, by position, in pieces of 64 KB; waits `wait_ms` at most for all of it. The
 * file stays the caller's. `scanner` NULL (none configured): NOT_DONE, NO_SERVER. For threads that may wait. */
struct scan scan_file(struct arena *arena, const struct scanner *scanner, int file, int wait_ms);

/* True when asking again later may give another answer. */
bool scan_may_repeat(const struct scan *scan);

/* The word a table keeps of a reason ("done", "no_server"…), and back; SCAN_REASONS when it is none. */
const char *scan_reason_word(enum scan_reason reason);
enum scan_reason scan_reason_of(const char *word);

#endif
