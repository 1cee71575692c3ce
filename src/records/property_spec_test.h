/* property_spec_test: what a house by chance is made of, as it was drawn: rows, profiles, staff, rules, user types. */
#ifndef RECORDS_PROPERTY_SPEC_TEST_H
#define RECORDS_PROPERTY_SPEC_TEST_H

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
	PROPERTY_TYPES = 3,
	PROPERTY_TABS = 7,
	PROPERTY_PEOPLE = 7, /* of the portal */
	PROPERTY_HANDS = 96,
	PROPERTY_GROUPS = 3, /* of records */
	OUTSIDERS = 3, /* contacts and clients: they have the ids of staff, so that neither is taken for the other */
};

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

struct type_spec;

struct staff_spec {
	int64_t id;
	int profile;		      /* -1: administrator */
	int role;		      /* -1: none */
	const struct type_spec *type; /* somebody of the portal; NULL: staff */
	struct viewer viewer;
	struct moment moment;
};

/* A tab of a user type, as it is published; some do not hold together. */
struct tab_spec {
	size_t sheet;
	enum tie tie;
	int link;	       /* field; -1: none */
	const char *link_name; /* NULL: none; not always a field */
	struct doc *json;      /* what it is narrowed to; NULL: all */
	const struct condition *narrowed;
	bool narrowed_to_nothing;	    /* by a field that is not there */
	unsigned may;			    /* as somebody wrote it */
	size_t layouts;			    /* those that are there */
	enum level levels[PROPERTY_FIELDS]; /* the most that a layout says */
	bool has_lines;
	enum level lines[PROPERTY_FIELDS];
	bool holds;
};

struct type_spec {
	int64_t id;
	int main; /* the sheet whose records sign in; -1: contacts */
	struct tab_spec tabs[PROPERTY_TABS];
	size_t tab_count;
	const char *setup; /* JSON */
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

/* A right that is given by hand: to one of the staff on a record, or on the records of a group. */
struct hand_spec {
	size_t staff;
	int64_t record; /* 0: of a group */
	int group;
	int level; /* 0 none, 1 read, 2 full */
};

/* A change in the history, as its table has it. */
struct change_spec {
	int64_t id, record;
	size_t sheet;
	int field; /* -1: the record as a whole */
};

#endif
