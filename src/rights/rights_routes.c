/* rights_routes: every address of the pages of rights. What changes rights asks who gains and who loses what, until it
 * is sent with "confirm". */
#include "modules/condition_rows.h"
#include "rights/handlers.h"
#include "rights/rights.h"

#define PROFILES_HOME "/console/settings/profiles"
#define ROLES	      "/console/settings/roles"
#define GROUPS	      "/console/settings/groups"
#define SHARING	      "/console/settings/sharing"
#define REMOVAL	      "version confirm do successor"
#define RULE	      "name with level version confirm do successor " CONDITION_FIELDS("condition")
#define STATE	      "name field effect version confirm do successor " CONDITION_FIELDS("condition")

const struct route rights_routes[RIGHTS_ROUTES] = {
	{HTTP_GET, PROFILES_HOME, STAFF, &rights_write, profile_list_page,
	 "The profiles, those built in and those made here, and who has them"},
	{HTTP_GET, PROFILES_HOME "/form", STAFF, &rights_write, profile_new_form, "The form of a new profile"},
	{HTTP_POST, PROFILES_HOME, STAFF, &rights_write, profile_new, "Makes a profile that may what `like` may",
	 .fields = "name like do"},
	{HTTP_GET, PROFILES_HOME "/{profile}", STAFF, &rights_write, profile_page,
	 "A profile: its special permissions, and what it may do in each module"},
	{HTTP_POST, PROFILES_HOME "/{profile}", STAFF, &rights_write, profile_change,
	 "Changes a profile: only the modules named change; `permissions`, when given, are all it holds. 422 says who "
	 "gains and loses what until `confirm` is sent",
	 .fields = "name version confirm do successor permissions.* modules.*.name modules.*.may.*"},
	{HTTP_POST, PROFILES_HOME "/{profile}/removal", STAFF, &rights_write, profile_removal,
	 "Removes a profile made here; 409 says who still has it", .fields = REMOVAL},
	{HTTP_GET, PROFILES_HOME "/{profile}/{module}", STAFF, &rights_write, profile_fields_page,
	 "What a profile sees of the fields of a module, and its layout"},
	{HTTP_POST, PROFILES_HOME "/{profile}/{module}", STAFF, &rights_write, profile_fields_change,
	 "Changes what a profile sees of fields: hidden, read or write. 422 until `confirm` is sent",
	 .fields = "version confirm do successor layout fields.*.name fields.*.level"},

	{HTTP_GET, ROLES, STAFF, &rights_write, role_list_page, "The tree of roles, and who stands where"},
	{HTTP_GET, ROLES "/form", STAFF, &rights_write, role_new_form, "The form of a new role"},
	{HTTP_POST, ROLES, STAFF, &rights_write, role_new, "Adds a role, below `parent` or at the top",
	 .fields = "name parent version confirm do successor"},
	{HTTP_GET, ROLES "/{role}", STAFF, &rights_write, role_page, "The form of a role"},
	{HTTP_POST, ROLES "/{role}", STAFF, &rights_write, role_changed,
	 "Renames a role, or moves it. 422 until `confirm` is sent, when somebody gains or loses something",
	 .fields = "name parent version confirm do successor"},
	{HTTP_POST, ROLES "/{role}/removal", STAFF, &rights_write, role_removal,
	 "Removes a role; 409 says what still uses it", .fields = REMOVAL},

	{HTTP_GET, GROUPS, STAFF, &rights_write, crew_list_page, "The groups, and who is in them"},
	{HTTP_GET, GROUPS "/form", STAFF, &rights_write, crew_new_form, "The form of a new group"},
	{HTTP_POST, GROUPS, STAFF, &rights_write, crew_new, "Adds a group",
	 .fields = "name members.* version confirm do successor"},
	{HTTP_GET, GROUPS "/{group}", STAFF, &rights_write, crew_page, "The form of a group"},
	{HTTP_POST, GROUPS "/{group}", STAFF, &rights_write, crew_changed,
	 "Changes a group. 422 until `confirm` is sent, when somebody gains or loses something",
	 .fields = "name members.* version confirm do successor"},
	{HTTP_POST, GROUPS "/{group}/removal", STAFF, &rights_write, crew_removal,
	 "Removes a group; 409 says what still uses it", .fields = REMOVAL},

	{HTTP_GET, SHARING, STAFF, &rights_write, sharing_list_page,
	 "Who sees records of others, module by module, and how many rules there are"},
	{HTTP_GET, SHARING "/{module}", STAFF, &rights_write, sharing_page,
	 "The sharing of a module, and its rules of both kinds"},
	{HTTP_POST, SHARING "/{module}", STAFF, &rights_write, sharing_change,
	 "Changes who sees records of others: private, read or write. 422 until `confirm` is sent",
	 .fields = "sharing version confirm do successor"},
	{HTTP_GET, SHARING "/{module}/rules/form", STAFF, &rights_write, sharing_rule_new_form,
	 "The form of a new sharing rule"},
	{HTTP_POST, SHARING "/{module}/rules", STAFF, &rights_write, sharing_rule_new,
	 "Adds a sharing rule; `with` is role:ID or group:ID. 422 until `confirm` is sent", .fields = RULE},
	{HTTP_GET, SHARING "/{module}/rules/{rule}", STAFF, &rights_write, sharing_rule_page,
	 "The form of a sharing rule"},
	{HTTP_POST, SHARING "/{module}/rules/{rule}", STAFF, &rights_write, sharing_rule_change,
	 "Changes a sharing rule. 422 until `confirm` is sent", .fields = RULE},
	{HTTP_POST, SHARING "/{module}/rules/{rule}/removal", STAFF, &rights_write, sharing_rule_removal,
	 "Removes a sharing rule. 422 until `confirm` is sent", .fields = REMOVAL},
	{HTTP_GET, SHARING "/{module}/states/form", STAFF, &rights_write, state_rule_new_form,
	 "The form of a new rule that locks or hides"},
	{HTTP_POST, SHARING "/{module}/states", STAFF, &rights_write, state_rule_new,
	 "Adds a rule that locks or hides a field, or the record, while a condition holds. 422 until `confirm` is sent",
	 .fields = STATE},
	{HTTP_GET, SHARING "/{module}/states/{rule}", STAFF, &rights_write, state_rule_page,
	 "The form of a rule that locks or hides"},
	{HTTP_POST, SHARING "/{module}/states/{rule}", STAFF, &rights_write, state_rule_change,
	 "Changes a rule that locks or hides. 422 until `confirm` is sent", .fields = STATE},
	{HTTP_POST, SHARING "/{module}/states/{rule}/removal", STAFF, &rights_write, state_rule_removal,
	 "Removes a rule that locks or hides. 422 until `confirm` is sent", .fields = REMOVAL},

	{HTTP_GET, "/console/records/{module}/{record}/access", STAFF, &any_staff, record_access_page,
	 "Who sees a record and why, for its owner and for administrators"},
	{HTTP_GET, "/console/settings/staff-access/{staff}/{module}", STAFF, &rights_write, staff_access_page,
	 "What somebody sees of a module and why: counts by reason, and the newest 50"},
};
