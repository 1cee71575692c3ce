/* table_store: the statements that change the form of the database while everybody works with it. */
#include "modules/table_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"
#include "db/sql.h"

/* Building an index of so many rows takes less than a moment. */
enum { ROWS_AT_ONCE = 100000 };

/* Bytewise order on both engines, as the migrations have it. */
static const char *
column_type(struct tx *tx, enum db_type kept_as)
{
	if (tx_engine(tx) == DB_SQLITE)
		return kept_as == DB_INT ? "INTEGER" : "TEXT";
	return kept_as == DB_INT ? "bigint" : "text collate \"C\"";
}

static void
run(struct tx *tx, const struct sql *sql)
{
	db_sql_run(tx, sql_end((struct sql *)sql));
}

/* While a form is changed nobody else reads or writes the table: rather than let everybody wait behind one who reads
 * for long, this gives up and is tried again. */
static void
be_brief(struct tx *tx)
{
	if (tx_engine(tx) == DB_POSTGRES)
		db_run(tx, "set local lock_timeout to 2000");
}

/* ---- tables ---- */

struct column {
	const char *name;
	enum db_type kept_as;
	const char *rule;
};

static const struct column first_columns[] = {{"id", DB_INT, " primary key"}};
static const struct column line_columns[] = {{"parent_id", DB_INT, " not null"}, {"position", DB_INT, " not null"}};
static const struct column common_columns[] = {
	{"owner_id", DB_INT, ""},
	{"created_at", DB_INT, " not null"},
	{"created_by", DB_INT, ""},
	{"modified_at", DB_INT, ""},
	{"modified_by", DB_INT, ""},
	{"approval", DB_TEXT, " not null default 'none'"},
	{"review", DB_TEXT, " not null default 'none'"},
	{"deleted_at", DB_INT, ""},
	{"deleted_by", DB_INT, ""},
	{"version", DB_INT, " not null"},
};

static void
add_columns(struct tx *tx, struct sql *sql, const struct column *columns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sql_printf(sql, "%s%s %s%s", columns == first_columns ? "" : ", ", columns[i].name,
			   column_type(tx, columns[i].kept_as), columns[i].rule);
}

/* Names of indexes are short, whatever those of modules and fields are: PostgreSQL cuts at 63 bytes. */
static void
index_table(struct tx *tx, const struct module *module, const char *what, const char *columns, const char *which)
{
	struct sql sql = sql_new(tx_arena(tx));
	char id[ID_LENGTH + 1];

	id_print(id, module->id);
	sql_printf(&sql, "create index x_%s_%s on %s (%s)%s", id, what, module->table, columns, which);
	run(tx, &sql);
}

void
table_create(struct tx *tx, const struct module *module)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "create table %s (", module->table);
	add_columns(tx, &sql, first_columns, sizeof first_columns / sizeof first_columns[0]);
	if (module->parent != NULL)
		add_columns(tx, &sql, line_columns, sizeof line_columns / sizeof line_columns[0]);
	add_columns(tx, &sql, common_columns, sizeof common_columns / sizeof common_columns[0]);
	sql_add(&sql, tx_engine(tx) == DB_SQLITE ? ") strict" : ")");
	run(tx, &sql);
	if (module->parent != NULL)
		index_table(tx, module, "line", "parent_id, position, id", "");
	index_table(tx, module, "owner", "owner_id, id, deleted_at", "");
	index_table(tx, module, "created", "created_at, id, deleted_at", "");
	index_table(tx, module, "modified", "modified_at, id, deleted_at", "");
	index_table(tx, module, "bin", "deleted_at, id", " where deleted_at is not null");
	index_table(tx, module, "review", "id", " where review = 'waiting'");
}

void
table_index_owned(struct tx *tx, const struct module *module, const struct field *naming)
{
	const char *name = naming->key == NULL ? naming->column : naming->key;

	if (module->parent == NULL && field_sorts(naming))
		index_table(tx, module, "owned", arena_printf(tx_arena(tx), "owner_id, %s, id, deleted_at", name), "");
}

/* ---- columns ---- */

static void
add_column(struct tx *tx, const char *table, const char *column, enum db_type kept_as)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "alter table %s add column %s %s", table, column, column_type(tx, kept_as));
	run(tx, &sql);
}

