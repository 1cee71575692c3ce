/* choices_store: the columns of a portal user that are their own choice. */
#include "invitations/choices_store.h"

#include "base/id.h"
#include "base/instant.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct choices, zone),
	DB_COLUMN_TEXT(struct choices, country),
	DB_COLUMN_INT(struct choices, hours),
	DB_COLUMN_INSTANT(struct choices, settled_at),
};
static const struct db_shape shape = DB_SHAPE(struct choices, columns);

struct choices *
choices_find(struct tx *tx, int64_t record)
{
	return db_find(tx, &shape, "select zone, country, hours, settled_at from portal_user where record_id = $1",
		       db_int(record));
}

void
choices_save(struct tx *tx, int64_t portal, int64_t record, const struct choices *choices, int64_t now)
{
	if (db_run(tx,
		   "update portal_user set zone = $2, country = $3, hours = $4, "
		   "settled_at = coalesce(settled_at, $5) where record_id = $1",
		   db_int(record), db_text(choices->zone), db_text(choices->country), db_optional(choices->hours, 0),
		   db_int(now)) > 0)
		return;
	db_run(tx,
	       "insert into portal_user (id, user_type_id, module_id, record_id, zone, country, hours, settled_at, "
	       "created_at) select $1, t.id, m.id, $2, $3, $4, $5, $6, $6 from user_type t join module m "
	       "on m.name = 'contacts' and m.id = t.main_module_id where t.portal_id = $7 and t.is_default = 1 "
	       "on conflict (module_id, record_id) do nothing",
	       db_int(id_new()), db_int(record), db_text(choices->zone), db_text(choices->country),
	       db_optional(choices->hours, 0), db_int(now), db_int(portal));
}
