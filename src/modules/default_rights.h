/* default_rights: what the profiles that come with the program may do with what is new. Internal to src/modules. */
#ifndef MODULES_DEFAULT_RIGHTS_H
#define MODULES_DEFAULT_RIGHTS_H

#include "base/doc.h"
#include "db/db.h"

/* Administrators everything, managers all but the records that others do not share, readers to look. */
void default_rights_of_module(struct tx *tx, int64_t module);
/* Administrators and managers write what can be written, readers read. */
void default_rights_of_field(struct tx *tx, int64_t field, bool writable);
/* As `levels` says (profile's id → "hidden", "read", "write"); profiles it does not name get nothing. */
void given_rights_of_field(struct tx *tx, int64_t field, const struct doc *levels);

#endif
