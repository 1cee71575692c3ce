/* tables_test: reads the migrations from the tree, as the build embeds them. */
#include "core/tables_test.h"

#include "base/arena.h"
#include "base/check.h"
#include "sys/crypto.h"
#include "sys/file.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

enum { STEPS_LIMIT = 200, STEP_LIMIT = 1 << 20 };

static struct migration
step_of(struct arena *arena, const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	struct migration step = {.name = arena_text_of(arena, name, strcspn(name, "."))};

	check(file_read(arena, path, STEP_LIMIT, &step.sql));
	return step;
}

void
tables_make(struct db *db, struct arena *arena)
{
	struct migration steps[STEPS_LIMIT];
	const char *error = "";
	glob_t found;

	crypto_start();
	check(glob("migrations/*.sql", 0, NULL, &found) == 0 && found.gl_pathc <= STEPS_LIMIT);
	for (size_t i = 0; i < found.gl_pathc; i++)
		steps[i] = step_of(arena, found.gl_pathv[i]);
	if (!db_migrate(db, arena, steps, found.gl_pathc, &error))
		fprintf(stderr, "%s\n", error);
	globfree(&found);
	check(text_empty(error));
}
