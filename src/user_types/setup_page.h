/* setup_page: what every page of a user type that is being set up has: its head, its steps, its version. */
#ifndef USER_TYPES_SETUP_PAGE_H
#define USER_TYPES_SETUP_PAGE_H

#include "modules/settings_form.h"
#include "user_types/setup.h"

#define PORTAL_ADDRESS	 "/console/settings/portal"
#define USER_TYPES_HOME	 PORTAL_ADDRESS "/types"
#define WEB_SERVERS_HOME PORTAL_ADDRESS "/servers"

extern const struct permission user_type_write; /* set user types up and publish them: administrators */

enum setup_step { STEP_ADDRESS, STEP_TYPE, STEP_TABS, STEP_FIELDS, STEP_PREVIEW, STEP_PUBLISH, SETUP_STEPS };

/* Begins a page about the user type of the path's {type}. False: there is none. */
bool setup_open(struct request *rq, struct settings *settings, struct setup **setup);
/* Sets "type" (see setup_doc), "steps", "problems", "uses", "conflict" and "version" on the page, for
 * {{>setup_head}}, which begins the content of every page of a type. */
void setup_head(struct settings *settings, const struct setup *setup, enum setup_step step);
/* "/console/settings/portal/types/ID" and what is below. */
const char *setup_href(struct arena *arena, const struct setup *setup, const char *below);
/* {id, name, href, version, module: {name, plural, icon}, is_default, state: draft | published, changed, people,
 * tab_count, published_at, published_by}. */
struct doc *setup_doc(struct settings *settings, const struct setup *setup);
/* "fr": as the reader calls it. */
const char *setup_name(struct settings *settings, const struct setup *setup);
/* The form was made from the draft as it is: its "version". Else the page becomes one of conflict. */
bool setup_current(struct settings *settings, const struct setup *setup);
/* Journals what was done to a user type: "user_type.tabs". */
void setup_journal(struct settings *settings, const struct setup *setup, const char *action, const char *about);

/* Whether there is a page "…/types/{type}" and what is below, and the viewer may open it. */
bool setup_page_is_open(const struct request *rq, const char *below);
/* Whether somebody chose the fields of every layout of every tab. */
bool setup_fields_chosen(const struct setup *setup);

#endif
