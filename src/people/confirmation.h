/* confirmation: asks for one's password again before what would be grave in a stranger's hands. */
#ifndef PEOPLE_CONFIRMATION_H
#define PEOPLE_CONFIRMATION_H

#include "core/request.h"

/* What the slow worker found out about the field "password". */
struct confirmation {
	const char *field, *english; /* what is wrong, N_; NULL: the viewer may go on */
	int64_t wait_ms;	     /* too many tries: until the next one; else 0 */
};

/* Compares the field with the viewer's own password; for prepare. */
struct confirmation confirmation_ask(struct request *rq);

/* For .prepare: leave a struct confirmation in rq->prepared. Without "always" only those who signed in more than 15
 * minutes ago are asked. */
void confirmation_prepare(struct request *rq);
void confirmation_prepare_always(struct request *rq);

/* First thing in the handler: puts what is wrong beside its field, so that form_failed tells. */
void confirmation_check(struct request *rq, const struct confirmation *confirmation);

/* Sets "ask_password" on the page, so that its form has the field when it is needed. */
void confirmation_show(struct request *rq, struct doc *document);

#endif
