/* holds: what the feature offers to the house. */
#include "holds/holds.h"

#include "folders/folders.h"
#include "holds/handlers.h"
#include "holds/retention.h"
#include "records/record_guard.h"
#include "rights/rights.h"

static const struct record_guard retention_guard = {.sql_may_go = retention_sql_client_may_go,
						    .kept = retention_clients_kept};

static const char *const of_clients[] = {"clients", NULL};

const struct permission hold_write = {"file.hold", FOR_ADMINISTRATOR, N_("Put clients and files under a legal hold"),
				      of_clients,  MAY_VIEW,	      .special = true};
const struct permission lock_break = {"file.unlock",
				      FOR_ADMINISTRATOR | FOR_MANAGER,
				      N_("Unlock files that somebody else has locked"),
				      of_clients,
				      MAY_EDIT,
				      .special = true};

static const struct permission *const permissions[] = {&hold_write, &lock_break};

/* Folders and locks are reached through the rights on folders, holds through the client they are of. */
static const struct access_rule access_rules[] = {
	{.table = "legal_hold", .staff = NULL, .client = NULL},
	{.table = "folder_lock", .staff = NULL, .client = NULL},
	{.table = "folder_retention", .staff = NULL, .client = NULL},
};

/* Locks belong to persons; holds name who made them, as the journal does. */
const struct feature holds = {
	.name = "holds",
	.routes = hold_routes,
	.route_count = HOLD_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access_rules,
	.access_count = sizeof access_rules / sizeof access_rules[0],
	.folder_head = stand_fill,
	.record_guard = &retention_guard,
	.export_person = export_nothing,
	.erase_person = folder_locks_forget_contact,
};
