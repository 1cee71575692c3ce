/* export_store: rows of exports, each its maker's own. */
#include "exchange/export.h"

#include "base/instant.h"

const char *const export_state_names[] = {"waiting", "running", "done", "failed", NULL};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct export, id),
	DB_COLUMN_INT64(struct export, module_id),
	DB_COLUMN_INT64(struct export, staff_id),
	DB_COLUMN_ENUM(struct export, format, sheet_format_names),
	DB_COLUMN_TEXT(struct export, request),
	DB_COLUMN_ENUM(struct export, state, export_state_names),
	DB_COLUMN_TEXT(struct export, problem),
	DB_COLUMN_INT64(struct export, row_count),
	DB_COLUMN_TEXT(struct export, file_name),
	DB_COLUMN_TEXT(struct export, blob),
	DB_COLUMN_INT64(struct export, size),
	DB_COLUMN_INSTANT(struct export, created_at),
	DB_COLUMN_INSTANT(struct export, finished_at),
};
static const struct db_shape shape = DB_SHAPE(struct export, columns);

#define COLUMNS                                                                                                        \
	"id, module_id, staff_id, format, request, state, problem, row_count, file_name, blob, size, created_at, "     \
	"finished_at"

void
export_create(struct tx *tx, const struct export *export)
{
	db_run(tx,
	       "insert into record_export (id, module_id, staff_id, format, request, state, row_count, file_name, size, "
	       "created_at) values ($1, $2, $3, $4, $5, 'waiting', 0, $6, 0, $7)",
	       db_int(export->id), db_int(export->module_id), db_int(export->staff_id),
	       db_text(sheet_format_names[export->format]), db_text(export->request), db_text(export->file_name),
	       db_int(export->created_at));
}

struct export *
export_find(struct tx *tx, int64_t staff, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from record_export where id = $1 and staff_id = $2", db_int(id),
		       db_int(staff));
}

struct export *
export_read(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from record_export where id = $1", db_int(id));
}

void
export_note(struct tx *tx, int64_t id, int64_t rows)
{
	db_run(tx, "update record_export set state = 'running', row_count = $1 where id = $2", db_int(rows),
	       db_int(id));
}

void
export_finish(struct tx *tx, const struct export *export)
{
	db_run(tx,
	       "update record_export set state = $1, problem = $2, row_count = $3, blob = $4, size = $5, finished_at = $6, "
	       "request = $8 where id = $7",
	       db_text(export_state_names[export->state]), db_text(export->problem), db_int(export->row_count),
	       db_text(export->blob), db_int(export->size), db_int(export->finished_at), db_int(export->id),
	       db_text(export->request));
}

const char *
export_forget(struct tx *tx, int64_t before)
{
	return db_get_text(tx,
			   "delete from record_export where id = (select id from record_export where created_at < $1 "
			   "order by created_at limit 1) returning coalesce(blob, '')",
			   db_int(before));
}
