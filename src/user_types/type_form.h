/* type_form: what a user type is called, as a form gives it. */
#ifndef USER_TYPES_TYPE_FORM_H
#define USER_TYPES_TYPE_FORM_H

#include "user_types/setup_page.h"

/* The name typed, in one language at least, that no other user type has; mistakes stand in the form. `own`: the one
 * that is to be called so; NULL: a new one. */
struct label type_read_label(struct settings *settings, const struct setup *own);

#endif
