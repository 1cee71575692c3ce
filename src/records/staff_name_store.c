/* staff_name_store: names of staff users. Everybody of the staff may know what their colleagues are called. */
#include "records/staff_name.h"

#include "db/sql.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct staff_name, id),
	DB_COLUMN_TEXT(struct staff_name, name),
	DB_COLUMN_TEXT(struct staff_name, email),
	DB_COLUMN_TEXT(struct staff_name, language),
};
static const struct db_shape shape = DB_SHAPE(struct staff_name, columns);

struct staff_name *
staff_names(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	if (id_count == 0)
		return NULL;
	sql_add(&sql, "select id, name, email, language from staff where id in (");
	for (size_t i = 0; i < id_count && i < DB_SQL_VALUES; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(ids[i]));
	}
	sql_add(&sql, ")");
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}

struct staff_name *
staff_names_active(struct tx *tx, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select id, name, email, language from staff where disabled_at is null order by name, id limit 500");
}
