/* records_routes: every address of the feature, the staff's and those of portal users; what each viewer may do there,
 * their plan says. */
#include "records/attachment.h"
#include "records/handlers.h"

#define MODULE "/console/records/{module}"
#define RECORD "/console/records/{module}/{record}"
#define TAB    "/p/{address}/records/{module}"

/* Which fields a module has, its own administrators decide: the handler knows them. */
#define FORM_FIELDS "fields.** lines.** find.** was.** action next duplicates"
#define VIEW_FIELDS                                                                                                                      \
	"name kind shared preferred filter sort descending by image group sum action columns.*.field columns.*.wide columns.*.position " \
	"columns.*.emphasis"

const struct route record_routes[RECORD_ROUTES] = {
	{HTTP_GET, "/console/search", STAFF, &any_staff, global_search,
	 "Searches all modules that the viewer sees for the words of `q`"},
	{HTTP_GET, MODULE, STAFF, &any_staff, record_list_page,
	 "The records of a module; `q` searches, `filter` is a condition in JSON, `sort` a field (`-field`: downwards), "
	 "`fields` those wanted, `view` a saved view, `after` the address of the next page"},
	{HTTP_GET, MODULE "/schema", STAFF, &any_staff, module_schema,
	 "The module as the viewer sees it: its fields with their types, labels, choices, and what may be done"},
	{HTTP_GET, MODULE "/groups", STAFF, &any_staff, record_groups_page,
	 "How many records there are for each value of the field `by`, and the sum of the field `sum`"},
	{HTTP_GET, MODULE "/suggestions", STAFF, &any_staff, record_suggestions_page,
	 "The records whose name begins as `typed`, or has a word that does"},
	{HTTP_GET, MODULE "/bin", STAFF, &any_staff, record_bin_page, "The records in the recycle bin"},
	{HTTP_GET, MODULE "/form", STAFF, &any_staff, record_new_form, "The form of a new record"},
	{HTTP_POST, MODULE, STAFF, &any_staff, record_new,
	 "Makes a record from `fields`, and its `lines` by sub-form; with the header Idempotency-Key only once; with "
	 "`duplicates` refuse only when none like it is there (409, with those)",
	 .fields = FORM_FIELDS},
	{HTTP_POST, MODULE "/with-files", STAFF, &any_staff, record_new, "Makes a record with files in its fields",
	 .fields = FORM_FIELDS, .flags = ROUTE_SLOW, .prepare = attachments_prepare, .upload_limit = ATTACHMENT_LIMIT},
	{HTTP_POST, MODULE "/bulk", STAFF, &any_staff, record_bulk,
	 "Changes, or moves to the bin, up to 200 records: `ids`, `action` (change, removal), `fields`; a result for each",
	 .fields = "ids.* fields.** action set next"},
	{HTTP_GET, MODULE "/views/form", STAFF, &any_staff, view_new_form, "The form of a new view"},
	{HTTP_POST, MODULE "/views", STAFF, &any_staff, view_new, "Saves a view", .fields = VIEW_FIELDS},
	{HTTP_GET, MODULE "/views/{view}/form", STAFF, &any_staff, view_change_form, "The form of one's own view"},
	{HTTP_POST, MODULE "/views/{view}", STAFF, &any_staff, view_change, "Changes one's own view",
	 .fields = VIEW_FIELDS},
	{HTTP_POST, MODULE "/views/{view}/preference", STAFF, &any_staff, view_preference,
	 "Makes the module open with this view, or no longer"},
	{HTTP_POST, MODULE "/views/{view}/removal", STAFF, &any_staff, view_removal, "Deletes one's own view"},
	{HTTP_GET, RECORD, STAFF, &any_staff, record_show_page,
	 "One record with its lines, comments and files; `related=true` adds the first records that lead to it"},
	{HTTP_GET, RECORD "/form", STAFF, &any_staff, record_change_form, "The form of a record"},
	{HTTP_GET, RECORD "/history", STAFF, &any_staff, record_history_page,
	 "What was changed in a record, newest first"},
	{HTTP_POST, RECORD, STAFF, &any_staff, record_changed,
	 "Changes the `fields` and `lines` that are given; `version`, or the header If-Match, says which version was seen",
	 .fields = FORM_FIELDS " version"},
	{HTTP_POST, RECORD "/with-files", STAFF, &any_staff, record_changed,
	 "Changes a record with files in its fields", .fields = FORM_FIELDS " version", .flags = ROUTE_SLOW,
	 .prepare = attachments_prepare, .upload_limit = ATTACHMENT_LIMIT},
	{HTTP_POST, RECORD "/removal", STAFF, &any_staff, record_removal, "Moves a record to the recycle bin"},
	{HTTP_DELETE, RECORD, STAFF, &any_staff, record_removal, "Moves a record to the recycle bin"},
	{HTTP_POST, RECORD "/restoration", STAFF, &any_staff, record_restoration,
	 "Takes a record out of the recycle bin"},
	{HTTP_POST, RECORD "/purge", STAFF, &any_staff, record_purge_page,
	 "Deletes a record of the recycle bin for good"},
	{HTTP_POST, RECORD "/remarks", STAFF, &any_staff, remark_new,
	 "Adds a comment; those whom it names with an @ are told by mail, when they see the record", .fields = "text"},
	{HTTP_POST, RECORD "/remarks/{remark}", STAFF, &any_staff, remark_change, "Changes one's own comment",
	 .fields = "text"},
	{HTTP_POST, RECORD "/remarks/{remark}/removal", STAFF, &any_staff, remark_removal, "Removes one's own comment"},
	{HTTP_POST, RECORD "/files", STAFF, &any_staff, attachment_new, "Attaches a file to a record", .fields = "file",
	 .flags = ROUTE_SLOW, .prepare = attachments_prepare, .upload_limit = ATTACHMENT_LIMIT},
	{HTTP_GET, RECORD "/files/{file}", STAFF, &any_staff, attachment_show, "A file of a record",
	 .flags = ROUTE_WRITES},
	{HTTP_GET, RECORD "/files/{file}/picture", STAFF, &any_staff, attachment_picture,
	 "A picture of a record, for pages"},
	{HTTP_POST, RECORD "/files/{file}/removal", STAFF, &any_staff, attachment_removal, "Takes a file off a record"},
	{HTTP_GET, TAB, PORTAL, &portal_use, portal_record_list,
	 "The records of a module that are the portal user's; `q` searches, `filter` is a condition in JSON, `sort` a "
	 "field, `after` the address of the next page"},
	{HTTP_GET, TAB "/{record}", PORTAL, &portal_use, portal_record_show,
	 "One of them with its lines; `related=true` adds the first records that lead to it"},
	{HTTP_GET, TAB "/{record}/files/{file}", PORTAL, &portal_use, attachment_show,
	 "A file in a field of one of them", .flags = ROUTE_WRITES | ROUTE_IN_PREVIEW},
	{HTTP_GET, TAB "/{record}/files/{file}/picture", PORTAL, &portal_use, attachment_picture,
	 "A picture in a field of one of them, for pages"},
};
