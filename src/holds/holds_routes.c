/* holds_routes: every address of the feature. */
#include "clients/clients.h"
#include "holds/handlers.h"
#include "holds/holds.h"

#define FILE_OF_CLIENT "/console/clients/{client}/files/{file}"
#define FILE_OF_PORTAL "/p/{address}/files/{file}"
#define OF_FOLDER      "/console/clients/{client}/folders/{folder}"
#define HOLDS	       "/console/clients/{client}/holds"

#define SORT_FIELDS .fields = "do files.*"

const struct route hold_routes[HOLD_ROUTES] = {
	{HTTP_POST, FILE_OF_CLIENT "/lock", STAFF, &client_browse, file_lock,
	 "Locks a file for `hours`: others cannot change it", .fields = "hours"},
	{HTTP_POST, FILE_OF_CLIENT "/unlock", STAFF, &client_browse, file_unlock,
	 "Unlocks it: one's own lock, or that of somebody else for whoever may break locks"},
	{HTTP_POST, FILE_OF_PORTAL "/lock", PORTAL, &portal_use, file_lock,
	 "Locks a file for `hours`: others cannot change it", .fields = "hours"},
	{HTTP_POST, FILE_OF_PORTAL "/unlock", PORTAL, &portal_use, file_unlock, "Unlocks a file that one has locked"},
	{HTTP_GET, "/console/holds", STAFF, &hold_write, holds_show,
	 "All legal holds, the last first; `released`: those that are over"},
	{HTTP_GET, HOLDS, STAFF, &hold_write, client_holds_show,
	 "The legal holds of a client, and what a new one on `folder` or `file` (neither: all of it) would keep"},
	{HTTP_POST, HOLDS, STAFF, &hold_write, client_hold_new,
	 "Puts `folder` or `file` (neither: all of the client) under a legal hold, with a reason",
	 .fields = "folder file reason"},
	{HTTP_POST, "/console/holds/{hold}/release", STAFF, &hold_write, hold_end, "Ends a legal hold, with a reason",
	 .fields = "reason"},
	{HTTP_GET, "/console/settings/retention", STAFF, &hold_write, retention_settings,
	 "How many months files are kept at least, and the periods that can be chosen"},
	{HTTP_POST, "/console/settings/retention", STAFF, &hold_write, retention_settings_change,
	 "Keeps files for `keep` months at least (0: none); less than before tells what it lets go, until `confirm` is 1",
	 .fields = "keep confirm"},
	{HTTP_GET, OF_FOLDER "/retention", STAFF, &hold_write, folder_keep_show,
	 "How many months files in a folder and below it are kept at least, and who says so"},
	{HTTP_POST, OF_FOLDER "/retention", STAFF, &hold_write, folder_keep_change,
	 "Keeps files in a folder for `keep` months at least (empty: as above it), with a reason; less than before tells "
	 "what it lets go, until `confirm` is 1",
	 .fields = "keep reason confirm"},
	{HTTP_POST, FILE_OF_CLIENT "/retention", STAFF, &hold_write, file_keep_forget,
	 "Keeps a file as its folder says, and no longer as it was kept where it lay before"},
	{HTTP_GET, "/console/to-sort", STAFF, &client_browse, sort_show,
	 "Files of all clients that have been kept as long as they must, the longest unchanged first"},
	{HTTP_POST, "/console/to-sort", STAFF, &client_browse, sort_do,
	 "Puts some of them into the recycle bin, or leaves them for a year: `do` is remove or leave", SORT_FIELDS},
	{HTTP_GET, "/console/clients/{client}/to-sort", STAFF, &client_browse, sort_show,
	 "Files of a client that have been kept as long as they must, the longest unchanged first"},
	{HTTP_POST, "/console/clients/{client}/to-sort", STAFF, &client_browse, sort_do,
	 "Puts some of them into the recycle bin, or leaves them for a year: `do` is remove or leave", SORT_FIELDS},
};
