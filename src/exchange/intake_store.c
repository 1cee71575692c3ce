/* intake_store: rows of imports, what is wrong with their lines, and what they did. */
#include "exchange/intake.h"

#include "base/instant.h"
#include "db/sql.h"

const char *const intake_state_names[] = {"mapping", "checking", "checked", "running", "telling",
					  "done",    "failed",	 "undoing", "undone",  NULL};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct intake, id),
	DB_COLUMN_INT64(struct intake, module_id),
	DB_COLUMN_INT64(struct intake, staff_id),
	DB_COLUMN_ENUM(struct intake, state, intake_state_names),
	DB_COLUMN_TEXT(struct intake, file_name),
	DB_COLUMN_TEXT(struct intake, blob),
	DB_COLUMN_TEXT(struct intake, sample),
	DB_COLUMN_INT64(struct intake, line_count),
	DB_COLUMN_TEXT(struct intake, mapping),
	DB_COLUMN_INT64(struct intake, position),
	DB_COLUMN_INT64(struct intake, created_count),
	DB_COLUMN_INT64(struct intake, changed_count),
	DB_COLUMN_INT64(struct intake, same_count),
	DB_COLUMN_INT64(struct intake, bad_count),
	DB_COLUMN_TEXT(struct intake, problem),
	DB_COLUMN_INSTANT(struct intake, created_at),
	DB_COLUMN_INSTANT(struct intake, finished_at),
	DB_COLUMN_INT64(struct intake, version),
};
static const struct db_shape shape = DB_SHAPE(struct intake, columns);

#define COLUMNS                                                                                                        \
	"id, module_id, staff_id, state, file_name, blob, sample, line_count, mapping, position, created_count, "      \
	"changed_count, same_count, bad_count, problem, created_at, finished_at, version"

bool
intake_is_working(const struct intake *intake)
{
	return intake->state == INTAKE_CHECKING || intake->state == INTAKE_RUNNING || intake->state == INTAKE_TELLING ||
	       intake->state == INTAKE_UNDOING;
}

void
intake_create(struct tx *tx, const struct intake *intake)
{
	db_run(tx,
	       "insert into record_import (id, module_id, staff_id, state, file_name, blob, sample, line_count, mapping, "
	       "position, created_count, changed_count, same_count, bad_count, created_at, version) "
	       "values ($1, $2, $3, 'mapping', $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, $9, 1)",
	       db_int(intake->id), db_int(intake->module_id), db_int(intake->staff_id), db_text(intake->file_name),
	       db_text(intake->blob), db_text(intake->sample), db_int(intake->line_count), db_text(intake->mapping),
	       db_int(intake->created_at));
}

struct intake *
intake_find(struct tx *tx, int64_t staff, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from record_import where id = $1 and staff_id = $2", db_int(id),
		       db_int(staff));
}

struct intake *
intake_read(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from record_import where id = $1", db_int(id));
}

struct intake *
intake_list(struct tx *tx, int64_t staff, int64_t module, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select " COLUMNS
		       " from record_import where staff_id = $1 and module_id = $2 order by id desc limit $3",
		       db_int(staff), db_int(module), db_int((int64_t)limit));
}

bool
intake_map(struct tx *tx, int64_t id, const char *mapping)
{
	return db_run(tx,
		      "update record_import set state = 'mapping', mapping = $1, problem = null, position = 0, "
		      "created_count = 0, changed_count = 0, same_count = 0, bad_count = 0, finished_at = null, "
		      "version = version + 1 where id = $2 and state in ('mapping', 'checked', 'failed')",
		      db_text(mapping), db_int(id)) == 1;
}

bool
intake_step(struct tx *tx, int64_t id, enum intake_state from, enum intake_state to)
{
	return db_run(tx,
		      "update record_import set state = $1, position = 0, problem = null, finished_at = null, "
		      "version = version + 1 where id = $2 and state = $3",
		      db_text(intake_state_names[to]), db_int(id), db_text(intake_state_names[from])) == 1;
}

void
intake_note(struct tx *tx, const struct intake *intake)
{
	db_run(tx,
	       "update record_import set position = $1, created_count = $2, changed_count = $3, same_count = $4, "
	       "bad_count = $5 where id = $6",
	       db_int(intake->position), db_int(intake->created_count), db_int(intake->changed_count),
	       db_int(intake->same_count), db_int(intake->bad_count), db_int(intake->id));
}

void
intake_end(struct tx *tx, int64_t id, enum intake_state state, const char *problem, int64_t now)
{
	db_run(tx,
	       "update record_import set state = $1, problem = $2, finished_at = $3, version = version + 1 where id = $4",
	       db_text(intake_state_names[state]), db_text(problem), db_int(now), db_int(id));
}

const char *
intake_remove(struct tx *tx, int64_t id)
{
	if (db_get_int(tx, 0,
		       "select count(*) from record_import where id = $1 and state not in ('checking', 'running', "
		       "'telling', 'undoing')",
		       db_int(id)) == 0)
		return NULL;
	problems_clear(tx, id);
	intake_rows_clear(tx, id);
	return db_get_text(tx, "delete from record_import where id = $1 returning blob", db_int(id));
}

