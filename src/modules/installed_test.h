/* installed_test: a database with the modules that come with the program, for tests of all that stands on them. */
#ifndef MODULES_INSTALLED_TEST_H
#define MODULES_INSTALLED_TEST_H

#include "modules/catalogue.h"

/* Runs the migrations, makes the organisation and installs the modules: for TEST_BOTH_ENGINES_WITH. */
void house_with_modules(struct db *db, struct arena *arena);
/* The catalogue as it is now, in `arena`. */
const struct catalogue *catalogue_now(struct db *db, struct arena *arena);

#endif
