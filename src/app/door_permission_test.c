/* door_permission_test: which permission each address of the console asks for, written down a second time: whoever has
 * all others is kept out, and would come in if the address asked for none. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/feature.h"
#include "db/db_testing.h"

#include <string.h>

/* The first that fits holds: the address itself and all below. */
struct need {
	const char *methods; /* "GET"; "*": those that write; NULL: all */
	const char *path;
	const char *permission; /* "staff": everybody signed in; NULL: any but that */
};

static const struct need needs[] = {
	{NULL, "/console/api", "staff"},
	{NULL, "/console/clients/{client}/holds", "file.hold"},
	{NULL, "/console/holds", "file.hold"},
	{NULL, "/console/clients/{client}/folders/{folder}/retention", "file.hold"},
	{NULL, "/console/clients/{client}/files/{file}/retention", "file.hold"},
	{NULL, "/console/clients/{client}/files", "client.browse"},
	{NULL, "/console/clients/{client}/to-sort", "client.browse"},
	{NULL, "/console/to-sort", "client.browse"},
	{NULL, "/console/clients/{client}/uploads", "client.browse"},
	{NULL, "/console/new-documents", "client.browse"},
	{"GET", "/console/clients/{client}/folders/people", "client.work"}, /* whoever gives rights */
	{"GET", "/console/clients/{client}/folders/{folder}/people", "client.work"},
	{"*", "/console/clients/{client}/requests/{request}/template", "request.template_write"},
	{NULL, "/console/clients/{client}/requests", "client.sheet"}, /* each asks what is said of the folder */
	{NULL, "/console/clients/{client}/pieces", "client.read"},
	{NULL, "/console/clients/{client}/deposits", "client.read"},
	{NULL, "/console/requests", "client.sheet"}, /* the plan is asked for each client */
	{NULL, "/console/settings/request-templates", "request.template_write"},
	{NULL, "/console/settings/refusal-reasons", "request.template_write"},
	{NULL, "/console/search", "staff"},
	{NULL, "/console/sign-in/code", "staff"},
	{NULL, "/console/sign-out", "staff"},
	{NULL, "/console/account", "staff"},
	{NULL, "/console/records/{module}/{record}/invitation", "portal.invite"},
	{NULL, "/console/records", "staff"}, /* each asks the plan of its module */
	{NULL, "/console/exports", "staff"},
	{NULL, "/console/imports", "staff"},
	{NULL, "/console/approvals", "staff"},
	{NULL, "/console/invitations", "portal.invite"},
	{"GET", "/console/portal-users", "portal_user.read"},
	{"POST", "/console/portal-users/drafts", "portal.invite"},
	{NULL, "/console/portal-users", "portal_user.write"},
	{NULL, "/console/reviews", "staff"},
	{"GET", "/console/staff/new", "staff.write"},
	{"GET", "/console/staff", "staff.read"},
	{"*", "/console/staff", "staff.write"},
	{NULL, "/console/tokens", "token.own"},
	{NULL, "/console/settings/profiles", "rights.write"},
	{NULL, "/console/settings/roles", "rights.write"},
	{NULL, "/console/settings/groups", "rights.write"},
	{NULL, "/console/settings/sharing", "rights.write"},
	{NULL, "/console/settings/staff-access", "rights.write"},
	{NULL, "/console/settings/modules", "module.write"},
	{NULL, "/console/settings/webhooks", "webhook.write"},
	{NULL, "/console/settings/egress", "egress.write"},
	{NULL, "/console/settings/approvals", "approval.write"},
	{NULL, "/console/settings/client-sheets", "sheet.template_write"},
	{NULL, "/console/settings/portal/types/{type}/preview", "portal.preview"},
	{NULL, "/console/settings/portal/types", "user_type.write"},
	{NULL, "/console/settings/portal/servers", "user_type.write"},
	{NULL, "/console/settings/portal/invitations", "invitation.write"},
	{NULL, "/console/settings/portal/limits", "portal_user.limits"},
	{NULL, "/console/portal/people", "portal.reset"},
	{NULL, "/console/settings/portal", "portal.naming"},
	{NULL, "/console/settings/features", "switch.write"},
	{NULL, "/console/settings/buttons", "button.write"},
	{NULL, "/console/settings/privacy", "privacy.write"},
	{NULL, "/console/settings/bin", "module.write"},
	{NULL, "/console/settings/space", "quota.write"},
	{NULL, "/console/settings/retention", "file.hold"},
	{"GET", "/console/settings$", "console.use"},
	{NULL, "/console/settings", NULL}, /* whoever only uses the console sets nothing */
	{"GET", "/console/companies/new", "company.write"},
	{"GET", "/console/companies", "company.read"},
	{"*", "/console/companies", "company.write"},
	{"GET", "/console/clients/new", "client.write"},
	{NULL, "/console/client-drafts", "client.write"},
	{"GET", "/console/clients/{client}/form", "client.work"},
	{NULL, "/console/clients/{client}/sheet", "client.work"},
	{"GET", "/console/clients/{client}/contacts/new", "client.work"},
	{"GET", "/console/clients/{client}$", "client.sheet"},
	{NULL, "/console/clients/{client}/space", "quota.write"},
	{NULL, "/console/clients/{client}/folders", "client.browse"}, /* each asks what is said of the folder */
	{"GET", "/console/clients/{client}/staff", "client.sheet"},
	{"GET", "/console/clients/{client}/contacts", "client.sheet"},
	{"GET", "/console/clients/{client}/removal", "client.work"},
	{"GET", "/console/clients/{client}/permissions", "client.work"},
	{"GET", "/console/client-groups", "client.read"},
	{"*", "/console/client-groups/{group}/clients", "client.write"},
	{NULL, "/console/client-groups", "client.group_write"},
	{"GET", "/console/clients$", "client.browse"},
	{"*", "/console/clients/{client}/preview", "portal.preview"},
	{"*", "/console/clients/{client}", "client.work"},
	{"*", "/console/clients", "client.write"},
	{"*", "/console/test-client", "client.write"},
	{"GET", "/console/contacts/{contact}/form", "client.write"},
	{"GET", "/console/contacts/{contact}$", "client.sheet"},
	{"GET", "/console/contacts$", "contact.browse"},
	{"*", "/console/contacts", "client.write"},
	{"GET", "/console/$", "console.use"},
	{"GET", "/console/portal$", "console.use"},
	{"GET", "/console/portal/qr", "console.use"},
	{NULL, "/console/portal/settings", "switch.write"},
	{NULL, "/console/portal/design", "design.write"},
	{NULL, "/console/audit", "audit.read"},
	{NULL, "/console/jobs", "job.manage"},
	{"GET", "/console/outbox", "outbox.read"},
	{"*", "/console/outbox", "outbox.retry"},
	{"GET", "/console/invoices/new", "invoice.write"},
	{"GET", "/console/invoices/{invoice}/draft", "invoice.write"},
	{"GET", "/console/invoices/{invoice}/credit", "invoice.write"},
	{"GET", "/console/invoices", "invoice.read"},
	{"*", "/console/invoices/{invoice}/payments", "payment.write"},
	{"*", "/console/invoices", "invoice.write"},
};