const char *
intake_forget(struct tx *tx, int64_t before)
{
	int64_t id = db_get_int(tx, 0,
				"select id from record_import where created_at < $1 and state not in ('checking', "
				"'running', 'telling', 'undoing') and coalesce(finished_at, created_at) < $1 "
				"order by created_at limit 1",
				db_int(before));

	return id == 0 ? NULL : intake_remove(tx, id);
}

/* ---- what is wrong ---- */

enum { AT_ONCE = 50 };

static void
add_problem(struct sql *sql, int64_t intake, const struct problem *problem)
{
	const struct db_value values[] = {db_int(intake),	   db_int(problem->position),
					  db_int(problem->line),   db_text(problem->heading),
					  db_text(problem->value), db_text(problem->reason)};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, values[i]);
	}
	sql_add(sql, ")");
}

void
problems_add(struct tx *tx, int64_t intake, const struct problem *problems, size_t count)
{
	for (size_t from = 0; from < count; from += AT_ONCE) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_add(&sql,
			"insert into record_import_problem (import_id, position, line, heading, value, reason) values ");
		for (size_t i = from; i < count && i < from + AT_ONCE; i++) {
			sql_add(&sql, i == from ? "" : ", ");
			add_problem(&sql, intake, &problems[i]);
		}
		db_sql_run(tx, sql_end(&sql));
	}
}

void
problems_clear(struct tx *tx, int64_t intake)
{
	db_run(tx, "delete from record_import_problem where import_id = $1", db_int(intake));
}

struct problem *
problems_list(struct tx *tx, int64_t intake, size_t *count)
{
	static const struct db_column problem_columns[] = {
		DB_COLUMN_INT64(struct problem, position), DB_COLUMN_INT64(struct problem, line),
		DB_COLUMN_TEXT(struct problem, heading),   DB_COLUMN_TEXT(struct problem, value),
		DB_COLUMN_TEXT(struct problem, reason),
	};
	static const struct db_shape problem_shape = DB_SHAPE(struct problem, problem_columns);

	return db_list(tx, &problem_shape, count,
		       "select position, line, heading, value, reason from record_import_problem where import_id = $1 "
		       "order by position limit $2",
		       db_int(intake), db_int(INTAKE_PROBLEMS));
}

/* ---- what was done ---- */

static void
add_row(struct sql *sql, int64_t intake, const struct intake_row *row)
{
	const struct db_value values[] = {db_int(intake), db_int(row->record_id), db_int(row->line),
					  db_int(row->version), db_text(row->before)};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, values[i]);
	}
	sql_add(sql, row->before == NULL ? ", 0)" : ", 1)");
}

void
intake_rows_add(struct tx *tx, int64_t intake, const struct intake_row *rows, size_t count)
{
	for (size_t from = 0; from < count; from += AT_ONCE) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_add(&sql,
			"insert into record_import_row (import_id, record_id, line, version, before, told) values ");
		for (size_t i = from; i < count && i < from + AT_ONCE; i++) {
			sql_add(&sql, i == from ? "" : ", ");
			add_row(&sql, intake, &rows[i]);
		}
		db_sql_run(tx, sql_end(&sql));
	}
}

struct intake_row *
intake_rows(struct tx *tx, int64_t intake, enum intake_rows which, size_t limit, size_t *count)
{
	static const struct db_column row_columns[] = {
		DB_COLUMN_INT64(struct intake_row, record_id),
		DB_COLUMN_INT64(struct intake_row, line),
		DB_COLUMN_INT64(struct intake_row, version),
		DB_COLUMN_TEXT(struct intake_row, before),
	};
	static const struct db_shape row_shape = DB_SHAPE(struct intake_row, row_columns);
	static const char *const texts[] = {
		"select record_id, line, version, before from record_import_row where import_id = $1 "
		"order by record_id desc limit $2",
		"select record_id, line, version, before from record_import_row where import_id = $1 and before is not "
		"null order by record_id desc limit $2",
		"select record_id, line, version, before from record_import_row where import_id = $1 and told = 0 "
		"order by record_id limit $2",
	};

	return db_list(tx, &row_shape, count, texts[which], db_int(intake), db_int((int64_t)limit));
}

void
intake_count_kept(struct tx *tx, int64_t intake, int64_t looked_at, int64_t kept)
{
	db_run(tx, "update record_import set position = position + $1, bad_count = bad_count + $2 where id = $3",
	       db_int(looked_at), db_int(kept), db_int(intake));
}

void
problem_append(struct tx *tx, int64_t intake, const struct problem *problem)
{
	struct problem last = *problem;

	last.position = db_get_int(tx, 0, "select max(position) from record_import_problem where import_id = $1",
				   db_int(intake)) +
			1;
	if (last.position <= INTAKE_PROBLEMS)
		problems_add(tx, intake, &last, 1);
}

void
intake_row_told(struct tx *tx, int64_t intake, int64_t record)
{
	db_run(tx, "update record_import_row set told = 1 where import_id = $1 and record_id = $2", db_int(intake),
	       db_int(record));
}

void
intake_row_remove(struct tx *tx, int64_t intake, int64_t record)
{
	db_run(tx, "delete from record_import_row where import_id = $1 and record_id = $2", db_int(intake),
	       db_int(record));
}

void
intake_rows_clear(struct tx *tx, int64_t intake)
{
	db_run(tx, "delete from record_import_row where import_id = $1", db_int(intake));
}
