/* handlers: the pages of the feature, which live in several files, for its one table of routes (passkeys.c). */
#ifndef PASSKEYS_HANDLERS_H
#define PASSKEYS_HANDLERS_H

#include "core/request.h"

/* passkey_web.c: one's own passkeys, on the portal and on the console */
struct reply passkeys_page(struct request *rq);
struct reply passkey_options_post(struct request *rq);
struct reply passkey_create_post(struct request *rq);
struct reply passkey_removal_post(struct request *rq);
struct reply passkey_proof_post(struct request *rq);

/* passkey_entry_web.c: signing in */
struct reply passkey_entry_options_post(struct request *rq);
struct reply passkey_entry_post(struct request *rq);

#endif
