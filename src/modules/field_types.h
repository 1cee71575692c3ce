/* field_types: the kinds of fields one may make, each with its picture, its sentence, and what its form asks. */
#ifndef MODULES_FIELD_TYPES_H
#define MODULES_FIELD_TYPES_H

#include "modules/catalogue.h"

/* What the form of a type asks beyond its label. */
enum field_asks {
	ASKS_LONGEST = 1,
	ASKS_PATTERN = 2,
	ASKS_NUMBERS = 4, /* least and most */
	ASKS_DAYS = 8,	  /* the same, as days */
	ASKS_DIGITS = 16,
	ASKS_CURRENCY = 32,
	ASKS_CHOICES = 64,
	ASKS_TARGET = 128,
	ASKS_PREFIX = 256, /* of a number that Parvis gives, and how long it is */
	ASKS_FORMULA = 512,
	ASKS_ROLLUP = 1024,
	ASKS_DEFAULT = 2048,
	ASKS_DISTINCT = 4096,
	ASKS_REQUIRED = 8192,
};

unsigned field_type_asks(enum field_type type);
const char *field_type_label(enum field_type type); /* English, N_ */
const char *field_type_about(enum field_type type); /* a sentence, N_ */
const char *field_type_icon(enum field_type type);
/* FIELD_TYPES: there is no such type. */
enum field_type field_type_of(const char *name);

/* "groups": [{label, types: [{code, label, about, icon, href}]}], where `path` leads to the form of a new field. */
void field_types_add(struct doc *page, const char *path);

#endif
