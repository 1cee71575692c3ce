/* form_page: what a page with a form needs in its document: values, errors and problems, every name present. */
#ifndef CORE_FORM_PAGE_H
#define CORE_FORM_PAGE_H

#include "core/request.h"

/* Sets "values", "errors" and "problems" on `document`. Every name of `fields` (separated by blanks) is present in both
 * objects, null when there is nothing. What was typed wins over a "values" object the caller set before. */
void form_page(struct request *rq, struct doc *document, const char *fields);

#endif
