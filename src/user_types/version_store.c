/* version_store: reads what was published of a user type. */
#include "user_types/version_store.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct version, number),
	DB_COLUMN_TEXT(struct version, setup),
	DB_COLUMN_INSTANT(struct version, published_at),
	DB_COLUMN_TEXT(struct version, published_by),
};
static const struct db_shape shape = DB_SHAPE(struct version, columns);

#define VERSION                                                                                                        \
	"select v.number, v.setup, v.published_at, s.name as published_by from user_type_version v "                   \
	"left join staff s on s.id = v.published_by where v.user_type_id = $1 "

struct version *
version_list(struct tx *tx, int64_t type, int64_t before, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count, VERSION "and v.number < $2 order by v.number desc limit $3", db_int(type),
		       db_int(before == 0 ? INT64_MAX : before), db_int((int64_t)limit));
}

struct version *
version_find(struct tx *tx, int64_t type, int64_t number)
{
	return db_find(tx, &shape, VERSION "and v.number = $2", db_int(type), db_int(number));
}

int64_t
version_newest(struct tx *tx, int64_t type)
{
	return db_get_int(tx, 0, "select max(number) from user_type_version where user_type_id = $1", db_int(type));
}
