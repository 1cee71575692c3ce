/* retention: what a shorter retention of the organisation would let go. */
#ifndef HOLDS_RETENTION_H
#define HOLDS_RETENTION_H

#include "db/db.h"

#include <stddef.h>
#include <stdint.h>

struct viewer;
struct folder;
struct sql;

struct retention_freed {
	int64_t files, clients;
};
struct retention_freed_file {
	int64_t id, client_id;
	const char *client_name;
};

/* What lies in recycle bins, or belongs to a client in one, is kept for `from` months and would no longer be for `to`:
 * of all clients. */
struct retention_freed retention_freed(struct tx *tx, int from, int to);
/* The first of them of clients that the viewer sees. What of a client is closed to them is the caller's to ask. */
struct retention_freed_file *
retention_freed_files(struct tx *tx, const struct viewer *viewer, int from, int to, size_t limit, size_t *count);

/* How many files in the client's recycle bin, in the folder or below it where no nearer one says otherwise, are kept
 * now and would no longer be, were they kept for `to` months. */
int64_t retention_freed_beneath(struct tx *tx, const struct folder *folder, int to);

/* For struct record_guard (records/record_guard.h): a client stays until the last of its files may go. */
void retention_sql_client_may_go(struct sql *sql, struct tx *tx, const char *module);
void retention_clients_kept(struct tx *tx, const char *module, const int64_t *clients, int32_t *days, size_t count);

#endif
