/* condition: a question about a record's fields, asked in SQL for rows and in C for one record at hand. */
#ifndef MODULES_CONDITION_H
#define MODULES_CONDITION_H

#include "db/sql.h"
#include "modules/catalogue.h"

struct formats;

enum comparison {
	COMPARE_IS,	  /* equals one of the values; texts without case and accents; an empty yes/no is no */
	COMPARE_IS_NOT,	  /* none of the values, or empty; several choices and lookups: has none of them */
	COMPARE_CONTAINS, /* texts without case and accents; several choices and lookups: has one of them */
	COMPARE_BEGINS,	  /* texts */
	COMPARE_ABOVE,	  /* numbers, days, instants: > */
	COMPARE_AT_LEAST, /* >= */
	COMPARE_BELOW,	  /* < */
	COMPARE_AT_MOST,  /* <= */
	COMPARE_EMPTY,	  /* null, or a text of length 0 */
	COMPARE_NOT_EMPTY,
	COMPARE_LAST_DAYS, /* days, instants: within so many days up to today, which counts: 1 is today */
	COMPARE_NEXT_DAYS, /* within so many days from today on, which counts: 1 is today */
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
	/* As the column keeps them. For instants, a day or a time of day is kept as its text ("2026-12-31",
	 * "2026-12-31T14:30"): when it begins and ends is known with the zone. For "last days": how many. */
	struct db_value *values;
	size_t value_count; /* at most 50 */
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
 * levels, 60 comparisons and 100 values in all. Values are texts as typed in a form (ISO days, "12.30"), or JSON's own.
 */
const struct condition *condition_parse(struct arena *arena, const struct field_scope *scope, const struct doc *json,
					const char **error, struct doc **values);
/* The same as JSON, for storing and for the API. */
struct doc *condition_doc(struct arena *arena, const struct condition *condition);
/* In words, for people, in the reader's language: "State is Won and Amount is above 1,000 €". `name` says what a record
 * or a staff user is called (NULL, or an answer of NULL: "…"). */
const char *
condition_words(struct arena *arena, const struct condition *condition, const struct formats *formats,
		const char *(*name)(const void *context, const struct field *field, int64_t id), const void *context);

/* What "now" and "me" are. */
struct moment {
	int64_t now;
	int32_t today; /* in the organisation's zone */
	const char *zone;
	int64_t staff; /* 0: nobody */
};

/* Adds the condition to `sql`, in parentheses; it is true or false, never null, and so may stand behind "not". `column`
 * gives the expression that compares a field: over its key when it has one ("vehicles.x_plate_key", or a case that
 * hides it); NULL: the field is empty for this viewer. Lookups to many are asked of record_link, with the module's
 * table under its own name. When $1 of `sql` is moment->staff, it serves for "me": so a plan holds for all staff. As
 * many values are bound as the condition has, and one for each "me" at most. Both engines give the same answer as
 * condition_holds. */
void condition_sql(struct sql *sql, const struct condition *condition, const struct moment *moment,
		   const char *(*column)(const void *context, const struct field *field), const void *context);

/* For a record at hand: cells by field index (DB_NULL when empty or hidden). Lookups to many are expected there as
 * texts of ids, "|12|345|". */
bool condition_holds(const struct condition *condition, const struct db_value *cells, const struct moment *moment);

/* Whether the field is asked about anywhere in it: what uses a field that somebody wants to retire. */
bool condition_uses(const struct condition *condition, const struct field *field);

#endif
