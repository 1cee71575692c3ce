/* preview_store: user types as they can be looked at, and the choices of the person looked through. */
#include "preview/preview_store.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct type_seen, id),	     DB_COLUMN_TEXT(struct type_seen, name),
	DB_COLUMN_BOOL(struct type_seen, published), DB_COLUMN_BOOL(struct type_seen, changed),
	DB_COLUMN_INT64(struct type_seen, module),   DB_COLUMN_BOOL(struct type_seen, is_default),
};
static const struct db_shape shape = DB_SHAPE(struct type_seen, columns);

static const struct db_column standing_columns[] = {
	DB_COLUMN_INT64(struct standing_seen, type),
	DB_COLUMN_BOOL(struct standing_seen, has_access),
	DB_COLUMN_BOOL(struct standing_seen, is_kept_out),
};
static const struct db_shape standing_shape = DB_SHAPE(struct standing_seen, standing_columns);

struct type_seen *
types_seen(struct tx *tx, int64_t portal, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select id, name, case when published is null then 0 else 1 end as published, "
		       "case when published is not null and published <> draft then 1 else 0 end as changed, "
		       "main_module_id as module, is_default from user_type where portal_id = $1 order by position, id",
		       db_int(portal));
}

struct standing_seen
standing_of_record(struct tx *tx, int64_t module, int64_t record)
{
	const struct standing_seen *found = db_find(
		tx, &standing_shape,
		"select coalesce(p.user_type_id, 0) as type, "
		"case when p.id is not null or c.entered_at is not null then 1 else 0 end as has_access, "
		"case when p.blocked_at is not null or c.blocked_at is not null then 1 else 0 end as is_kept_out "
		"from module m left join portal_user p on p.module_id = m.id and p.record_id = $2 "
		"left join contact c on m.name = 'contacts' and c.id = $2 where m.id = $1",
		db_int(module), db_int(record));

	return found == NULL ? (struct standing_seen){0} : *found;
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
