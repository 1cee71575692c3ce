/* tab_card: whether a tab shows a list or cards, and which designed card. */
#ifndef USER_TYPES_TAB_CARD_H
#define USER_TYPES_TAB_CARD_H

#include "modules/settings_form.h"
#include "records/view.h"

/* The designed card that the tab names. NULL: none, or it is no shared card of the module any more; then the tab shows
 * the module's plain one. */
const struct view *tab_card(struct tx *tx, const struct module *module, const struct doc *tab);
void tab_card_keep(struct doc *tab, const struct view *card); /* NULL: the plain one */

/* Sets "views" of the page to what can be chosen: as typed, else as kept; the codes are "list", "cards" and the id of
 * each designed card. `tab` NULL: not yet one. */
void tab_views_show(struct settings *settings, const struct doc *tab, bool sent);
/* Keeps what was chosen; an error beside "view" where there is no such entry. */
void tab_views_read(struct settings *settings, struct doc *tab);

#endif
