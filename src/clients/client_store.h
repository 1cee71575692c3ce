/* client_store: clients as rows. */
#ifndef CLIENTS_CLIENT_STORE_H
#define CLIENTS_CLIENT_STORE_H

#include "clients/clients.h"

struct client *client_for_test(struct tx *tx, const struct viewer *viewer); /* NULL: none yet */

/* False when somebody else changed it since `version`, or it is gone. */
bool client_update(struct tx *tx, const struct viewer *viewer, const struct client *client);
bool client_number_is_taken(struct tx *tx, const char *number, int64_t except);

bool client_is_archived(struct tx *tx, int64_t client);

/* A client with an invoice stays. */
bool client_is_needed(struct tx *tx, int64_t client);
/* It, or something in its folders, is under a legal hold. */
bool client_is_held(struct tx *tx, int64_t client);
/* Before its row goes for good: its places of contacts and its notifications; the contacts stay. */
void client_purge(struct tx *tx, int64_t client);

/* For imports: whether approval holds it. */
bool client_waits(struct tx *tx, int64_t client);

/* The companies a client may be served by, by name. */
struct company_name {
	int64_t id;
	const char *name;
};
struct company_name *company_names(struct tx *tx, size_t *count);

#endif
