/* demo_client_draft: a client that somebody began to make and will finish another day. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/id.h"
#include "wizard/client_draft_store.h"

void
demo_add_client_draft(struct demo *demo)
{
	int64_t draft = client_draft_create(demo->tx, demo->staff[HELENE]);
	char id[ID_LENGTH + 1];

	id_print(id, demo->staff[HELENE]);
	client_draft_write(
		demo->tx, draft, "information",
		"{\"kind\":\"company\",\"name\":\"Les Jardins de Talensac\",\"siret\":\"91234567800018\","
		"\"street\":\"4 rue de Bel-Air\",\"postal_code\":\"44000\",\"city\":\"Nantes\",\"country\":\"FR\","
		"\"email\":\"bonjour@jardins-talensac.example\"}");
	client_draft_write(
		demo->tx, draft, "contacts",
		"{\"contacts.0.first_name\":\"Awa\",\"contacts.0.last_name\":\"Diallo\",\"contacts.0.email\":"
		"\"awa.diallo@jardins-talensac.example\",\"contacts.0.role\":\"Gérante\",\"contacts.0.language\":\"fr\","
		"\"contacts.0.send\":\"yes\"}");
	client_draft_write(demo->tx, draft, "staff",
			   arena_printf(tx_arena(demo->tx), "{\"staff.0.id\":\"%s\",\"staff.0.level\":\"full\"}", id));
}
