/* space_routes: every address of the feature, all of them the administrators'. */
#include "space/handlers.h"
#include "space/space.h"

const struct route space_routes[SPACE_ROUTES] = {
	{HTTP_GET, "/console/settings/space", STAFF, &quota_write, space_settings,
	 "How much space files take and may take, and the clients whose files take most"},
	{HTTP_POST, "/console/settings/space", STAFF, &quota_write, space_settings_change,
	 "Limits the space of all files (`quota`), and of each client's unless said of itself (`client_quota`): in gigabytes, "
	 "nothing: any number",
	 .fields = "quota client_quota"},
	{HTTP_GET, "/console/clients/{client}/space", STAFF, &quota_write, client_space,
	 "How much space a client's files take and may take"},
	{HTTP_POST, "/console/clients/{client}/space", STAFF, &quota_write, client_space_change,
	 "Limits the space of a client's files: `whose` is all (as all clients), own (`quota` gigabytes) or unlimited",
	 .fields = "whose quota"},
};
