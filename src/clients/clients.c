/* clients: the front door: what this feature offers to the house. */
#include "clients/clients.h"

#include "clients/client_handover.h"
#include "clients/client_tally.h"
#include "clients/handlers.h"
#include "clients/keepers.h"
#include "clients/person.h"
#include "core/event.h"
#include "rights/hand.h"
#include "rights/rights.h"

/* Each page of the one shows something of the other. */
static const char *const modules[] = {"clients", "contacts", NULL};

const struct permission client_read = {"client.read", FOR_STAFF, N_("See clients and contacts"), modules, MAY_VIEW};
static const char *const of_clients[] = {"clients", NULL}, *const of_contacts[] = {"contacts", NULL};

/* Their lists show everybody what they see of them. */
const struct permission client_browse = {"client.browse", FOR_STAFF, N_("See the list of clients"),
					 of_clients,	  MAY_VIEW,  .in_part = true};
const struct permission contact_browse = {"contact.browse", FOR_STAFF, N_("See the list of contacts"),
					  of_contacts,	    MAY_VIEW,  .in_part = true};
const struct permission client_write = {"client.write", FOR_ADMINISTRATOR | FOR_MANAGER,
					N_("Change clients and contacts"), modules, MAY_CREATE | MAY_EDIT};

/* The sheets of clients, and what is done there, are also for who sees but clients that are theirs. */
const struct permission client_sheet = {"client.sheet", FOR_STAFF, N_("Open the sheets of their clients"),
					modules,	MAY_VIEW,  .given = true};
const struct permission client_work = {
	"client.work", FOR_ADMINISTRATOR | FOR_MANAGER, N_("Change their clients on the clients’ sheets"),
	modules,       MAY_CREATE | MAY_EDIT,		.given = true};

bool
client_sees_given_only(const struct viewer *viewer)
{
	return viewer->kind == VIEWER_STAFF && viewer_may(viewer, &client_sheet) && !viewer_may(viewer, &client_read);
}

/* Whoever says what others may do with many clients at once could say it of themselves. */
const struct permission client_group_write = {"client.group_write",
					      FOR_ADMINISTRATOR,
					      N_("Change groups of clients, and who works for them"),
					      modules,
					      MAY_VIEW,
					      .special = true};

static const struct permission *const permissions[] = {
	&client_browse, &contact_browse, &client_read, &client_write, &client_sheet, &client_work, &client_group_write};

/* What is in the recycle bin is nobody's but the bin's. A person's own data goes through contact_itself: one contact of
 * a client does not see the others. */
static const struct access_rule access[] = {
	{.table = "client",
	 .staff = "client.deleted_at is null and coalesce(" HAND_LEVEL("$1", "client.id") ", 1) >= 1",
	 .client = "client.id = $1 and client.deleted_at is null and client.archived_at is null",
	 .given = "client.deleted_at is null and " HAND_THEIRS("$1", "client")},
	{.table = "contact",
	 .staff = "contact.deleted_at is null",
	 .client = NULL,
	 .given = "contact.deleted_at is null and exists (select 1 from client_contact as place join client as theirs "
		  "on theirs.id = place.client_id where place.contact_id = contact.id and theirs.deleted_at is null "
		  "and " HAND_THEIRS("$1", "theirs") ")"},
	{.table = "client_contact",
	 .staff = "1 = 1",
	 .client = NULL,
	 .given = "exists (select 1 from client as theirs where theirs.id = client_contact.client_id and "
		  "theirs.deleted_at is null and " HAND_THEIRS("$1", "theirs") ")"},
};

static const struct keeper *const keepers[] = {&client_keeper, &contact_keeper};

static const char *const at_clients[] = {"/client-", NULL};

static const struct navigation navigation[] = {
	{AREA_CONSOLE, 20, N_("Clients"), "users", "/clients", &client_browse, .also = at_clients},
	{AREA_CONSOLE, 25, N_("Contacts"), "user", "/contacts", &contact_browse},
};

/* An account was closed, or opened again: it is a member no more, or again, of the clients that were given to it. */
static void
hear_staff(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	client_members_count_staff(tx, event->object);
}

static const struct subscription subscriptions[] = {
	{.kind = "staff.disabled", .receive = hear_staff},
	{.kind = "staff.enabled", .receive = hear_staff},
};

static const struct client_tab tabs[] = {
	{0, "information", N_("Information"), "", &client_sheet, NULL},
	{10, "contacts", N_("Contacts"), "/contacts", &client_sheet, NULL},
	{80, "staff", N_("Staff"), "/staff", &client_sheet, NULL},
};

const struct feature clients = {
	.name = "clients",
	.routes = client_routes,
	.route_count = CLIENT_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access,
	.access_count = sizeof access / sizeof access[0],
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.client_tabs = tabs,
	.client_tab_count = sizeof tabs / sizeof tabs[0],
	.handover = &client_handover,
	.keepers = keepers,
	.keeper_count = sizeof keepers / sizeof keepers[0],
	.export_person = clients_export_person,
	.erase_person = clients_erase_person,
};
