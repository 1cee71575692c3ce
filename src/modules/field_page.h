/* field_page: what the pages of fields share. Private to field_web.c and field_form_web.c. */
#ifndef MODULES_FIELD_PAGE_H
#define MODULES_FIELD_PAGE_H

#include "modules/field_form.h"

/* In use or retired; NULL: there is none. */
const struct field *field_of_path(struct settings *settings);
/* A field in the list, and for the API. */
struct doc *field_row_doc(struct settings *settings, const struct field *field);
/* The form of a field once more, with what was refused. */
struct reply field_form_again(struct settings *settings, const struct field *field);

#endif
