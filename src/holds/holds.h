/* holds: the front door: what keeps files as they are: locks of people, legal holds, and how long files are kept. */
#ifndef HOLDS_HOLDS_H
#define HOLDS_HOLDS_H

#include "core/feature.h"

extern const struct feature holds;
extern const struct permission hold_write; /* put clients, folders and files under a legal hold, and release them */
extern const struct permission lock_break; /* unlock what somebody else has locked */

/* Puts a folder (the client's id: all of the client) or, where `file` is not 0, a file under a legal hold, for whoever
 * makes demonstrations and tests. */
int64_t hold_make(struct tx *tx, int64_t client, int64_t folder, int64_t file, const char *reason, const char *by);
/* The file is as old as that, its versions too, for the same. */
void sort_make_old(struct tx *tx, int64_t file, int64_t at);

#endif
