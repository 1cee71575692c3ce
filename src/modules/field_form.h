/* field_form: the form of a field, which asks only what its type needs: reading it into a draft, and showing it. */
#ifndef MODULES_FIELD_FORM_H
#define MODULES_FIELD_FORM_H

#include "modules/condition_rows.h"
#include "modules/field_types.h"
#include "modules/settings_form.h"

enum { CHOICE_ROWS = 200, SPARE_ROWS = 3 };

/* The closed list of what the form may bring. */
#define FIELD_FORM_FIELDS                                                                                              \
	"type version do name label.fr label.en help.fr help.en required distinct default settings.longest "           \
	"settings.pattern settings.least settings.most settings.digits settings.currency settings.target "             \
	"settings.prefix settings.result settings.formula settings.rollup.of settings.rollup.from "                    \
	"settings.choices.*.code settings.choices.*.label.fr settings.choices.*.label.en settings.choices.*.tone "     \
	"settings.choices.*.retired " CONDITION_FIELDS("visible_when")

struct field_form {
	struct settings *settings;
	enum field_type type;
	const struct field *field; /* NULL: a new one */
	unsigned asks;
};

/* What was typed; mistakes stand in the form. */
struct field_draft field_form_read(struct field_form *form);
/* "inputs", "choices", "visible_when", "formula_help"…: all the page needs beside settings_begin. */
void field_form_show(struct field_form *form);

/* ---- parts of it, a file each ---- */

/* field_choices.c: the answers of a list, as rows that one can move. */
struct doc *field_choices_read(struct field_form *form);
void field_choices_show(struct field_form *form, struct doc *inputs);

/* field_condition.c: when the field is shown. NULL: always. */
struct doc *field_condition_read(struct field_form *form);
void field_condition_show(struct field_form *form, struct doc *inputs);

/* field_rollup.c: what is counted or added up. */
void field_rollup_read(struct field_form *form, struct doc *settings);
void field_rollup_show(struct field_form *form, struct doc *inputs);

/* field_formula.c: `text` cut where its mistake is: {error, before, wrong, after, at_end}; NULL: it is right. */
struct doc *formula_mistake(struct field_form *form, const char *text, enum field_type result);
/* "check": {formula, mistake, right} for the part of the page that is looked at while typing. */
void formula_add_check(struct field_form *form, struct doc *page, const char *text, const char *result);
void formula_add_help(struct field_form *form, struct doc *page);
/* The types a formula may give; NULL-terminated names. */
extern const char *const formula_results[];

#endif