static bool
needs_this(const struct need *need, const struct route *route)
{
	size_t length = strcspn(need->path, "$");
	bool whole = need->path[length] == '$';
	char next = strncmp(route->path, need->path, length) == 0 ? route->path[length] : '?';

	if (need->methods != NULL && (need->methods[0] == 'G') != (route->method == HTTP_GET))
		return false;
	return next == '\0' || (!whole && (next == '/' || next == '.'));
}

static const struct need *
need_of(const struct route *route)
{
	for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
		if (needs_this(&needs[i], route))
			return &needs[i];
	return NULL;
}

/* Where it is not said by name, what the route itself says holds, as long as not everybody of the staff may. */
static const char *
permission_needed(const struct route *route)
{
	const struct need *need = need_of(route);
	const char *own = route->permission->name;

	if (need != NULL && need->permission != NULL)
		return need->permission;
	if (strcmp(own, "staff") == 0 || strcmp(own, "console.use") == 0)
		fail_msg("%s is open to all staff: if it must be, say so in needs[]", route->path);
	return own;
}

static bool
is_asked(const struct route *route, const char *permission)
{
	return route->audience == STAFF && strcmp(permission_needed(route), permission) == 0;
}

/* ---- who has all but one ---- */

#define PERMISSION_ROW "insert into profile_permission (profile_id, permission) values (7200, '%s')"

