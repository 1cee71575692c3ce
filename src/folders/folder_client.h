/* folder_client: what becomes of folders when their client becomes another's part, or goes for good. */
#ifndef FOLDERS_FOLDER_CLIENT_H
#define FOLDERS_FOLDER_CLIENT_H

#include "core/event.h"

/* "client.merged": the tree of the client that goes becomes one folder, named after it, of the one that stays; whoever
 * had a right in it has it still. */
void folder_hear_merged(const struct house *house, struct tx *tx, const struct event *event);
/* "record.purged", of a client. */
void folder_hear_purged(const struct house *house, struct tx *tx, const struct event *event);

/* ---- folder_client_store.c ---- */

void folders_join(struct tx *tx, int64_t from, int64_t to, const char *name, int64_t now);
/* The folder that the top of the one became when it was merged into the other; the top of that: it became none. */
int64_t folder_joined(struct tx *tx, int64_t from, int64_t to);
void folders_forget(struct tx *tx, int64_t client);

#endif
