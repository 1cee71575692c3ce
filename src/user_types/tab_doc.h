/* tab_doc: a tab of a user type in words: whose records it shows, and what may be done with them. */
#ifndef USER_TYPES_TAB_DOC_H
#define USER_TYPES_TAB_DOC_H

#include "user_types/setup_page.h"
#include "user_types/tie_choice.h"

/* {module, label, icon, href, tie, words, narrowed, may: [{code, label}], view: list | cards, card: the designed
 * one {id, name} or null, card_gone, aside, layouts: [{id, name}], chosen, broken}: `chosen` when somebody chose the
 * fields of each layout; `broken` is null, or why it shows nothing. */
struct doc *tab_doc(struct settings *settings, const struct setup *setup, const struct doc *tab);
/* The same of a web tab: {number, label, texts, address, server, href}. `number` from 1. */
struct doc *web_tab_doc(struct settings *settings, const struct setup *setup, size_t number);

/* The condition that narrows it; NULL: none, or one that holds together no more. */
const struct condition *tab_narrowed(struct arena *arena, const struct catalogue *catalogue, const struct doc *tab);
/* What may be done there, MAY_…: as it is written down. */
unsigned tab_may(const struct doc *tab);
void tab_set_may(struct doc *tab, unsigned may);
/* What may be done at most with the records of this module that are theirs by this choice. */
unsigned tab_may_at_most(const struct module *module, const struct tie_choice *choice);
/* Does the tab show this layout of its module? */
bool tab_shows(const struct doc *tab, const struct layout *layout);
/* "…/types/ID/tabs/tickets" */
const char *tab_href(struct arena *arena, const struct setup *setup, const char *module);

#endif
