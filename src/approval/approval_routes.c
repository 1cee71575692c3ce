/* approval_routes: every address of approval and review. Rules are for whoever sets them; to decide, one has to be
 * asked and to see the record. */
#include "approval/approval.h"
#include "approval/handlers.h"
#include "modules/condition_rows.h"

#define SETTINGS "/console/settings/approvals"
#define MODULE	 SETTINGS "/{module}"
#define RULE	 MODULE "/rules/{rule}"
#define RECORD	 "/console/records/{module}/{record}"
#define RULE_FIELDS                                                                                                    \
	"name on_create on_change steps.*.needs steps.*.approvers.* version confirm do " CONDITION_FIELDS("condition")

const struct route approval_routes[APPROVAL_ROUTES] = {
	{HTTP_GET, SETTINGS, STAFF, &approval_write, approval_modules_page,
	 "The modules whose records can wait, with how many rules each has"},
	{HTTP_GET, MODULE, STAFF, &approval_write, approval_module_page,
	 "The approval rules of a module in their order, and what of it is reviewed"},
	{HTTP_POST, MODULE "/review", STAFF, &approval_write, review_rule_change,
	 "Says which new records wait for review: `from_import`, `from_api`, `from_portal`, and who reviews",
	 .fields = "from_import from_api from_portal reviewers.* version"},
	{HTTP_GET, MODULE "/rules/form", STAFF, &approval_write, approval_rule_new_form, "The form of a new rule"},
	{HTTP_POST, MODULE "/rules", STAFF, &approval_write, approval_rule_new,
	 "Adds an approval rule; approvers are “manager”, “staff:ID” or “role:ID”. 422 says how many records meet it and "
	 "who could not decide, until `confirm` is sent",
	 .fields = RULE_FIELDS},
	{HTTP_GET, RULE, STAFF, &approval_write, approval_rule_page, "An approval rule"},
	{HTTP_POST, RULE, STAFF, &approval_write, approval_rule_change,
	 "Changes an approval rule; 422 until `confirm` is sent", .fields = RULE_FIELDS},
	{HTTP_POST, RULE "/order", STAFF, &approval_write, approval_rule_order,
	 "Moves a rule one place: `direction` up or down", .fields = "direction"},
	{HTTP_POST, RULE "/pause", STAFF, &approval_write, approval_rule_pausing,
	 "Pauses a rule (`paused` true), or lets it hold again", .fields = "paused"},
	{HTTP_POST, RULE "/removal", STAFF, &approval_write, approval_rule_removal,
	 "Removes a rule; when records wait because of it, `waiting` says what becomes of them: release or keep",
	 .fields = "waiting version do"},

	{HTTP_GET, "/console/approvals", STAFF, &any_staff, approval_list_page,
	 "The records that wait for the viewer’s approval, the oldest first; `who=all`: for anybody’s"},
	{HTTP_POST, "/console/approvals", STAFF, &any_staff, approval_bulk,
	 "Decides about up to 200 approvals: `ids` (as listed in `value`), `decision`, `reason`; a result for each",
	 .fields = "ids.* decision reason"},
	{HTTP_GET, "/console/reviews", STAFF, &any_staff, review_list_page,
	 "The records that wait for the viewer’s review, the oldest first; `module`: of one module"},
	{HTTP_POST, "/console/reviews", STAFF, &any_staff, review_bulk,
	 "Reviews up to 200 records: `ids`, `decision` (accept, decline), `reason`; a result for each",
	 .fields = "ids.* decision reason next"},
	{HTTP_GET, RECORD "/approval", STAFF, &any_staff, record_approval_page,
	 "Whether a record waits for approval, for whom, and all that was decided about it"},
	{HTTP_POST, RECORD "/approval", STAFF, &any_staff, record_approval_decision,
	 "Decides about a record: `decision` (approve, reject, withdraw) and `reason`; `approval` and `step` say what was "
	 "seen: 409 when somebody was faster",
	 .fields = "approval step decision reason next"},
	{HTTP_POST, RECORD "/review", STAFF, &any_staff, record_review_decision,
	 "Reviews a record: `decision` (accept, decline) and `reason`; declined, it goes to the bin",
	 .fields = "decision reason"},
};
