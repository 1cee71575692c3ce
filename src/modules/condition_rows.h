/* condition_rows: a condition as rows of "field, comparison, value" in a form, all or any of which hold. */
#ifndef MODULES_CONDITION_ROWS_H
#define MODULES_CONDITION_ROWS_H

#include "modules/settings_form.h"

enum { CONDITION_ROWS = 10 };

/* What the form of a condition called "condition" may bring. */
#define CONDITION_FIELDS(name) name ".match " name ".rows.*.field " name ".rows.*.comparison " name ".rows.*.value"

struct condition_rows {
	struct settings *settings;	/* with the module whose fields are asked about */
	const char *name;		/* of the condition in the form */
	const char *error;		/* the name beside which mistakes of the whole stand */
	const struct field *without;	/* a field it may not ask about; NULL: all may */
	const struct condition *stored; /* NULL: none yet, or it does not hold together any more */
};

/* As JSON for condition_parse; NULL when no row says anything. Mistakes stand in the form. */
struct doc *condition_rows_read(const struct condition_rows *rows);
/* Sets "name", "rows", "matches", "answers", "used", "error" and "theirs" for the part condition_rows_part.html. */
void condition_rows_show(const struct condition_rows *rows, struct doc *input);

#endif
