/* staff_form: name and address of a staff user, read by the same rules from a page and from the command line. */
#ifndef PEOPLE_STAFF_FORM_H
#define PEOPLE_STAFF_FORM_H

#include "people/staff.h"

enum { STAFF_NAME_LENGTH = 120 };

/* Fields "name" and "email"; an error beside each that is wrong. */
void staff_read_identity(struct form *form, const char **name, const char **email);

/* Puts the address into its kept form. NULL, or a sentence (English) that says what is wrong. */
const char *staff_check_identity(struct arena *arena, struct staff_new *staff);

#endif
