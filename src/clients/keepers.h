/* keepers: the rules of clients and contacts, wherever their records are written. */
#ifndef CLIENTS_KEEPERS_H
#define CLIENTS_KEEPERS_H

#include "records/keeper.h"

extern const struct keeper client_keeper, contact_keeper;
extern const struct keeper_bulk client_bulk[]; /* client_group_bulk.c */
extern const char client_held[];
extern const char client_not_archived[];		      /* a sentence (English, N_): why it is not deleted */
extern const struct keeper_pages client_pages, contact_pages; /* clients_lists.c */

#endif
