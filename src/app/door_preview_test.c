/* door_preview_test: a staff user opens a preview, sees what they may see, and no longer than they may. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#include <inttypes.h>
#include <string.h>

#define ACCOUNT "/p/demo/account"

static const char *const rows[] = {
	"insert into profile (id, name, created_at, version) values (7200, 'Looks', 0, 1)",
	"insert into profile_module (profile_id, module_id, may) select 7200, module_id, may from profile_module "
	"where profile_id = 2",
	"insert into profile_field (profile_id, field_id, level) select 7200, field_id, level from profile_field "
	"where profile_id = 2",
	"insert into profile_permission (profile_id, permission) values (7200, 'portal.preview')",
	"update staff set profile_id = 7200 where id = 102",
	"insert into notification (id, client_id, kind, object_id, title, created_at) "
	"values (410, 301, 'invoice.issued', 400, 'MINE-1', 0)",
	"insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, created_at, "
	"version) select 7300, 320, id, 1, 0, '{\"tabs\": [{\"module\": \"contacts\", \"tie\": \"self\", \"layouts\": "
	"[{\"fields\": {\"last_name\": \"read\"}}]}]}', null, 0, 1 from module where name = 'contacts'",
};

/* BEN looks, with a profile of his own. */
static struct gate
looking_gate(struct db *db, struct arena *arena)
{
	struct gate gate = gate_of(db, arena);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		gate_run(&gate, rows[i]);
	return gate;
}

static int
look_at(const struct gate *gate, const char *path)
{
	const struct door_request request = {.browser = true, .path = path, .cookie = gate_preview_cookie(gate)};

	return gate_status(gate, &request);
}

static struct door_request
request_to_console(const struct gate *gate, const char *path, const char *body)
{
	return (struct door_request){.browser = true,
				     .method = body == NULL ? HTTP_GET : HTTP_POST,
				     .path = path,
				     .body = body,
				     .cookie = gate_console_cookie(gate, GATE_LOOKING)};
}

static int
ask_console(const struct gate *gate, const char *path, const char *body)
{
	const struct door_request request = request_to_console(gate, path, body);

	return gate_status(gate, &request);
}

static bool
says(const struct gate *gate, const struct door_request *request, const char *words)
{
	struct arena *arena = arena_new(0);
	bool found = strstr(door_ask(gate->door, arena, request).text, words) != NULL;

	arena_free(arena);
	return found;
}

static bool
tells(const struct gate *gate, const char *path, const char *words)
{
	const struct door_request request = {.browser = true, .path = path, .cookie = gate_preview_cookie(gate)};

	return says(gate, &request, words);
}

static int64_t
number(const struct gate *gate, const char *sql)
{
	struct tx *tx = db_read(gate->world.db, gate->arena);
	int64_t found = db_get_int(tx, -1, sql);

	db_read_end(tx);
	return found;
}

static const char *
id_text(const struct gate *gate, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(gate->arena, text);
}

/* ---- what they may see ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_lasts_as_long_as_the_right_to_it)
{
	struct gate gate = looking_gate(db, arena);

	assert_int_equal(look_at(&gate, ACCOUNT), 200);
	gate_run(&gate, "delete from profile_permission where profile_id = 7200");
	assert_int_equal(look_at(&gate, ACCOUNT), 401);
	WITHOUT(CHECK_LOOKER_MAY, assert_int_equal(look_at(&gate, ACCOUNT), 200));
	gate_run(&gate, "insert into profile_permission (profile_id, permission) values (7200, 'portal.preview')");
	gate_run(&gate, "update module set sharing = 'private' where name = 'clients'");
	assert_int_equal(look_at(&gate, ACCOUNT), 401); /* the client is not theirs to see any more */
	gate_run(&gate, "update module set sharing = 'write' where name = 'clients'");
	assert_int_equal(look_at(&gate, ACCOUNT), 200);
	assert_int_equal(ask_console(&gate, "/console/sign-out", "{}"), 200);
	assert_int_equal(look_at(&gate, ACCOUNT), 401);
	assert_int_equal(number(&gate, "select count(*) from session where kind = 'preview'"), 0);
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, pages_of_features_are_for_who_may_see_them_in_the_console)
{
	struct gate gate = looking_gate(db, arena);

	assert_int_equal(look_at(&gate, "/p/demo/invoices"), 200);
	assert_true(tells(&gate, "/p/demo/notifications", "MINE-1"));
	gate_run(&gate,
		 "update profile_module set may = 0 where profile_id = 7200 and module_id = (select id from module "
		 "where name = 'invoices')");
	assert_int_equal(look_at(&gate, "/p/demo/invoices"), 404);
	assert_false(tells(&gate, "/p/demo/notifications", "MINE-1"));
	assert_false(tells(&gate, "/p/demo/", "MINE-1"));
	WITHOUT(CHECK_LOOKER_PAGES, {
		assert_int_equal(look_at(&gate, "/p/demo/invoices"), 200);
		assert_true(tells(&gate, "/p/demo/notifications", "MINE-1"));
	});
	rights_free(gate.world.rights);
}

