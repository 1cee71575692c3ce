/* user_type_test: what portal users see and write by their user type, asked of real tables on both engines. */
#include "rights/rights_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#define ASK "(1 = 1)"

enum { ANNE = 501, PAUL, ELAN = 601, BRISE };

static const char tickets_tab[] =
	"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'may': ['view', 'edit'], "
	"'layouts': [{'fields': {'subject': 'read', 'description': 'write', 'client': 'write', "
	"'owner': 'write'}}]}";

/* Two contacts, a client each, and tickets: the first Anne's for Élan, the second Paul's for Élan, the third Paul's for
 * Brise; two comments of the first, one of them internal, and one of each other. */
static const char *const rows[] = {
	"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, payment_days, "
	"created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '#000000', 'F', 'A', 30, 0, 1)",
	"insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)",
	"insert into ticket (id, subject, subject_key, description, client_id, contact_id, state, priority, owner_id, "
	"created_at, version) values (1, 'Un', 'un', 'du', 601, 501, 'new', 'normal', 102, 0, 1), "
	"(2, 'Deux', 'deux', 'dd', 601, 502, 'open', 'normal', 102, 0, 1), "
	"(3, 'Trois', 'trois', 'dt', 602, 502, 'new', 'normal', 102, 0, 1)",
	"insert into comment (id, text, text_key, ticket_id, internal, created_at, version) values (1, 'a', 'a', 1, 0, 0, "
	"1), (2, 'b', 'b', 1, 1, 0, 1), (3, 'c', 'c', 2, 0, 0, 1), (4, 'd', 'd', 3, 0, 0, 1)",
	"insert into product (id, name, name_key, created_at, version) values (1, 'Tuile', 'tuile', 0, 1), (2, 'Faîte', "
	"'faite', 0, 1)",
};

struct publishing {
	const char *tabs;
};

static void
publish(struct tx *tx, void *data)
{
	const struct publishing *publishing = data;
	char *text = arena_printf(tx_arena(tx), "{'tabs': [%s]}", publishing->tabs);

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	db_run(tx, "delete from user_type");
	db_run(tx,
	       "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, created_at, "
	       "version) select 1, 1, id, 1, 1, '{}', $1, 0, 1 from module where name = 'contacts'",
	       db_text(text));
	db_run(tx, "update catalogue set version = version + 1");
}

static void
publish_tabs(struct world *world, const char *tabs)
{
	struct publishing publishing = {tabs};

	world_write(world, publish, &publishing);
}

static void
make_portal(struct tx *tx, void *data)
{
	(void)data;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		db_run(tx, rows[i]);
}

static struct world
portal_world(struct db *db, struct arena *arena)
{
	struct world world = rights_world(db, arena);

	world_write(&world, make_portal, NULL);
	publish_tabs(&world, tickets_tab);
	return world;
}

static struct viewer
portal_user(int64_t record, int64_t client)
{
	return (struct viewer){
		.kind = VIEWER_CLIENT, .contact = record, .record = record, .client = client, .theme = ""};
}

static const char *
tickets_of(struct world *world, int64_t record, int64_t client)
{
	struct viewer viewer = portal_user(record, client);

	return world_ids_of(world, &viewer, "tickets", ASK);
}

static const struct plan *
plan_of(struct world *world, const char *module)
{
	struct viewer viewer = portal_user(ANNE, ELAN);

	return plan_for(world->rights, &viewer, world_module(world, module), &world->moment);
}

