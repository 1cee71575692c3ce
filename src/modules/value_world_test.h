/* value_world_test: a module by hand with a field of every type, for tests of values and conditions. */
#ifndef MODULES_VALUE_WORLD_TEST_H
#define MODULES_VALUE_WORLD_TEST_H

#include "base/arena.h"
#include "modules/value.h"

enum world_field {
	W_TITLE, /* text with a key */
	W_NOTES, /* lines */
	W_CODE,	 /* text without a key, as of modules kept elsewhere */
	W_MAIL,
	W_PHONE,
	W_SITE,
	W_COUNT,
	W_WEIGHT, /* 3 digits */
	W_PRICE,  /* euros */
	W_RATE,	  /* percent with 2 digits */
	W_DUE,
	W_SEEN, /* instants of Paris */
	W_PAID,
	W_STATE, /* new, won, in_progress, Won; "old" is retired */
	W_TAGS,	 /* red, blue, light_blue, Red */
	W_OWNER,
	W_CLIENT,
	W_PARTNERS, /* lookups to many */
	W_HOME,
	W_SCAN, /* a file */
	W_REF,	/* a number given by the program */
	W_SUM,	/* a formula: euros */
	W_MARK, /* a formula: text */
	WORLD_FIELDS,
};

struct world {
	struct arena *arena;
	struct module module;
	struct field fields[WORLD_FIELDS];
};

/* In `arena`. */
struct world *value_world(struct arena *arena);

#endif
