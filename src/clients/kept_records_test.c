/* Tests of clients and contacts as records: the rules of their own pages hold, and fields can be added. */
#include "clients/clients.h"

#include "base/instant.h"
#include "base/test.h"
#include "clients/contact_store.h"
#include "clients/kept_world_test.h"
#include "db/db_testing.h"

#define CLIENT(...)  ((struct wish){.staff = EVA, .module = "clients", .fields = FIELDS(__VA_ARGS__)})
#define CONTACT(...) ((struct wish){.staff = EVA, .module = "contacts", .fields = FIELDS(__VA_ARGS__)})

TEST_BOTH_ENGINES_WITH(rights_world_make, a_client_made_as_a_record_has_all_that_its_own_page_gives)
{
	struct world world = clients_world(db, arena);
	int64_t id = made(&world, BEN, "clients", FIELDS("name", "Élan", "siret", "303 265 045 00014"));

	assert_string_equal(cell(&world, BEN, "clients", id, "number"), "C-00001");
	assert_string_equal(cell(&world, BEN, "clients", id, "country"), "FR");
	assert_string_equal(cell(&world, BEN, "clients", id, "siret"), "30326504500014");
	assert_string_equal(cell(&world, BEN, "clients", id, "kind"), "company");
	assert_int_equal(counted(&world, "select count(*) from client where name_key = 'elan' and company_id = 1"), 1);
	assert_int_equal(changed(&world, BEN, "clients", id, FIELDS("name", "Zénith")), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from client where name_key = 'zenith' and version = 2"), 1);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_client_may_not_have_is_refused_everywhere)
{
	struct world world = clients_world(db, arena);
	int64_t id = made(&world, EVA, "clients", FIELDS("name", "Élan"));

	assert_string_equal(refused(&world, CLIENT("name", "a", "siret", "12")), "siret");
	assert_string_equal(refused(&world, CLIENT("name", "a", "vat_number", "1")), "vat_number");
	assert_string_equal(refused(&world, CLIENT("name", "a", "country", "ZZ")), "country");
	assert_string_equal(refused(&world, CLIENT("name", "")), "name");
	assert_string_equal(refused(&world, CLIENT("name", "a", "number", "C-9")), "number");
	assert_int_equal(changed(&world, EVA, "clients", id, FIELDS("country", "")), RECORD_REFUSED);
	world_run(&world, "update profile_field set level = 'read' where profile_id = 2 and field_id in (select "
			  "field.id from field join module on module.id = module_id where module.name = 'clients' "
			  "and field.name = 'name')");
	assert_int_equal(changed(&world, BEN, "clients", id, FIELDS("name", "x")), RECORD_REFUSED);
	rights_free(world.rights);
}

static void
sign_in(struct world *world, int64_t contact)
{
	world_run(world,
		  arena_printf(world->arena,
			       "insert into session (id, kind, token_hash, contact_id, half, remember, "
			       "created_at, seen_at, expires_at) values (1, 'portal', cast('x' as %s), %lld, 0, 0, "
			       "1, 1, 9000000000000)",
			       db_engine(world->db) == DB_SQLITE ? "blob" : "bytea", (long long)contact));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_contact_s_ways_in_follow_what_is_written)
{
	struct world world = clients_world(db, arena);
	int64_t anne = made(&world, BEN, "contacts", FIELDS("last_name", "Sorel", "email", "anne@example.fr"));

	assert_string_equal(cell(&world, BEN, "contacts", anne, "name"), "Sorel");
	assert_string_equal(refused(&world, CONTACT("last_name", "b", "email", "anne@example.fr")), "email");
	assert_string_equal(refused(&world, CONTACT("last_name", "b", "mobile", "+33140000000")), "mobile");
	world_run(&world, "update contact set mobile = '+33612345678', mobile_confirmed_at = 5");
	sign_in(&world, anne);
	world_run(&world, "insert into portal_password (contact_id, hash, chosen_at) select id, 'x', 1 from contact");
	assert_int_equal(changed(&world, BEN, "contacts", anne, FIELDS("first_name", "Anne")), RECORD_DONE);
	assert_string_equal(cell(&world, BEN, "contacts", anne, "name"), "Sorel Anne");
	assert_int_equal(counted(&world, "select count(*) from contact where name_key = 'sorel anne'"), 1);
	assert_int_equal(counted(&world, "select count(*) from session"), 1);
	assert_int_equal(changed(&world, BEN, "contacts", anne, FIELDS("mobile", "+33712345678")), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from contact where mobile_confirmed_at is null"), 1);
	assert_int_equal(counted(&world, "select count(*) from portal_password"), 1);
	assert_int_equal(changed(&world, BEN, "contacts", anne, FIELDS("email", "a@example.fr")), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from session"), 0);
	assert_int_equal(counted(&world, "select count(*) from portal_password"), 0);
	rights_free(world.rights);
}

struct asking {
	int64_t client, contact;
	size_t clients;
	bool known, by_address;
};

static void
ask(struct tx *tx, void *data)
{
	static const struct viewer staff = {.kind = VIEWER_STAFF, .staff = EVA, .theme = ""};
	static const struct access_rule *rules[1];
	static size_t counts[1];
	struct asking *asking = data;

	rules[0] = clients.access;
	counts[0] = clients.access_count;
	access_start(rules, counts, 1);
	contact_memberships(tx, asking->contact, &asking->clients);
	asking->known = client_find(tx, &staff, asking->client) != NULL;
	asking->by_address = contact_of_email(tx, "anne@example.fr") != NULL;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_in_the_bin_is_nobody_s_way_in)
{
	struct world world = clients_world(db, arena);
	struct asking asking = {
		.client = made(&world, EVA, "clients", FIELDS("name", "Élan")),
		.contact = made(&world, EVA, "contacts", FIELDS("last_name", "Sorel", "email", "anne@example.fr"))};

	world_run(&world, arena_printf(arena,
				       "insert into client_contact (client_id, contact_id, created_at) "
				       "values (%lld, %lld, 1)",
				       (long long)asking.client, (long long)asking.contact));
	world_write(&world, ask, &asking);
	assert_true(asking.known && asking.by_address && asking.clients == 1);
	sign_in(&world, asking.contact);
	assert_int_equal(removed(&world, EVA, "contacts", asking.contact), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from session"), 0);
	assert_int_equal(removed(&world, EVA, "clients", asking.client), RECORD_REFUSED);
	world_run(&world, "update client set archived_at = 1");
	world_write(&world, ask, &asking);
	assert_true(asking.known);
	assert_int_equal(asking.clients, 0);
	assert_int_equal(removed(&world, EVA, "clients", asking.client), RECORD_DONE);
	world_write(&world, ask, &asking);
	assert_false(asking.known || asking.by_address);
	assert_int_equal(asking.clients, 0);
	assert_string_equal(refused(&world, CONTACT("last_name", "b", "email", "anne@example.fr")), "email");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_client_with_an_invoice_stays)
{
	struct world world = clients_world(db, arena);
	int64_t id = made(&world, EVA, "clients", FIELDS("name", "Élan"));

	world_run(
		&world,
		arena_printf(arena,
			     "insert into invoice (id, company_id, client_id, kind, state, currency, net, tax, total, "
			     "paid, credited, rest, created_at, version) "
			     "values (5, 1, %lld, 'invoice', 'draft', 'EUR', 0, 0, 0, 0, 0, 0, 1, 1)",
			     (long long)id));
	world_run(&world, "update client set archived_at = 1");
	assert_int_equal(removed(&world, EVA, "clients", id), RECORD_HELD);
	assert_int_equal(removed(&world, EVA, "invoices", 5), RECORD_ABSENT);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, fields_are_added_to_clients)
{
	struct world world = clients_world(db, arena);
	int64_t id = made(&world, EVA, "clients", FIELDS("name", "Élan"));

	add_field(&world, "clients", "trade", FIELD_TEXT, NULL);
	add_field(&world, "clients", "wholly", FIELD_FORMULA, "{'result': 'text', 'formula': 'name & trade'}");
	add_field(&world, "clients", "friends", FIELD_LOOKUPS, "{'target': 'clients'}");
	add_sub_form(&world, "visits", "clients");
	add_field(&world, "clients", "visits", FIELD_ROLLUP,
		  "{'result': 'integer', 'rollup': {'of': 'count', 'module': 'visits'}}");
	assert_int_equal(changed(&world, BEN, "clients", id, FIELDS("trade", "Boulangère")), RECORD_DONE);
	assert_string_equal(cell(&world, BEN, "clients", id, "wholly"), "ÉlanBoulangère");
	assert_int_equal(changed(&world, BEN, "clients", id, FIELDS("name", "Zénith")), RECORD_DONE);
	assert_string_equal(cell(&world, BEN, "clients", id, "wholly"), "ZénithBoulangère");
	assert_string_equal(searched(&world, BEN, "clients", "boulang"), "Zénith");
	assert_string_equal(searched(&world, BEN, "clients", "zen"), "Zénith");
	assert_string_equal(searched(&world, BEN, "clients", "nobody"), "");
	made_line(&world, BEN, "visits", id, FIELDS("label", "Mardi"));
	assert_string_equal(cell(&world, BEN, "clients", id, "visits"), "1");
	assert_int_equal(counted(&world, "select count(*) from client where x_trade_key = 'boulangere'"), 1);
	rights_free(world.rights);
}

static void
place_at(struct world *world, int64_t client, int64_t contact)
{
	world_run(world, arena_printf(world->arena,
				      "insert into client_contact (client_id, contact_id, created_at) "
				      "values (%lld, %lld, 1)",
				      (long long)client, (long long)contact));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, clients_are_found_by_words_of_their_names_numbers_and_contacts)
{
	static const char *const names[] = {"Zoé Martin", "Cabinet Sorel", "Élodie Œuf",
					    "abeille",	  "100%_net",	   "Sorel"};
	struct world world = clients_world(db, arena);
	int64_t anne = made(&world, EVA, "contacts",
			    FIELDS("first_name", "Anne", "last_name", "Sorel", "email", "anne.sorel@example.fr"));
	int64_t made_clients[6];

	for (size_t i = 0; i < 6; i++)
		made_clients[i] = made(&world, EVA, "clients", FIELDS("name", names[i]));
	place_at(&world, made_clients[0], anne);
	place_at(&world, made_clients[2], anne);
	assert_string_equal(searched(&world, EVA, "clients", "sorel"), "Cabinet Sorel Sorel");
	assert_string_equal(searched(&world, EVA, "clients", "ELODIE o"), "Élodie Œuf");
	assert_string_equal(searched(&world, EVA, "clients", "sorel cab"), "Cabinet Sorel");
	assert_string_equal(searched(&world, EVA, "clients", "orel"), "");
	assert_string_equal(searched(&world, EVA, "clients", "100%_"), "100%_net");
	assert_string_equal(searched(&world, EVA, "clients", "%"), "");
	assert_string_equal(searched(&world, EVA, "clients", "c-00006"), "Sorel");
	assert_string_equal(searched(&world, EVA, "clients", "Anne.Sor"), "Zoé Martin Élodie Œuf");
	assert_string_equal(searched(&world, EVA, "contacts", "anne"), "Sorel Anne");
	assert_string_equal(searched(&world, EVA, "contacts", "anne sorel"), "Sorel Anne");
	assert_string_equal(searched(&world, EVA, "contacts", "ANNE.s"), "Sorel Anne");
	assert_int_equal(removed(&world, EVA, "contacts", anne), RECORD_DONE);
	assert_string_equal(searched(&world, EVA, "clients", "anne.sor"), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, addresses_of_contacts_find_clients_for_those_who_see_them)
{
	struct world world = clients_world(db, arena);
	int64_t anne = made(&world, EVA, "contacts", FIELDS("last_name", "Sorel", "email", "anne.sorel@example.fr"));

	place_at(&world, made(&world, EVA, "clients", FIELDS("name", "Zoé")), anne);
	assert_string_equal(searched(&world, BEN, "clients", "anne"), "Zoé");
	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in (select "
			  "field.id from field join module on module.id = module_id where module.name = 'contacts' "
			  "and field.name = 'email')");
	assert_string_equal(searched(&world, BEN, "clients", "anne"), "");
	assert_string_equal(searched(&world, EVA, "clients", "anne"), "Zoé");
	assert_string_equal(searched(&world, BEN, "clients", "zo"), "Zoé");
	rights_free(world.rights);
}
