/* record_form: the fields of a record as inputs, and what was typed into them as a draft. */
#ifndef RECORDS_RECORD_FORM_H
#define RECORDS_RECORD_FORM_H

#include "records/book.h"

/* ---- reading (record_read.c) ---- */

/* What the form brought for the module under `prefix` ("fields", "lines.offer_lines.0"). A name that the viewer's plan
 * does not let write gets the same error as one that does not exist. What comes back just as programs were told of
 * `stored` (NULL: a new record) is left as it is, what nobody writes included. */
struct record_draft *
record_form_read(struct request *rq, const struct access *access, const char *prefix, const struct record *stored);
/* What a line has besides fields: "id", "version", "position", "remove". */
bool is_of_line(const char *name);
/* Errors beside required fields that are empty; `stored` NULL: a new record. */
void record_form_check(struct request *rq, const struct access *access, const char *prefix,
		       const struct record_draft *draft, const struct record *stored);
/* The record as it would be: what is stored, and the draft over it. */
const struct db_value *record_form_cells(struct arena *arena, const struct module *module,
					 const struct record_draft *draft, const struct record *stored);
/* Says beside its field what the store refused. */
void record_form_refused(struct request *rq, const char *prefix, const struct record_trouble *trouble);
/* Files of the form become the record's. */
void
record_form_settle(struct request *rq, const struct module *module, const struct record_draft *draft, int64_t record);
/* "rows" or "find": the form is only to be shown again. */
bool record_form_is_shown_again(struct request *rq);

/* ---- inputs (record_input.c) ---- */

struct input_place {
	const struct access *access;
	const char *prefix;
	const struct record *stored; /* NULL: a new record */
	const struct record *theirs; /* what somebody else saved meanwhile; NULL: nobody did */
	struct book *book;
	const struct doc *problems; /* of the form, see form_show; NULL: none */
	bool in_table;		    /* a cell of a sub-form: no label, no help */
};

/* What is wrong with the form, for all places of a page. */
const struct doc *input_problems(struct request *rq);

/* Remembers the names that the inputs of this place will show; before book_look_up. */
void input_want(struct request *rq, const struct input_place *place, const struct field *field);
/* One input, see record_input.html. NULL: nothing is shown (hidden, or computed and not there yet). */
struct doc *
input_doc(struct request *rq, const struct input_place *place, const struct field *field, bool required, bool wide);
/* The same for a field of no module, called {prefix}.{name of the field}: what was typed, else `value`. */
struct doc *
input_of_value(struct request *rq, const struct field *field, const char *prefix, const struct db_value *value);

/* ---- the page (record_form_page.c) ---- */

/* The page of the form where the viewer is: in the console, or in the portal. */
const char *record_form_template(const struct request *rq);

/* "sections" with inputs, "sub_forms" with rows, "form" (addresses, version), problems. */
struct doc *record_form_doc(struct request *rq, const struct access *access, const struct record *stored,
			    const struct record *theirs);

/* ---- sub-forms (lines.c) ---- */

enum { LINES_LIMIT = 200 };

/* "sub_forms" for the form page. */
void lines_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *stored);
/* The next sub-form of the module that the viewer sees; NULL behind the last, or none. */
const struct access *next_lines(struct request *rq, const struct module *module, const struct access *previous);
/* Creates, changes and takes away lines as the form says (`is_new`: of a record just made by it); errors go beside
 * their fields. RECORD_DONE, or what stopped it. */
enum record_outcome lines_save(struct request *rq, const struct access *access, int64_t record, bool is_new,
			       struct record_trouble *trouble);
/* The lines of a record in a sub-form, in order. */
struct record *lines_of(struct request *rq, const struct access *lines, int64_t record, size_t *count);

#endif
