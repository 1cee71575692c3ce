/* property_portal_test: user types by chance, and what people of the portal see by them, worked out as the guide tells
 * it. */
#ifndef RECORDS_PROPERTY_PORTAL_TEST_H
#define RECORDS_PROPERTY_PORTAL_TEST_H

#include "records/property_naive_test.h"

/* Draws and publishes user types over the modules, and those who sign in by them. */
void draw_types(struct property *property);

/* Whether the tab (one of the type's) shows anything at all; tabs before it know it of themselves already. */
bool portal_tab_holds(const struct property *property, const struct type_spec *type, const struct tab_spec *tab);

/* Of somebody of the portal: what naive_may, naive_sees and naive_knows ask of profiles and sharing. */
unsigned portal_may(const struct naive *naive);
bool portal_has(const struct naive *naive, const struct copy *row);
enum level portal_level(const struct naive *naive, const struct field *field);

#endif
