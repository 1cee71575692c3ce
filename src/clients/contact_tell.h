/* contact_tell: what follows when somebody else changes a person's ways in: sessions end, and the person is told. */
#ifndef CLIENTS_CONTACT_TELL_H
#define CLIENTS_CONTACT_TELL_H

#include "clients/clients.h"

/* Another address is another way in: whoever came by the old one goes out, and is told there; of another number they
 * are told by mail, and by SMS to the old one when codes went there. `house` NULL: nobody is told. Returns what changed
 * of them, for the journal: {"address", "mobile"}. */
struct doc *
contact_follow(const struct house *house, struct tx *tx, const struct contact *before, const struct contact *after);

/* Tells the address that `before` has that it no longer signs in. Nothing without an address. */
void contact_tell_address(const struct house *house, struct tx *tx, const struct contact *before);

#endif
