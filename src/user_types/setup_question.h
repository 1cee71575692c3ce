/* setup_question: asks once more before tabs change what people see, or go. */
#ifndef USER_TYPES_SETUP_QUESTION_H
#define USER_TYPES_SETUP_QUESTION_H

#include "user_types/setup_page.h"

/* The page that asks, until the form comes again with "confirm": who will gain and lose what, once the draft of `setup`
 * is published instead of what is; everything typed goes along. `title` is English (N_) with {{names}} of `values`;
 * `also` is a list of {"label"} of tabs that go as well, or NULL. */
struct reply setup_question(struct settings *settings, const struct setup *setup, const char *title,
			    const struct doc *values, struct doc *also, const char *back);

#endif
