/* folders_routes: every address of the feature: the same pages for staff at a client's sheet and for contacts. */
#include "clients/clients.h"
#include "folders/folders.h"
#include "folders/handlers.h"

#define TREE	  "/console/clients/{client}/folders"
#define RIGHTS	  "/console/clients/{client}/permissions"
#define DOCUMENTS "/p/{address}/documents"

const struct route folder_routes[FOLDER_ROUTES] = {
	{HTTP_GET, TREE, STAFF, &client_browse, folder_show, "What lies at the top of a client's folders"},
	{HTTP_POST, TREE, STAFF, &client_browse, folder_new, "Makes a folder at the top", .fields = "name"},
	{HTTP_GET, TREE "/{folder}", STAFF, &client_browse, folder_show, "What lies in a folder"},
	{HTTP_POST, TREE "/{folder}", STAFF, &client_browse, folder_change, "Gives a folder another name",
	 .fields = "name"},
	{HTTP_POST, TREE "/{folder}/folders", STAFF, &client_browse, folder_new, "Makes a folder in a folder",
	 .fields = "name"},
	{HTTP_GET, TREE "/{folder}/place", STAFF, &client_browse, folder_place_form,
	 "Where a folder may be moved to; `in` is the folder looked into"},
	{HTTP_POST, TREE "/{folder}/place", STAFF, &client_browse, folder_place,
	 "Moves a folder into the folder `parent`, with all that is in it", .fields = "parent"},
	{HTTP_POST, TREE "/{folder}/removal", STAFF, &client_browse, folder_removal,
	 "Puts a folder into the recycle bin, with all that is in it"},
	{HTTP_GET, TREE "/bin", STAFF, &client_browse, folder_bin, "The client's folders in the recycle bin"},
	{HTTP_POST, TREE "/bin/{removed}", STAFF, &client_browse, folder_return, "Brings a folder back"},
	{HTTP_GET, RIGHTS, STAFF, &client_write, folder_rights,
	 "Rights of a person or group (`who`) on the folder `open`, those above it and those in it"},
	{HTTP_POST, RIGHTS, STAFF, &client_write, folder_rights_change, "Gives and takes rights on folders",
	 .fields = "who open after folders.*.id folders.*.was folders.*.level"},
	{HTTP_GET, RIGHTS "/eye", STAFF, &client_write, folder_rights_eye,
	 "The folders as `who` sees them, with the reason of each"},
	{HTTP_GET, DOCUMENTS, PORTAL, &portal_use, folder_show, "What lies at the top of the client's folders",
	 .seen_by = &client_browse},
	{HTTP_POST, DOCUMENTS, PORTAL, &portal_use, folder_new, "Makes a folder at the top", .fields = "name"},
	{HTTP_GET, DOCUMENTS "/{folder}", PORTAL, &portal_use, folder_show, "What lies in a folder",
	 .seen_by = &client_browse},
	{HTTP_POST, DOCUMENTS "/{folder}", PORTAL, &portal_use, folder_change, "Gives a folder another name",
	 .fields = "name"},
	{HTTP_POST, DOCUMENTS "/{folder}/folders", PORTAL, &portal_use, folder_new, "Makes a folder in a folder",
	 .fields = "name"},
	{HTTP_POST, DOCUMENTS "/{folder}/removal", PORTAL, &portal_use, folder_removal,
	 "Puts a folder into the recycle bin, with all that is in it"},
};
