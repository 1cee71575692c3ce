/* common_passwords: words that passwords are made of everywhere. */
#ifndef CORE_COMMON_PASSWORDS_H
#define CORE_COMMON_PASSWORDS_H

#include "base/str.h"

#include <stdbool.h>

/* True for one of the commonest: lower case, without accents, digits and signs. */
bool password_word_is_common(struct str word);

#endif
