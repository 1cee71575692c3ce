/* door_file_test: what leaves the house beside answers (files made before, files of fields, mails) holds what its
 * reader may see, and no more; without the check it would. */
#include "app/door_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "blob/blob.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "records/record_world_test.h"

#include <inttypes.h>
#include <string.h>

enum { LEAD = 7000, OTHER_LEAD, PAPER = 7100, OTHER_PAPER, ATTACHED, READER = 3 };

struct house_of_leads {
	struct world world;
	struct door *door;
	struct arena *arena;
};

static const char *
printed(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

static struct door_answer
post(struct house_of_leads *house, int64_t staff, const char *path, const char *body)
{
	return door_ask(house->door, house->arena,
			&(struct door_request){.staff = staff, .method = HTTP_POST, .path = path, .body = body});
}

static struct door_answer
get(struct house_of_leads *house, int64_t staff, const char *path)
{
	return door_get(house->door, house->arena, staff, path, NULL);
}

static void
attach(struct house_of_leads *house, int64_t id, int64_t lead, const char *field, const struct blob *blob)
{
	world_run(&house->world,
		  arena_printf(house->arena,
			       "insert into record_file (id, module_id, record_id, field_id, blob, name, type, size, "
			       "created_at, created_by) select %" PRId64 ", id, %" PRId64
			       ", %s, '%s', 'paper.txt', 'text/plain', 7, 0, %d from module where name = 'leads'",
			       id, lead, field, blob->name, EVA));
}

/* Two leads with a paper each, which everybody may see; the second has another one beside it. */
static struct house_of_leads
house_of(struct db *db, struct arena *arena)
{
	struct house_of_leads house = {rights_world(db, arena), door_new(arena, db), arena};
	struct door_answer made = post(&house, EVA, "/console/settings/modules/leads/fields",
				       "{\"type\":\"file\",\"name\":\"paper\",\"label\":{\"en\":\"Paper\"}}");
	struct blob *blob = arena_make(arena, struct blob);
	const struct field *paper;
	const char *column;
	int64_t field;

	assert_int_equal(made.status, 200);
	world_reload(&house.world);
	paper = field_named(world_module(&house.world, "leads"), "paper");
	column = arena_text(arena, paper->column); /* outlives the snapshot */
	field = paper->id;
	assert_true(blob_put(arena, door_house(house.door)->blobs, STR("a paper"), blob));
	for (int i = 0; i < 2; i++) {
		world_lead(&house.world, LEAD + i, CLEO, "new", 500);
		attach(&house, PAPER + i, LEAD + i, arena_printf(arena, "%" PRId64, field), blob);
		world_run(&house.world,
			  arena_printf(arena, "update lead set %s = %d where id = %d", column, PAPER + i, LEAD + i));
	}
	attach(&house, ATTACHED, OTHER_LEAD, "null", blob);
	world_run(&house.world, "update module set sharing = 'write' where name = 'leads'");
	return house;
}

static void
hide(struct house_of_leads *house, int64_t profile, const char *field)
{
	world_run(&house->world,
		  arena_printf(house->arena,
			       "update profile_field set level = 'hidden' where profile_id = %" PRId64
			       " and field_id in (select id from field where name = '%s' and module_id = %" PRId64 ")",
			       profile, field, world_module(&house->world, "leads")->id));
}

/* ---- files made before ---- */

static const char *
exported(struct house_of_leads *house, int64_t staff)
{
	struct door_answer made = post(house, staff, "/console/records/leads/export", "{\"format\":\"csv\"}");
	const char *id = doc_get_text(doc_get(made.json, STR("export")), "id");

	assert_int_equal(made.status, 200);
	door_run_export(house->door, house->arena, id);
	return arena_printf(house->arena, "/console/exports/%s/file", id);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_is_theirs_as_long_as_they_may_see_what_is_in_it)
{
	struct house_of_leads house = house_of(db, arena);
	const char *cleos = exported(&house, CLEO), *evas = exported(&house, EVA), *again;

	assert_non_null(strstr(get(&house, CLEO, cleos).text, "5.00"));
	assert_int_equal(get(&house, BEN, cleos).status, 404);
	hide(&house, profile_id_of(PROFILE_MANAGER), "amount");
	assert_int_equal(get(&house, CLEO, cleos).status, 410);
	assert_null(strstr(get(&house, CLEO, cleos).text, "5.00"));
	assert_int_equal(get(&house, EVA, evas).status, 200);
	WITHOUT(CHECK_EXPORT_RIGHTS, assert_int_equal(get(&house, CLEO, cleos).status, 200));
	again = exported(&house, CLEO);
	assert_int_equal(get(&house, CLEO, again).status, 200);
	assert_null(strstr(get(&house, CLEO, again).text, "5.00"));
	world_run(&house.world, "update module set sharing = 'private' where name = 'leads'");
	assert_int_equal(get(&house, CLEO, again).status, 410);
	rights_free(house.world.rights);
}

/* ---- files of fields ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_of_a_hidden_field_is_not_there)
{
	struct house_of_leads house = house_of(db, arena);
	const char *lead = arena_printf(arena, "/console/records/leads/%s/files", printed(arena, LEAD));
	const char *path = arena_printf(arena, "%s/%s", lead, printed(arena, PAPER));
	const char *other = arena_printf(arena, "%s/%s", lead, printed(arena, OTHER_PAPER));
	const char *attached = arena_printf(arena, "%s/%s", lead, printed(arena, ATTACHED));
	const char *unknown = arena_printf(arena, "%s/0000000000001", lead);

	assert_string_equal(get(&house, CLEO, path).text, "a paper");
	assert_string_equal(get(&house, CLEO, other).text, get(&house, CLEO, unknown).text);
	assert_string_equal(get(&house, CLEO, attached).text, get(&house, CLEO, unknown).text);
	WITHOUT(CHECK_ATTACHED, assert_string_equal(get(&house, CLEO, attached).text, "a paper"));
	hide(&house, profile_id_of(PROFILE_MANAGER), "paper");
	assert_int_equal(get(&house, CLEO, path).status, 404);
	assert_string_equal(get(&house, CLEO, path).text, get(&house, CLEO, unknown).text);
	assert_string_equal(get(&house, EVA, path).text, "a paper");
	WITHOUT(CHECK_FILE_SHOWN, assert_string_equal(get(&house, CLEO, path).text, "a paper"));
	rights_free(house.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_of_another_record_cannot_be_taken)
{
	struct house_of_leads house = house_of(db, arena);
	const char *fields[] = {"paper", printed(arena, OTHER_PAPER), NULL};
	const struct door_request taking = {
		.staff = CLEO,
		.method = HTTP_POST,
		.path = arena_printf(arena, "/console/records/leads/%s", printed(arena, LEAD)),
		.body = arena_printf(arena, "{\"version\":1,\"fields\":{\"paper\":\"%s\"}}", fields[1]),
		.undone = true};

	assert_int_equal(door_ask(house.door, arena, &taking).status, 422);
	WITHOUT(CHECK_FILE, assert_int_equal(door_ask(house.door, arena, &taking).status, 200));
	assert_int_equal(changed(&house.world, CLEO, "leads", LEAD, fields), RECORD_REFUSED);
	WITHOUT(CHECK_FILE, assert_int_equal(changed(&house.world, CLEO, "leads", LEAD, fields), RECORD_DONE));
	rights_free(house.world.rights);
}

/* ---- mails ---- */

static int64_t
told_the_name(struct house_of_leads *house)
{
	return counted(&house->world,
		       "select count(*) from message where subject like '%Ána%' or body_text like '%Ána%'");
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_mail_calls_a_record_as_its_reader_does)
{
	struct house_of_leads house = house_of(db, arena);
	const char *path = arena_printf(arena, "/console/records/leads/%s/remarks", printed(arena, LEAD));

	door_take_templates(house.door);
	world_run(&house.world, "update staff set profile_id = 3 where id = 104");
	hide(&house, READER, "name");
	assert_int_equal(post(&house, CLEO, path, "{\"text\":\"Look, @dan and @ben\"}").status, 200);
	assert_int_equal(counted(&house.world, "select count(*) from message"), 2);
	assert_int_equal(told_the_name(&house), 1);
	WITHOUT(CHECK_MENTION, post(&house, CLEO, path, "{\"text\":\"Look, @dan\"}"));
#ifdef PARVIS_WEAKEN
	assert_int_equal(told_the_name(&house), 2);
#endif
	world_run(&house.world, "update profile_module set may = 0 where profile_id = 3");
	assert_int_equal(post(&house, CLEO, path, "{\"text\":\"@dan again\"}").status, 200);
	assert_int_equal(counted(&house.world, "select count(*) from message where body_text like '%again%'"), 0);
	rights_free(house.world.rights);
}
