/* builtin: the modules that come with the program, as they are before anybody changed them. Internal to src/modules. */
#ifndef MODULES_BUILTIN_H
#define MODULES_BUILTIN_H

#include "modules/catalogue.h"

struct builtin_choice {
	const char *code;
	const char *label; /* English, N_ */
	const char *tone;
};

struct builtin_field {
	const char *name;
	enum field_type type;
	const char *label;  /* English, N_ */
	const char *column; /* NULL: as the name */
	const char *key;    /* of a module that a feature keeps; NULL: none. Others have "<column>_key" */
	bool required, distinct;
	bool typed; /* of a module that a feature keeps: pages of all modules write it, too */
	bool blank; /* the same: its column has "" where it is empty */
	const char *default_text;
	const char *settings;		      /* JSON, without the choices; NULL: none */
	const struct builtin_choice *choices; /* ends with a NULL code */
};

struct builtin_module {
	const char *name;
	const char *table;
	const char *singular, *plural; /* English, N_ */
	const char *icon;
	const char *naming;
	const char *parent;  /* name of the module whose sub-form it is */
	const char *kept_by; /* the feature whose pages and rules its records have; NULL: the engine's alone */
	bool made_here;	     /* kept, and pages of all modules make its records and take them away, too */
	bool by_hand;	     /* rights on single records are given by hand, too */
	enum sharing sharing;
	const struct builtin_field *fields; /* ends with a NULL name */
};

/* Each ends with a NULL name. */
extern const struct builtin_module builtin_people[], builtin_sales[], builtin_work[];
extern const struct builtin_choice builtin_origins[];

/* The fields that every module has, in the order of enum system_field. */
extern const struct builtin_field builtin_system[];

/* All of them, in the order of menus; NULL behind the last. */
const struct builtin_module *builtin_at(size_t index);
const struct builtin_module *builtin_named(const char *name); /* NULL: there is none */
/* NULL: there is none; the fields every module has are found in every module, `module` NULL included. */
const struct builtin_field *builtin_field_named(const struct builtin_module *module, const char *name);
const struct builtin_choice *builtin_choice_of(const struct builtin_field *field, const char *code);

#endif
