/* switches: what the feature offers to the house, with the table of its routes. */
#include "switches/switches.h"

#include "switches/handlers.h"

static const struct permission switch_write = {"switch.write", FOR_ADMINISTRATOR,
					       N_("Switch features on and off, and set the client portal up")};

static const struct route routes[] = {
	{HTTP_GET, FEATURES_HOME, STAFF, &switch_write, switch_list_page,
	 "The features that can be switched on and off: how each stands, what it is for and what it needs"},
	{HTTP_GET, FEATURES_HOME "/{feature}", STAFF, &switch_write, switch_show_page,
	 "What will happen when this feature is put to its other side"},
	{HTTP_POST, FEATURES_HOME "/{feature}", STAFF, &switch_write, switch_post,
	 "Switches a feature on or off, once confirmed; on: true or false, without it the other side. Privacy asks for "
	 "`dpo_email` where nobody is named yet whom people write to",
	 .fields = SWITCH_FIELDS},
	{HTTP_GET, PORTAL_SETTINGS, STAFF, &switch_write, portal_settings_page,
	 "The client portal: its company, that company's logo, and who the portal acts as"},
	{HTTP_POST, PORTAL_SETTINGS, STAFF, &switch_write, portal_settings_post,
	 "Chooses the company whose brand the portal bears; seen: the one it had when it was looked at",
	 .fields = "company seen"},
};

static const struct permission *const permissions[] = {&switch_write};

const struct feature switches = {
	.name = "switches",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
