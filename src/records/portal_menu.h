/* portal_menu: which tabs a portal user has, in the menu and on their home. Internal to src/records. */
#ifndef RECORDS_PORTAL_MENU_H
#define RECORDS_PORTAL_MENU_H

#include "records/record.h"

enum { PORTAL_TABS = 40 }; /* at most, in the menu */

/* A tab of one record opens it: themselves, or the client they act for. 0: a tab of many. (portal_web.c) */
int64_t only_record(const struct request *rq, const struct module *module);

/* The tabs of the menu with what the viewer may do there, in their order. */
struct tab_shown {
	const struct portal_tab *tab;
	const struct access *access;
};
size_t tabs_shown(struct request *rq, struct tab_shown tabs[PORTAL_TABS]);

/* Sets "portal_tabs" of the portal's home: null, or the first tabs with their newest records. (portal_home_web.c) */
void portal_home_fill(struct request *rq, struct doc *page);

/* "https://example.org" of "https://example.org/page?x"; NULL: what stands before the path is not plainly a server.
 * (portal_frame_web.c) */
const char *origin_of(struct arena *arena, const char *address);

#endif
