/* sql: a builder of text beside an array of values. */
#include "db/sql.h"

#include "base/arena.h"
#include "base/check.h"

#include <stdarg.h>
#include <string.h>

enum { FIRST_VALUES = 16 };

struct sql
sql_new(struct arena *arena)
{
	return (struct sql){.text = builder_new(arena, 0), .arena = arena};
}

void
sql_add(struct sql *sql, const char *text)
{
	build_text(&sql->text, text);
}

void
sql_printf(struct sql *sql, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	build_text(&sql->text, arena_vprintf(sql->arena, format, arguments));
	va_end(arguments);
}

static void
grow(struct sql *sql)
{
	int capacity = sql->capacity == 0 ? FIRST_VALUES : sql->capacity * 2;
	struct db_value *larger = arena_array(sql->arena, (size_t)capacity, sizeof *larger);

	if (sql->count > 0)
		memcpy(larger, sql->values, (size_t)sql->count * sizeof *larger);
	sql->values = larger;
	sql->capacity = capacity;
}

int
sql_bind(struct sql *sql, struct db_value value)
{
	check(sql->count < DB_SQL_VALUES);
	if (sql->count == sql->capacity)
		grow(sql);
	sql->values[sql->count++] = value;
	return sql->count;
}

void
sql_value(struct sql *sql, struct db_value value)
{
	build_printf(&sql->text, "$%d", sql_bind(sql, value));
}

void
sql_ids(struct sql *sql, const int64_t *ids, size_t count)
{
	sql_add(sql, "(0");
	for (size_t i = 0; i < count; i++) {
		sql_add(sql, ", ");
		sql_value(sql, db_int(ids[i]));
	}
	sql_add(sql, ")");
}

struct db_sql
sql_end(struct sql *sql)
{
	return (struct db_sql){builder_text(&sql->text), sql->values, sql->count, sql->belt};
}
