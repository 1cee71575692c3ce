/* property_door_test: the ways through the door that worlds by chance are asked by: each compares answers with what the
 * naive evaluator says. */
#ifndef APP_PROPERTY_DOOR_TEST_H
#define APP_PROPERTY_DOOR_TEST_H

#include "app/property_asked_test.h"

/* Which fields there are, and where their links lead. */
void visit_schema(const struct visitor *visitor);
/* Lists, single records, history, groups, names, searches, the recycle bin. */
void visit_to_read(const struct visitor *visitor);
/* The same of somebody of the portal, as far as tabs go. */
void visit_tabs(const struct visitor *visitor);
/* The lines of each record in its form. */
void visit_lines(const struct visitor *visitor);
/* Names that are hidden are answered as names that never were. */
void visit_hidden(const struct visitor *visitor);
/* Files of what lists show. */
void visit_to_export(const struct visitor *visitor);
/* Somebody sends a change, a new record, or takes one away. `undone`: nothing stays. */
void visit_to_write(struct property *property, struct door *door, bool undone);

#endif
