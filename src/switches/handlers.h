/* handlers: the pages of the feature, for its one table of routes (switches.c). */
#ifndef SWITCHES_HANDLERS_H
#define SWITCHES_HANDLERS_H

#include "core/request.h"

#define FEATURES_HOME	"/console/settings/features"
#define PORTAL_SETTINGS "/console/portal/settings"
#define SWITCH_FIELDS	"on confirm dpo_email"

/* switch_web.c */
struct reply switch_list_page(struct request *rq);
struct reply switch_show_page(struct request *rq);
struct reply switch_post(struct request *rq);

/* portal_settings_web.c */
struct reply portal_settings_page(struct request *rq);
struct reply portal_settings_post(struct request *rq);

#endif
