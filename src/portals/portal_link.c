/* portal_link: where mails lead somebody in the portal. */
#include "base/arena.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/house.h"
#include "http/url.h"
#include "portals/portals.h"

const char *
portal_link(const struct house *house, struct tx *tx, const struct portal *portal, int64_t company, int64_t contact,
	    const char *path)
{
	struct arena *arena = tx_arena(tx);
	const struct company *served_by = company_public(tx, company);
	const char *page = arena_printf(arena, "/p/%s%s", portal->address, path);
	size_t count;

	contact_memberships(tx, contact, &count);
	if (count > 1)
		page = arena_printf(arena, "/p/%s/clients?next=%s", portal->address, url_encode(arena, str_of(page)));
	if (served_by == NULL || text_empty(served_by->host))
		return arena_printf(arena, "%s%s", house->config->public_url, page);
	return arena_printf(arena, "%s://%s%s", house->config->public_tls ? "https" : "http", served_by->host, page);
}
