/* return_store: whether the plan has a place for somebody who was kept out, or was in the recycle bin, and comes back.
 */
#include "portal_users/return.h"

#include "db/db.h"
#include "portal_users/portal_users.h"

/* Who is both blocked and in the bin does not come back by one of the two ending. */
#define FOR_ONE_REASON                                                                                                 \
	"((c.blocked_at is null and c.deleted_at is not null) or (c.blocked_at is not null and c.deleted_at is null))"

/* The user type under which they will count once they are back; 0: they count already, or will not. */
static int64_t
type_of_returning(struct tx *tx, int64_t record)
{
	return db_get_int(tx, 0,
			  "select coalesce(p.user_type_id, d.id) from contact c join user_type d on d.is_default = 1 "
			  "left join portal_user p on p.record_id = c.id where c.id = $1 and " FOR_ONE_REASON
			  " and ((p.id is null and c.entered_at is not null) or (p.id is not null and p.blocked_at is "
			  "null)) union all "
			  "select p.user_type_id from portal_user p where p.record_id = $1 and p.blocked_at is null "
			  "and not exists (select 1 from contact c where c.id = p.record_id)",
			  db_int(record));
}

const char *
portal_user_return_refusal(struct tx *tx, int64_t record)
{
	int64_t type = type_of_returning(tx, record);

	if (type == 0 || portal_users_room(tx, type, true) > 0)
		return NULL;
	return N_("Your plan has no place left in the portal for this person. Deactivate somebody who no longer needs "
		  "it, or ask your operator for more.");
}
