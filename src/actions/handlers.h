/* handlers: the pages of the feature, for its one table of routes (actions.c), and what they share. */
#ifndef ACTIONS_HANDLERS_H
#define ACTIONS_HANDLERS_H

#include "core/request.h"

struct button;
struct company;

#define BUTTONS_HOME "/console/settings/buttons"

extern const struct permission button_write;

/* actions_card_web.c: "actions": {buttons: [face and href]}, null when there is none */
void actions_card(struct request *rq, struct doc *page);

/* button_list_web.c */
struct reply button_list_page(struct request *rq);
struct reply button_order(struct request *rq);
struct reply button_hiding(struct request *rq);
struct reply button_showing(struct request *rq);
struct reply button_removal(struct request *rq);

/* button_form_web.c */
struct reply button_blank_page(struct request *rq);
struct reply button_form_page(struct request *rq);
struct reply button_new(struct request *rq);
struct reply button_change(struct request *rq);

/* button_look_web.c: the preview, and its colours. `buttons` in their order, those that are hidden are left out. */
void button_look(struct request *rq, struct doc *page, const struct button *buttons, size_t count);
struct reply button_colours(struct request *rq);
/* The companies under whose name clients see the portal: its own, and those with a host name of their own. The first
 * is the portal's; none without a portal. */
const struct company **button_companies(struct request *rq, size_t *count);

/* button_list_web.c: a button as a row, with what is in its way ("notes": sentences). */
struct doc *button_doc(struct request *rq, const struct button *button);
const char *button_path(struct arena *arena, int64_t id);

#endif
