/* door_kept_test: what features ask about their own beside the plan (who merges what they keep, which way an import
 * writes, whose cards and addresses are shown) is closed; without the check it would be open. */
#include "app/door_gate_test.h"
#include "app/door_opening_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define OF(module)   "(select id from module where name = '" module "')"
#define LEVEL(module, field, level)                                                                                    \
	"update profile_field set level = '" level                                                                     \
	"' where profile_id = 2 and field_id in (select field.id from field "                                          \
	"join module on module.id = field.module_id where module.name = '" module "' and field.name = '" field "')"

enum { IMPORT = 7100, OTHER_CONTACT = 311 };

/* BEN and CLEO may do what managers may, with everybody's clients and contacts. */
static struct opening
opening_with_clients(struct db *db, struct arena *arena)
{
	static const char *const statements[] = {
		"update module set sharing = 'write'",
		"insert into contact (id, first_name, last_name, name_key, theme, created_at, version) "
		"values (311, '', 'Petit', 'petit', '', 0, 1)",
		"insert into record_import (id, module_id, staff_id, state, file_name, blob, sample, line_count, mapping, "
		"position, created_count, changed_count, same_count, bad_count, created_at, version) values (7100, " OF(
			"leads") ", 102, 'mapping', 'a.csv', 'x', '{\"headings\":[\"Name\"],\"rows\":[],\"lines\":[]}', 0, "
				 "'{}', 0, 0, 0, 0, 0, 0, 1)",
	};
	struct gate gate = gate_of(db, arena);
	struct opening opening = {gate.world, gate.door, arena};

	opening_run(&opening, statements, COUNT(statements));
	return opening;
}

static const char *
merge_body(const struct opening *opening, int64_t survivor, int64_t other)
{
	const char *one = opening_id(opening, survivor), *two = opening_id(opening, other);

	return arena_printf(opening->arena,
			    "{\"survivor\":\"%s\",\"others\":[\"%s\"],\"versions\":{\"%s\":1,\"%s\":1},\"values\":{}}",
			    one, two, one, two);
}

static void
close_and_try(struct opening *opening, const char *closes, const char *opens, const struct trial *trial)
{
	assert_int_equal(opening_status(opening, trial), 200);
	opening_run(opening, &closes, 1);
	opening_try(opening, trial, 1);
	opening_run(opening, &opens, 1);
}

/* ---- what may be found and shown ---- */

static bool
says(const struct opening *opening, const char *path, const char *query, const char *text)
{
	struct arena *arena = arena_new(0);
	struct door_answer answer = door_get(opening->door, arena, BEN, path, query);
	bool found = strstr(answer.text, text) != NULL;

	assert_int_equal(answer.status, 200);
	arena_free(arena);
	return found;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_features_ask_about_their_own_is_asked)
{
	static const char *const hidden[] = {LEVEL("contacts", "email", "hidden"),
					     LEVEL("invoices", "number", "hidden")};
	static const char search[] = "/console/search", contact_list[] = "/console/records/contacts",
			  home[] = "/console/", by_address[] = "q=anne@example", lonely[] = "asked.client=none";
	struct opening opening = opening_with_clients(db, arena);
	const char *mapping = arena_printf(arena, "/console/imports/%s/mapping", opening_id(&opening, IMPORT));
	const struct trial contacts = {CHECK_KEPT_WHOLE,
				       BEN,
				       "/console/records/contacts/merge",
				       NULL,
				       merge_body(&opening, GATE_CONTACT, OTHER_CONTACT),
				       403};
	const struct trial clients = {CHECK_KEPT_MERGE,
				      BEN,
				      "/console/records/clients/merge",
				      NULL,
				      merge_body(&opening, GATE_CLIENT, GATE_OTHER_CLIENT),
				      404};
	const struct trial locked = {CHECK_KEPT_OPEN,
				     BEN,
				     arena_printf(arena, "/console/clients/%s/form", opening_id(&opening, GATE_CLIENT)),
				     NULL,
				     NULL,
				     409};
	const struct trial create = {
		CHECK_IMPORT_MODE, BEN, mapping, NULL, "{\"columns\":[\"name\"],\"mode\":\"create\"}", 422};
	const struct trial change = {CHECK_IMPORT_MODE,
				     BEN,
				     mapping,
				     NULL,
				     "{\"columns\":[\"name\"],\"mode\":\"change\",\"key\":\"name\"}",
				     422};

	close_and_try(&opening, LEVEL("contacts", "mobile", "read"), LEVEL("contacts", "mobile", "write"), &contacts);
	close_and_try(&opening,
		      "update profile_module set may = 1 where profile_id = 2 and module_id = " OF("contacts"),
		      "update profile_module set may = 63 where profile_id = 2", &clients);
	close_and_try(&opening, "update client set approval = 'waiting'", "update client set approval = 'none'",
		      &locked);
	close_and_try(&opening, "update profile_module set may = 63 - 2 where profile_id = 2",
		      "update profile_module set may = 63 where profile_id = 2", &create);
	close_and_try(&opening, "update profile_module set may = 63 - 4 where profile_id = 2",
		      "update profile_module set may = 63 where profile_id = 2", &change);
	assert_true(says(&opening, search, by_address, "mine"));
	assert_true(says(&opening, contact_list, NULL, "\"sign_in\""));
	assert_false(says(&opening, contact_list, lonely, opening_id(&opening, GATE_CONTACT)));
	assert_true(says(&opening, contact_list, lonely, opening_id(&opening, OTHER_CONTACT)));
	assert_false(says(&opening, home, NULL, "\"billing\":null"));
	opening_run(&opening, hidden, COUNT(hidden));
	assert_false(says(&opening, search, by_address, "mine"));
	assert_false(says(&opening, contact_list, NULL, "\"sign_in\""));
	assert_true(says(&opening, home, NULL, "\"billing\":null"));
	assert_true(says(&opening, contact_list, lonely, opening_id(&opening, GATE_CONTACT)));
	WITHOUT(CHECK_KEPT_QUESTIONS,
		assert_false(says(&opening, contact_list, lonely, opening_id(&opening, GATE_CONTACT))));
	WITHOUT(CHECK_KEPT_COLUMNS, assert_true(says(&opening, contact_list, NULL, "\"sign_in\"")));
	WITHOUT(CHECK_KEPT_SEARCH, assert_true(says(&opening, search, by_address, "mine")));
	WITHOUT(CHECK_CARD, assert_false(says(&opening, home, NULL, "\"billing\":null")));
	rights_free(opening.world.rights);
}
