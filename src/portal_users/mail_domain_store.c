/* mail_domain_store: whose mail domains are the organisation's own, and which an administrator named. */
#include "portal_users/mail_domain.h"

#include "base/arena.h"
#include "db/db.h"
#include "portal_users/rule.h"

#include <string.h>

enum { OWN_MOST = 500 };

struct address_row {
	const char *address;
};
static const struct db_column address_columns[] = {DB_COLUMN_TEXT(struct address_row, address)};
static const struct db_shape address_shape = DB_SHAPE(struct address_row, address_columns);

static bool
is_among(const struct mail_domains *domains, const char *domain)
{
	for (size_t i = 0; i < domains->own_count; i++)
		if (strcmp(domains->own[i], domain) == 0)
			return true;
	return false;
}

/* Behind the addresses of staff users who may sign in, and of the companies. A provider where anybody has an address is
 * nobody's own: a sole trader's clients are there as well. */
static void
read_own(struct tx *tx, struct mail_domains *domains)
{
	struct arena *arena = tx_arena(tx);
	size_t count;
	const struct address_row *rows = db_list(
		tx, &address_shape, &count,
		"select email as address from staff where disabled_at is null and acts_for is null union select email "
		"from company where email is not null union select sender_address from company where sender_address "
		"is not null order by address");

	domains->own = arena_make_array(arena, const char *, OWN_MOST);
	for (size_t i = 0; i < count && domains->own_count < OWN_MOST; i++) {
		const char *domain = mail_domain_of(arena, rows[i].address);

		if (domain != NULL && !mail_domain_is_everybodys(domain) && !is_among(domains, domain))
			domains->own[domains->own_count++] = domain;
	}
}

const struct mail_domains *
mail_domains_read(struct tx *tx)
{
	struct mail_domains *domains = arena_make(tx_arena(tx), struct mail_domains);
	const struct portal_rule *rule = portal_rule_find(tx);
	const char *wrong;

	read_own(tx, domains);
	mail_domains_parse(tx_arena(tx), rule->blocked_domains, &domains->blocked, &domains->blocked_count, &wrong);
	mail_domains_parse(tx_arena(tx), rule->allowed_domains, &domains->allowed, &domains->allowed_count, &wrong);
	return domains;
}
