/* rows: runs statements and fills structs from their rows, as shapes say. */
#include "base/arena.h"
#include "base/check.h"
#include "db/engine.h"

#include <string.h>

static struct db_sql
sql_of(const struct db_call *call)
{
	struct db_sql sql = {.sql = call->sql, .values = call->values};

	while (sql.count <= DB_VALUES_LIMIT && call->values[sql.count].type != DB_END)
		sql.count++;
	check(sql.count <= DB_VALUES_LIMIT);
	return sql;
}

/* PostgreSQL has no NUL in texts, so nobody has. */
static bool
values_are_fine(struct tx *tx, const struct db_sql *sql)
{
	for (int i = 0; i < sql->count; i++) {
		const struct db_value *value = &sql->values[i];

		if (value->type == DB_TEXT && value->bytes.length > 0 &&
		    memchr(value->bytes.at, '\0', value->bytes.length) != NULL) {
			tx_fail(tx, DB_BROKEN, "a text for $%d has a NUL inside, in: %s", i + 1, sql->sql);
			return false;
		}
	}
	return true;
}

static bool
rows_start(struct rows *rows, struct tx *tx, const struct db_sql *sql, bool streams)
{
	*rows = (struct rows){.tx = tx, .belt = sql->belt, .streams = streams};
	if (tx->trouble != DB_FINE || !values_are_fine(tx, sql))
		return false;
	tx->statements++;
	return tx->db->engine->rows_start(rows, sql);
}

static bool
rows_next(struct rows *rows)
{
	return rows->tx->trouble == DB_FINE && rows->tx->db->engine->rows_next(rows);
}

static int64_t
rows_end(struct rows *rows)
{
	int64_t changed = rows->tx->db->engine->rows_end(rows);

	return rows->tx->trouble == DB_FINE ? changed : 0;
}

/* Every statement ends here: with trouble it returns to tx_run, if that runs the body. What the body itself refused is
 * no trouble. */
static void
leave_in_trouble(struct tx *tx)
{
	if (tx->trouble != DB_FINE && tx->trouble != DB_REFUSED && tx->way_out != NULL)
		longjmp(*tx->way_out, 1);
}

int64_t
db_sql_run(struct tx *tx, struct db_sql sql)
{
	struct rows rows;
	int64_t changed = rows_start(&rows, tx, &sql, false) ? rows_end(&rows) : 0;

	leave_in_trouble(tx);
	return changed;
}

int64_t
db_run_call(struct tx *tx, const struct db_call *call)
{
	return db_sql_run(tx, sql_of(call));
}

/* Reads the first cell of the first row; null when there is none. */
static struct db_value
first_cell(struct tx *tx, enum db_type wanted, const struct db_sql *sql)
{
	const struct engine *engine = tx->db->engine;
	struct db_value value = db_null();
	struct rows rows;

	if (!rows_start(&rows, tx, sql, false))
		return value;
	if (rows_next(&rows) && !engine->cell(&rows, 0, wanted, tx->arena, &value))
		tx_fail(tx, DB_BROKEN, "the first column is not of the type asked for, in: %s", sql->sql);
	rows_end(&rows);
	return tx->trouble == DB_FINE ? value : db_null();
}

int64_t
db_sql_get_int(struct tx *tx, int64_t absent, struct db_sql sql)
{
	struct db_value value = first_cell(tx, DB_INT, &sql);

	leave_in_trouble(tx);
	return value.type == DB_NULL ? absent : value.integer;
}

int64_t
db_get_int_call(struct tx *tx, int64_t absent, const struct db_call *call)
{
	return db_sql_get_int(tx, absent, sql_of(call));
}

const char *
db_get_text_call(struct tx *tx, const struct db_call *call)
{
	struct db_sql sql = sql_of(call);
	struct db_value value = first_cell(tx, DB_TEXT, &sql);

	leave_in_trouble(tx);
	return value.type == DB_NULL ? NULL : value.bytes.at;
}

/* ---- shapes ---- */

static bool
shape_differs(struct rows *rows, const struct db_shape *shape, const char *sql)
{
	const struct engine *engine = rows->tx->db->engine;

	if (engine->column_count(rows) != shape->count) {
		tx_fail(rows->tx, DB_BROKEN, "%zu columns for a shape of %zu, in: %s", engine->column_count(rows),
			shape->count, sql);
		return true;
	}
	for (size_t i = 0; i < shape->count; i++) {
		const char *name = engine->column_name(rows, i);

		if (!text_equal(name, shape->columns[i].name)) {
			tx_fail(rows->tx, DB_BROKEN, "column %zu is %s where the shape has %s, in: %s", i + 1, name,
				shape->columns[i].name, sql);
			return true;
		}
	}
	return false;
}

