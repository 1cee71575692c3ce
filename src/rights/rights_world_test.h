/* rights_world_test: a house with a few staff users and records, and short ways to ask what a plan lets somebody see.
 */
#ifndef RIGHTS_RIGHTS_WORLD_TEST_H
#define RIGHTS_RIGHTS_WORLD_TEST_H

#include "rights/rights_write.h"

enum { EVA = 101, BEN, CLEO, DAN }; /* staff: EVA administrator, the others managers */

struct world {
	struct db *db;
	struct arena *arena;
	struct rights *rights; /* as they were when last asked for */
	struct moment moment;
};

/* For TEST_BOTH_ENGINES_WITH: tables, organisation, modules, staff. */
void rights_world_make(struct db *db, struct arena *arena);
struct world rights_world(struct db *db, struct arena *arena);

/* Runs a body in a write; then reads the rights anew. */
void world_write(struct world *world, db_body body, void *data);
void world_reload(struct world *world);
/* The same for a plain statement. */
void world_run(struct world *world, const char *sql);

struct viewer world_viewer(struct world *world, int64_t staff);
const struct module *world_module(const struct world *world, const char *name);
const struct plan *world_plan(struct world *world, int64_t staff, const char *module);

/* A lead of this owner (0: nobody), state and amount; ids are chosen by the test. */
void world_lead(struct world *world, int64_t id, int64_t owner, const char *state, int64_t amount);

/* The ids of the module's records that a condition of the plan lets through, as "1 2 3". */
const char *world_ids(struct world *world, int64_t staff, const char *module, const char *condition);
/* The same for any viewer, and the value of a field instead of the id; "?" when the field is not theirs. */
const char *world_ids_of(struct world *world, const struct viewer *viewer, const char *module, const char *condition);
const char *world_cells_of(struct world *world, const struct viewer *viewer, const char *module, const char *field);
/* What the staff user reads of the field in the record: a text; "-" when it is null, "?" when it is not theirs. */
const char *world_cell(struct world *world, int64_t staff, const char *module, const char *field, int64_t id);

/* JSON as a condition; texts in single quotes. */
struct doc *world_json(struct world *world, const char *json);

#endif
