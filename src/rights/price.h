/* price: amounts of the portal that tell a unit price show only where that price does. */
#ifndef RIGHTS_PRICE_H
#define RIGHTS_PRICE_H

#include "rights/user_type.h"

/* The name of the field that is a unit price, of whatever module. */
extern const char price_name[];

/* Says for each field of `type`, whose levels are read, which unit price it would tell that the type does not see:
 * - what is computed from such a price, through other fields and from line to record;
 * - the price of a line, when the module its lookup leads to is a tab that hides its own. */
void prices_read(struct arena *arena, const struct rights *rights, struct user_type *type);

/* The unit price that the field would tell, and therefore is hidden, whatever the layouts say; NULL: none. */
const struct field *price_told(const struct user_type *type, const struct field *field);

#endif
