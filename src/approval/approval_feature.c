/* approval_feature: what this folder offers to the house. */
#include "approval/approval.h"

#include "approval/decision.h"
#include "approval/handlers.h"
#include "approval/tell.h"
#include "records/record_approval.h"

const struct permission approval_write = {"approval.write", FOR_ADMINISTRATOR,
					  N_("Set approval rules, and decide for approvers who are absent")};

static const struct permission *const permissions[] = {&approval_write};

static const struct job_kind jobs[] = {
	{.name = APPROVAL_TELL, .run = approval_tell_run},
	{.name = "approval.release", .run = approval_release_run},
};

static const struct navigation navigation[] = {
	{AREA_CONSOLE, 40, N_("Approvals"), "circle-check", "/approvals", &any_staff},
};

static const struct card cards[] = {{approval_card_fill}};

const struct feature approval_feature = {
	.name = "approval",
	.routes = approval_routes,
	.route_count = APPROVAL_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.console_cards = cards,
	.console_card_count = 1,
	.record_head = approval_record_head,
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
