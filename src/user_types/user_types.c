/* user_types: what the feature offers to the house, with the table of its routes. */
#include "user_types/user_types.h"

#include "modules/condition_rows.h"
#include "rights/level_form.h"
#include "user_types/field_handlers.h"
#include "user_types/handlers.h"
#include "user_types/setup_page.h"

#define TYPE USER_TYPES_HOME "/{type}"

const struct permission user_type_write = {"user_type.write", FOR_ADMINISTRATOR,
					   N_("Set up what each kind of portal user sees")};

static const struct route routes[] = {
	{HTTP_GET, USER_TYPES_HOME, STAFF, &user_type_write, type_list_page,
	 "The user types of the portal in their order: who signs in by them, how many, and what is published"},
	{HTTP_GET, USER_TYPES_HOME "/form", STAFF, &user_type_write, type_new_form, "The form of a new user type"},
	{HTTP_POST, USER_TYPES_HOME, STAFF, &user_type_write, type_new,
	 "Makes a user type, whose people sign in by records of `module`; nothing of it is published",
	 .fields = "name.fr name.en module"},
	{HTTP_POST, USER_TYPES_HOME "/order", STAFF, &user_type_write, type_order,
	 "Orders the user types: all identifiers as `order`, or `do`: up:ID, down:ID, place:ID:INDEX",
	 .fields = "do order.*"},
	{HTTP_GET, TYPE, STAFF, &user_type_write, type_page, "A user type: what it is called, and how it stands"},
	{HTTP_POST, TYPE, STAFF, &user_type_write, type_change, "Renames a user type",
	 .fields = "name.fr name.en version"},
	{HTTP_GET, TYPE "/removal", STAFF, &user_type_write, type_removal_page,
	 "What becomes of the people of a user type that is deleted; 409 for the default one"},
	{HTTP_POST, TYPE "/removal", STAFF, &user_type_write, type_removal,
	 "Deletes a user type; confirm: its name. Its people are of the default one from then on, when they sign in by "
	 "the same module; else they have no access any more",
	 .fields = "confirm version"},

	{HTTP_GET, TYPE "/tabs", STAFF, &user_type_write, tab_list_page,
	 "The tabs of a user type, those that show pages of the web, and the modules that could be another"},
	{HTTP_POST, TYPE "/tabs", STAFF, &user_type_write, tab_order,
	 "Orders the tabs: all modules as `order`, or `do`: up:MODULE, down:web:1, place:MODULE:INDEX",
	 .fields = "do order.* version"},
	{HTTP_GET, TYPE "/tabs/{module}", STAFF, &user_type_write, tab_page,
	 "A tab of a user type, or what one of this module could be"},
	{HTTP_POST, TYPE "/tabs/{module}", STAFF, &user_type_write, tab_change,
	 "Adds a tab, or replaces all that is said of it. Where it is published and other records are to be seen, 422 "
	 "says who gains and who loses what until `confirm` is sent",
	 .fields = "tie may.* view aside layouts.* version confirm do " CONDITION_FIELDS("narrowed")},
	{HTTP_POST, TYPE "/tabs/{module}/removal", STAFF, &user_type_write, tab_removal,
	 "Takes a tab out, and those seen through it. 422 until `confirm` is sent, when somebody may lose something",
	 .fields = "version confirm do"},
	{HTTP_GET, TYPE "/web/form", STAFF, &user_type_write, web_tab_new_form,
	 "The form of a new tab that shows a page of the web"},
	{HTTP_POST, TYPE "/web", STAFF, &user_type_write, web_tab_new,
	 "Adds a tab that shows a page of the web: its https address, and what it is called. Its server must be allowed; "
	 "`allow` does so",
	 .fields = "label.fr label.en address allow version"},
	{HTTP_GET, TYPE "/web/{number}", STAFF, &user_type_write, web_tab_page, "A tab that shows a page of the web"},
	{HTTP_POST, TYPE "/web/{number}", STAFF, &user_type_write, web_tab_change,
	 "Changes a tab that shows a page of the web; as above", .fields = "label.fr label.en address allow version"},
	{HTTP_POST, TYPE "/web/{number}/removal", STAFF, &user_type_write, web_tab_removal,
	 "Takes out a tab that shows a page of the web", .fields = "version"},

	{HTTP_GET, WEB_SERVERS_HOME, STAFF, &user_type_write, web_server_list_page,
	 "The servers whose pages may be tabs, the tabs that show them, and those shown without being allowed"},
	{HTTP_POST, WEB_SERVERS_HOME, STAFF, &user_type_write, web_server_new,
	 "Allows pages of a server: its name, or an https address there", .fields = "server"},
	{HTTP_POST, WEB_SERVERS_HOME "/removal", STAFF, &user_type_write, web_server_removal,
	 "No new tab shows pages of this server; those that do stay", .fields = "server"},

	{HTTP_GET, TYPE "/message", STAFF, &user_type_write, type_message_page,
	 "What people of this type are told when they sign in, as it is being set up"},
	{HTTP_POST, TYPE "/message", STAFF, &user_type_write, type_message_change,
	 "Changes that in the draft: `message.fr`, `message.en`; both empty: what the house says",
	 .fields = "message.fr message.en version"},
	{HTTP_GET, TYPE "/ways", STAFF, &user_type_write, type_ways_page,
	 "By which ways people of a user type sign in"},
	{HTTP_POST, TYPE "/ways", STAFF, &user_type_write, type_ways_change,
	 "Allows or shuts ways to sign in; holds at once: `code`, `password`, `passkey`; alone, a password or passkey "
	 "is required",
	 .fields = "code password passkey seen"},

	{HTTP_GET, TYPE "/fields", STAFF, &user_type_write, field_places_page,
	 "Where the fields of a user type are chosen: each layout of each tab, and lines"},
	{HTTP_GET, TYPE "/fields/{module}", STAFF, &user_type_write, field_place_page,
	 "What a user type sees and writes of a tab's fields, or of lines; query: layout"},
	{HTTP_POST, TYPE "/fields/{module}", STAFF, &user_type_write, field_place_change,
	 "Chooses in the draft what is seen of fields: hidden, read or write; of all at once with `do`: all:read",
	 .fields = "version layout " LEVEL_FIELDS},
	{HTTP_GET, TYPE "/publication", STAFF, &user_type_write, publication_page,
	 "What is missing before the draft can be published, what it changes, and who gains and loses what"},
	{HTTP_POST, TYPE "/publication", STAFF, &user_type_write, publication_new,
	 "Publishes the draft. 422 says what is missing, or who gains and loses what until `confirm` is sent",
	 .fields = "version confirm"},
	{HTTP_GET, TYPE "/versions", STAFF, &user_type_write, version_list_page,
	 "What was published, newest first; query: before"},
	{HTTP_GET, TYPE "/versions/{number}", STAFF, &user_type_write, version_page,
	 "What a version has another way than the one before; query: with (a number, or draft)"},
	{HTTP_POST, TYPE "/versions/{number}/restoration", STAFF, &user_type_write, version_restoration,
	 "Puts a version into the draft; nothing is published", .fields = "version"},
	{HTTP_GET, TYPE "/file", STAFF, &user_type_write, configuration_file,
	 "The draft as a file that names modules, layouts and fields"},
	{HTTP_GET, TYPE "/import", STAFF, &user_type_write, configuration_form,
	 "The form for the file of a configuration"},
	{HTTP_POST, TYPE "/import", STAFF, &user_type_write, configuration_import,
	 "Replaces the draft by a `file`, or by its text as `configuration`. 422 says what changes, and what is not to be "
	 "found here, until `confirm` is sent",
	 .fields = "configuration file version confirm", .prepare = configuration_prepare,
	 .body_limit = 4 * CONFIGURATION_LIMIT, .upload_limit = CONFIGURATION_LIMIT},
};

static const struct permission *const permissions[] = {&user_type_write};

const struct feature user_types = {
	.name = "user_types",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
