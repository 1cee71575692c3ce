/* web_server: what is allowed is a server's exact name; what a user type shows already may stay. */
#include "user_types/web_server.h"

#include "base/arena.h"
#include "core/audit.h"
#include "core/web_address.h"

#include <string.h>

const char *
web_server_of(struct arena *arena, const char *address)
{
	char *name;

	if (web_address_refusal(address) != NULL)
		return NULL;
	name = arena_text(arena, web_address_server(arena, address));
	for (char *at = name; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-:")] == '\0' ? name : NULL;
}

static bool
shows(struct arena *arena, const struct doc *setup, const char *server)
{
	const struct doc *web = setup == NULL ? NULL : doc_get_list(setup, "web");

	for (size_t i = 0; i < doc_count(web); i++) {
		const char *address = doc_get_text(web->list.items[i], "address");

		if (address != NULL && text_equal(web_server_of(arena, address), server))
			return true;
	}
	return false;
}

bool
web_server_may_show(struct tx *tx, const struct setup *setup, const char *address)
{
	struct arena *arena = tx_arena(tx);
	const char *server = web_server_of(arena, address);

	return server != NULL && (web_server_is_allowed(tx, server) || shows(arena, setup->draft, server) ||
				  shows(arena, setup->published, server));
}

void
web_server_journal(struct request *rq, const char *action, const char *name)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "server", name);
	audit_add(rq, &(struct audit){.action = action, .detail = detail});
}
