/* button_sight: where buttons may lead on this portal, who would find their target, and how they look. */
#ifndef ACTIONS_BUTTON_SIGHT_H
#define ACTIONS_BUTTON_SIGHT_H

#include "actions/button.h"
#include "core/feature.h"
#include "rights/rights.h"

/* The next page of the portal that buttons may lead to, behind `last` (NULL: the first): what the features offer in the
 * portal's menu, without its home. NULL: that was all. */
const struct navigation *portal_page_next(const struct house *house, const struct navigation *last);
const struct navigation *portal_page(const struct house *house, const char *path); /* NULL: there is none */

/* The module to whose tab a path leads ("/records/tickets"), whoever has it; NULL: it is no tab's. */
const struct module *button_tab(const struct rights *rights, const char *page);
/* The next module that is a tab of a user type, behind `last` (NULL: the first). NULL: that was all. */
const struct module *portal_tab_next(const struct rights *rights, const struct module *last);
/* Whether people of the user type of this id see it. */
bool button_is_for(const struct button *button, int64_t user_type);

/* Why this viewer (NULL: any client, of any user type it is for) would not find what the button leads to on the portal
 * of this company: a sentence (English, N_) with {{company}}; NULL: nothing is in the way. */
const char *button_obstacle(const struct house *house, const struct rights *rights, const struct viewer *viewer,
			    const struct company *company, const struct button *button);

/* How it looks to readers of a language (an index in the translations): {id, text, icon, primary, leaves}. */
struct doc *button_face(struct request *rq, const struct button *button, int language, const struct company *company);

/* The code of the reader's language. */
const char *button_language(const struct request *rq);

#endif
