/* condition_entry: records and staff users in conditions: people type and read their names, conditions keep their ids.
 * What a name stands for is asked of the house's directory, with the eyes of the one who sent the request. */
#ifndef MODULES_CONDITION_ENTRY_H
#define MODULES_CONDITION_ENTRY_H

#include "core/request.h"
#include "modules/catalogue.h"

/* A lookup, to one or to many, or a staff user. */
bool field_is_entry(const struct field *field);

/* What it is called; NULL: not the reader's to see. For condition_words, whose context is then the request. */
const char *condition_entry_name(const void *request, const struct field *field, int64_t id);

/* As a form shows it: "Martin", or "Martin [0c4m…]" where several are called so; the id alone where it has no name for
 * the reader. */
const char *condition_entry_text(struct request *rq, const struct field *field, int64_t id);

/* The id of what was typed so, as text, or an id itself. NULL: *error is N_, its values in *values. */
const char *condition_entry_read(struct request *rq, const struct field *field, const char *typed, const char **error,
				 struct doc **values);

#endif
