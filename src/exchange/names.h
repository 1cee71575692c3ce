/* names: which records and staff users the names in a portion of a file stand for, asked in one statement a kind. */
#ifndef EXCHANGE_NAMES_H
#define EXCHANGE_NAMES_H

#include "records/record.h"

struct names;
enum found { FOUND_NONE, FOUND_ONE, FOUND_MANY };

struct names *names_new(struct arena *arena, const struct access *access);

/* Names, numbers or ids of records that a lookup leads to, or names and addresses of staff users. */
void names_want(struct names *names, const struct field *field, const char *text);
/* The record of the module itself that has this value in its field. */
void names_want_key(struct names *names, const struct field *key, const struct db_value *value);
/* Asks for what was wanted. Only what the viewer may see is found. */
void names_look_up(struct names *names, struct tx *tx);

/* *id is only set by FOUND_ONE. */
enum found names_find(const struct names *names, const struct field *field, const char *text, int64_t *id);
enum found
names_find_key(const struct names *names, const struct field *key, const struct db_value *value, int64_t *id);

/* What a value is compared by here, whichever way it is written. */
const char *names_compared(struct arena *arena, const struct db_value *value);

#endif
