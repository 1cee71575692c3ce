/* kept_world_test: the world of records with the rules that clients and contacts have of their own. */
#ifndef CLIENTS_KEPT_WORLD_TEST_H
#define CLIENTS_KEPT_WORLD_TEST_H

#include "records/record_world_test.h"

/* With one company, for TEST_BOTH_ENGINES_WITH(rights_world_make, …). */
struct world clients_world(struct db *db, struct arena *arena);

#endif
