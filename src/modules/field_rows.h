/* field_rows: rows of fields, as several of the stores write them. Internal to src/modules. */
#ifndef MODULES_FIELD_ROWS_H
#define MODULES_FIELD_ROWS_H

#include "modules/catalogue.h"

/* Writes the row of a new field (its id included) at the end of its module, its number series and its column. */
void field_insert(struct tx *tx, const struct field *field, const struct doc *settings, size_t position,
		  const struct doc *levels);
/* Rows and levels of the fields that every module has. */
void system_fields_insert(struct tx *tx, int64_t module);

#endif
