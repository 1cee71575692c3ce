/* trees_routes: every address of the feature: templates in the settings, and what is done with them at a client. */
#include "clients/clients.h"
#include "trees/handlers.h"
#include "trees/trees.h"

#define HOME  "/console/settings/folder-trees"
#define APPLY "/console/clients/{client}/folder-trees"

const struct route tree_routes[TREE_ROUTES] = {
	{HTTP_GET, HOME, STAFF, &tree_write, tree_list, "The folder-tree templates, by name"},
	{HTTP_POST, HOME, STAFF, &tree_write, tree_new,
	 "Adds a template, with the folders of `list` (one a line, indented, or as A/B/C)", .fields = "name list",
	 .body_limit = TREE_BODY},
	{HTTP_GET, HOME "/{tree}", STAFF, &tree_write, tree_show,
	 "A template with its folders and what contacts may in them; `folder` is the one that is open"},
	{HTTP_POST, HOME "/{tree}", STAFF, &tree_write, tree_rename, "Gives a template another name",
	 .fields = "name version"},
	{HTTP_POST, HOME "/{tree}/copies", STAFF, &tree_write, tree_copy_new, "Makes a template like this one"},
	{HTTP_POST, HOME "/{tree}/removal", STAFF, &tree_write, tree_removal,
	 "Removes a template; what was made after it stays"},
	{HTTP_DELETE, HOME "/{tree}", STAFF, &tree_write, tree_removal,
	 "Removes a template; what was made after it stays"},
	{HTTP_POST, HOME "/{tree}/folders", STAFF, &tree_write, tree_folder_new,
	 "Adds a folder to a template, in the folder `parent` or at the top", .fields = "name parent version"},
	{HTTP_POST, HOME "/{tree}/list", STAFF, &tree_write, tree_list_new,
	 "Adds the folders of `list` (one a line, indented, or as A/B/C) to the folder `parent`, or at the top",
	 .fields = "list parent version", .body_limit = TREE_BODY},
	{HTTP_POST, HOME "/{tree}/folders/{folder}", STAFF, &tree_write, tree_folder_edit,
	 "Names a folder of a template, and says what contacts (`who`: contacts, or user_type.ID) may in it: none, read, "
	 "full, or empty: as the folder above; those not named stay",
	 .fields = "name version rights.*.who rights.*.level"},
	{HTTP_POST, HOME "/{tree}/folders/{folder}/place", STAFF, &tree_write, tree_folder_place,
	 "Moves a folder of a template into the folder `parent` (the template's id: to the top)",
	 .fields = "parent version"},
	{HTTP_POST, HOME "/{tree}/folders/{folder}/removal", STAFF, &tree_write, tree_folder_removal,
	 "Removes a folder of a template, with all that is in it", .fields = "version"},
	{HTTP_GET, "/console/folder-trees/{tree}", STAFF, &client_sheet, tree_view,
	 "The folders of a template as contacts would see them (`who`: contacts, user_type.ID, or colleagues: all of them)"},
	{HTTP_GET, APPLY, STAFF, &client_work, tree_apply_form,
	 "What applying the templates `trees.0`, `trees.1`… to a client would make and change"},
	{HTTP_POST, APPLY, STAFF, &client_work, tree_apply,
	 "Applies templates to a client: makes the folders that are missing; with `again` those that are there get the "
	 "rights of the templates",
	 .fields = TREES_FIELDS " again seen"},
};
