/* folders_routes: every address of the feature: the same pages for staff at a client's sheet and for contacts. */
#include "clients/clients.h"
#include "folders/file_upload.h"
#include "folders/folders.h"
#include "folders/handlers.h"
#include "folders/upload_coming.h"
#include "folders/upload_web.h"

#define TREE	   "/console/clients/{client}/folders"
#define RIGHTS	   "/console/clients/{client}/permissions"
#define DOCUMENTS  "/p/{address}/documents"
#define ACTIVITIES "/console/clients/{client}/activities"
#define FILES	   "/console/clients/{client}/files"
#define SENT	   "/p/{address}/files"

#define UPLOAD .flags = ROUTE_SLOW, .prepare = file_upload_prepare, .upload_limit = (uint64_t)2 << 30
/* In pieces: the protocol tus 1.0. */
#define PIECES	"/console/clients/{client}/uploads/{upload}"
#define SENDING "/p/{address}/uploads/{upload}"
#define BEGIN	.flags = ROUTE_SLOW | ROUTE_KEEPS, .receive = upload_begin_receive, .prepare = upload_prepare
#define PIECE	.flags = ROUTE_SLOW | ROUTE_KEEPS, .receive = upload_piece_receive, .prepare = upload_prepare
#define COME	.flags = ROUTE_SLOW, .prepare = upload_show_prepare

#define FETCH .flags = ROUTE_WRITES
#define SHOWN .flags = ROUTE_WRITES | ROUTE_IN_PREVIEW, .seen_by = &client_browse

