/* house_test: a house without a server for tests of handlers: a migrated database, the templates, made-up requests. */
#ifndef CORE_HOUSE_TEST_H
#define CORE_HOUSE_TEST_H

#include "base/str.h"
#include "core/feature.h"
#include "db/db.h"

#include <stdbool.h>

/* Runs all migrations of the folder migrations/ (tests run in the root of the tree) and makes the organisation. */
void house_migrate(struct db *db, struct arena *arena);

/* A house around a migrated database; `config` is copied over plain settings, NULL: none. */
struct house *house_for_test(struct arena *arena, struct db *db, const struct config *config);

/* A request of nobody: POST with the fields of a query text ("email=a%40b.fr"), and the cookies of one browser. */
struct request *
request_for_test(const struct house *house, struct arena *arena, const char *fields, const char *cookies);

/* The page of a reply with an empty frame around it, names checked. */
const char *page_for_test(struct request *rq, const struct reply *reply);

/* Runs an import command over a file with these bytes; gives what it printed. `option` NULL: none. */
const char *import_for_test(const struct house *house, struct arena *arena,
			    int (*command)(const struct house *house, int argc, char **argv), const char *option,
			    struct str bytes, int *code);

/* The value a reply gives a cookie, or NULL. */
const char *reply_cookie_value(const struct reply *reply, const char *name);

#endif