/* ---- whose records ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, portal_users_see_what_leads_to_their_client)
{
	struct world world = portal_world(db, arena);

	assert_string_equal(tickets_of(&world, ANNE, ELAN), "1 2");
	assert_string_equal(tickets_of(&world, PAUL, BRISE), "3");
	assert_string_equal(tickets_of(&world, PAUL, 0), "");
	assert_string_equal(tickets_of(&world, 0, ELAN), "1 2");
	WITHOUT(CHECK_TIE, assert_string_equal(tickets_of(&world, ANNE, ELAN), "1 2 3"));
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, portal_users_see_what_leads_to_themselves)
{
	struct world world = portal_world(db, arena);

	publish_tabs(&world, "{'module': 'tickets', 'tie': 'record', 'link': 'contact', 'layouts': [{}]}");
	assert_string_equal(tickets_of(&world, ANNE, ELAN), "1");
	assert_string_equal(tickets_of(&world, PAUL, ELAN), "2 3");
	assert_string_equal(tickets_of(&world, 0, ELAN), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_tab_may_show_only_what_meets_a_condition)
{
	struct world world = portal_world(db, arena);

	publish_tabs(&world, "{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{}], 'narrowed': "
			     "{'all': [{'field': 'state', 'comparison': 'is', 'values': ['new']}]}}");
	assert_string_equal(tickets_of(&world, ANNE, ELAN), "1");
	WITHOUT(CHECK_NARROWED, assert_string_equal(tickets_of(&world, ANNE, ELAN), "1 2"));
	publish_tabs(&world, "{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{}], 'narrowed': "
			     "{'all': [{'field': 'gone', 'comparison': 'is', 'values': ['new']}]}}");
	assert_string_equal(tickets_of(&world, ANNE, ELAN), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_leads_to_a_record_of_a_tab_is_seen_through_it)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN), paul = portal_user(PAUL, BRISE);

	publish_tabs(
		&world,
		arena_printf(arena,
			     "%s, {'module': 'comments', 'tie': 'through', 'link': 'ticket', 'layouts': [{'fields': "
			     "{'text': 'read'}}], 'narrowed': {'all': [{'field': 'internal', 'comparison': 'is', "
			     "'values': [false]}]}}",
			     tickets_tab));
	assert_string_equal(world_ids_of(&world, &anne, "comments", ASK), "1 3");
	assert_string_equal(world_cells_of(&world, &anne, "comments", "text"), "a c");
	assert_string_equal(world_cells_of(&world, &anne, "comments", "internal"), "?");
	assert_string_equal(world_ids_of(&world, &paul, "comments", ASK), "4");
	world_run(&world, "update ticket set deleted_at = 1 where id = 1");
	assert_string_equal(world_ids_of(&world, &anne, "comments", ASK), "3");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_public_is_seen_while_it_is_shared_with_all_staff)
{
	static const char products[] = "{'module': 'products', 'tie': 'public', 'may': ['edit', 'delete', 'create'], "
				       "'layouts': [{'fields': {'name': 'write'}}]}";
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);

	publish_tabs(&world, products);
	world_run(&world, "update module set sharing = 'read' where name = 'products'");
	assert_string_equal(world_ids_of(&world, &anne, "products", ASK), "1 2");
	assert_int_equal(plan_of(&world, "products")->may, MAY_VIEW);
	assert_string_equal(plan_of(&world, "products")->editable, "(1 = 0)");
	world_run(&world, "update module set sharing = 'private' where name = 'products'");
	assert_string_equal(world_ids_of(&world, &anne, "products", ASK), "");
	WITHOUT(CHECK_PUBLIC, assert_string_equal(world_ids_of(&world, &anne, "products", ASK), "1 2"));
	rights_free(world.rights);
}

/* ---- what of them ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, portal_users_see_the_fields_of_their_layouts)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);
	const struct plan *plan = plan_of(&world, "tickets");
	const struct field *description = field_named(plan->module, "description");

	assert_string_equal(world_cells_of(&world, &anne, "tickets", "subject"), "Un Deux");
	assert_string_equal(world_cells_of(&world, &anne, "tickets", "priority"), "?");
	assert_null(plan_field(plan, "priority"));
	assert_true(plan->writable[description->index]);
	assert_false(plan->writable[field_named(plan->module, "subject")->index]);
	assert_false(plan->writable[field_named(plan->module, "client")->index]);
	assert_false(plan->writable[SYSTEM_OWNER]);
	publish_tabs(&world,
		     "{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{'fields': {'state': "
		     "'read'}}, {'fields': {'state': 'write', 'priority': 'read'}}]}");
	plan = plan_of(&world, "tickets");
	assert_int_equal(plan->levels[field_named(plan->module, "state")->index], LEVEL_WRITE);
	assert_false(plan->writable[field_named(plan->module, "state")->index]);
	assert_string_equal(world_cells_of(&world, &anne, "tickets", "priority"), "normal normal");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, state_rules_hold_for_portal_users)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);

	world_run(&world,
		  "insert into state_rule (id, module_id, name, condition, effect, created_at, version) select 1, "
		  "id, 'Open', '{\"all\": [{\"field\": \"state\", \"comparison\": \"is\", \"values\": "
		  "[\"open\"]}]}', 'hidden', 0, 1 from module where name = 'tickets'");
	assert_string_equal(world_ids_of(&world, &anne, "tickets", ASK), "1");
	world_run(&world, "update state_rule set effect = 'read'");
	assert_string_equal(world_ids_of(&world, &anne, "tickets", ASK), "1 2");
	assert_string_equal(world_ids_of(&world, &anne, "tickets", plan_of(&world, "tickets")->editable), "1");
	world_run(&world, "update ticket set approval = 'waiting' where id = 1");
	assert_string_equal(world_ids_of(&world, &anne, "tickets", plan_of(&world, "tickets")->editable), "");
	rights_free(world.rights);
}

/* ---- prices ---- */

#define OFFERS_TAB(price)                                                                                              \
	"{'module': 'offers', 'tie': 'client', 'link': 'client', 'layouts': [{'fields': {'subject': 'read', "          \
	"'net': 'read', 'total': 'read'}}], 'lines': {'offer_lines': {'fields': {'label': 'read', "                    \
	"'quantity': 'read', 'net': 'read'" price "}}}}"
#define PRODUCTS_TAB(price)                                                                                            \
	"{'module': 'products', 'tie': 'public', 'layouts': [{'fields': {'name': 'read'" price "}}]}"

