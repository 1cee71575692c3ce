/* attachment_store: rows of record_file. */
#include "records/attachment.h"

#include "base/id.h"
#include "db/sql.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct attachment, id),		DB_COLUMN_INT64(struct attachment, module_id),
	DB_COLUMN_INT64(struct attachment, record_id),	DB_COLUMN_INT64(struct attachment, field_id),
	DB_COLUMN_TEXT(struct attachment, blob),	DB_COLUMN_TEXT(struct attachment, name),
	DB_COLUMN_TEXT(struct attachment, type),	DB_COLUMN_INT64(struct attachment, size),
	DB_COLUMN_INT64(struct attachment, created_at), DB_COLUMN_INT64(struct attachment, created_by),
	DB_COLUMN_INT64(struct attachment, sender_id),
};
static const struct db_shape shape = DB_SHAPE(struct attachment, columns);

#define FILES                                                                                                          \
	"select id, module_id, record_id, field_id, blob, name, type, size, created_at, created_by, sender_id from record_file "

struct attachment *
attachment_find(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, FILES "where id = $1", db_int(id));
}

struct attachment *
attachments_of_ids(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	if (id_count == 0)
		return NULL;
	sql_add(&sql, FILES "where id in (");
	for (size_t i = 0; i < id_count && i < DB_SQL_VALUES; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(ids[i]));
	}
	sql_add(&sql, ")");
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}

struct attachment *
attachments_of_record(struct tx *tx, int64_t module, int64_t record, size_t *count)
{
	return db_list(tx, &shape, count,
		       FILES "where module_id = $1 and record_id = $2 and field_id is null order by id desc limit 200",
		       db_int(module), db_int(record));
}

int64_t
attachment_create(struct tx *tx, const struct attachment *file)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into record_file (id, module_id, record_id, field_id, blob, name, type, size, created_at, created_by, sender_id, "
	       "hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	       db_int(id), db_int(file->module_id), db_int(file->record_id), db_optional(file->field_id, 0),
	       db_text(file->blob), db_text(file->name), db_text(file->type), db_int(file->size), db_int(clock_now()),
	       db_optional(file->created_by, 0), db_optional(file->sender_id, 0), db_text(file->hash));
	return id;
}

void
attachment_settle(struct tx *tx, int64_t id, int64_t staff, int64_t record)
{
	db_run(tx, "update record_file set record_id = $3 where id = $1 and created_by = $2 and record_id = 0",
	       db_int(id), db_int(staff), db_int(record));
}

bool
attachment_remove(struct tx *tx, int64_t module, int64_t record, int64_t id)
{
	return db_run(tx,
		      "delete from record_file where id = $1 and module_id = $2 and record_id = $3 and field_id is null",
		      db_int(id), db_int(module), db_int(record)) == 1;
}

void
attachment_forget_open(struct tx *tx, int64_t before)
{
	db_run(tx, "delete from record_file where record_id = 0 and created_at < $1", db_int(before));
}
