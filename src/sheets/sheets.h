/* sheets: the sheets of clients: attributes that single clients have, and templates that put several onto a client. */
#ifndef SHEETS_SHEETS_H
#define SHEETS_SHEETS_H

#include "core/feature.h"
#include "modules/catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const struct feature sheets;
extern const struct permission sheet_template_write;

/* Fields of the module *clients* are those of all clients. An attribute is one client's (or a template's), and called
 * as somebody typed it: no sheet has two of the same name, whatever their case and accents. Who may see a client sees
 * its attributes, who may change it changes them; its contacts see those that are `in_portal`. Callers have asked. */
struct sheet_attribute {
	int64_t id, version; /* 0: not stored yet */
	const char *label;
	enum field_type type; /* one of attribute_types */
	const char *choices;  /* of FIELD_CHOICE: the answers, one a line; else NULL */
	bool required, in_portal;
	const char *value; /* as people would type it (numbers with a point, days as 2026-12-31, "yes"); NULL: empty */
};

struct sheet_template {
	int64_t id, version;
	const char *name;
	int attribute_count;
};

enum { SHEET_ATTRIBUTES = 100, SHEET_TEMPLATES = 300, ATTRIBUTE_LABEL = 80 };

/* The types attributes have, the usual one first; ended by FIELD_TYPES. */
extern const enum field_type attribute_types[];

/* ---- what is stored ---- */

struct sheet_template *sheet_templates(struct tx *tx, size_t *count);	     /* by name, at most SHEET_TEMPLATES */
struct sheet_template *sheet_template_find(struct tx *tx, int64_t template); /* NULL: gone */
/* The attributes of a client, or of a template, in order. */
struct sheet_attribute *sheet_attributes(struct tx *tx, int64_t sheet, size_t *count);
/* Adds one behind the others; its id, or 0: one is called so already. */
int64_t sheet_add(struct tx *tx, int64_t sheet, const struct sheet_attribute *attribute);

/* Puts what a template has onto a client, empty; what is called as an attribute it has already stays as it is there.
 * Later changes of the template change no client. */
struct sheet_loading {
	size_t added_count, there_count;
	const struct sheet_attribute **there; /* those of the client */
	bool full;			      /* SHEET_ATTRIBUTES would be exceeded: nothing was added */
};
struct sheet_loading sheet_load(struct tx *tx, int64_t client, int64_t template);

/* ---- what is not stored yet ----
 * For forms that keep attributes elsewhere until the client is made: a list of them, joined, filled in, and then added
 * one by one with attribute_store. */

/* Whether one of the list is called so, whatever case and accents. */
bool sheet_has_label(struct arena *arena, const struct sheet_attribute *list, size_t count, const char *label);

/* Sets "templates" and "has_templates" of a page: those that may be loaded, ticked as the form's `templates` say. */
void sheet_templates_show(struct request *rq, struct doc *page);

/* Reads a new attribute from the form's fields label, type (absent: text), choices (one a line, or a list), required
 * and in_portal, with an error beside each that is wrong; `value` is not read. */
void attribute_read(struct request *rq, struct sheet_attribute *attribute);
#define ATTRIBUTE_NAMES	 "label type choices required in_portal"
#define ATTRIBUTE_FIELDS ATTRIBUTE_NAMES " choices.*"
/* Sets "types" of a page, for the partial attribute_inputs.html with the fields above: what was typed, else those of
 * `attribute` (NULL: a new one). The names are in "values" and "errors": form_page with ATTRIBUTE_NAMES. */
void attribute_form_fill(struct request *rq, struct doc *page, const struct sheet_attribute *attribute);

/* The form's field `name` as `value` of the attribute holds it; NULL: empty, or wrong with an error beside it. Empty is
 * an error where it is required. */
const char *attribute_read_value(struct request *rq, const char *name, const struct sheet_attribute *attribute);
/* The control of that field ("attributes.3.value": with a point) for the partial record_input.html: what was typed,
 * else what is filled in. */
struct doc *attribute_input(struct request *rq, const char *name, const struct sheet_attribute *attribute);
/* Adds it to a client with what is filled in, and notes that in the journal. */
void attribute_store(struct request *rq, int64_t client, const struct sheet_attribute *attribute);
/* As pages and programs are told of it: id, version, label, type, choices, required, in_portal, value and, for
 * record_value.html, "cell". */
struct doc *attribute_doc(struct request *rq, const struct sheet_attribute *attribute);

#endif
