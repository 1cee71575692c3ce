/* record_merge: several records of a module become one: what led to the others leads to the one that stays. */
#ifndef RECORDS_RECORD_MERGE_H
#define RECORDS_RECORD_MERGE_H

#include "records/record.h"

enum {
	MERGED_TOGETHER = 5,   /* records, the one that stays included */
	MOVED_AT_MOST = 10000, /* records that lead to those that go: more would hold up everybody else */
};

struct merging {
	int64_t survivor, version; /* versions: those that were seen */
	int64_t others[MERGED_TOGETHER - 1], versions[MERGED_TOGETHER - 1];
	size_t other_count;
	const struct record_draft *draft; /* what the survivor takes over; other fields stay as they are in it */
};

/* Whether records of the module can be merged at all: those that pages of all modules make, but for lines. */
bool module_merges(const struct module *module);

/* All or nothing, in this transaction (refused: the caller undoes it). The survivor must be the viewer's to edit, the
 * others theirs to delete; a value that is unlike the survivor's must be theirs to write. What led to the others (by
 * lookups of all modules, whoever may see it), their lines, comments, attached files and history are the survivor's
 * then; they go to the recycle bin, and give up what the survivor took over that only one may have. *stopped gets the
 * record it failed at (0: none in particular). */
enum record_outcome record_merge(struct tx *tx, const struct access *access, const struct merging *merging,
				 int64_t *stopped, struct record_trouble *trouble);

/* The record into which this one was merged; 0: it was not. */
int64_t merged_into(struct tx *tx, const struct module *module, int64_t id);

/* In place of each of these, of whatever module, the record into which it was merged, if it was. One statement for some
 * hundreds. */
void merges_follow(struct tx *tx, int64_t *ids, size_t count);

/* A record that was merged comes back from the recycle bin: with its history, without what moved. */
void merge_forget(struct tx *tx, const struct module *module, int64_t id);

/* ---- moving what belongs to a record (record_move_store.c) ---- */

struct moving {
	struct tx *tx;
	const struct access *access;
	int64_t to;
	const int64_t *from;
	size_t count;
	int64_t moved; /* records that led to `from` */
};

/* False: there are more than MOVED_AT_MOST. */
bool merge_lookups(struct moving *moving);
/* False: together they would have more lines than a record may (*most gets how many). */
bool merge_lines(struct moving *moving, int64_t most);
/* Comments, attached files, and the history but for fields that a state rule may hide: it holds of each record. */
void merge_beside(struct moving *moving);

#endif
