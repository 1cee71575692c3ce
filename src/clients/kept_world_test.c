/* kept_world_test: the world of records with the rules that clients and contacts have of their own. */
#include "clients/kept_world_test.h"

#include "clients/clients.h"
#include "clients/keepers.h"

struct world
clients_world(struct db *db, struct arena *arena)
{
	static const struct feature *const features[] = {&clients};
	struct world world = rights_world(db, arena);

	keepers_start(features, 1);
	world_run(&world, "insert into company (id, name, legal_name, country, colour, "
			  "invoice_prefix, credit_prefix, payment_days, created_at, version) "
			  "values (1, 'Solaria', 'Solaria', 'FR', '', 'F', 'A', 30, 1, 1)");
	return world;
}
