/* door_right_test: what a right opens as a whole (settings, writing by a program, importing, who else sees a record) is
 * closed without that right; without the check it would be open. */
#include "app/door_opening_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { LEAD = 7000 };

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_right_opens_is_closed_without_it)
{
	static const char leads[] = "/console/records/leads", import[] = "/console/records/leads/import";
	static const char *const imports[] = {"update profile_module set may = may - 16 where may / 16 % 2 = 1"};
	static const char *const writes[] = {"update api_token set scope = 'read'"};
	struct opening opening = opening_of(db, arena);
	struct trial write = {CHECK_READ_ONLY, BEN, leads, NULL, "{\"fields\":{\"name\":\"Somebody\"}}", 403};
	struct trial take_in = {CHECK_IMPORT, BEN, import, NULL, NULL, 404};

	assert_int_equal(opening_status(&opening, &write), 200);
	assert_int_equal(opening_status(&opening, &take_in), 200);
	opening_run(&opening, imports, COUNT(imports));
	opening_try(&opening, &take_in, 1);
	opening_run(&opening, writes, COUNT(writes));
	opening_try(&opening, &write, 1);
	rights_free(opening.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_else_sees_a_record_is_its_owners_to_know)
{
	struct opening opening = opening_of(db, arena);
	struct trial trial = {CHECK_SEEN, CLEO, NULL, NULL, NULL, 403};

	world_lead(&opening.world, LEAD, BEN, "new", 500);
	trial.path = arena_printf(arena, "/console/records/leads/%s/access", opening_id(&opening, LEAD));
	opening_try(&opening, &trial, 1);
	trial.staff = BEN;
	assert_int_equal(opening_status(&opening, &trial), 200);
	trial.staff = EVA;
	assert_int_equal(opening_status(&opening, &trial), 200);
	rights_free(opening.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, settings_and_pages_of_features_are_for_who_holds_them)
{
	static const char modules[] = "/console/settings/modules/leads", sharing[] = "/console/settings/sharing/leads";
	static const char approvals[] = "/console/settings/approvals/leads";
	static const struct trial trials[] = {
		{CHECK_PERMISSION, BEN, "/console/settings/modules", NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, modules, NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, "/console/settings/modules/leads/fields", NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, "/console/settings/modules/leads/fields", NULL,
		 "{\"type\":\"text\",\"name\":\"more\",\"label\":{\"en\":\"More\"}}", 404},
		{CHECK_PERMISSION, BEN, "/console/settings/modules/leads/layouts", NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, "/console/settings/modules/leads/layouts", NULL, "{\"name\":\"Mine\"}", 404},
		{CHECK_PERMISSION, BEN, approvals, NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, "/console/settings/approvals/leads/review", NULL, "{\"from_import\":true}",
		 404},
		{CHECK_PERMISSION, BEN, "/console/settings/profiles", NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, "/console/settings/roles", NULL, "{\"name\":\"Top\"}", 404},
		{CHECK_PERMISSION, BEN, "/console/settings/groups", NULL, "{\"name\":\"Mine\"}", 404},
		{CHECK_PERMISSION, BEN, sharing, NULL, NULL, 404},
		{CHECK_PERMISSION, BEN, "/console/settings/egress", NULL, "{\"host\":\"example.fr\"}", 404},
		{CHECK_PERMISSION, BEN, "/console/staff", NULL, NULL, 404},
		{CHECK_NO_TOKEN, EVA, "/console/tokens", NULL, NULL, 404},
		{CHECK_NO_TOKEN, EVA, "/console/account", NULL, NULL, 404},
		{CHECK_WHOLE, CLEO, "/console/invoices", NULL, NULL, 404},
	};
	static const char *const hides[] = {
		"update profile_field set level = 'hidden' where profile_id = 2 and field_id in (select field.id from field "
		"join module on module.id = field.module_id where module.name = 'invoices' and field.name = 'number')"};
	struct opening opening = opening_of(db, arena);
	struct trial whole = trials[COUNT(trials) - 1];

	assert_int_equal(opening_status(&opening, &whole), 200);
	opening_run(&opening, hides, COUNT(hides));
	opening_try(&opening, trials, COUNT(trials));
	rights_free(opening.world.rights);
}