const struct route folder_routes[FOLDER_ROUTES] = {
	{HTTP_GET, TREE, STAFF, &client_browse, folder_show, "What lies at the top of a client's folders"},
	{HTTP_POST, TREE, STAFF, &client_browse, folder_new, "Makes a folder at the top", .fields = "name"},
	{HTTP_GET, TREE "/{folder}", STAFF, &client_browse, folder_show, "What lies in a folder"},
	{HTTP_POST, TREE "/{folder}", STAFF, &client_browse, folder_change, "Gives a folder another name",
	 .fields = "name"},
	{HTTP_POST, TREE "/{folder}/folders", STAFF, &client_browse, folder_new, "Makes a folder in a folder",
	 .fields = "name"},
	{HTTP_GET, TREE "/zip", STAFF, &client_browse, folder_download, "All files to save, as a zip", FETCH},
	{HTTP_GET, TREE "/{folder}/zip", STAFF, &client_browse, folder_download,
	 "A folder to save, as a zip of all that may be read in it", FETCH},
	{HTTP_GET, DOCUMENTS "/zip", PORTAL, &portal_use, folder_download, "All files to save, as a zip", SHOWN},
	{HTTP_GET, DOCUMENTS "/{folder}/zip", PORTAL, &portal_use, folder_download,
	 "A folder to save, as a zip of all that may be read in it", SHOWN},
	{HTTP_GET, TREE "/people", STAFF, &client_write, folder_people_show,
	 "Who may what at the top of a client's folders, and why; `side`: contacts or staff"},
	{HTTP_GET, TREE "/{folder}/people", STAFF, &client_write, folder_people_show,
	 "Who may what in a folder, and why; `side`: contacts or staff"},
	{HTTP_GET, TREE "/{folder}/place", STAFF, &client_browse, folder_place_form,
	 "Where a folder may be moved to; `in` is the folder looked into"},
	{HTTP_POST, TREE "/{folder}/place", STAFF, &client_browse, folder_place,
	 "Moves a folder into the folder `parent`, with all that is in it; `rights`: take those of the new place, or keep",
	 .fields = "parent rights"},
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
	{HTTP_GET, RIGHTS "/cascade", STAFF, &client_write, folder_cascade_form,
	 "What giving `level` to `who` on the folder `open` and all below it would change"},
	{HTTP_POST, RIGHTS "/cascade", STAFF, &client_write, folder_cascade,
	 "Gives a right on a folder and all below it", .fields = "who open level reach seen"},
	{HTTP_POST, RIGHTS "/cascade/{cascade}/removal", STAFF, &client_write, folder_cascade_removal,
	 "Undoes that, as long as nothing of it was changed"},
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
	{HTTP_POST, TREE "/{folder}/files", STAFF, &client_browse, file_new,
	 "Puts files (`file`, several) into a folder; `same`: what becomes of a name that is taken (version, number, refuse)",
	 .fields = "file same", UPLOAD},
	{HTTP_GET, FILES, STAFF, &client_browse, files_found,
	 "Files with words in their name that begin as those of `q`, in the folder `in` and below"},
	{HTTP_GET, FILES "/{file}", STAFF, &client_browse, file_show, "A file and its versions"},
	{HTTP_POST, FILES "/{file}", STAFF, &client_browse, file_change, "Gives a file another name", .fields = "name"},
	{HTTP_POST, FILES "/{file}/versions", STAFF, &client_browse, file_version_new, "Puts a new version of a file",
	 .fields = "file", UPLOAD},
	{HTTP_GET, FILES "/{file}/download", STAFF, &client_browse, file_download,
	 "A file to save; `version` is an older one", FETCH},
	{HTTP_GET, FILES "/{file}/view", STAFF, &client_browse, file_view, "A picture or PDF to look at", FETCH},
	{HTTP_GET, FILES "/{file}/place", STAFF, &client_browse, file_place_form,
	 "Where a file may be moved or copied to; `in` is the folder looked into"},
	{HTTP_POST, FILES "/{file}/place", STAFF, &client_browse, file_place, "Moves a file into `folder`",
	 .fields = "folder"},
	{HTTP_POST, FILES "/{file}/copies", STAFF, &client_browse, file_copy_new, "Copies a file into `folder`",
	 .fields = "folder"},
	{HTTP_POST, FILES "/{file}/removal", STAFF, &client_browse, file_removal, "Puts a file into the recycle bin"},
	{HTTP_POST, DOCUMENTS "/{folder}/files", PORTAL, &portal_use, file_new,
	 "Puts files (`file`, several) into a folder; `same`: what becomes of a name that is taken (version, number, refuse)",
	 .fields = "file same", UPLOAD},
	{HTTP_GET, SENT, PORTAL, &portal_use, files_found,
	 "Files with words in their name that begin as those of `q`, in the folder `in` and below",
	 .seen_by = &client_browse},
	{HTTP_GET, SENT "/{file}", PORTAL, &portal_use, file_show, "A file and its versions",
	 .seen_by = &client_browse},
	{HTTP_POST, SENT "/{file}", PORTAL, &portal_use, file_change, "Gives a file another name", .fields = "name"},
	{HTTP_POST, SENT "/{file}/versions", PORTAL, &portal_use, file_version_new, "Puts a new version of a file",
	 .fields = "file", UPLOAD},
	{HTTP_GET, SENT "/{file}/download", PORTAL, &portal_use, file_download,
	 "A file to save; `version` is an older one", SHOWN},
	{HTTP_GET, SENT "/{file}/view", PORTAL, &portal_use, file_view, "A picture or PDF to look at", SHOWN},
	{HTTP_GET, SENT "/{file}/place", PORTAL, &portal_use, file_place_form,
	 "Where a file may be moved or copied to; `in` is the folder looked into", .seen_by = &client_browse},
	{HTTP_POST, SENT "/{file}/place", PORTAL, &portal_use, file_place, "Moves a file into `folder`",
	 .fields = "folder"},
	{HTTP_POST, SENT "/{file}/copies", PORTAL, &portal_use, file_copy_new, "Copies a file into `folder`",
	 .fields = "folder"},
	{HTTP_POST, SENT "/{file}/removal", PORTAL, &portal_use, file_removal, "Puts a file into the recycle bin"},
	{HTTP_GET, ACTIVITIES, STAFF, &client_read, activities_show,
	 "What was done about a client, newest first: words of a name (q), kind, type, folder (in), from, until, who"},
	{HTTP_GET, ACTIVITIES "/export", STAFF, &client_read, activities_export,
	 "The same as a table to save; `format`: csv or xlsx", FETCH},
	{HTTP_GET, DOCUMENTS "/activities", PORTAL, &portal_use, activities_own,
	 "What they did with files and folders, and what staff changed there", .seen_by = &client_browse},
	{HTTP_POST, FILES "/{removed}/return", STAFF, &client_browse, file_return,
	 "Brings a file back from the recycle bin"},
	{HTTP_OPTIONS, TREE "/{folder}/uploads", STAFF, &client_browse, upload_options,
	 "What of the protocol tus 1.0 is spoken here"},
	{HTTP_POST, TREE "/{folder}/uploads", STAFF, &client_browse, upload_new,
	 "Begins a file that comes in pieces (tus 1.0; Upload-Metadata: filename, relativePath, same)", BEGIN},
	{HTTP_GET, PIECES, STAFF, &client_browse, upload_show, "How much of it has come (tus: HEAD)", COME},
	{HTTP_PATCH, PIECES, STAFF, &client_browse, upload_piece, "Its next piece", PIECE},
	{HTTP_POST, PIECES, STAFF, &client_browse, upload_piece,
	 "The same, or its end, for who can send POST alone (X-HTTP-Method-Override)", PIECE},
	{HTTP_DELETE, PIECES, STAFF, &client_browse, upload_removal, "Forgets what has come of it"},
	{HTTP_OPTIONS, DOCUMENTS "/{folder}/uploads", PORTAL, &portal_use, upload_options,
	 "What of the protocol tus 1.0 is spoken here"},
	{HTTP_POST, DOCUMENTS "/{folder}/uploads", PORTAL, &portal_use, upload_new,
	 "Begins a file that comes in pieces (tus 1.0; Upload-Metadata: filename, relativePath, same)", BEGIN},
	{HTTP_GET, SENDING, PORTAL, &portal_use, upload_show, "How much of it has come (tus: HEAD)", COME,
	 .seen_by = &client_browse},
	{HTTP_PATCH, SENDING, PORTAL, &portal_use, upload_piece, "Its next piece", PIECE},
	{HTTP_POST, SENDING, PORTAL, &portal_use, upload_piece,
	 "The same, or its end, for who can send POST alone (X-HTTP-Method-Override)", PIECE},
	{HTTP_DELETE, SENDING, PORTAL, &portal_use, upload_removal, "Forgets what has come of it"},
};
