/* sample_test: records made up for previews: plausible, of the plan's fields only, and nowhere kept. */
#include "records/sample.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "modules/label.h"
#include "rights/rights_world_test.h"

#include <string.h>

enum { ELAN = 601 };

static const char setup[] =
	"{\"tabs\": [{\"module\": \"tickets\", \"tie\": \"client\", \"link\": \"client\", \"may\": [\"create\", \"edit\", "
	"\"delete\"], \"narrowed\": {\"all\": [{\"field\": \"state\", \"comparison\": \"is\", \"values\": [\"open\"]}]}, "
	"\"layouts\": [{\"fields\": {\"subject\": \"write\", \"description\": \"write\", \"state\": \"read\", "
	"\"created_at\": \"read\"}}]}, {\"module\": \"offers\", \"tie\": \"client\", \"link\": \"client\", \"layouts\": "
	"[{\"fields\": {\"subject\": \"read\", \"issued_on\": \"read\"}}], \"lines\": {\"offer_lines\": {\"fields\": "
	"{\"label\": \"read\", \"quantity\": \"read\", \"unit_price\": \"read\", \"net\": \"read\"}}}}]}";

struct stage {
	struct world world;
	struct look look;
	struct user_type type;
	struct viewer viewer;
};

/* EVA looks at a user type that only exists here. */
static struct stage *
stage_of(struct db *db, struct arena *arena)
{
	struct stage *stage = arena_make(arena, struct stage);

	stage->world = rights_world(db, arena);
	stage->type = (struct user_type){.id = 1, .main = world_module(&stage->world, "contacts")};
	user_type_read(arena, stage->world.rights, &stage->type, json_doc(arena, setup));
	stage->look = (struct look){.looker = world_viewer(&stage->world, EVA),
				    .draft = &stage->type,
				    .samples = true,
				    .language = "fr",
				    .arena = arena};
	stage->viewer = (struct viewer){.kind = VIEWER_CLIENT,
					.preview = true,
					.staff = EVA,
					.record = SAMPLE_FIRST,
					.client = SAMPLE_FIRST,
					.look = &stage->look,
					.theme = ""};
	return stage;
}

static const struct access *
of(struct stage *stage, const char *module)
{
	struct world *world = &stage->world;
	const struct plan *plan = plan_for(world->rights, &stage->viewer, world_module(world, module), &world->moment);

	return access_to(world->arena, NULL, &stage->viewer, plan, &world->moment);
}

static struct record *
list(struct stage *stage, const char *module, struct record_query query, size_t *count)
{
	struct tx *tx = db_read(stage->world.db, stage->world.arena);
	struct record *records;

	query.limit = 20;
	records = record_list(tx, of(stage, module), &query, count);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return records;
}

