/* handlers: the page of design and content, and what the portal shows of it. */
#ifndef DESIGN_HANDLERS_H
#define DESIGN_HANDLERS_H

#include "core/request.h"

struct portal;

/* design_web.c */
struct reply design_page(struct request *rq);
struct reply design_change(struct request *rq);

/* design_place.c: "places": what the pages that this one leads to say now, those only that the viewer may open. */
void design_places(struct request *rq, struct doc *page, const struct portal *portal);

/* design_portal.c */
void design_home_card(struct request *rq, struct doc *page);
const char *design_made_words(struct request *rq);

#endif
