/* catalogue: which modules, fields and layouts there are: one snapshot, never changed, made anew when they change. */
#ifndef MODULES_CATALOGUE_H
#define MODULES_CATALOGUE_H

#include "base/arena.h"
#include "base/doc.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct condition;
struct formula;

/* How a value is kept: an integer, or a text. What each type needs more is in struct field. */
enum field_type {
	FIELD_TEXT,	  /* text: one line */
	FIELD_LONG_TEXT,  /* text: lines */
	FIELD_EMAIL,	  /* text: lower case */
	FIELD_PHONE,	  /* text: E.164 */
	FIELD_LINK,	  /* text: http or https address */
	FIELD_INTEGER,	  /* integer */
	FIELD_DECIMAL,	  /* integer of 10^-digits units */
	FIELD_MONEY,	  /* integer of minor units of .currency */
	FIELD_PERCENTAGE, /* integer of 10^-digits percent */
	FIELD_DAY,	  /* integer: days since 1970-01-01 */
	FIELD_INSTANT,	  /* integer: ms since 1970-01-01 */
	FIELD_YES_NO,	  /* integer: 0 or 1 */
	FIELD_CHOICE,	  /* text: a code of .choices */
	FIELD_CHOICES,	  /* text: codes between bars, "|red|blue|", in the order of .choices */
	FIELD_LOOKUP,	  /* integer: id of a record of .target */
	FIELD_LOOKUPS,	  /* rows of record_link; has no column: never in a select, a filter is an exists */
	FIELD_STAFF,	  /* integer: id of a staff user */
	FIELD_ADDRESS,	  /* text: street lines, postal code, town, country code, joined by "\n" in this order: the last
			     three are always there, maybe empty */
	FIELD_FILE,	  /* integer: id of a record_file */
	FIELD_IMAGE,	  /* integer: id of a record_file that is a picture */
	FIELD_SIGNATURE,  /* integer: id of a record_file: a PNG somebody drew */
	FIELD_NUMBER,	  /* text: given by the program: .prefix and a counter of at least .digits digits */
	FIELD_FORMULA,	  /* as .result: computed when the record changes, and stored */
	FIELD_ROLLUP,	  /* as .result: sum, count, least or greatest of .source over the records below; stored */
	FIELD_TYPES,
};
extern const char *const field_type_names[]; /* "text", "long_text", "email"…; NULL-terminated */

/* A text in the languages it was given in. */
enum { LABEL_TEXTS = 8 };
struct label {
	const char *builtin; /* English, N_; NULL: made here */
	size_t count;
	const char *languages[LABEL_TEXTS]; /* "fr" */
	const char *texts[LABEL_TEXTS];
};

/* The text for `language`, else the first one there is; a built-in label comes back in English (a word of a doc
 * translates it: doc_set_label does). Never NULL. */
const char *label_text(const struct label *label, const char *language);
/* Sets `name` to the label: a translated word when it is built in, else its text in `language`. */
void doc_set_label(struct doc *object, const char *name, const struct label *label, const char *language);

struct choice {
	const char *code;
	struct label label;
	const char *tone; /* "neutral", "good", "warning", "bad", "info": how it is coloured */
	bool retired;	  /* kept by records that have it, offered to none */
};

enum rollup { ROLLUP_SUM, ROLLUP_COUNT, ROLLUP_LEAST, ROLLUP_GREATEST };
extern const char *const rollup_names[];

struct field {
	int64_t id, version;
	const struct module *module;
	size_t index; /* in module->fields */
	const char *name;
	const char *column; /* NULL: FIELD_LOOKUPS */
	const char *key;    /* column of its folded text (text_fold), kept by the store beside it: texts people write
			       (text, long text, e-mail, link, address, formulas of text) are compared and sorted by it.
			       NULL: none; a text that is .theirs may have none: then lower(column) serves */
	enum field_type type;
	struct label label, help; /* help: no text when count is 0 and builtin is NULL */
	bool required, distinct_value, builtin;
	bool theirs, kept,
		blank; /* of a column that a feature made; that only it writes; that has "" where it is empty */
	bool system;   /* every module has it, nobody types it (but for the owner); has row, id and levels as others */
	bool retired;  /* kept in the array so that indexes stay; never offered */
	const char *default_text;

