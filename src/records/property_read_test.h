/* property_read_test: every way to read records, compared with what the naive evaluator says. */
#ifndef RECORDS_PROPERTY_READ_TEST_H
#define RECORDS_PROPERTY_READ_TEST_H

#include "records/property_naive_test.h"

/* Everything that each of the staff may ask of each module, once, with filters and searches by chance. */
void property_read(struct property *property);

/* Somebody writes something. What came to be is read again. `undone`: nothing stays. */
void property_write(struct property *property, bool undone);

#endif