static void
make_offer(struct world *world)
{
	world_run(
		world,
		"insert into offer (id, subject, subject_key, client_id, state, net, tax, total, created_at, version) "
		"values (1, 'Toit', 'toit', 601, 'sent', 5000, 1000, 6000, 0, 1)");
	world_run(world,
		  "insert into offer_line (id, parent_id, position, label, label_key, product_id, quantity, "
		  "unit_price, net, tax, created_at, version) values (1, 1, 1, 'Tuiles', 'tuiles', 1, 10000, 500, "
		  "5000, 1000, 0, 1)");
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_tells_a_unit_price_shows_only_where_that_shows)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);

	make_offer(&world);
	publish_tabs(&world, OFFERS_TAB(", 'unit_price': 'read'"));
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "unit_price"), "500");
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "net"), "5000");
	assert_string_equal(world_cells_of(&world, &anne, "offers", "total"), "6000");
	publish_tabs(&world, OFFERS_TAB(""));
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "quantity"), "10000");
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "unit_price"), "?");
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "net"), "?");
	assert_string_equal(world_cells_of(&world, &anne, "offers", "net"), "?");
	assert_string_equal(world_cells_of(&world, &anne, "offers", "total"), "?");
	assert_null(plan_field(plan_of(&world, "offers"), "total"));
	WITHOUT(CHECK_PRICE, assert_string_equal(world_cells_of(&world, &anne, "offers", "total"), "6000"));
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, the_price_of_a_line_is_that_of_its_product)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);

	make_offer(&world);
	world_run(&world, "update module set sharing = 'read' where name = 'products'");
	publish_tabs(&world, OFFERS_TAB(", 'unit_price': 'read'") ", " PRODUCTS_TAB(", 'unit_price': 'read'"));
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "unit_price"), "500");
	publish_tabs(&world, OFFERS_TAB(", 'unit_price': 'read'") ", " PRODUCTS_TAB(""));
	assert_string_equal(world_cells_of(&world, &anne, "offer_lines", "unit_price"), "?");
	assert_string_equal(world_cells_of(&world, &anne, "offers", "net"), "?");
	rights_free(world.rights);
}

/* ---- below the ceiling ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, the_profile_of_whom_the_portal_acts_as_is_a_ceiling)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);
	const struct plan *plan;

	world_run(&world,
		  "insert into staff (id, email, name, profile_id, totp_on, theme, acts_for, created_at, version) "
		  "values (190, 'client-portal', 'Portal', 3, 0, '', 'portal', 0, 1)");
	plan = plan_of(&world, "tickets");
	assert_int_equal(plan->may, MAY_VIEW);
	assert_false(plan->writable[field_named(plan->module, "description")->index]);
	assert_string_equal(world_cells_of(&world, &anne, "tickets", "description"), "du dd");
	WITHOUT(CHECK_CEILING, assert_int_equal(plan_of(&world, "tickets")->may, MAY_VIEW | MAY_EDIT));
	world_run(&world,
		  "update profile_field set level = 'hidden' where profile_id = 3 and field_id in (select id from "
		  "field where name = 'description')");
	assert_string_equal(world_cells_of(&world, &anne, "tickets", "description"), "?");
	assert_string_equal(world_cells_of(&world, &anne, "tickets", "subject"), "Un Deux");
	WITHOUT(CHECK_CEILING, assert_string_equal(world_cells_of(&world, &anne, "tickets", "description"), "du dd"));
	world_run(&world, "update profile_module set may = 0 where profile_id = 3");
	assert_string_equal(tickets_of(&world, ANNE, ELAN), "");
	publish_tabs(&world, OFFERS_TAB(", 'unit_price': 'read'"));
	assert_int_equal(plan_of(&world, "offers")->may, MAY_VIEW);
	rights_free(world.rights);
}

/* ---- what holds no more ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_tab_that_does_not_hold_together_shows_nothing)
{
	static const char *const tabs[] = {
		"{'module': 'tickets', 'tie': 'record', 'link': 'client', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'client', 'link': 'contact', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'client', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'through', 'link': 'client', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'client', 'link': 'gone', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'self', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'everything', 'layouts': [{}]}",
		"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': []}",
		"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{'layout': '0123456789abc'}]}",
		"{'tie': 'client'}",
	};
	struct world world = portal_world(db, arena);

	for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
		publish_tabs(&world, tabs[i]);
		assert_string_equal(tickets_of(&world, ANNE, ELAN), "");
		assert_int_equal(plan_of(&world, "tickets")->may, 0);
	}
	publish_tabs(&world, tickets_tab);
	assert_string_equal(tickets_of(&world, ANNE, ELAN), "1 2");
	world_run(&world,
		  "update field set retired_at = 1 where name = 'client' and module_id = (select id from module "
		  "where name = 'tickets')");
	assert_string_equal(tickets_of(&world, ANNE, ELAN), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_is_of_no_user_type_sees_nothing)
{
	struct world world = portal_world(db, arena);
	struct viewer anne = portal_user(ANNE, ELAN);

	anne.user_type = 2;
	assert_string_equal(world_ids_of(&world, &anne, "tickets", ASK), "");
	anne.user_type = 1;
	assert_string_equal(world_ids_of(&world, &anne, "tickets", ASK), "1 2");
	world_run(&world, "update user_type set published = null");
	assert_string_equal(world_ids_of(&world, &anne, "tickets", ASK), "");
	rights_free(world.rights);
}
