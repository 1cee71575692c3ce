/* contact_tell: tells a person, where they could be reached until now, what staff changed about their ways in. */
#ifndef CLIENTS_CONTACT_TELL_H
#define CLIENTS_CONTACT_TELL_H

#include "clients/clients.h"

/* To the address as it was: it no longer signs in. Nothing without an address. */
void contact_tell_address(struct request *rq, const struct contact *before);

/* By mail, and by SMS to the old number when codes went there. */
void contact_tell_mobile(struct request *rq, const struct contact *before, const struct contact *after);

#endif
