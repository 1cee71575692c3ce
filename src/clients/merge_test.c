/* Tests of merging clients and contacts: what moves with them, who may sign in afterwards, and who may not merge. */
#include "clients/merge_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/kept_world_test.h"
#include "db/db_testing.h"
#include "records/record_match.h"
#include "records/record_union_test.h"

#include <inttypes.h>
#include <stdio.h>

#define RUN(world, ...)	     world_run((world), arena_printf((world)->arena, __VA_ARGS__))
#define COUNT_OF(world, ...) counted((world), arena_printf((world)->arena, __VA_ARGS__))

static void
place(struct world *world, int64_t client, int64_t contact)
{
	RUN(world,
	    "insert into client_contact (client_id, contact_id, role, created_at) values (%" PRId64 ", %" PRId64
	    ", 'x', 1)",
	    client, contact);
}

static void
sign_in(struct world *world, int id, int64_t contact, int64_t client)
{
	char text[400];

	snprintf(text, sizeof text,
		 "insert into session (id, kind, token_hash, contact_id, client_id, half, remember, created_at, "
		 "seen_at, expires_at) values (%d, 'portal', cast('%d' as %s), %" PRId64 ", %" PRId64
		 ", 0, 0, 1, 1, 9000000000000)",
		 id, id, db_engine(world->db) == DB_SQLITE ? "blob" : "bytea", contact, client);
	world_run(world, text);
}

static int64_t
client_made(struct world *world, const char *name)
{
	return made(world, EVA, "clients", FIELDS("name", name));
}

static int64_t
contact_made(struct world *world, const char *name, const char *email)
{
	return made(world, EVA, "contacts", FIELDS("last_name", name, "email", email));
}

