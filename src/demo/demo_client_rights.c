/* demo_client_rights: groups of clients, who works for them, and a client of which one of the staff knows nothing. */
#include "demo/demo_parts.h"

#include "clients/client_group_store.h"
#include "clients/client_tally.h"

#include <stddef.h>

static void
add_group(struct demo *demo, const char *name, const int *clients, size_t count, enum demo_staff staff, int level)
{
	int64_t group = client_group_create(demo->tx, name);

	for (size_t i = 0; i < count; i++)
		client_group_add(demo->tx, group, demo->clients[clients[i]]);
	client_group_staff_set(demo->tx, group, demo->staff[staff], level);
	client_members_count_group(demo->tx, group);
}

void
demo_add_client_rights(struct demo *demo)
{
	static const int hotels[] = {4, 11, 12}, health[] = {2, 8, 14};

	add_group(demo, "Hôtels et restaurants", hotels, sizeof hotels / sizeof hotels[0], GWENAELLE, CLIENT_FULL);
	add_group(demo, "Santé", health, sizeof health / sizeof health[0], SARAH, CLIENT_READ);
	client_group_add(demo->tx, client_group_create(demo->tx, "Artisans"), demo->clients[5]);
	client_staff_set(demo->tx, demo->clients[2], demo->staff[SARAH], CLIENT_NONE, demo->staff[HELENE]);
	client_staff_set(demo->tx, demo->clients[5], demo->staff[SARAH], CLIENT_FULL, demo->staff[HELENE]);
}
