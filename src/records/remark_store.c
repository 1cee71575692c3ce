/* remark_store: rows of remark. */
#include "records/remark.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct remark, id),	      DB_COLUMN_INT64(struct remark, staff_id),
	DB_COLUMN_TEXT(struct remark, staff_name),    DB_COLUMN_TEXT(struct remark, text),
	DB_COLUMN_INSTANT(struct remark, created_at), DB_COLUMN_INSTANT(struct remark, edited_at),
};
static const struct db_shape shape = DB_SHAPE(struct remark, columns);

struct remark *
remark_list(struct tx *tx, int64_t module, int64_t record, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select * from (select remark.id, staff_id, staff.name as staff_name, text, remark.created_at, "
		       "edited_at from remark join staff on staff.id = remark.staff_id "
		       "where module_id = $1 and record_id = $2 and deleted_at is null "
		       "order by remark.id desc limit 200) as newest order by id",
		       db_int(module), db_int(record));
}

int64_t
remark_create(struct tx *tx, int64_t module, int64_t record, int64_t staff, const char *text)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into remark (id, module_id, record_id, staff_id, text, created_at) "
	       "values ($1, $2, $3, $4, $5, $6)",
	       db_int(id), db_int(module), db_int(record), db_int(staff), db_text(text), db_int(clock_now()));
	return id;
}

/* Who has written it: only they change it or take it back. */
static struct db_value
author(struct tx *tx, int64_t id, int64_t staff)
{
	return db_int(weakened(CHECK_OWN_REMARK)
			      ? db_get_int(tx, 0, "select staff_id from remark where id = $1", db_int(id))
			      : staff);
}

bool
remark_update(struct tx *tx, int64_t module, int64_t record, int64_t id, int64_t staff, const char *text)
{
	return db_run(tx,
		      "update remark set text = $1, edited_at = $2 where id = $3 and module_id = $4 and record_id = $5 "
		      "and staff_id = $6 and deleted_at is null",
		      db_text(text), db_int(clock_now()), db_int(id), db_int(module), db_int(record),
		      author(tx, id, staff)) == 1;
}

bool
remark_remove(struct tx *tx, int64_t module, int64_t record, int64_t id, int64_t staff)
{
	return db_run(tx,
		      "update remark set text = '', deleted_at = $1 where id = $2 and module_id = $3 and record_id = $4 "
		      "and staff_id = $5 and deleted_at is null",
		      db_int(clock_now()), db_int(id), db_int(module), db_int(record), author(tx, id, staff)) == 1;
}
