/* record_number: the numbers that records get by themselves. Internal to src/records. */
#ifndef RECORDS_RECORD_NUMBER_H
#define RECORDS_RECORD_NUMBER_H

#include "db/db.h"
#include "modules/catalogue.h"

/* The next of its series, as it is kept: a text, in the arena of the transaction. */
struct db_value number_next(struct tx *tx, const struct field *field);

#endif
