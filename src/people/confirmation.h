/* confirmation: asks for one's password again before what would be grave in a stranger's hands. */
#ifndef PEOPLE_CONFIRMATION_H
#define PEOPLE_CONFIRMATION_H

#include "core/request.h"

#include <stdbool.h>

/* For .prepare: compares the field "password" with the viewer's own and puts an error beside it when it does not fit;
 * form_failed tells. Without "always" only of those who signed in more than 15 minutes ago. */
void confirmation_prepare(struct request *rq);
void confirmation_prepare_always(struct request *rq);

/* Sets "ask_password" on the page, so that its form has the field when it is needed. */
void confirmation_show(struct request *rq, struct doc *document);

#endif
