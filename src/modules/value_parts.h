/* value_parts: what the files of value and condition share among themselves. */
#ifndef MODULES_VALUE_PARTS_H
#define MODULES_VALUE_PARTS_H

#include "modules/value.h"

enum {
	VALUE_ENTRIES = 100,	/* of a lookup to many */
	VALUE_SHORT = 100,	/* characters of a text that stands for a number, a day, a choice */
	VALUE_TEXT_LIMIT = 255, /* characters of a text whose field sets no limit */
	VALUE_LINES_LIMIT = 20000,
	STREET_LIMIT = 300, /* characters of an address's parts */
	CODE_LIMIT = 16,
	CITY_LIMIT = 100,
};

/* One reading of a text: what it is for, and what was wrong. */
struct value_reading {
	struct arena *arena;
	const struct field *field;
	const struct formats *formats; /* NULL: none */
	bool asked;		       /* for a comparison: limits and patterns do not hold */
	const char *english;	       /* what is wrong, with its {{names}}… */
	const struct doc *values;
	const char *plain; /* … and without them */
};

/* Notes what is wrong; returns false. */
bool value_wrong(struct value_reading *reading, const char *english);
bool value_wrong_by(struct value_reading *reading, const char *english, const char *plain, const struct doc *values);

/* Reads a text as value_parse does. */
bool value_of_text(struct value_reading *reading, const char *text, struct db_value *value);

/* The readers of each kind of field; `text` is trimmed and not empty. */
bool number_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool yes_no_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool day_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool instant_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool choice_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool choices_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool id_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool ids_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool words_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool phone_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool link_of_text(struct value_reading *reading, const char *text, struct db_value *value);
bool address_of_text(struct value_reading *reading, const char *text, struct db_value *value);
/* A text without signs that cannot be shown, as long as the field lets, or an e-mail address; NULL: neither. */
const char *value_clean_text(struct value_reading *reading, enum field_type type, const char *text);

/* Whether the whole text is written as the pattern says; it is compiled once. */
bool value_matches(const char *pattern, const char *text);

/* The digits of a part of a telephone number, and a + that it begins with. */
const char *number_part(struct arena *arena, const char *text);
/* Digits that a telephone number has somewhere, or begins with, as they are kept: "0612" of France is "612" there, and
 * begins "+33612". */
const char *phone_dialled(struct arena *arena, const char *digits, const char *country, bool begins);

/* The digits behind the point of a number's field. */
int value_digits(const struct field *field);

/* A value's text, NUL-terminated. */
const char *value_bytes(struct arena *arena, const struct db_value *value);
/* The text by which a field is compared in SQL: of its key, of lower(column), or of the column itself. */
const char *value_compared(struct arena *arena, const struct field *field, const char *text);
bool value_is_lowered(const struct field *field); /* compared by lower(column) */

/* Nothing in it but white space and signs that cannot be seen. */
bool text_is_blank(const char *text);

struct address {
	struct str street, postal_code, city, country;
};
struct address address_split(struct str kept);
/* Null when there is no place in the country: forms propose a country. NULL: an empty part. */
struct db_value
address_join(struct arena *arena, const char *street, const char *postal_code, const char *city, const char *country);

/* A point in time as people write it: a day or a time of day is a stretch, from its first instant up to the next. */
struct stretch {
	int64_t from, until;
	bool placed; /* its distance from UTC came with it: the zone did not matter */
};
/* False when it is no day and no time. */
bool stretch_of_text(struct arena *arena, const char *text, const char *zone, struct stretch *stretch);
/* "2026-12-31T14:30" as clocks of the zone show it. */
const char *instant_text(struct arena *arena, int64_t instant, const char *zone);

/* The items between the bars of "|a|b|", one after another; false at the end. */
bool list_next(struct str *list, struct str *item);

#endif
