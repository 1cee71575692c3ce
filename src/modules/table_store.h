/* table_store: the tables and columns that modules and fields stand for, made live. Internal to src/modules. */
#ifndef MODULES_TABLE_STORE_H
#define MODULES_TABLE_STORE_H

#include "job/job.h"
#include "modules/catalogue.h"

/* A table with what every module has; lines of a sub-form know their record and their place. */
void table_create(struct tx *tx, const struct module *module);
/* Once the naming field has its column: the records of each owner by their names. */
void table_index_owned(struct tx *tx, const struct module *module, const struct field *naming);
/* The field's column, its key, and their index: at once while the table is small, else by a job. A lookup to many has
 * no column. */
void table_add_column(struct tx *tx, const struct field *field);

/* The job "field.index": {"field": id}. On PostgreSQL others write meanwhile; on SQLite they wait. */
enum { FIELD_INDEX_LIMIT_MS = 60 * 60 * 1000 };
enum job_result field_index_run(struct job *job);

#endif