/* ---- opening one ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_is_opened_as_a_person_or_a_user_type)
{
	struct gate gate = looking_gate(db, arena);
	const char *person =
		arena_printf(arena, "{\"person\": \"%s\", \"theme\": \"dark\"}", id_text(&gate, GATE_CONTACT));
	const char *draft = arena_printf(arena, "{\"type\": \"%s\", \"draft\": true}", id_text(&gate, 7300));
	const char *published = arena_printf(arena, "{\"type\": \"%s\"}", id_text(&gate, 7300));
	struct door_request page;

	assert_int_equal(ask_console(&gate, "/console/preview", person), 200);
	assert_int_equal(number(&gate, "select count(*) from preview where record_id = 310 and theme = 'dark'"), 1);
	assert_int_equal(number(&gate, "select count(*) from session where kind = 'preview' and client_id = 301"), 1);
	page = request_to_console(&gate, "/console/preview", NULL);
	assert_true(says(&gate, &page, "Sorel"));
	assert_int_equal(ask_console(&gate, "/console/preview", draft), 200);
	assert_int_equal(number(&gate, "select count(*) from preview where user_type_id = 7300 and draft = 1"), 1);
	assert_int_equal(number(&gate, "select count(*) from preview"), 1);	  /* the last one */
	assert_int_equal(ask_console(&gate, "/console/preview", published), 422); /* nothing is */
	assert_int_equal(ask_console(&gate, "/console/preview/looks", "{\"language\": \"en\", \"theme\": \"light\"}"),
			 200);
	assert_int_equal(number(&gate, "select count(*) from preview where theme = 'light'"), 1);
	assert_int_equal(number(&gate, "select count(*) from audit where action = 'console.preview'"), 2);
	assert_int_equal(ask_console(&gate, "/console/preview/end", "{}"), 200);
	assert_int_equal(number(&gate, "select count(*) from preview"), 0);
	assert_int_equal(ask_console(&gate, "/console/preview/looks", "{\"language\": \"en\", \"theme\": \"light\"}"),
			 409);
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_draft_is_looked_at_as_a_person)
{
	struct gate gate = looking_gate(db, arena);
	const char *contact = id_text(&gate, GATE_CONTACT);
	const char *draft = arena_printf(arena, "{\"person\": \"%s\", \"draft\": true}", contact);
	const char *chosen =
		arena_printf(arena, "{\"person\": \"%s\", \"type\": \"%s\"}", contact, id_text(&gate, 7300));
	const char *other =
		arena_printf(arena, "{\"person\": \"%s\", \"type\": \"%s\"}", contact, id_text(&gate, 7301));

	gate_run(&gate,
		 "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, "
		 "version) select 7301, 320, id, 2, 0, '{}', 0, 1 from module where name = 'leads'");
	gate_run(&gate,
		 "update preview set user_type_id = 7300, draft = 1, record_id = 310, module_id = (select id from "
		 "module where name = 'contacts')");
	assert_int_equal(look_at(&gate, "/p/demo/records/contacts"), 200);
	gate_run(&gate, "update preview set draft = 0"); /* nothing is published: it is over */
	assert_int_equal(look_at(&gate, ACCOUNT), 401);
	gate_run(&gate, "update preview set draft = 1, user_type_id = 7301"); /* of people of another module */
	assert_int_equal(look_at(&gate, ACCOUNT), 401);
	gate_run(&gate, "update preview set draft = 0, user_type_id = null");
	assert_int_equal(look_at(&gate, ACCOUNT), 200);
	assert_int_equal(look_at(&gate, "/p/demo/records/contacts"), 404);
	assert_int_equal(ask_console(&gate, "/console/preview", chosen), 422); /* nothing of it is published */
	assert_int_equal(ask_console(&gate, "/console/preview", other), 422);  /* it is for leads */
	assert_int_equal(ask_console(&gate, "/console/preview", draft), 200);
	assert_int_equal(number(&gate, "select count(*) from preview where record_id = 310 and user_type_id = 7300 and "
				       "draft = 1"),
			 1);
	rights_free(gate.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_cannot_be_looked_at_is_said)
{
	struct gate gate = looking_gate(db, arena);
	const char *const bad[] = {"{}", "{\"person\": \"0000000000001\"}", "{\"type\": \"0000000000001\"}",
				   "{\"person\": \"?\"}", "{\"type\": \"0000000000001\", \"language\": \"xx\"}"};
	const char *person = arena_printf(arena, "{\"person\": \"%s\"}", id_text(&gate, GATE_CONTACT));

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(ask_console(&gate, "/console/preview", bad[i]), 422);
	gate_run(&gate, "delete from client_contact");
	assert_int_equal(ask_console(&gate, "/console/preview", person), 422);
	gate_run(&gate, "update contact set deleted_at = 1");
	assert_int_equal(ask_console(&gate, "/console/preview", person), 422);
	assert_int_equal(number(&gate, "select count(*) from preview"), 1); /* the one from before */
	rights_free(gate.world.rights);
}
