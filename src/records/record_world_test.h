/* record_world_test: a house with a module of vehicles, whose lines are services, and short ways to write records.
 */
#ifndef RECORDS_RECORD_WORLD_TEST_H
#define RECORDS_RECORD_WORLD_TEST_H

#include "records/record.h"
#include "rights/rights_world_test.h"

/* For TEST_BOTH_ENGINES_WITH: the house of rights_world_make with the modules "vehicles" and "services". */
void vehicles_make(struct db *db, struct arena *arena);

/* One more field, or sub-form with a field "label", made while the house lives; `settings` in single quotes, or NULL.
 */
void add_field(struct world *world, const char *module, const char *field, enum field_type type, const char *settings);
void add_sub_form(struct world *world, const char *module, const char *parent);

const struct access *access_of(struct world *world, int64_t staff, const char *module);
const struct field *field_of(struct world *world, const char *module, const char *field);

/* What is written: names of fields and texts, ending with NULL; "" leaves empty. */
struct wish {
	int64_t staff;
	const char *module;
	int64_t id;	 /* to be changed; 0: a new one */
	int64_t version; /* 0: whichever */
	int64_t parent;
	const char *const *fields;
	/* out */
	enum record_outcome outcome;
	struct record_trouble trouble;
};
#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

void wish_come_true(struct world *world, struct wish *wish);
/* A new record; it must come to be. */
int64_t made(struct world *world, int64_t staff, const char *module, const char *const *fields);
int64_t made_line(struct world *world, int64_t staff, const char *module, int64_t parent, const char *const *fields);
enum record_outcome
changed(struct world *world, int64_t staff, const char *module, int64_t id, const char *const *fields);
/* The same with the field that was refused ("" when none was). */
const char *refused(struct world *world, struct wish wish);
enum record_outcome removed(struct world *world, int64_t staff, const char *module, int64_t id);

/* What the staff user finds: cells as texts; "-" empty, "?" when they do not find the record. */
const char *cell(struct world *world, int64_t staff, const char *module, int64_t id, const char *field);
/* Names of what a query finds, joined by blanks. */
const char *listed(struct world *world, int64_t staff, const char *module, struct record_query query);
const char *searched(struct world *world, int64_t staff, const char *module, const char *words);
int64_t counted(struct world *world, const char *sql);

#endif
