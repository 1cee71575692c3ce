/* sheets_routes: every address of the feature, all of them the staff's. */
#include "core/reorder.h"
#include "sheets/handlers.h"
#include "sheets/sheet_page.h"

#define SHEET	 "/console/clients/{client}/sheet"
#define TEMPLATE SHEET_SETTINGS "/{template}"
#define FIELD	 "/fields/{field}"

#define CHANGING                                                                                                         \
	"Changes a field: its label, its type (text, long_text, decimal, day, choice, yes_no, email, phone, link), the " \
	"answers of a choice (`choices`: one a line, or a list), whether it is required, and whether the portal shows it"

const struct route sheet_routes[SHEET_ROUTES] = {
	{HTTP_GET, SHEET, STAFF, &client_work, sheet_form_page,
	 "The sheet of a client to be filled in: the fields that this client alone has, and the templates there are"},
	{HTTP_POST, SHEET, STAFF, &client_work, sheet_fill_post,
	 "Fills in fields of a client’s sheet: `attributes` has a value for each id; those not named stay. `was`: the same "
	 "with what was filled in before; when it is something else by now, nothing is written",
	 .fields = "attributes.* was.attributes.*"},
	{HTTP_POST, SHEET "/templates", STAFF, &client_work, sheet_load_post,
	 "Loads templates onto a client: adds the fields it has not, and says which were there",
	 .fields = "templates.*"},
	{HTTP_POST, SHEET "/fields", STAFF, &client_work, attribute_new_post,
	 "Adds a field to a client; `type` is text unless said", .fields = ATTRIBUTE_FIELDS},
	{HTTP_POST, SHEET "/fields/order", STAFF, &client_work, attribute_order_post,
	 "Puts the fields of a client into another order: `order` names each of them once; or `do` is up:ID, down:ID or "
	 "place:ID:INDEX",
	 .fields = REORDER_FIELDS},
	{HTTP_GET, SHEET FIELD, STAFF, &client_work, attribute_page, "The form of one field of a client"},
	{HTTP_POST, SHEET FIELD, STAFF, &client_work, attribute_post, CHANGING, .fields = ATTRIBUTE_FIELDS " version"},
	{HTTP_POST, SHEET FIELD "/removal", STAFF, &client_work, attribute_removal_post,
	 "Takes a field away from a client, with what is filled in"},
	{HTTP_DELETE, SHEET FIELD, STAFF, &client_work, attribute_removal_post,
	 "Takes a field away from a client, with what is filled in"},

	{HTTP_GET, SHEET_SETTINGS, STAFF, &sheet_template_write, sheet_template_list_page,
	 "The templates of client sheets, by name"},
	{HTTP_POST, SHEET_SETTINGS, STAFF, &sheet_template_write, sheet_template_new_post,
	 "Adds a template of client sheets", .fields = "name"},
	{HTTP_GET, TEMPLATE, STAFF, &sheet_template_write, sheet_template_page, "One template with its fields"},
	{HTTP_POST, TEMPLATE, STAFF, &sheet_template_write, sheet_template_post, "Renames a template",
	 .fields = "name version"},
	{HTTP_POST, TEMPLATE "/copy", STAFF, &sheet_template_write, sheet_template_copy_post,
	 "Makes a template like this one"},
	{HTTP_POST, TEMPLATE "/removal", STAFF, &sheet_template_write, sheet_template_removal_post,
	 "Removes a template; clients keep what they have of it"},
	{HTTP_DELETE, TEMPLATE, STAFF, &sheet_template_write, sheet_template_removal_post,
	 "Removes a template; clients keep what they have of it"},
	{HTTP_POST, TEMPLATE "/fields", STAFF, &sheet_template_write, attribute_new_post,
	 "Adds a field to a template; `type` is text unless said", .fields = ATTRIBUTE_FIELDS},
	{HTTP_POST, TEMPLATE "/fields/order", STAFF, &sheet_template_write, attribute_order_post,
	 "Puts the fields of a template into another order: `order` names each of them once; or `do` is up:ID, down:ID or "
	 "place:ID:INDEX",
	 .fields = REORDER_FIELDS},
	{HTTP_GET, TEMPLATE FIELD, STAFF, &sheet_template_write, attribute_page, "The form of one field of a template"},
	{HTTP_POST, TEMPLATE FIELD, STAFF, &sheet_template_write, attribute_post, CHANGING,
	 .fields = ATTRIBUTE_FIELDS " version"},
	{HTTP_POST, TEMPLATE FIELD "/removal", STAFF, &sheet_template_write, attribute_removal_post,
	 "Takes a field out of a template; clients keep theirs"},
	{HTTP_DELETE, TEMPLATE FIELD, STAFF, &sheet_template_write, attribute_removal_post,
	 "Takes a field out of a template; clients keep theirs"},
};
