/* condition: a question about a record's fields, asked in SQL for rows and in C for one record at hand. */
#ifndef MODULES_CONDITION_H
#define MODULES_CONDITION_H

#include "db/sql.h"
#include "modules/catalogue.h"

enum comparison {
	COMPARE_IS,	  /* equals one of the values; texts without case and accents */
	COMPARE_IS_NOT,	  /* none of the values, or empty */
	COMPARE_CONTAINS, /* texts without case and accents; several choices: has one of the values */
	COMPARE_BEGINS,	  /* texts */
	COMPARE_ABOVE,	  /* numbers, days, instants: > */
	COMPARE_AT_LEAST, /* >= */
	COMPARE_BELOW,	  /* < */
	COMPARE_AT_MOST,  /* <= */
	COMPARE_EMPTY,	  /* null, or a text of length 0 */
	COMPARE_NOT_EMPTY,
	COMPARE_LAST_DAYS, /* days, instants: within so many days up to today, today included */
	COMPARE_NEXT_DAYS, /* within so many days from today on, today included */
	COMPARE_ME,	   /* staff: is the viewer */
	COMPARISONS,
};
extern const char *const comparison_names[]; /* "is", "is_not", "contains"…, NULL-terminated */
/* Whether the type of this field has the comparison: an unfit one is refused by condition_parse. */
bool comparison_fits(const struct field *field, enum comparison comparison);

enum condition_kind { CONDITION_ALL, CONDITION_ANY, CONDITION_COMPARE };

struct condition {
	enum condition_kind kind;
	struct condition *parts; /* all, any: an empty "all" holds, an empty "any" does not */
	size_t part_count;
	const struct field *field;
	enum comparison comparison;
	struct db_value *values; /* kept as the column keeps them */
	size_t value_count;	 /* at most 50 */
};

/* Which fields there are for the one who asks: NULL hides it, and the text of the error is that of an unknown name. */
struct field_scope {
	const struct module *module;
	const struct field *(*find)(const struct field_scope *scope, const char *name);
	const void *context;
};
extern const struct field *scope_all(const struct field_scope *scope, const char *name); /* every field in use */

/* Reads {"all": [{"field": "state", "comparison": "is", "values": ["won"]}, {"any": […]}]}; null and {} hold always.
 * NULL: refused, and *error gets a message (English, N_) whose {{field}} or {{value}} stand in *values. At most 4
 * levels and 60 comparisons. Values are texts as typed in a form (ISO days, "12.30"), or JSON's own. */
const struct condition *condition_parse(struct arena *arena, const struct field_scope *scope, const struct doc *json,
					const char **error, struct doc **values);
/* The same as JSON, for storing and for the API. */
struct doc *condition_doc(struct arena *arena, const struct condition *condition);
/* In words, for people: "State is Won and Amount is above 1 000 €". */
const char *condition_words(struct arena *arena, const struct condition *condition, const char *language);

/* What "now" and "me" are. */
struct moment {
	int64_t now;
	int32_t today; /* in the organisation's zone */
	const char *zone;
	int64_t staff; /* 0: nobody */
};

/* Adds the condition to `sql`, in parentheses. `column` gives the expression that reads a field ("vehicles.x_plate" or
 * a case that hides it). Both engines give the same answer as condition_holds. */
void condition_sql(struct sql *sql, const struct condition *condition, const struct moment *moment,
		   const char *(*column)(const void *context, const struct field *field), const void *context);

/* For a record at hand: cells by field index (DB_NULL when empty or hidden). Lookups (many) are not in cells: `links`
 * answers for them (NULL: none has any). */
bool condition_holds(const struct condition *condition, const struct db_value *cells, const struct moment *moment);

/* Whether the field is asked about anywhere in it: what uses a field that somebody wants to retire. */
bool condition_uses(const struct condition *condition, const struct field *field);

#endif
