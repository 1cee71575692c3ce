/* common_passwords: the lists by which passwords are guessed: those stolen and published, and what most are made of. */
#ifndef CORE_COMMON_PASSWORDS_H
#define CORE_COMMON_PASSWORDS_H

#include "base/str.h"

#include <stdbool.h>

/* True for one of the commonest words: lower case, without accents, digits and signs. */
bool password_word_is_common(struct str word);

/* True for the letters of a stolen password, digits and signs left out, and for plain French words and names (five
 * letters or more); and for a whole stolen password of fewer letters. Lower case, without accents. */
bool password_is_guessed(struct str text);

#endif
