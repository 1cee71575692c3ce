/* book: what the ids on a page are called: records, staff users, files; looked up in one statement a kind and page. */
#ifndef RECORDS_BOOK_H
#define RECORDS_BOOK_H

#include "records/attachment.h"
#include "records/record.h"

struct book;

struct book *book_new(struct request *rq);

/* Remembers whom the value is about, if anybody. */
void book_want(struct book *book, const struct field *field, const struct db_value *value);
/* All of a record's cells. */
void book_want_record(struct book *book, const struct module *module, const struct record *record);
void book_want_staff(struct book *book, int64_t staff);

/* Reads the names of what was remembered since the last time. Ids of records go through the viewer's plan. */
void book_look_up(struct book *book);

/* NULL: not there, or not the viewer's to see: nothing of it is shown. */
const char *book_name(const struct book *book, const struct module *module, int64_t id);
const char *book_staff(const struct book *book, int64_t staff);
const struct attachment *book_file(const struct book *book, int64_t file);

/* The ids a value of a lookup holds: one, or those between bars of a lookup to many. */
size_t lookup_ids(struct arena *arena, const struct db_value *value, int64_t **ids);

#endif
