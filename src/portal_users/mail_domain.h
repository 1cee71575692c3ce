/* mail_domain: at which mail domains nobody is invited: those of the organisation's own people, and those that hide who
 * reads them. */
#ifndef PORTAL_USERS_MAIL_DOMAIN_H
#define PORTAL_USERS_MAIL_DOMAIN_H

#include "portal_users/portal_users.h"

struct arena;

/* Sorted by nothing: a few dozen names at most. Texts are ASCII, lower case, in their IDNA form. */
struct mail_domains {
	const char **own;
	size_t own_count;
	const char **blocked; /* by an administrator */
	size_t blocked_count;
	const char **allowed;
	size_t allowed_count;
};

/* What stands behind the @ of an address, or a domain by itself: in lower case and ASCII (UTS 46), in `arena`. NULL: it
 * is none. */
const char *mail_domain_of(struct arena *arena, const char *address);
/* The domain itself, or one below it. */
bool mail_domain_is_below(const char *domain, const char *above);
/* Where anybody may have an address: of these no organisation is the owner. */
bool mail_domain_is_everybodys(const char *domain);
/* Addresses for one day, and such as hide another one. */
bool mail_domain_is_disposable(const char *domain);

/* One domain a line; false: *wrong is the first that is none. Blank lines are passed over. */
bool
mail_domains_parse(struct arena *arena, const char *lines, const char ***domains, size_t *count, const char **wrong);

#endif