static const char *
text(struct stage *stage, const struct record *record, const char *module, const char *field)
{
	const struct field *found = field_named(world_module(&stage->world, module), field);

	return value_text(stage->world.arena, found, &record->cells[found->index]);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, records_are_made_up_as_the_user_type_shows_them)
{
	struct stage *stage = stage_of(db, arena);
	size_t count;
	struct record *tickets = list(stage, "tickets", (struct record_query){.limit = 20}, &count);

	assert_int_equal(count, 5);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(text(stage, &tickets[i], "tickets", "state"), "open"); /* as it is narrowed */
		assert_true(strlen(text(stage, &tickets[i], "tickets", "subject")) > 0);
		assert_int_equal(
			tickets[i].cells[field_named(world_module(&stage->world, "tickets"), "priority")->index].type,
			DB_NULL);
	}
	assert_string_equal(text(stage, &tickets[0], "tickets", "subject"), "Visite annuelle");
	stage->look.language = "en";
	tickets = list(stage, "tickets", (struct record_query){.limit = 20}, &count);
	assert_string_equal(text(stage, &tickets[0], "tickets", "subject"), "Yearly visit");
	assert_null(list(stage, "leads", (struct record_query){.limit = 20}, &count)); /* no tab of theirs */
	rights_free(stage->world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, made_up_records_are_found_sorted_searched_and_counted)
{
	struct stage *stage = stage_of(db, arena);
	const struct field *subject = field_named(world_module(&stage->world, "tickets"), "subject");
	struct tx *tx = db_read(db, arena);
	const struct access *tickets = of(stage, "tickets");
	const struct record_query all = {.limit = 20};
	struct record_name *names;
	size_t count;
	int64_t id = SAMPLE_FIRST + 1;
	struct record *sorted =
		list(stage, "tickets", (struct record_query){.sort = subject, .descending = true}, &count);

	assert_string_equal(text(stage, &sorted[0], "tickets", "subject"), "Visite annuelle");
	list(stage, "tickets", (struct record_query){.search = "piece"}, &count);
	assert_int_equal(count, 1);
	assert_int_equal(record_count(tx, tickets, &all, 100), 5);
	assert_int_equal(record_find(tx, tickets, id, false)->id, id);
	assert_null(record_find(tx, tickets, 1, false));
	assert_null(record_find(tx, of(stage, "leads"), id, false));
	names = record_names(tx, tickets, &id, 1, &count);
	assert_string_equal(names[0].name, "Mise en service");
	record_suggestions(tx, tickets, "visite", 5, &count);
	assert_int_equal(count, 1);
	db_read_end(tx);
	rights_free(stage->world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, made_up_lines_add_up)
{
	struct stage *stage = stage_of(db, arena);
	size_t count;
	struct record *lines = list(stage, "offer_lines", (struct record_query){.parent = SAMPLE_FIRST}, &count);

	assert_int_equal(count, 3);
	assert_int_equal(lines[0].parent, SAMPLE_FIRST);
	assert_string_equal(text(stage, &lines[0], "offer_lines", "quantity"), "1.500");
	assert_string_equal(text(stage, &lines[0], "offer_lines", "unit_price"), "189.00");
	assert_true(strlen(text(stage, &lines[0], "offer_lines", "net")) > 0);
	rights_free(stage->world.rights);
}

/* ---- a preview writes nothing, even where an address forgot to say so ---- */

struct attempt {
	struct stage *stage;
	enum record_outcome created, changed, removed;
};

static void
try_to_write(struct tx *tx, void *data)
{
	struct attempt *attempt = data;
	struct stage *stage = attempt->stage;
	const struct access *access = of(stage, "tickets");
	const struct field *subject = field_named(access->plan->module, "subject");
	struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);
	struct record_trouble trouble;
	int64_t id;

	draft->given[subject->index] = true;
	draft->cells[subject->index] = db_text("Autre");
	attempt->created = record_create(tx, access, draft, &id, &trouble);
	attempt->changed = record_change(tx, access, 1, 0, draft, &trouble);
	attempt->removed = record_remove(tx, access, 1, &trouble);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_writes_no_record)
{
	struct stage *stage = stage_of(db, arena);
	struct attempt attempt = {.stage = stage};

	world_run(&stage->world, "insert into ticket (id, subject, subject_key, client_id, state, priority, owner_id, "
				 "created_at, version) values (1, 'Un', 'un', 601, 'open', 'normal', 102, 0, 1)");
	stage->type =
		(struct user_type){.id = 1, .main = world_module(&stage->world, "contacts")}; /* of these rights */
	user_type_read(arena, stage->world.rights, &stage->type, json_doc(arena, setup));
	stage->look.looker = world_viewer(&stage->world, EVA);
	stage->look.samples = false;
	stage->viewer.client = ELAN;
	assert_int_equal(db_write(db, arena, try_to_write, &attempt), DB_FINE);
	assert_int_equal(attempt.created, RECORD_ABSENT);
	assert_int_equal(attempt.changed, RECORD_ABSENT);
	assert_int_equal(attempt.removed, RECORD_ABSENT);
	WITHOUT(CHECK_PREVIEW_WRITE, assert_int_equal(db_write(db, arena, try_to_write, &attempt), DB_FINE));
	assert_int_equal(attempt.changed, RECORD_DONE);
	assert_int_equal(attempt.removed, RECORD_DONE);
	rights_free(stage->world.rights);
}
