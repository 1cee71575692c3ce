/* rule: how many invitations go out in a minute, and the mail domains that administrators named. */
#ifndef PORTAL_USERS_RULE_H
#define PORTAL_USERS_RULE_H

#include <stdbool.h>
#include <stdint.h>

struct tx;

enum { INVITATIONS_PER_MINUTE_MOST = 60000 };

struct portal_rule {
	int64_t per_minute;
	const char *blocked_domains, *allowed_domains; /* one a line; "" for none */
	int64_t version;
};

const struct portal_rule *portal_rule_find(struct tx *tx);
/* False: somebody else was faster. */
bool portal_rule_save(struct tx *tx, const struct portal_rule *rule);

#endif
