/* record_doc: records as documents: typed values for programs, cells with labels and colours for pages. */
#ifndef RECORDS_RECORD_DOC_H
#define RECORDS_RECORD_DOC_H

#include "records/book.h"

/* What people call it: its naming field as text. Never empty. */
const char *record_title(struct request *rq, const struct module *module, const struct record *record);

/* {"id", "version", "name", "href", "editable"}, and for programs "fields" {name: typed value} with those of `only`
 * (NULL: all the plan shows). */
struct doc *record_doc(struct request *rq, const struct access *access, const struct book *book,
		       const struct record *record, const struct field *const *only, size_t only_count);

/* Sets one field's typed value under its name. `record` is for the addresses of files. */
void doc_set_field(struct request *rq, const struct book *book, struct doc *fields, const struct field *field,
		   const struct db_value *value, int64_t record);

/* A value for a page: {"name", "label", "text", "badges", "links", "lines", "file", "number", "empty"}; see
 * record_value.html. */
struct doc *cell_doc(struct request *rq, const struct book *book, const struct field *field,
		     const struct db_value *value, int64_t record);

/* "approval" and "review" {label, tone}, as far as they say something: "waiting", not "none"; else null. */
void doc_set_states(struct request *rq, struct doc *shown, const struct module *module, const struct record *record);
/* The same of a line in a list, where only what waits is said. */
void doc_set_waiting(struct request *rq, struct doc *shown, const struct module *module, const struct record *record);

/* The choice of a code; NULL: none. */
const struct choice *choice_of(const struct field *field, struct str code);
void doc_set_choice(struct request *rq, struct doc *object, const char *name, const struct choice *choice);

#endif
