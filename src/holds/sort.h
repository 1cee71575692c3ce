/* sort: files that had to be kept and have no longer to be, for somebody to look through. */
#ifndef HOLDS_SORT_H
#define HOLDS_SORT_H

#include "folders/folders.h"

struct viewer;

struct sort_file {
	int64_t id, client_id;
	const char *name;
	int64_t folder_id;	 /* the client's id: its root */
	const char *folder_name; /* NULL: of the root */
	int64_t size;
	int64_t changed_at;
	int months; /* for which it had to be kept from then on */
};

/* Which of them: the longest unchanged first, after (at, id). */
struct sort_query {
	int64_t at, id;	    /* INT64_MIN and 0: from the first */
	const int64_t *ids; /* only these; NULL: all */
	size_t id_count, limit;
};

/* Those of a client, in folders that the access may fill and empty. One statement, after those for the root's rights.
 */
struct sort_file *
sort_files(struct tx *tx, const struct folder_access *access, const struct sort_query *query, size_t *count);

/* Of which clients they may be, whoever may see them: what the viewer's own clients have, in the same order. */
struct sort_hint {
	int64_t id, client_id;
	int64_t changed_at;
};
struct sort_hint *sort_hints(struct tx *tx, const struct viewer *viewer, const struct sort_query *query, size_t *count);

/* It is not suggested again before this day. */
void sort_leave(struct tx *tx, int64_t file, int32_t until);

#endif
