/* look_test: what is seen through somebody else's eyes is what both see, asked of real tables on both engines. */
#include "rights/look.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

#define ASK "(1 = 1)"

enum { ANNE = 501, ELAN = 601 };

static const char setup[] =
	"{\"tabs\": [{\"module\": \"tickets\", \"tie\": \"client\", \"link\": \"client\", \"may\": [\"create\", \"edit\"], "
	"\"layouts\": [{\"fields\": {\"subject\": \"read\", \"description\": \"write\", \"state\": \"read\"}}]}, "
	"{\"module\": \"comments\", \"tie\": \"through\", \"link\": \"ticket\", \"layouts\": [{\"fields\": {\"text\": "
	"\"read\"}}]}]}";

/* Tickets of Ben, of Cleo, and one of another client; a comment of each. */
static const char *const rows[] = {
	"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, payment_days, "
	"created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '#000000', 'F', 'A', 30, 0, 1)",
	"insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)",
	"insert into ticket (id, subject, subject_key, description, client_id, contact_id, state, priority, owner_id, "
	"created_at, version) values (1, 'Un', 'un', 'du', 601, 501, 'new', 'normal', 102, 0, 1), "
	"(2, 'Deux', 'deux', 'dd', 601, 501, 'open', 'normal', 103, 0, 1), "
	"(3, 'Trois', 'trois', 'dt', 602, 502, 'new', 'normal', 102, 0, 1)",
	"insert into comment (id, text, text_key, ticket_id, internal, owner_id, created_at, version) values (1, 'a', 'a', "
	"1, 0, 102, 0, 1), (2, 'b', 'b', 2, 0, 102, 0, 1), (3, 'c', 'c', 3, 0, 102, 0, 1)",
	"update module set sharing = 'private' where name in ('tickets', 'comments')",
};

static void
make_portal(struct tx *tx, void *data)
{
	(void)data;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		db_run(tx, rows[i]);
	db_run(tx,
	       "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, created_at, "
	       "version) select 1, 1, id, 1, 1, '{}', $1, 0, 1 from module where name = 'contacts'",
	       db_text(setup));
	db_run(tx, "update catalogue set version = version + 1");
}

static struct world
looked_at_world(struct db *db, struct arena *arena)
{
	struct world world = rights_world(db, arena);

	world_write(&world, make_portal, NULL);
	return world;
}

/* The staff user as Anne, who acts for Élan. */
static struct viewer
as_anne(struct world *world, int64_t staff)
{
	struct look *look = arena_make(world->arena, struct look);

	*look = (struct look){.looker = world_viewer(world, staff), .language = "fr", .arena = world->arena};
	return (struct viewer){.kind = VIEWER_CLIENT,
			       .preview = true,
			       .staff = staff,
			       .record = ANNE,
			       .client = ELAN,
			       .look = look,
			       .theme = ""};
}

static const char *
seen(struct world *world, int64_t staff, const char *module)
{
	struct viewer viewer = as_anne(world, staff);

	return world_ids_of(world, &viewer, module, ASK);
}

static const char *
cells(struct world *world, int64_t staff, const char *field)
{
	struct viewer viewer = as_anne(world, staff);

	return world_cells_of(world, &viewer, "tickets", field);
}

