/* portal_name_web: the console's pages of the portal's name and address, for the feature's table of routes. */
#ifndef PORTALS_PORTAL_NAME_WEB_H
#define PORTALS_PORTAL_NAME_WEB_H

#include "core/request.h"
#include "portals/portal_name.h"

#define PORTAL_NAME_HOME "/console/settings/portal"

extern const struct permission portal_naming;

/* portal_name_web.c: the name, the first address */
struct reply portal_name_page(struct request *rq);
struct reply portal_name_create(struct request *rq);
struct reply portal_draft_post(struct request *rq);
struct reply portal_name_removal(struct request *rq);

/* portal_address_web.c: another address */
struct reply portal_availability_page(struct request *rq);
struct reply portal_address_page(struct request *rq);
struct reply portal_address_post(struct request *rq);

/* portal_name_doc.c: what their documents share */

struct portal;

/* "availability": whether the address can be had for this portal (0: one that is not made yet), why not, and what
 * could. `address` NULL: the one that the name gives. Returns what is wrong with it. */
enum address_problem
add_availability(struct request *rq, struct doc *page, const char *address, const char *name, int64_t portal);
/* "notices": a text to send to clients for a portal that is at `address` from now on, in each language. */
void add_notices(struct request *rq, struct doc *page, const struct portal *portal, const char *address);
void add_no_notices(struct doc *page);
/* "portal": name, address, URL. */
void add_portal_itself(struct request *rq, struct doc *page, const struct portal *portal);
/* Where a portal of this address is to be found. */
const char *address_url(struct request *rq, const char *address);

#endif