/* Compares the names of the columns with the shape's, once per statement and shape. */
static bool
shape_fits(struct rows *rows, const struct db_shape *shape, const char *sql)
{
	if (rows->statement != NULL && rows->statement->checked == shape)
		return true;
	if (shape_differs(rows, shape, sql))
		return false;
	if (rows->statement != NULL)
		rows->statement->checked = shape;
	return true;
}

static bool
fill_integer(void *member, const struct db_column *column, int64_t integer)
{
	switch (column->member) {
	case DB_M_INT64:
		*(int64_t *)member = integer;
		return true;
	case DB_M_INT32:
		*(int32_t *)member = (int32_t)integer;
		return integer >= INT32_MIN && integer <= INT32_MAX;
	case DB_M_INT:
		*(int *)member = (int)integer;
		return integer >= INT32_MIN && integer <= INT32_MAX;
	default: /* DB_M_BOOL */
		*(bool *)member = integer != 0;
		return integer == 0 || integer == 1;
	}
}

static bool
fill_enum(int *member, const struct db_column *column, const struct db_value *value)
{
	*member = (int)column->absent;
	if (value->type == DB_NULL)
		return true;
	for (int i = 0; column->names[i] != NULL; i++)
		if (strcmp(column->names[i], value->bytes.at) == 0) {
			*member = i;
			return true;
		}
	return false;
}

static bool
fill_currency(char *member, const struct db_value *value)
{
	if (value->type == DB_NULL || value->bytes.length > 3)
		return value->type == DB_NULL;
	memcpy(member, value->bytes.at, value->bytes.length);
	return true;
}

static enum db_type
type_of(enum db_member member)
{
	switch (member) {
	case DB_M_TEXT:
	case DB_M_ENUM:
	case DB_M_CURRENCY:
		return DB_TEXT;
	case DB_M_BYTES:
		return DB_BYTES;
	default:
		return DB_INT;
	}
}

/* False when the value has no place in the member: out of range, no such name. */
static bool
fill_member(void *member, const struct db_column *column, const struct db_value *value)
{
	bool absent = value->type == DB_NULL;

	switch (column->member) {
	case DB_M_TEXT:
		*(const char **)member = absent ? NULL : value->bytes.at;
		return true;
	case DB_M_BYTES:
		*(struct str *)member = absent ? (struct str){NULL, 0} : value->bytes;
		return true;
	case DB_M_ENUM:
		return fill_enum(member, column, value);
	case DB_M_CURRENCY:
		return fill_currency(member, value);
	default:
		return fill_integer(member, column, absent ? column->absent : value->integer);
	}
}

/* Fills a zeroed struct from the current row, with texts and bytes in `arena`. */
static bool
fill(struct rows *rows, const struct db_shape *shape, void *object, struct arena *arena)
{
	const struct engine *engine = rows->tx->db->engine;

	for (size_t i = 0; i < shape->count; i++) {
		const struct db_column *column = &shape->columns[i];
		struct db_value value;

		if (!engine->cell(rows, i, type_of(column->member), arena, &value) ||
		    !fill_member((char *)object + column->offset, column, &value)) {
			tx_fail(rows->tx, DB_BROKEN, "a value of column %s does not fit the shape", column->name);
			return false;
		}
	}
	return true;
}

static void *
find(struct tx *tx, const struct db_shape *shape, const struct db_sql *sql)
{
	void *object = NULL;
	struct rows rows;

	if (!rows_start(&rows, tx, sql, false))
		return NULL;
	if (shape_fits(&rows, shape, sql->sql) && rows_next(&rows)) {
		object = arena_alloc(tx->arena, shape->size);
		fill(&rows, shape, object, tx->arena);
	}
	rows_end(&rows);
	return tx->trouble == DB_FINE ? object : NULL;
}

void *
db_find_call(struct tx *tx, const struct db_shape *shape, const struct db_call *call)
{
	struct db_sql sql = sql_of(call);
	void *object = find(tx, shape, &sql);

	leave_in_trouble(tx);
	return object;
}

/* A growing array of structs; what it grows out of stays in the arena, at most as much again. */
struct list {
	char *at;
	size_t count, capacity;
};

static void *
list_add(struct list *list, size_t size, struct arena *arena)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity == 0 ? 32 : list->capacity * 2;
		char *larger = arena_array(arena, capacity, size);

		if (list->count > 0)
			memcpy(larger, list->at, list->count * size);
		list->at = larger;
		list->capacity = capacity;
	}
	return list->at + list->count++ * size;
}

