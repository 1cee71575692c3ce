/* setup_test: drafts of user types, their order, what can be a tab by what, and what becomes of people. */
#include "user_types/setup.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"
#include "user_types/tie_choice.h"

#include <string.h>

static struct setup
contacts_setup(const struct world *world, struct arena *arena)
{
	return (struct setup){.main = world_module(world, "contacts"), .draft = setup_draft_of(arena, "{}")};
}

/* A tab by the choice of this code; NULL: there is no such choice. */
static struct doc *
add_tab(const struct world *world, struct setup *setup, const char *name, const char *code)
{
	const struct module *module = world_module(world, name);
	struct tie_choice choices[TIE_CHOICES];
	size_t count = tie_choices(setup, world->rights->catalogue, module, choices);
	struct doc *tab;

	for (size_t i = 0; i < count; i++)
		if (text_equal(tie_choice_code(world->arena, &choices[i]), code)) {
			tab = setup_tab_add(setup, module);
			tie_choice_keep(tab, &choices[i]);
			return tab;
		}
	return NULL;
}

static const char *
choices_of(const struct world *world, const struct setup *setup, const char *name)
{
	struct tie_choice choices[TIE_CHOICES];
	size_t count = tie_choices(setup, world->rights->catalogue, world_module(world, name), choices);
	struct builder text = builder_new(world->arena, 0);

	for (size_t i = 0; i < count; i++)
		build_printf(&text, "%s%s", i == 0 ? "" : " ", tie_choice_code(world->arena, &choices[i]));
	return builder_text(&text);
}

static const char *
order_of(const struct setup *setup, struct arena *arena)
{
	const struct doc *tabs = setup_tabs(setup);
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < tabs->list.count; i++)
		build_printf(&text, "%s%s", i == 0 ? "" : " ", doc_get_text(tabs->list.items[i], "module"));
	return builder_text(&text);
}

/* ---- by what ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_module_is_a_tab_by_what_leads_to_who_signs_in)
{
	struct world world = rights_world(db, arena);
	static const char *const sign_in[] = {"contacts", "leads", "vendors"};
	struct setup clients = contacts_setup(&world, arena), vendors = clients;

	vendors.main = world_module(&world, "vendors");
	assert_string_equal(choices_of(&world, &clients, "contacts"), "self");
	assert_string_equal(choices_of(&world, &vendors, "vendors"), "self");
	assert_non_null(strstr(choices_of(&world, &clients, "tickets"), "record:contact client:client"));
	assert_null(strstr(choices_of(&world, &vendors, "tickets"), "client:client"));
	assert_string_equal(choices_of(&world, &clients, "offer_lines"), "");
	assert_null(strstr(choices_of(&world, &clients, "comments"), "through"));
	add_tab(&world, &clients, "tickets", "client:client");
	assert_non_null(strstr(choices_of(&world, &clients, "comments"), "through:ticket"));
	for (size_t i = 0; i < 3; i++)
		assert_true(module_may_sign_in(world_module(&world, sign_in[i])));
	assert_false(module_may_sign_in(world_module(&world, "clients")));
	assert_false(module_may_sign_in(world_module(&world, "tickets")));
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, only_what_all_staff_share_is_public_and_nothing_is_seen_through_it)
{
	struct world world = rights_world(db, arena);
	struct setup setup = contacts_setup(&world, arena);

	world_run(&world, "update module set sharing = 'private' where name = 'products'");
	setup.main = world_module(&world, "contacts");
	assert_string_equal(choices_of(&world, &setup, "products"), "");
	world_run(&world, "update module set sharing = 'read' where name in ('products', 'tickets')");
	setup.main = world_module(&world, "contacts");
	assert_string_equal(choices_of(&world, &setup, "products"), "public");
	assert_non_null(add_tab(&world, &setup, "tickets", "public"));
	assert_null(strstr(choices_of(&world, &setup, "comments"), "through"));
	assert_int_equal(tie_may(TIE_PUBLIC, NULL), MAY_VIEW);
	rights_free(world.rights);
}

/* ---- the draft ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_tab_stays_below_the_one_it_is_seen_through_and_goes_with_it)
{
	struct world world = rights_world(db, arena);
	const struct catalogue *catalogue = world.rights->catalogue;
	struct setup setup = contacts_setup(&world, arena);
	const char *wrong[] = {"comments", "tickets", "offers"}, *twice[] = {"tickets", "tickets", "offers"};
	const char *right[] = {"offers", "tickets", "comments"};

	add_tab(&world, &setup, "tickets", "client:client");
	add_tab(&world, &setup, "comments", "through:ticket");
	add_tab(&world, &setup, "offers", "client:client");
	assert_false(setup_tab_move(&setup, catalogue, "comments", 0));
	assert_false(setup_tab_move(&setup, catalogue, "nothing", 0));
	assert_string_equal(order_of(&setup, arena), "tickets comments offers");
	assert_true(setup_tab_move(&setup, catalogue, "offers", 0));
	assert_true(setup_tab_move(&setup, catalogue, "offers", 99));
	assert_false(setup_tabs_order(&setup, catalogue, wrong, 3));
	assert_false(setup_tabs_order(&setup, catalogue, twice, 3));
	assert_false(setup_tabs_order(&setup, catalogue, right, 2));
	assert_true(setup_tabs_order(&setup, catalogue, right, 3));
	assert_string_equal(order_of(&setup, arena), "offers tickets comments");
	setup_tab_remove(&setup, catalogue, "tickets");
	assert_string_equal(order_of(&setup, arena), "offers");
	assert_null(setup_tab(&setup, "comments"));
	rights_free(world.rights);
}

TEST(web_tabs_move_and_go)
{
	struct arena *arena = arena_new(0);
	struct setup setup = {.draft = setup_draft_of(arena, "{\"web\":[{\"address\":\"a\"},{\"address\":\"b\"}]}")};

	assert_true(setup_web_move(&setup, 1, 0));
	assert_false(setup_web_move(&setup, 2, 0));
	assert_string_equal(doc_get_text(setup_web(&setup)->list.items[0], "address"), "b");
	setup_web_remove(&setup, 0);
	setup_web_remove(&setup, 7);
	assert_int_equal(setup_web(&setup)->list.count, 1);
	assert_int_equal(setup_tabs(&setup)->list.count, 0);
	assert_int_equal(setup_draft_of(arena, "[]")->kind, DOC_OBJECT);
	arena_free(arena);
}

/* ---- kept ---- */

