/* preview_store: user types as they can be looked at, and the choices of the person looked through. */
#include "preview/preview_store.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct type_seen, id),
	DB_COLUMN_TEXT(struct type_seen, name),
	DB_COLUMN_BOOL(struct type_seen, published),
	DB_COLUMN_BOOL(struct type_seen, changed),
};
static const struct db_shape shape = DB_SHAPE(struct type_seen, columns);

struct type_seen *
types_seen(struct tx *tx, int64_t portal, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select id, name, case when published is null then 0 else 1 end as published, "
		       "case when published is not null and published <> draft then 1 else 0 end as changed "
		       "from user_type where portal_id = $1 order by position, id",
		       db_int(portal));
}

int64_t
type_of_record(struct tx *tx, int64_t module, int64_t record)
{
	return db_get_int(tx, 0, "select user_type_id from portal_user where module_id = $1 and record_id = $2",
			  db_int(module), db_int(record));
}

const char *
language_of_record(struct tx *tx, int64_t module, int64_t record)
{
	return db_get_text(tx,
			   "select coalesce((select contact.language from contact join module on module.id = $1 "
			   "and module.name = 'contacts' where contact.id = $2), "
			   "(select language from portal_user where module_id = $1 and record_id = $2))",
			   db_int(module), db_int(record));
}
