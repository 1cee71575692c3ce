/* schema_test: schema.sql says what the migrations make; PARVIS_WRITE_SCHEMA=1 writes it anew (bin/schema). */
#include "base/test.h"

#include "app/app.h"
#include "base/arena.h"
#include "db/db_testing.h"
#include "sys/file.h"

#include <stdio.h>
#include <stdlib.h>

enum { STEPS_LIMIT = 256, SCHEMA_LIMIT = 4 * 1024 * 1024 };

static const char *
schema_of_migrations(struct arena *arena)
{
	struct db *db = db_for_test(arena, DB_SQLITE, "schema", 0);
	struct migration steps[STEPS_LIMIT];
	const char *error = NULL, *text;

	assert_true(db_migrate(db, arena, steps, app_migrations(steps, STEPS_LIMIT), &error));
	text = arena_printf(arena, "-- The whole schema, as the migrations make it (bin/schema writes this file).\n%s",
			    db_schema_text(db, arena));
	return text;
}

TEST(schema_sql_is_what_the_migrations_make)
{
	struct arena *arena = arena_new(0);
	const char *made = schema_of_migrations(arena);
	struct str kept = STR("");

	if (getenv("PARVIS_WRITE_SCHEMA") != NULL)
		assert_true(file_write("schema.sql", str_of(made)));
	assert_true(file_read(arena, "schema.sql", SCHEMA_LIMIT, &kept));
	assert_string_equal(kept.at, made);
	arena_free(arena);
}
