/* write: what the verbs that change rights have in common. */
#ifndef RIGHTS_WRITE_H
#define RIGHTS_WRITE_H

#include "rights/rights_write.h"

/* RIGHTS_WRONG, with what is wrong of which field of the form. */
enum rights_outcome refuse(struct rights_trouble *trouble, const char *field, const char *error);

/* Adds what the statement finds (one column: names; $1 is `id`) to trouble->uses; true when it found any. */
bool find_uses(struct tx *tx, struct rights_trouble *trouble, const char *kind, const char *sql, int64_t id);

#endif
