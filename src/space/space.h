/* space: the front door: how much space the files of clients take, and how much they may. */
#ifndef SPACE_SPACE_H
#define SPACE_SPACE_H

#include "core/feature.h"

extern const struct feature space_feature;
extern const struct permission quota_write; /* see and set how much space files may take */

/* What counts: the bytes of every kept version of every file in clients' folders, the recycle bin included, and of what
 * was sent for a request and is in no folder. Whoever writes and deletes these says so here, in the same transaction:
 * nothing is ever summed. */

#define SPACE_UNLIMITED ((int64_t)-1)

/* Whether so many bytes more may be kept for the client, who has its own limit, and lies within that of all together.
 * Asked in the transaction that counts them, it holds: of two that take the last room at once, one is run again. */
bool space_fits(struct tx *tx, int64_t client, int64_t bytes);
/* Counts them, or with a number below 0 what is there no more. */
void space_count(struct tx *tx, int64_t client, int64_t bytes);
/* The same of files that are announced, and not there yet. */
void space_reserve(struct tx *tx, int64_t client, int64_t bytes);
/* All that one client takes is another's now. */
void space_join(struct tx *tx, int64_t from, int64_t to);
/* The client is gone, with its files. */
void space_forget(struct tx *tx, int64_t client);

/* What somebody sees of it. */
struct space_seen {
	int64_t used;  /* bytes, those on their way included */
	int64_t limit; /* of the client; SPACE_UNLIMITED */
	int64_t left;  /* until this limit or that of all together, never below 0; SPACE_UNLIMITED */
};
struct space_seen space_of(struct tx *tx, int64_t client);

/* Sets "space" on a page about a client's folders, for {{>space_bar_part}}: how much is used where `whole`, how much is
 * left where they `may_add`; null: neither, or there is nothing to say. */
void space_show(struct request *rq, struct doc *page, int64_t client, bool whole, bool may_add);

/* Sets `name` ("12.5 MB", as a sentence of the reader's) and `name`_bytes, both null for SPACE_UNLIMITED. */
void space_set_bytes(struct doc *doc, const char *name, int64_t bytes);

/* English, N_: it does not fit. */
extern const char space_refusal[];

/* ---- whether the counters are right: `parvis fsck` ---- */

struct space_wrong {
	int64_t client; /* 0: of all together */
	int64_t used, reserved;
	int64_t right_used, right_reserved;
};
/* Those that differ from the sum of the rows. */
struct space_wrong *space_wrongs(struct tx *tx, size_t *count);
/* Counts everything anew. */
void space_mend(struct tx *tx);

#endif
