/* portals: what the feature offers to the house, with the table of its routes. */
#include "portals/portals.h"

#include "portals/handlers.h"
#include "portals/person.h"
#include "portals/portal_name_web.h"
#include "portals/portal_password.h"
#include "portals/sign_in.h"
#include "sys/clock.h"

/* Pages of people, not of clients: whoever signs in has them. */
#define FOR_PERSONS (ROUTE_NO_CLIENT | ROUTE_ANY_PERSON)

const struct permission portal_reset = {"portal.reset", FOR_ADMINISTRATOR | FOR_MANAGER,
					N_("Let people of the portal begin again with a code")};

static const struct route routes[] = {
	{HTTP_GET, "/", PUBLIC, &everybody, root_page,
	 .about = "Leads to the portal of the host the request came to, or to the first one."},
	{HTTP_GET, "/p/{address}/sign-in", PUBLIC, &everybody, sign_in_page,
	 .about = "Asks for the client's e-mail address; query: next, a page of the portal to open afterwards."},
	{HTTP_POST, "/p/{address}/sign-in", PUBLIC, &everybody, sign_in_post,
	 .about = "Sends a code if the address is known; the answer is the same if it is not.",
	 .fields = "email remember next"},
	{HTTP_GET, "/p/{address}/sign-in/code", PUBLIC, &everybody, code_page, .about = "Asks for the code."},
	{HTTP_POST, "/p/{address}/sign-in/code", PUBLIC, &everybody, code_post,
	 .about = "Signs in with the code that was sent to the browser's owner.", .fields = "code remember"},
	{HTTP_POST, "/p/{address}/sign-in/resend", PUBLIC, &everybody, resend_post,
	 .about = "Sends another code, after a wait that grows; channel: again, or mail.", .fields = "channel"},
	{HTTP_GET, "/p/{address}/sign-in/link/{token}", PUBLIC, &everybody, link_page,
	 .about = "Shows the button of the mail's link; opening the page changes nothing."},
	{HTTP_POST, "/p/{address}/sign-in/link/{token}", PUBLIC, &everybody, link_post,
	 .about = "Signs in with the mail's link, once."},
	{HTTP_GET, "/p/{address}/sign-in/password", PUBLIC, &everybody, portal_password_entry_page,
	 .about = "Asks for the password instead of the code, once an address was typed."},
	{HTTP_POST, "/p/{address}/sign-in/password", PUBLIC, &everybody, portal_password_entry_post,
	 .about = "Signs in with the password of the typed address; the answer is the same if it has none.",
	 .fields = "password remember", .flags = ROUTE_SLOW, .prepare = portal_password_entry_prepare},
	{HTTP_POST, "/p/{address}/sign-in/forgotten", PUBLIC, &everybody, portal_password_forgotten_post,
	 .about = "Mails a link to choose a password if the typed address is known; the answer is the same if not."},
	{HTTP_GET, "/p/{address}/sign-in/password/{token}", PUBLIC, &everybody, portal_password_link_page,
	 .about = "Shows the form of the mail's link; opening the page changes nothing."},
	{HTTP_POST, "/p/{address}/sign-in/password/{token}", PUBLIC, &everybody, portal_password_link_post,
	 .about = "Sets the password with the mail's link, once, signs in and ends all other sessions.",
	 .fields = "new_password", .flags = ROUTE_SLOW, .prepare = portal_password_link_prepare},
	{HTTP_GET, "/p/{address}" FIRST_WAY_PATH, PORTAL, &portal_use, first_way_page,
	 .about = "Asks who came in by a first code for the passkey or the password that opens from now on.",
	 .flags = FOR_PERSONS | ROUTE_HALF_SIGNED},
	{HTTP_GET, "/p/{address}/clients", PORTAL, &portal_use, clients_page,
	 .about = "The clients the signed-in person may act for.", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/clients", PORTAL, &portal_use, clients_post,
	 .about = "Chooses the client to act for.", .fields = "client next", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/sign-out", PORTAL, &portal_use, sign_out_post, .about = "Ends the session.",
	 .flags = FOR_PERSONS | ROUTE_HALF_SIGNED | ROUTE_IN_PREVIEW},
	{HTTP_GET, "/p/{address}/account/mobile", PORTAL, &portal_use, mobile_page,
	 .about = "The mobile number that codes may go to.", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/mobile", PORTAL, &portal_use, mobile_post,
	 .about = "Sends a code to a new mobile number.", .fields = "mobile", .flags = ROUTE_NO_CLIENT},
	{HTTP_GET, "/p/{address}/account/mobile/code", PORTAL, &portal_use, mobile_code_page,
	 .about = "Asks for the code that confirms the mobile number.", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/mobile/code", PORTAL, &portal_use, mobile_code_post,
	 .about = "Confirms the mobile number.", .fields = "code", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/mobile/removal", PORTAL, &portal_use, mobile_remove_post,
	 .about = "Removes the mobile number; codes go by e-mail again.", .flags = ROUTE_NO_CLIENT},
	{HTTP_GET, "/p/{address}/account/password", PORTAL, &portal_use, portal_password_page,
	 .about = "The form of one's own password, and what it asks for first.", .flags = FOR_PERSONS},
	{HTTP_POST, "/p/{address}/account/password", PORTAL, &portal_use, portal_password_post,
	 .about = "Sets or changes one's own password, given the old one or a code; ends the other sessions.",
	 .fields = "password code new_password next", .flags = FOR_PERSONS | ROUTE_HALF_SIGNED | ROUTE_SLOW,
	 .prepare = portal_password_prepare},
	{HTTP_POST, "/p/{address}/account/password/code", PORTAL, &portal_use, portal_password_code_post,
	 .about = "Mails a code that lets one set, change or remove the password; then: password, or removal.",
	 .fields = "then", .flags = FOR_PERSONS},
	{HTTP_GET, "/p/{address}/account/password/removal", PORTAL, &portal_use, portal_password_removal_page,
	 .about = "Asks for the password, or a code, before the password is removed.", .flags = FOR_PERSONS},
	{HTTP_POST, "/p/{address}/account/password/removal", PORTAL, &portal_use, portal_password_removal_post,
	 .about = "Removes one's own password: from then on one signs in with codes only.", .fields = "password code",
	 .flags = FOR_PERSONS | ROUTE_SLOW, .prepare = portal_password_removal_prepare},
	{HTTP_POST, "/console/portal/people/{person}/ways/removal", STAFF, &portal_reset, person_ways_removal,
	 .about = "Forgets password and passkeys of somebody who signs in to the portal: they begin again with a code.",
	 .fields = "next"},
	{HTTP_GET, PORTAL_NAME_HOME, STAFF, &portal_naming, portal_name_page,
	 .about = "The portal's name and address, and those it had; before there is a portal, what was typed of it."},
	{HTTP_POST, PORTAL_NAME_HOME, STAFF, &portal_naming, portal_name_create,
	 .about = "Makes the portal; without address the name gives it. 409 when there is one: its name is fixed.",
	 .fields = "name address company version"},
	{HTTP_DELETE, PORTAL_NAME_HOME, STAFF, &portal_naming, portal_name_removal,
	 .about = "Always refused with 409: a portal cannot be deleted."},
	{HTTP_POST, PORTAL_NAME_HOME "/draft", STAFF, &portal_naming, portal_draft_post,
	 .about = "Keeps what was typed of a portal that is not made yet, and says whether the address can be had.",
	 .fields = "name address company version"},
	{HTTP_GET, PORTAL_NAME_HOME "/availability", STAFF, &portal_naming, portal_availability_page,
	 .about = "Whether an address can be had, and what could be instead; query: address, or name.",
	 .flags = ROUTE_WRITES},
	{HTTP_GET, PORTAL_NAME_HOME "/address", STAFF, &portal_naming, portal_address_page,
	 .about = "Another address for the portal: how many people use it, what to tell them; query: address."},
	{HTTP_POST, PORTAL_NAME_HOME "/address", STAFF, &portal_naming, portal_address_post,
	 .about = "Changes the portal's address from seen; without confirm (422) says what it does.",
	 .fields = "address seen confirm"},
};

