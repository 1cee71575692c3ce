/* client_store: clients as rows. */
#ifndef CLIENTS_CLIENT_STORE_H
#define CLIENTS_CLIENT_STORE_H

#include "clients/clients.h"

/* A line of the list. */
struct client_row {
	int64_t id;
	const char *number, *name, *name_key;
	enum client_kind kind;
	const char *city;
	const char *company; /* name of the one that serves it */
	int contact_count;
	bool test;
};

/* By name, at most `limit`, after the row with this key and id (key NULL: from the first). `search`: the beginning of
 * any word of the name, of the number, or of a contact's address; NULL: all but the test client. */
struct client_row *client_page(struct tx *tx, const struct viewer *viewer, const char *search, const char *after_key,
			       int64_t after_id, size_t limit, size_t *count);
struct client_row *client_for_test(struct tx *tx, const struct viewer *viewer); /* NULL: none yet */

/* False when somebody else changed it since `version`, or it is gone. */
bool client_update(struct tx *tx, const struct viewer *viewer, const struct client *client);
bool client_number_is_taken(struct tx *tx, const char *number, int64_t except);

/* A client with an invoice stays. */
bool client_is_needed(struct tx *tx, int64_t client);
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
