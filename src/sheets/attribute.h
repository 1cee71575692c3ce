/* attribute: an attribute as a field of its own, by which its value is read, shown and searched as those of records. */
#ifndef SHEETS_ATTRIBUTE_H
#define SHEETS_ATTRIBUTE_H

#include "base/arena.h"
#include "sheets/sheets.h"

enum { ATTRIBUTE_CHOICES = 60, ATTRIBUTE_CHOICE = 100 /* bytes */ };

/* Its field: called "value", in no module. `country`: of telephone numbers without a calling code; NULL: none. */
struct field *attribute_field(struct arena *arena, const struct sheet_attribute *attribute, const char *country);
/* The value that the attribute holds; numbers with no more digits than they have, which `field` then has, too. */
struct db_value attribute_value(struct arena *arena, const struct sheet_attribute *attribute, struct field *field);
/* As sheet_attribute.value holds it; NULL: empty. */
const char *attribute_text(struct arena *arena, const struct field *field, const struct db_value *value);
/* By what searches find it: the beginning of what is filled in, folded. NULL: by nothing. */
const char *attribute_key(struct arena *arena, const struct field *field, const struct db_value *value);
/* What is filled in, as its type and answers have it, which may be others than those it was filled in under; `key` as
 * above. False: it does not fit them. */
bool attribute_refit(struct arena *arena, struct sheet_attribute *attribute, const char *country, const char **key);

/* The answers as they are kept: each line once, without blanks around; NULL: there is none. */
const char *attribute_choices(struct arena *arena, const char *typed);

/* FIELD_TYPES: attributes have no such type. */
enum field_type attribute_type_of(const char *name);

#endif
