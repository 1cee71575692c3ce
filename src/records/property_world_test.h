/* property_world_test: a house by chance: modules, profiles, roles, groups, rules and records; and in memory the same,
 * as it was drawn, for those who work out by themselves who sees what. */
#ifndef RECORDS_PROPERTY_WORLD_TEST_H
#define RECORDS_PROPERTY_WORLD_TEST_H

#include "records/record.h"
#include "rights/rights_world_test.h"

enum {
	PROPERTY_MODULES = 5, /* the last is the sub-form of the first */
	PROPERTY_FIELDS = 32,
	PROPERTY_STAFF = 6,
	PROPERTY_PROFILES = 5, /* manager, reader, three made here */
	PROPERTY_ROLES = 6,
	PROPERTY_CREWS = 2,
	PROPERTY_RULES = 32,
};

struct chance {
	uint64_t state;
};
uint64_t draw(struct chance *chance, uint64_t below);
bool draw_once_in(struct chance *chance, uint64_t times);

/* A row as the table has it, read without anybody's plan. */
struct copy {
	int64_t id, version, parent, position;
	bool deleted;
	struct db_value *cells; /* by field index; lookups to many as "|1|2|" */
};

struct sheet {
	const char *name;
	const char *parent; /* NULL: a module of its own */
	enum sharing sharing;
	const struct module *module; /* of the snapshot that is loaded */
	struct copy *rows;
	size_t row_count;
};

struct profile_spec {
	int64_t id;
	unsigned may[PROPERTY_MODULES];
	enum level levels[PROPERTY_MODULES][PROPERTY_FIELDS];
};

struct role_spec {
	int64_t id;
	int parent; /* -1: none */
};

struct staff_spec {
	int64_t id;
	int profile; /* -1: administrator */
	int role;    /* -1: none */
	struct viewer viewer;
	struct moment moment;
};

struct crew_spec {
	int64_t id;
	bool members[PROPERTY_STAFF];
};

struct rule_spec {
	size_t sheet;
	const struct doc *json;
	const struct condition *condition; /* over the snapshot that is loaded */
	bool shares;			   /* else a state rule */
	int role, crew;			   /* shares with one of the two; -1: not */
	bool writes;			   /* shares to write */
	int field;			   /* state rule: index; -1: the whole record */
	bool hides;
};

/* A change in the history, as its table has it. */
struct change_spec {
	int64_t id, record;
	size_t sheet;
	int field; /* -1: the record as a whole */
};

struct property {
	struct db *db;
	struct arena *arena; /* of what is drawn */
	struct arena *copy;  /* of the copies, renewed when they are read again */
	struct world world;
	struct chance chance;
	struct sheet sheets[PROPERTY_MODULES];
	size_t sheet_count;
	struct profile_spec profiles[PROPERTY_PROFILES];
	struct role_spec roles[PROPERTY_ROLES];
	size_t role_count;
	struct staff_spec staff[PROPERTY_STAFF];
	struct crew_spec crews[PROPERTY_CREWS];
	struct rule_spec rules[PROPERTY_RULES];
	size_t rule_count;
	struct change_spec *changes;
	size_t change_count;
	size_t cases, mismatches;
	bool quiet; /* a mismatch is expected, and enough */
	bool brief; /* the first mismatch is enough */
	const struct staff_spec *only_staff,
		*wrong_staff;			      /* who asks (NULL: all), and to whom something wrong was said */
	const struct sheet *only_sheet, *wrong_sheet; /* the same of modules */
};

/* Whether this one asks about this module, and has not heard enough. */
bool property_asks(const struct property *property, size_t staff, size_t sheet);

/* PARVIS_SEED draws the same worlds again. */
uint64_t property_seed(void);
/* Draws a world into an empty database; of each module so many records at least. */
struct property *property_new(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows);
void property_free(struct property *property);

/* Writes the rules there are in memory beside those in the database. */
void property_save_rules(struct property *property);
/* Reads modules and rights anew, and the rules over them. */
void property_load(struct property *property);
/* Reads all rows and changes anew. */
void property_copy(struct property *property);

/* Any value that the field may have, often an empty one, often the same as others have. */
struct db_value draw_value(struct property *property, const struct field *field, struct arena *arena);
/* A condition over fields of the module that somebody could write. */
struct doc *draw_condition(struct property *property, const struct module *module, int levels, struct arena *arena);
/* A word that records have, or half of one. */
const char *draw_word(struct property *property, struct arena *arena);
/* Sometimes the words of a field that a rule hides in some records of the module. */
const char *draw_telling_word(struct property *property, const struct module *module, struct arena *arena);

/* One more answer was compared; when it is not the same it is told, with what was asked. */
void property_case(struct property *property, bool same, const struct staff_spec *staff, const struct sheet *sheet,
		   const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