struct making {
	const struct world *world;
	int64_t partners, suppliers;
	enum rights_outcome outcomes[4];
	struct setup *found;
	size_t count;
};

static void
make_types(struct tx *tx, void *data)
{
	struct making *making = data;
	int64_t contacts = world_module(making->world, "contacts")->id;

	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'S', 'S', 'FR', '#000000', 'F', 'A', 30, 0, 1)");
	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)");
	user_type_create_default(tx, 1, NULL);
	making->partners =
		user_type_create(tx, 1, "{\"en\":\"Partners\"}", world_module(making->world, "contacts"), "{}");
	making->suppliers =
		user_type_create(tx, 1, "{\"en\":\"Suppliers\"}", world_module(making->world, "vendors"), "{}");
	for (int i = 0; i < 2; i++)
		db_run(tx,
		       "insert into portal_user (id, user_type_id, module_id, record_id, created_at) values ($1, $2, "
		       "$3, $1, 0)",
		       db_int(i + 1), db_int(i == 0 ? making->partners : making->suppliers),
		       db_int(i == 0 ? contacts : world_module(making->world, "vendors")->id));
}

static void
save_twice(struct tx *tx, void *data)
{
	struct making *making = data;
	const struct catalogue *catalogue = making->world->rights->catalogue;
	struct setup *mine = setup_find(tx, catalogue, making->partners);
	struct setup *theirs = setup_find(tx, catalogue, making->partners);

	setup_tab_add(mine, world_module(making->world, "tickets"));
	making->outcomes[0] = setup_save(tx, mine);
	making->outcomes[1] = setup_save(tx, theirs);
	making->outcomes[2] = setup_save(tx, mine);
	making->found = setup_find(tx, catalogue, making->partners);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_draft_is_kept_unless_somebody_was_faster)
{
	struct world world = rights_world(db, arena);
	struct making making = {.world = &world};

	world_write(&world, make_types, &making);
	world_write(&world, save_twice, &making);
	assert_int_equal(making.outcomes[0], RIGHTS_DONE);
	assert_int_equal(making.outcomes[1], RIGHTS_OVERTAKEN);
	assert_int_equal(making.outcomes[2], RIGHTS_DONE);
	assert_non_null(setup_tab(making.found, "tickets"));
	assert_null(making.found->published);
	assert_int_equal(making.found->people, 1);
	rights_free(world.rights);
}

static void
remove_types(struct tx *tx, void *data)
{
	struct making *making = data;
	const struct catalogue *catalogue = making->world->rights->catalogue;
	const struct setup *all = setup_list(tx, catalogue, &making->count);

	making->outcomes[0] = user_type_remove(tx, all[0].id, all[0].version);
	making->outcomes[1] = user_type_remove(tx, making->partners, 7);
	making->outcomes[2] = user_type_remove(tx, making->partners, 1);
	making->outcomes[3] = user_type_remove(tx, making->suppliers, 1);
	making->found = setup_list(tx, catalogue, &making->count);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, people_of_a_type_that_goes_are_of_the_default_one_or_of_none)
{
	struct world world = rights_world(db, arena);
	struct making making = {.world = &world};

	world_write(&world, make_types, &making);
	world_write(&world, remove_types, &making);
	assert_int_equal(making.outcomes[0], RIGHTS_BUILTIN);
	assert_int_equal(making.outcomes[1], RIGHTS_OVERTAKEN);
	assert_int_equal(making.outcomes[2], RIGHTS_DONE);
	assert_int_equal(making.outcomes[3], RIGHTS_DONE);
	assert_int_equal(making.count, 1);
	assert_int_equal(making.found[0].people, 1);
	rights_free(world.rights);
}