static void
hide(struct world *world, const char *field)
{
	world_run(world, arena_printf(world->arena,
				      "update profile_field set level = 'hidden' where profile_id = 2 and field_id = "
				      "(select id from field where name = '%s' and module_id = (select id from module "
				      "where name = 'tickets'))",
				      field));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_shows_the_records_that_both_see)
{
	struct world world = looked_at_world(db, arena);

	assert_string_equal(seen(&world, EVA, "tickets"), "1 2");
	assert_string_equal(seen(&world, BEN, "tickets"), "1");
	assert_string_equal(seen(&world, DAN, "tickets"), "");
	WITHOUT(CHECK_LOOKER, assert_string_equal(seen(&world, DAN, "tickets"), "1 2"));
	assert_string_equal(seen(&world, EVA, "comments"), "1 2");
	assert_string_equal(seen(&world, BEN, "comments"), "1"); /* the second is Ben's own, but not its ticket */
	world_run(&world, "update module set sharing = 'read' where name = 'tickets'");
	assert_string_equal(seen(&world, BEN, "comments"), "1 2");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_shows_the_fields_that_both_see)
{
	struct world world = looked_at_world(db, arena);

	assert_string_equal(cells(&world, BEN, "subject"), "Un");
	assert_string_equal(cells(&world, BEN, "priority"), "?");
	hide(&world, "subject");
	assert_string_equal(cells(&world, BEN, "subject"), "?");
	WITHOUT(CHECK_LOOKER, assert_string_equal(cells(&world, BEN, "subject"), "Un Deux"));
	hide(&world, "client"); /* that a ticket is Élan's is not theirs to know */
	assert_string_equal(seen(&world, BEN, "tickets"), "");
	assert_string_equal(seen(&world, EVA, "tickets"), "1 2");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_may_what_both_may)
{
	struct world world = looked_at_world(db, arena);
	struct viewer viewer = as_anne(&world, BEN);
	const struct module *tickets = world_module(&world, "tickets");
	const struct plan *plan = plan_for(world.rights, &viewer, tickets, &world.moment);

	assert_int_equal(plan->may, MAY_VIEW | MAY_CREATE | MAY_EDIT);
	world_run(&world, "update profile_module set may = 1 where profile_id = 2");
	viewer = as_anne(&world, BEN);
	plan = plan_for(world.rights, &viewer, world_module(&world, "tickets"), &world.moment);
	assert_int_equal(plan->may, MAY_VIEW);
	world_run(&world, "update profile_module set may = 0 where profile_id = 2");
	assert_string_equal(seen(&world, BEN, "tickets"), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, rules_about_me_ask_about_who_looks)
{
	struct world world = looked_at_world(db, arena);

	world_run(&world,
		  "insert into state_rule (id, module_id, name, condition, effect, created_at, version) select 1, "
		  "id, 'Not mine', '{\"all\": [{\"field\": \"owner\", \"comparison\": \"me\"}]}', 'hidden', 0, 1 "
		  "from module where name = 'tickets'");
	assert_string_equal(seen(&world, BEN, "tickets"), "");
	assert_string_equal(seen(&world, EVA, "tickets"), "1 2");
	world_run(&world, "update module set sharing = 'read' where name = 'tickets'");
	assert_string_equal(seen(&world, BEN, "tickets"), "2");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_preview_of_nobody_sees_nothing)
{
	struct world world = looked_at_world(db, arena);
	struct viewer viewer = as_anne(&world, EVA);

	viewer.look = NULL;
	assert_string_equal(world_ids_of(&world, &viewer, "tickets", ASK), "");
	rights_free(world.rights);
}

/* ---- what is being set up ---- */

static const struct user_type *
draft_of(struct world *world, int64_t id)
{
	struct tx *tx = db_read(world->db, world->arena);
	const struct user_type *draft = user_type_draft(tx, world->arena, world->rights, id);

	db_read_end(tx);
	return draft;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_being_set_up_is_for_previews_alone)
{
	struct world world = looked_at_world(db, arena);
	struct viewer viewer;
	struct look look;

	world_run(&world, "update user_type set draft = published, published = null");
	viewer = as_anne(&world, EVA);
	look = *viewer.look;
	look.draft = draft_of(&world, 1);
	assert_null(draft_of(&world, 2));
	assert_string_equal(world_ids_of(&world, &viewer, "tickets", ASK), "");
	viewer.look = &look;
	assert_string_equal(world_ids_of(&world, &viewer, "tickets", ASK), "1 2");
	viewer.preview = false;
	assert_string_equal(world_ids_of(&world, &viewer, "tickets", ASK), "");
	WITHOUT(CHECK_DRAFT, assert_ptr_equal(viewer_user_type(world.rights, &viewer), look.draft));
	rights_free(world.rights);
}