/* ---- clients ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, what_belongs_to_a_client_is_the_others)
{
	struct world world = clients_world(db, arena);
	int64_t stays = client_made(&world, "Élan"), goes = client_made(&world, "Elan SARL");
	int64_t anne = contact_made(&world, "Sorel", "anne@example.fr"), paul = contact_made(&world, "Petit", "");

	place(&world, stays, anne);
	place(&world, goes, anne);
	place(&world, goes, paul);
	sign_in(&world, 1, anne, goes);
	RUN(&world,
	    "insert into notification (id, client_id, kind, created_at) values (5, %" PRId64 ", 'a', 1), (6, %" PRId64
	    ", 'b', 1)",
	    stays, goes);
	RUN(&world,
	    "insert into notification_read (contact_id, client_id, upto_id) values (%" PRId64 ", %" PRId64 ", 5)", anne,
	    goes);
	RUN(&world,
	    "insert into notification_read (contact_id, client_id, upto_id) values (%" PRId64 ", %" PRId64 ", 9)", anne,
	    stays);
	RUN(&world,
	    "insert into invoice (id, company_id, client_id, kind, state, currency, net, tax, total, paid, credited, "
	    "rest, billed_name, created_at, version) values "
	    "(5, 1, %" PRId64 ", 'invoice', 'issued', 'EUR', 1, 0, 1, 0, 0, 1, 'Elan SARL', 1, 1)",
	    goes);
	assert_int_equal(unite(&world, EVA, "clients", stays, goes, NULL), RECORD_DONE);
	assert_string_equal(cell(&world, EVA, "clients", stays, "number"), "C-00001");
	assert_string_equal(cell(&world, EVA, "clients", goes, "number"), "?");
	assert_int_equal(COUNT_OF(&world, "select count(*) from client_contact where client_id = %" PRId64, stays), 2);
	assert_int_equal(counted(&world, "select count(*) from client_contact"), 2);
	assert_int_equal(COUNT_OF(&world, "select count(*) from session where client_id = %" PRId64, stays), 1);
	assert_int_equal(COUNT_OF(&world, "select count(*) from notification where client_id = %" PRId64, stays), 2);
	assert_int_equal(COUNT_OF(&world, "select upto_id from notification_read where client_id = %" PRId64, stays),
			 5);
	assert_int_equal(COUNT_OF(&world,
				  "select count(*) from invoice where client_id = %" PRId64
				  " and billed_name = 'Elan SARL'",
				  stays),
			 1);
	RUN(&world, "update client set archived_at = 1 where id = %" PRId64, stays);
	assert_int_equal(removed(&world, EVA, "clients", stays), RECORD_HELD);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, the_test_client_is_never_merged)
{
	struct world world = clients_world(db, arena);
	int64_t one = client_made(&world, "Élan"), test = client_made(&world, "Vous");

	RUN(&world, "update client set test = 1 where id = %" PRId64, test);
	assert_int_equal(unite(&world, EVA, "clients", one, test, NULL), RECORD_REFUSED);
	assert_int_equal(unite(&world, EVA, "clients", test, one, NULL), RECORD_REFUSED);
	assert_string_equal(listed(&world, EVA, "clients", (struct record_query){.limit = 5}), "Élan Vous");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, invoices_are_not_merged)
{
	struct world world = clients_world(db, arena);
	int64_t one = client_made(&world, "Élan");

	RUN(&world,
	    "insert into invoice (id, company_id, client_id, kind, state, currency, net, tax, total, paid, credited, "
	    "rest, created_at, version) values (5, 1, %" PRId64 ", 'invoice', 'draft', 'EUR', 0, 0, 0, 0, 0, 0, 1, 1), "
	    "(6, 1, %" PRId64 ", 'invoice', 'draft', 'EUR', 0, 0, 0, 0, 0, 0, 1, 1)",
	    one, one);
	assert_int_equal(unite(&world, EVA, "invoices", 5, 6, NULL), RECORD_ABSENT);
	rights_free(world.rights);
}

/* ---- contacts ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, who_was_merged_signs_in_as_the_one_that_stays_or_not_at_all)
{
	struct world world = clients_world(db, arena);
	int64_t elan = client_made(&world, "Élan"), zenith = client_made(&world, "Zénith");
	int64_t stays = contact_made(&world, "Sorel", "anne@example.fr");
	int64_t goes = contact_made(&world, "Sorel", "a.sorel@example.fr");

	place(&world, elan, stays);
	place(&world, elan, goes);
	place(&world, zenith, goes);
	world_run(&world, "update contact set mobile = '+33612345678', mobile_confirmed_at = 5");
	sign_in(&world, 1, stays, elan);
	sign_in(&world, 2, goes, zenith);
	world_run(&world, "insert into portal_password (contact_id, hash, chosen_at) select id, 'x', 1 from contact");
	RUN(&world,
	    "insert into notification_read (contact_id, client_id, upto_id) values (%" PRId64 ", %" PRId64 ", 7)", goes,
	    zenith);
	world_run(&world, "insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)");
	world_run(&world,
		  "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, "
		  "version) select 1, 1, id, 1, 1, '{}', 0, 1 from module where name = 'contacts'");
	world_run(&world,
		  "insert into portal_user (id, user_type_id, module_id, record_id, created_at) select contact.id, "
		  "1, module.id, contact.id, 0 from contact, module where module.name = 'contacts'");
	world_run(
		&world,
		"insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, send_count, "
		"created_at, sent_at, expires_at) select contact.id, 1, 1, module.id, contact.id, 'a@b.example', 'sent', 1, "
		"0, 0, 9 from contact, module where module.name = 'contacts'");
	assert_int_equal(unite(&world, EVA, "contacts", stays, goes, NULL), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from portal_user"), 1);
	assert_int_equal(counted(&world, "select count(*) from invitation"), 1);
	assert_int_equal(COUNT_OF(&world, "select count(*) from portal_user where record_id = %" PRId64, stays), 1);
	assert_int_equal(COUNT_OF(&world, "select count(*) from client_contact where contact_id = %" PRId64, stays), 2);
	assert_int_equal(counted(&world, "select count(*) from client_contact"), 2);
	assert_int_equal(COUNT_OF(&world, "select count(*) from session where contact_id = %" PRId64, stays), 1);
	assert_int_equal(counted(&world, "select count(*) from session"), 1);
	assert_int_equal(counted(&world, "select count(*) from portal_password"), 1);
	assert_int_equal(COUNT_OF(&world, "select count(*) from portal_password where contact_id = %" PRId64, stays),
			 1);
	assert_int_equal(COUNT_OF(&world, "select upto_id from notification_read where contact_id = %" PRId64, stays),
			 7);
	assert_int_equal(COUNT_OF(&world,
				  "select count(*) from contact where id = %" PRId64 " and mobile_confirmed_at = 5",
				  stays),
			 1);
	/* the address of the one that went is nobody's to take while it is in the bin */
	assert_string_equal(
		refused(&world, (struct wish){.staff = EVA,
					      .module = "contacts",
					      .fields = FIELDS("last_name", "b", "email", "a.sorel@example.fr")}),
		"email");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, behind_an_address_that_is_taken_over_no_number_is_confirmed)
{
	struct world world = clients_world(db, arena);
	int64_t stays = contact_made(&world, "Sorel", "mallory@example.fr");
	int64_t goes = contact_made(&world, "Sorel", "anne@example.fr");

	world_run(&world, "update contact set mobile = '+33612345678', mobile_confirmed_at = 5");
	sign_in(&world, 1, stays, 0);
	sign_in(&world, 2, goes, 0);
	world_run(&world, "insert into portal_password (contact_id, hash, chosen_at) select id, 'x', 1 from contact");
	assert_int_equal(unite(&world, EVA, "contacts", stays, goes, FIELDS("email", "anne@example.fr")), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from portal_password"), 0);
	assert_string_equal(cell(&world, EVA, "contacts", stays, "email"), "anne@example.fr");
	assert_int_equal(counted(&world, "select count(*) from session"), 0);
	assert_int_equal(COUNT_OF(&world,
				  "select count(*) from contact where id = %" PRId64 " and mobile_confirmed_at is null",
				  stays),
			 1);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_is_blocked_does_not_come_in_by_a_merge)
{
	struct world world = clients_world(db, arena);
	int64_t one = contact_made(&world, "Sorel", "anne@example.fr"), blocked = contact_made(&world, "Sorel", "");

	RUN(&world, "update contact set blocked_at = 5 where id = %" PRId64, blocked);
	assert_int_equal(unite(&world, EVA, "contacts", one, blocked, NULL), RECORD_REFUSED);
	assert_int_equal(unite(&world, EVA, "contacts", blocked, one, NULL), RECORD_REFUSED);
	world_run(&world, "update contact set blocked_at = 5");
	assert_int_equal(unite(&world, EVA, "contacts", one, blocked, NULL), RECORD_DONE);
	assert_int_equal(COUNT_OF(&world, "select blocked_at from contact where id = %" PRId64, one), 5);
	rights_free(world.rights);
}

/* ---- who may ---- */

static void
set_level(struct world *world, const char *field, const char *level)
{
	char text[400];

	snprintf(text, sizeof text,
		 "update profile_field set level = '%s' where profile_id = 2 and field_id in (select field.id "
		 "from field join module on module.id = module_id where module.name = 'contacts' "
		 "and field.name = '%s')",
		 level, field);
	world_run(world, text);
	world_reload(world);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_may_not_change_ways_in_does_not_merge_them)
{
	struct world world = clients_world(db, arena);
	int64_t one = contact_made(&world, "Sorel", "anne@example.fr"), two = contact_made(&world, "Sorel", "");

	set_level(&world, "email", "read");
	assert_int_equal(unite(&world, BEN, "contacts", one, two, NULL), RECORD_ABSENT);
	set_level(&world, "email", "write");
	set_level(&world, "mobile", "hidden");
	assert_int_equal(unite(&world, BEN, "contacts", one, two, NULL), RECORD_ABSENT);
	set_level(&world, "mobile", "write");
	world_run(&world, "update profile_module set may = 7 where profile_id = 2"); /* no removal */
	world_reload(&world);
	assert_int_equal(unite(&world, BEN, "contacts", one, two, NULL), RECORD_ABSENT);
	world_run(&world, "update profile_module set may = 15 where profile_id = 2");
	world_run(&world, "update contact set approval = 'waiting' where email is null");
	world_reload(&world);
	assert_int_equal(unite(&world, BEN, "contacts", one, two, NULL), RECORD_LOCKED);
	world_run(&world, "update contact set approval = 'none'");
	assert_int_equal(unite(&world, BEN, "contacts", one, two, NULL), RECORD_DONE);
	rights_free(world.rights);
}

/* ---- who is suggested ---- */

static const char *
suggested(struct world *world, const char *module, int64_t id, unsigned *kinds)
{
	const struct access *access = access_of(world, EVA, module);
	struct tx *tx = db_read(world->db, world->arena);
	struct record *record = record_find(tx, access, id, false);
	size_t count, groups;
	int64_t next;
	struct lookalike *found = record_matches(tx, access, id, record->cells, MATCHES, &count);

	match_groups(tx, access, 0, 20, &next, &groups);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	assert_int_equal(groups > 0, count > 0);
	db_read_end(tx);
	*kinds = count == 0 ? 0 : found[0].kinds;
	return count == 0 ? "" : found[0].name;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, clients_and_contacts_are_suggested)
{
	struct world world = clients_world(db, arena);
	int64_t elan = made(&world, EVA, "clients",
			    FIELDS("name", "Élan", "siret", "30326504500014", "email", "compta@elan.example"));
	int64_t anne = made(&world, EVA, "contacts", FIELDS("last_name", "Sorel", "first_name", "Anne"));
	unsigned kinds;

	assert_string_equal(suggested(&world, "clients", elan, &kinds), "");
	made(&world, EVA, "clients", FIELDS("name", "Zénith", "siret", "303 265 045 00022"));
	assert_string_equal(suggested(&world, "clients", elan, &kinds), "Zénith");
	assert_int_equal(kinds, 1u << MATCH_SIREN);
	made(&world, EVA, "clients", FIELDS("name", "ELAN SARL", "email", "Compta@Elan.example"));
	assert_string_equal(suggested(&world, "clients", elan, &kinds), "ELAN SARL");
	assert_int_equal(kinds, 1u << MATCH_EMAIL | 1u << MATCH_NAME);
	made(&world, EVA, "contacts", FIELDS("last_name", "Sorrel", "first_name", "Anne"));
	assert_string_equal(suggested(&world, "contacts", anne, &kinds), "Sorrel Anne");
	assert_int_equal(kinds, 1u << MATCH_NAME);
	rights_free(world.rights);
}
