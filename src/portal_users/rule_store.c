/* rule_store: the one row of what administrators say about invitations to many. */
#include "portal_users/rule.h"

#include "db/db.h"
#include "portal_users/portal_users.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct portal_rule, per_minute),
	DB_COLUMN_TEXT(struct portal_rule, blocked_domains),
	DB_COLUMN_TEXT(struct portal_rule, allowed_domains),
	DB_COLUMN_INT64(struct portal_rule, version),
};
static const struct db_shape shape = DB_SHAPE(struct portal_rule, columns);

const struct portal_rule *
portal_rule_find(struct tx *tx)
{
	static const struct portal_rule trouble = {.per_minute = 1, .blocked_domains = "", .allowed_domains = ""};
	const struct portal_rule *rule = db_find(
		tx, &shape,
		"select per_minute, blocked_domains, allowed_domains, version from invitation_rule where id = 1");

	return rule == NULL ? &trouble : rule; /* without the row the transaction failed already */
}

bool
portal_rule_save(struct tx *tx, const struct portal_rule *rule)
{
	return db_run(tx,
		      "update invitation_rule set per_minute = $1, blocked_domains = $2, allowed_domains = $3, version = "
		      "version + 1 where id = 1 and version = $4",
		      db_int(rule->per_minute), db_text(rule->blocked_domains), db_text(rule->allowed_domains),
		      db_int(rule->version)) == 1;
}

int64_t
portal_users_per_minute(struct tx *tx)
{
	return portal_rule_find(tx)->per_minute;
}
