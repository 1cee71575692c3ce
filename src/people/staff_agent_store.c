/* staff_agent_store: staff users that act for a feature and are no persons: their accounts are closed for ever, so that
 * nobody signs in as one, mails it or chooses it. */
#include "people/people.h"

#include "base/id.h"
#include "rights/rights_write.h"
#include "sys/clock.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct staff_agent, id),
	DB_COLUMN_INT64(struct staff_agent, profile_id),
	DB_COLUMN_TEXT(struct staff_agent, name),
};
static const struct db_shape shape = DB_SHAPE(struct staff_agent, columns);

const struct staff_agent *
staff_agent_find(struct tx *tx, const char *acts_for)
{
	return db_find(tx, &shape, "select id, profile_id, name from staff where acts_for = $1", db_text(acts_for));
}

void
staff_agent_create(struct tx *tx, const char *acts_for, const char *no_address, const char *name, int64_t profile)
{
	int64_t id = id_new(), now = clock_now();

	db_run(tx,
	       "insert into staff (id, email, name, profile_id, totp_on, theme, disabled_at, acts_for, created_at, "
	       "version) values ($1, $2, $3, $4, 0, '', $5, $6, $5, 1)",
	       db_int(id), db_text(no_address), db_text(name), db_int(profile), db_int(now), db_text(acts_for));
	reach_of_new_staff(tx, id);
}