static void *
list_rows(struct tx *tx, const struct db_shape *shape, size_t *count, const struct db_sql *sql)
{
	struct list list = {NULL, 0, 0};
	struct rows rows;

	*count = 0;
	if (!rows_start(&rows, tx, sql, false))
		return NULL;
	if (shape_fits(&rows, shape, sql->sql))
		while (rows_next(&rows))
			fill(&rows, shape, list_add(&list, shape->size, tx->arena), tx->arena);
	rows_end(&rows);
	if (tx->trouble != DB_FINE)
		return NULL;
	*count = list.count;
	return list.at;
}

void *
db_sql_list(struct tx *tx, const struct db_shape *shape, size_t *count, struct db_sql sql)
{
	void *rows = list_rows(tx, shape, count, &sql);

	leave_in_trouble(tx);
	return rows;
}

void *
db_list_call(struct tx *tx, const struct db_shape *shape, size_t *count, const struct db_call *call)
{
	return db_sql_list(tx, shape, count, sql_of(call));
}

static void
each_row(struct tx *tx, const struct db_shape *shape, bool (*each)(const void *row, void *data), void *data,
	 const struct db_sql *sql)
{
	struct arena *texts;
	bool fits = false;
	struct rows rows;
	void *object;

	if (!rows_start(&rows, tx, sql, true))
		return;
	object = arena_alloc(tx->arena, shape->size);
	texts = arena_new(0);
	while (rows_next(&rows) && (fits || (fits = shape_fits(&rows, shape, sql->sql)))) {
		arena_reset(texts);
		memset(object, 0, shape->size);
		if (!fill(&rows, shape, object, texts) || !each(object, data))
			break;
	}
	arena_free(texts);
	rows_end(&rows);
}

/* What `each` does must not jump over the end of these rows. */
void
db_each_call(struct tx *tx, const struct db_shape *shape, bool (*each)(const void *row, void *data), void *data,
	     const struct db_call *call)
{
	jmp_buf *way_out = tx->way_out;
	struct db_sql sql = sql_of(call);

	tx->way_out = NULL;
	each_row(tx, shape, each, data, &sql);
	tx->way_out = way_out;
	leave_in_trouble(tx);
}

/* ---- rows of cells ---- */

static bool
read_cells(struct rows *rows, const enum db_type *types, size_t columns, struct arena *arena, struct db_value *cells)
{
	const struct engine *engine = rows->tx->db->engine;

	for (size_t i = 0; i < columns; i++)
		if (!engine->cell(rows, i, types[i], arena, &cells[i])) {
			tx_fail(rows->tx, DB_BROKEN, "column %zu is not of the type asked for", i + 1);
			return false;
		}
	return true;
}

static bool
has_columns(struct rows *rows, size_t columns, const char *sql)
{
	size_t found = rows->tx->db->engine->column_count(rows);

	if (found != columns)
		tx_fail(rows->tx, DB_BROKEN, "%zu columns where %zu were asked for, in: %s", found, columns, sql);
	return found == columns;
}

static struct db_value *
cell_rows(struct tx *tx, const struct db_sql *sql, const enum db_type *types, size_t columns, size_t *count)
{
	struct list list = {NULL, 0, 0};
	struct rows rows;

	*count = 0;
	if (!rows_start(&rows, tx, sql, false))
		return NULL;
	if (has_columns(&rows, columns, sql->sql))
		while (rows_next(&rows))
			read_cells(&rows, types, columns, tx->arena,
				   list_add(&list, columns * sizeof(struct db_value), tx->arena));
	rows_end(&rows);
	if (tx->trouble != DB_FINE)
		return NULL;
	*count = list.count;
	return (struct db_value *)(void *)list.at;
}

struct db_value *
db_sql_cells(struct tx *tx, struct db_sql sql, const enum db_type *types, size_t columns, size_t *count)
{
	struct db_value *cells = cell_rows(tx, &sql, types, columns, count);

	leave_in_trouble(tx);
	return cells;
}

static void
each_cells(struct tx *tx, const struct db_sql *sql, const enum db_type *types, size_t columns,
	   bool (*each)(const struct db_value *cells, void *data), void *data)
{
	struct arena *texts;
	struct db_value *cells;
	struct rows rows;

	if (!rows_start(&rows, tx, sql, true))
		return;
	cells = arena_array(tx->arena, columns, sizeof *cells);
	texts = arena_new(0);
	while (rows_next(&rows) && has_columns(&rows, columns, sql->sql)) {
		arena_reset(texts);
		if (!read_cells(&rows, types, columns, texts, cells) || !each(cells, data))
			break;
	}
	arena_free(texts);
	rows_end(&rows);
}

void
db_sql_each(struct tx *tx, struct db_sql sql, const enum db_type *types, size_t columns,
	    bool (*each)(const struct db_value *cells, void *data), void *data)
{
	jmp_buf *way_out = tx->way_out;

	tx->way_out = NULL;
	each_cells(tx, &sql, types, columns, each, data);
	tx->way_out = way_out;
	leave_in_trouble(tx);
}