	int64_t least, most;  /* of numbers, days; INT64_MIN, INT64_MAX: no limit */
	size_t longest;	      /* characters of a text; what a formula makes of texts is cut there */
	int digits;	      /* after the comma; FIELD_NUMBER: at least so many */
	const char *currency; /* FIELD_MONEY, and a result that is money */
	const char *pattern;  /* POSIX extended regular expression the whole text matches; NULL: any */
	const char *prefix;   /* FIELD_NUMBER */
	const char *country;  /* FIELD_PHONE: numbers typed without a calling code are of the organisation's country;
				 NULL: such numbers are refused */
	const char *zone;     /* FIELD_INSTANT: what is typed is of the organisation's zone; NULL: UTC */
	const struct choice *choices;
	size_t choice_count;
	const struct module *target;   /* lookups */
	enum field_type result;	       /* formula, rollup: one of text, integer, decimal, money, day, instant, yes_no */
	const struct formula *formula; /* compiled */
	const char *formula_text;
	enum rollup rollup;
	const struct field *source; /* rollup: the field summed, in the module below; NULL for a count */
	const struct field
		*source_link; /* rollup: the lookup of that module that leads here; NULL: it is our sub-form */
	const struct module *source_module;
	const struct condition *visible_when; /* NULL: always */
};

/* An ordered arrangement of fields. */
struct layout_item {
	const struct field *field;
	bool required; /* in this layout, beyond the field's own */
	bool wide;     /* takes the whole width */
};
struct layout_section {
	struct label title;
	int columns; /* 1 or 2 */
	struct layout_item *items;
	size_t item_count;
};
struct layout {
	int64_t id, version;
	const struct module *module;
	const char *name;
	struct layout_section *sections;
	size_t section_count;
};

enum sharing { SHARING_PRIVATE, SHARING_READ, SHARING_WRITE };
extern const char *const sharing_names[];

struct module {
	int64_t id, version;
	size_t index; /* in catalogue->modules */
	const char *name, *table;
	struct label singular, plural;
	const char *icon;
	const struct field *naming;  /* names a record */
	const struct module *parent; /* its records are lines of this module's: columns parent_id and position */
	const char *kept_by;	     /* the feature whose pages and rules its records have; NULL: the engine's alone */
	bool made_elsewhere;	     /* only that feature makes records and takes them away: ours are changed */
	bool builtin, retired, by_hand; /* rights on single records are given by hand, too (rights/hand.h) */
	enum sharing sharing;
	struct field *fields; /* system fields first; retired ones stay */
	size_t field_count;
	struct layout *layouts; /* never empty: without one, a section with all fields */
	size_t layout_count;
	const struct belt *belt; /* of statements of the house (module_belt.h) */
};

/* Which of the fields every module has is which: module->fields[SYSTEM_OWNER]. Columns in brackets. */
enum system_field {
	SYSTEM_OWNER, /* staff [owner_id]; 0 rows without owner belong to nobody: seen by the tops and by sharing */
	SYSTEM_CREATED_AT,  /* instant [created_at] */
	SYSTEM_CREATED_BY,  /* staff [created_by] */
	SYSTEM_MODIFIED_AT, /* instant [modified_at] */
	SYSTEM_MODIFIED_BY, /* staff [modified_by] */
	SYSTEM_APPROVAL,    /* choice none, waiting, approved, refused, withdrawn [approval] */
	SYSTEM_REVIEW,	    /* choice none, waiting, accepted, refused [review] */
	SYSTEM_FIELDS,
};
/* Besides them each table has id, deleted_at, deleted_by (recycle bin), version; a sub-form parent_id and position. */

struct catalogue {
	struct arena *arena;
	int64_t version;
	struct module *modules; /* in the order of menus; retired ones and sub-forms included */
	size_t module_count;
	const struct field **fields; /* of all modules, by id: those that have one */
	size_t field_count;
	const char *currency, *country, *zone; /* the organisation's, for fields that say nothing else */
};

/* Reads everything into `arena` (a handful of statements). */
struct catalogue *catalogue_load(struct tx *tx, struct arena *arena);

/* NULL when there is none; retired ones are not found by name. */
const struct module *module_named(const struct catalogue *catalogue, const char *name);
const struct module *module_of_id(const struct catalogue *catalogue, int64_t id);
const struct field *field_named(const struct module *module, const char *name);
const struct field *field_of_id(const struct catalogue *catalogue, int64_t id);
/* The sub-forms of a module, in order; the next after `previous` (NULL: the first). */
const struct module *
module_next_sub_form(const struct catalogue *catalogue, const struct module *module, const struct module *previous);

/* How a value of this field is kept in a column: DB_INT or DB_TEXT (a formula as its result). */
enum db_type field_kept_as(const struct field *field);
/* The type whose rules hold for its values: its own, or its result. */
enum field_type field_value_type(const struct field *field);
/* May be filtered and sorted by. Long texts, addresses, several choices and lookups are only filtered by (an order of
 * theirs says nothing), files by whether there is one. */
bool field_sorts(const struct field *field);
/* Its column, or its key, stands first in an index, with the id behind. */
bool field_is_indexed(const struct field *field);

#endif