/* Nobody reaches these tables through a list or an id of a page; the rules only say so. */
static const struct access_rule access_rules[] = {
	{.table = "portal", .staff = "1 = 1", .client = NULL},
	{.table = "sign_in", .staff = NULL, .client = NULL},
	{.table = "device", .staff = NULL, .client = NULL},
	{.table = "portal_password", .staff = NULL, .client = NULL},
	{.table = "portal_password_link", .staff = NULL, .client = NULL},
	{.table = "portal_draft", .staff = "1 = 1", .client = NULL},
	{.table = "former_address", .staff = "1 = 1", .client = NULL},
};

static const struct permission *const permissions[] = {&portal_naming, &portal_reset};

static const struct subscription subscriptions[] = {
	{.kind = "message.failed", .receive = code_fall_back},
	{.kind = "record.changed", .receive = person_record_changed},
	{.kind = "record.removed", .receive = person_record_removed},
	{.kind = "record.purged", .receive = person_record_purged},
	{.kind = "user_type.leaving", .receive = person_type_leaving},
};

static void
sweep(struct tx *tx, void *data)
{
	(void)data;
	sign_in_sweep(tx, clock_now());
	portal_password_sweep(tx, clock_now());
}

static enum job_result
run_sweep(struct job *job)
{
	return job_write(job, sweep, NULL);
}

static const struct job_kind jobs[] = {
	{.name = "portals.sweep", .run = run_sweep, .every_ms = HOUR_MS},
	{.name = PORTAL_PASSWORD_LINK_JOB, .run = portal_password_link_run, .attempts = 5},
};

static void
export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	person_export(tx, contact, person);
	sign_in_export_person(tx, contact, person);
	portal_password_export_person(tx, contact, person);
}

static void
erase_person(struct tx *tx, int64_t contact)
{
	sign_in_erase_person(tx, contact);
	person_forget(tx, contact);
}

const struct feature portals = {
	.name = "portals",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access_rules,
	.access_count = sizeof access_rules / sizeof access_rules[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.export_person = export_person,
	.erase_person = erase_person,
};