/* EVA has a profile with everything in it, so that each thing can be taken from it. */
static void
have_all(struct gate *gate)
{
	const struct house *house = door_house(gate->door);

	gate_run(gate, "insert into profile (id, name, created_at, version) values (7200, 'All', 0, 1)");
	gate_run(gate, "insert into profile_module (profile_id, module_id, may) select 7200, id, 127 from module");
	gate_run(gate, "insert into profile_field (profile_id, field_id, level) select 7200, field_id, level from "
		       "profile_field where profile_id = 1");
	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->permission_count; i++)
			world_run(&gate->world,
				  arena_printf(gate->arena, PERMISSION_ROW, house->features[f]->permissions[i]->name));
	gate_run(gate, "update staff set profile_id = 7200 where id = 101");
}

static void
take(struct gate *gate, const struct permission *permission)
{
	gate_run(gate, arena_printf(gate->arena,
				    "delete from profile_permission where profile_id = 7200 and permission = '%s'",
				    permission->name));
	if (permission->modules != NULL && !permission->special)
		gate_run(gate,
			 arena_printf(gate->arena, "update profile_module set may = may & %u where profile_id = 7200",
				      MAY_EVERYTHING & ~permission->may));
}

static void
give_back(struct gate *gate, const struct permission *permission)
{
	world_run(&gate->world, arena_printf(gate->arena, PERMISSION_ROW, permission->name));
	gate_run(gate, "update profile_module set may = 127 where profile_id = 7200");
}

static int
status_at(const struct gate *gate, const struct route *route)
{
	struct arena *arena = arena_new(0);
	struct door_request request = {.browser = true,
				       .method = route->method,
				       .path = gate_path(arena, route->path),
				       .body = route->method == HTTP_GET ? NULL : "{}",
				       .cookie = gate_console_cookie(gate, GATE_STAFF)};
	int status = gate_status(gate, &request);

	arena_free(arena);
	return status;
}

static void
expect(const struct gate *gate, const struct route *route, int wanted, const char *who)
{
	int status = status_at(gate, route);

	if (status != wanted)
		fail_msg("%s %s said %d to who has %s", http_method_names[route->method], route->path, status, who);
}

/* Closed to who has not this one; open once the route asks for none. */
static size_t
try_routes_of(struct gate *gate, const struct permission *permission)
{
	size_t asked = 0;

	for (size_t i = 0; i < door_route_count(gate->door); i++) {
		struct route *route = door_route(gate->door, i);
		const struct permission *own = route->permission;

		if (!is_asked(route, permission->name))
			continue;
		expect(gate, route, 404, arena_printf(gate->arena, "all but %s", permission->name));
		route->permission = &any_staff;
		expect(gate, route, 200, "been asked for nothing");
		route->permission = own;
		asked++;
	}
	return asked;
}

static size_t
try_each_permission(struct gate *gate)
{
	const struct house *house = door_house(gate->door);
	size_t asked = 0;

	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->permission_count; i++) {
			take(gate, house->features[f]->permissions[i]);
			asked += try_routes_of(gate, house->features[f]->permissions[i]);
			give_back(gate, house->features[f]->permissions[i]);
		}
	return asked;
}

static size_t
try_open_ones(struct gate *gate)
{
	size_t asked = 0;

	gate_run(gate, "delete from profile_permission where profile_id = 7200");
	gate_run(gate, "update profile_module set may = 0 where profile_id = 7200");
	for (size_t i = 0; i < door_route_count(gate->door); i++)
		if (is_asked(door_route(gate->door, i), "staff")) {
			expect(gate, door_route(gate->door, i), 200, "nothing");
			asked++;
		}
	return asked;
}

TEST(each_address_asks_for_its_permission)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "permission", 0);
	size_t asked, staff = 0;
	struct gate gate;

	rights_world_make(db, arena);
	gate = empty_gate_of(db, arena);
	have_all(&gate);
	for (size_t i = 0; i < door_route_count(gate.door); i++)
		if (door_route(gate.door, i)->audience == STAFF) {
			expect(&gate, door_route(gate.door, i), 200, "all");
			staff++;
		}
	asked = try_each_permission(&gate) + try_open_ones(&gate);
	assert_int_equal(asked, staff);
	rights_free(gate.world.rights);
	arena_free(arena);
}
