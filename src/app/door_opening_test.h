/* door_opening_test: ways through the door that are closed to somebody, and open without the check that closes them. */
#ifndef APP_DOOR_OPENING_TEST_H
#define APP_DOOR_OPENING_TEST_H

#include "app/door_test.h"
#include "core/weakened.h"
#include "records/record_world_test.h"

/* The house of rights_world_make, and its door. */
struct opening {
	struct world world;
	struct door *door;
	struct arena *arena;
};
struct opening opening_of(struct db *db, struct arena *arena);

/* What somebody asks for; nothing of it stays. */
struct trial {
	enum check check;
	int64_t staff;
	const char *path, *query;
	const char *body; /* JSON, to be posted; NULL: a page to get */
	int closed;	  /* the status that says no */
};

/* The status as it is, with all checks. */
int opening_status(const struct opening *opening, const struct trial *trial);
/* Each is closed as it says; in programs whose checks can be switched off, it is open without its check. */
void opening_try(const struct opening *opening, const struct trial *trials, size_t count);

/* Runs statements, then forgets what the door knows of rights. */
void opening_run(struct opening *opening, const char *const *statements, size_t count);
/* "0c4m…": as paths have it. */
const char *opening_id(const struct opening *opening, int64_t id);

#endif