/* With the id, by which lists go on, and with what is in the recycle bin, so that records are counted without a look at
 * the table. */
static void
add_index(struct tx *tx, int64_t field, const char *table, const char *column)
{
	struct sql sql = sql_new(tx_arena(tx));
	char id[ID_LENGTH + 1];

	id_print(id, field);
	sql_printf(&sql, "create index if not exists x_%s on %s (%s, id, deleted_at)", id, table, column);
	run(tx, &sql);
}

static bool
is_large(struct tx *tx, const char *table)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select count(*) from (select 1 as one from %s limit %d) as first_rows", table, ROWS_AT_ONCE);
	return db_sql_get_int(tx, 0, sql_end(&sql)) == ROWS_AT_ONCE;
}

void
table_add_column(struct tx *tx, const struct field *field)
{
	const char *table = field->module->table;
	struct doc *payload;

	if (field->column == NULL)
		return;
	be_brief(tx);
	add_column(tx, table, field->column, field_kept_as(field));
	if (field->key != NULL)
		add_column(tx, table, field->key, DB_TEXT);
	if (!field_is_indexed(field))
		return;
	if (!is_large(tx, table)) {
		add_index(tx, field->id, table, field->key == NULL ? field->column : field->key);
		return;
	}
	payload = doc_object(tx_arena(tx));
	doc_set_id(payload, "field", field->id);
	job_add(tx, "field.index", payload, 0, NULL);
}

/* ---- the job ---- */

/* Read, and then no transaction is open: an index that is built while others write waits for all that are. */
struct wanted_index {
	const char *name, *sql;
	bool unread, invalid, in_work;
};

static void
find_index(struct tx *tx, struct wanted_index *wanted, const struct field *field)
{
	struct arena *arena = tx_arena(tx);
	char id[ID_LENGTH + 1];

	id_print(id, field->id);
	wanted->name = arena_printf(arena, "x_%s", id);
	wanted->sql = arena_printf(arena, "create index %s if not exists %s on %s (%s, id, deleted_at)",
				   tx_engine(tx) == DB_POSTGRES ? "concurrently" : "", wanted->name,
				   field->module->table, field->key == NULL ? field->column : field->key);
	if (tx_engine(tx) != DB_POSTGRES)
		return;
	wanted->invalid =
		db_get_int(tx, 0, "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid",
			   db_text(wanted->name)) == 1;
	wanted->in_work =
		db_get_int(tx, 0, "select 1 from pg_stat_progress_create_index where index_relid = to_regclass($1)",
			   db_text(wanted->name)) == 1;
}

static struct wanted_index
wanted_index(struct job *job, int64_t id)
{
	struct wanted_index wanted = {.name = NULL};
	struct tx *tx = db_read(job->db, job->arena);
	const struct field *field = field_of_id(catalogue_load(tx, job->arena), id);

	if (field != NULL && field_is_indexed(field) && tx_trouble(tx) == DB_FINE)
		find_index(tx, &wanted, field);
	wanted.unread = tx_trouble(tx) != DB_FINE;
	db_read_end(tx);
	return wanted;
}

/* What was interrupted leaves an index that is written but never read: it makes room for a whole one. */
static bool
build(struct job *job, const struct wanted_index *wanted)
{
	return (!wanted->invalid ||
		db_run_alone(job->db, job->arena,
			     arena_printf(job->arena, "drop index concurrently if exists %s", wanted->name),
			     &job->error)) &&
	       db_run_alone(job->db, job->arena, wanted->sql, &job->error);
}

enum job_result
field_index_run(struct job *job)
{
	const char *text = doc_get_text(job->payload, "field");
	struct wanted_index wanted;
	int64_t id;

	if (text == NULL || !id_parse(str_of(text), &id)) {
		job->error = "The job names no field.";
		return JOB_DEAD;
	}
	wanted = wanted_index(job, id);
	if (wanted.unread || wanted.in_work) {
		job->error = wanted.unread ? "The database did not answer." : "Another process is building the index.";
		return JOB_RETRY;
	}
	return wanted.name == NULL || build(job, &wanted) ? JOB_DONE : JOB_RETRY;
}
