/* merge_store: what leads to a client or a contact in tables that are no module becomes another one's. */
#ifndef CLIENTS_MERGE_STORE_H
#define CLIENTS_MERGE_STORE_H

#include "clients/clients.h"

/* Places, each client once, with the role that stays if it has one; how far notifications were read (the further);
 * the messages they were sent; their language, where the one that stays chose none. */
void contact_merge(struct tx *tx, int64_t from, int64_t to);

/* Places, each person once; notifications, and how far they were read (the less far: rather shown twice than missed);
 * the sessions of those who act for it. */
void client_merge(struct tx *tx, int64_t from, int64_t to);

bool client_is_test(struct tx *tx, int64_t client);

#endif
