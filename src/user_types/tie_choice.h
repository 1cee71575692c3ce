/* tie_choice: by what the records of a module can be a portal user's: what an administrator chooses "filter by" from.
 */
#ifndef USER_TYPES_TIE_CHOICE_H
#define USER_TYPES_TIE_CHOICE_H

#include "user_types/setup.h"

struct tie_choice {
	enum tie tie;
	const struct field *link; /* as in struct portal_tab */
};
enum { TIE_CHOICES = 40 };

/* May its records sign in: contacts, leads, vendors and modules made here, with an e-mail address. */
bool module_may_sign_in(const struct module *module);

/* Those that hold for this module and this draft, the nearest first; none: it cannot be a tab. */
size_t tie_choices(const struct setup *setup, const struct catalogue *catalogue, const struct module *module,
		   struct tie_choice choices[TIE_CHOICES]);

/* As forms and the API name it: "client:client", "public". */
const char *tie_choice_code(struct arena *arena, const struct tie_choice *choice);
/* The one that a tab has. */
struct tie_choice tie_choice_of(const struct catalogue *catalogue, const struct doc *tab);
bool tie_choice_equal(const struct tie_choice *one, const struct tie_choice *other);
void tie_choice_keep(struct doc *tab, const struct tie_choice *choice);
/* Sets `name` to a sentence: which records of `module` these are, for the reader of `language`. */
void tie_choice_words(struct doc *object, const char *name, const struct module *module,
		      const struct tie_choice *choice, const char *language);

#endif
