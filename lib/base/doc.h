/* doc: the tree of values that every page, mail and API answer is; HTML and JSON are two prints of it. */
#ifndef BASE_DOC_H
#define BASE_DOC_H

#include "base/money.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum doc_kind {
	DOC_NULL,
	DOC_BOOL,
	DOC_INT,
	DOC_DECIMAL, /* fixed point: integer of 10^-digits units */
	DOC_TEXT,
	DOC_ID,	     /* both prints: 13 characters of base 32 */
	DOC_MONEY,   /* JSON {"amount":"12.30","currency":"EUR"}; HTML in the reader's format */
	DOC_DAY,     /* JSON "2026-11-22"; HTML in the reader's format */
	DOC_INSTANT, /* JSON RFC 3339; HTML in the reader's format and time zone */
	DOC_WORD,    /* a code with its English label: JSON the code; HTML the label, translated */
	DOC_MESSAGE, /* an English sentence with {{names}} and its values: both prints translated */
	DOC_LIST,
	DOC_OBJECT,
};

struct doc {
	enum doc_kind kind;
	struct arena *arena; /* where members and items grow */
	union {
		bool boolean;
		int64_t integer; /* DOC_INT, DOC_ID, DOC_INSTANT, DOC_DAY */
		struct {
			int64_t units;
			int digits;
		} decimal;
		struct str text;
		struct money money;
		struct {
			const char *code;
			const char *label;
		} word;
		struct {
			const char *english, *plural; /* plural NULL: the same for every number */
			const char *count;	      /* with a plural: which of the values is the number */
			const struct doc *values;     /* object, or NULL */
		} message;
		struct {
			struct doc_member *members; /* DOC_OBJECT, in the order they were set */
			size_t count, capacity;
		} object;
		struct {
			struct doc **items;
			size_t count, capacity;
		} list;
	};
};

struct doc_member {
	const char *name; /* not copied: a literal, or of the same arena */
	struct doc *value;
	uint32_t hash;
};

/* Marks an English text for the extractor without translating it: doc_set_word(d, "state", "draft", N_("Draft")). */
#define N_(english) english

/* A sentence of one and of many; in other languages there may be more forms. The extractor takes the two for one text:
 * N_plural(N_("{{count}} record"), N_("{{count}} records")). */
struct plural {
	const char *one, *many;
};
#define N_plural(one, many)                                                                                            \
	{                                                                                                              \
		one, many                                                                                              \
	}

struct doc *doc_object(struct arena *arena);
struct doc *doc_list(struct arena *arena);

/* Setting a name twice replaces. Texts are not copied; NULL sets null. */
void doc_set(struct doc *object, const char *name, struct doc *value);
void doc_set_null(struct doc *object, const char *name);
void doc_set_bool(struct doc *object, const char *name, bool value);
void doc_set_int(struct doc *object, const char *name, int64_t value);
void doc_set_decimal(struct doc *object, const char *name, int64_t units, int digits);
void doc_set_text(struct doc *object, const char *name, const char *text);
void doc_set_str(struct doc *object, const char *name, struct str text);
void doc_set_id(struct doc *object, const char *name, int64_t id); /* 0 sets null */
void doc_set_money(struct doc *object, const char *name, struct money money);
void doc_set_day(struct doc *object, const char *name, int32_t day);	     /* NO_DAY sets null */
void doc_set_instant(struct doc *object, const char *name, int64_t instant); /* NO_INSTANT sets null */
void doc_set_word(struct doc *object, const char *name, const char *code, const char *english);
void doc_set_message(struct doc *object, const char *name, const char *english, const struct doc *values);
/* The form for the integer that `values` has as `count`. */
void doc_set_plural(struct doc *object, const char *name, struct plural english, const char *count,
		    const struct doc *values);
struct doc *doc_set_object(struct doc *object, const char *name); /* a new object, returned */
struct doc *doc_set_list(struct doc *object, const char *name);	  /* a new list, returned */

void doc_add(struct doc *list, struct doc *value);
struct doc *doc_add_object(struct doc *list);
void doc_add_text(struct doc *list, const char *text);

/* The member, or NULL when absent (or `object` is no object). */
const struct doc *doc_get(const struct doc *object, struct str name);
const struct doc *doc_get_hashed(const struct doc *object, struct str name, uint32_t hash);
const char *doc_get_text(const struct doc *object, const char *name);	    /* NULL when absent or no text */
const struct doc *doc_get_list(const struct doc *object, const char *name); /* NULL when absent or no list */
size_t doc_count(const struct doc *list);				    /* of its items; of NULL 0 */
uint32_t doc_hash(struct str name);

/* False for null, false, "", 0 … only where Mustache says so: null, false and the empty list are false. */
bool doc_is_true(const struct doc *value);

/* Gives the words of a translatable sentence in the reader's language; NULL context keeps English. */
struct doc_reader {
	const char *(*translate)(const struct doc_reader *reader, const char *english);
	const char *(*translate_plural)(const struct doc_reader *reader, struct plural english, int64_t count);
};

/* Prints as JSON (RFC 8259, UTF-8, no white space). `reader` translates messages; NULL: English. */
void doc_print_json(const struct doc *doc, const struct doc_reader *reader, struct builder *out);

/* Prints a sentence (already translated) with {{name}} replaced from `values`, plainly, as JSON's DOC_MESSAGE does;
 * messages and words among the values in the reader's language, too (NULL: English). */
void
doc_print_message(const char *sentence, const struct doc *values, const struct doc_reader *reader, struct builder *out);
/* The integer by which a message takes its plural; 0 where the values have none. */
int64_t doc_message_count(const struct doc *message);

/* Prints a scalar as JSON would, without quotes: 12.30, 2026-11-22, the code of a word. Lists and objects: nothing. */
void doc_print_plain(const struct doc *value, struct builder *out);

/* Parses JSON into a tree (objects, lists, texts, integers, decimals as texts of digits, booleans, null).
 * Refuses with NULL and *error (static text): malformed, more than `depth` levels or `members` values in all,
 * duplicate names, invalid UTF-8, NUL, numbers out of range. */
struct doc *doc_parse_json(struct arena *arena, struct str json, int depth, size_t members, const char **error);

#endif
