/* client_store_test: clients, contacts and their places on both engines. */
#include "clients/client_store.h"
#include "clients/contact_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"
#include "base/test.h"
#include "clients/keepers.h"
#include "clients/list_store.h"
#include "clients/person.h"
#include "clients/prepared_test.h"
#include "companies/companies.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const struct viewer staff = {.kind = VIEWER_STAFF, .staff = 1, .profile = PROFILE_MANAGER};

static int64_t
add_client(struct tx *tx, const char *name, const char *number)
{
	return client_create(tx, &(struct client){.name = name, .number = number, .country = "FR"});
}

static int64_t
add_contact(struct tx *tx, const char *first, const char *last, const char *email)
{
	return contact_create(tx, &(struct contact){.first_name = first, .last_name = last, .email = email});
}

/* ---- numbers ---- */

static void
give_numbers(struct tx *tx, void *data)
{
	const struct client *found;
	int64_t id;

	(void)data;
	id = add_client(tx, "One", NULL);
	assert_string_equal(client_find(tx, &staff, id)->number, "C-00001");
	assert_true(add_client(tx, "Own", "C-00007") != 0);
	assert_true(add_client(tx, "Other", "ACME-9") != 0);
	found = client_find(tx, &staff, add_client(tx, "Next", NULL));
	assert_string_equal(found->number, "C-00008");
	assert_string_equal(found->name_key, "next");
	assert_int_equal(found->company_id, 7);
	assert_int_equal(add_client(tx, "Twice", "ACME-9"), 0);
	assert_int_equal(client_of_number(tx, "C-00008"), found->id);
	assert_int_equal(client_of_number(tx, "C-99999"), 0);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, clients_get_numbers_in_order)
{
	assert_int_equal(db_write(db, arena, give_numbers, NULL), DB_FINE);
}

/* ---- what lists show besides fields ---- */

static void
make_test_client(struct tx *tx, void *data)
{
	(void)data;
	assert_null(client_for_test(tx, &staff));
	assert_true(client_create(tx, &(struct client){.name = "Essai", .country = "FR", .test = true}) != 0);
	assert_int_equal(client_create(tx, &(struct client){.name = "Encore", .country = "FR", .test = true}), 0);
	assert_string_equal(client_for_test(tx, &staff)->name, "Essai");
}

TEST_BOTH_ENGINES_WITH(clients_prepare, there_is_one_test_client)
{
	assert_int_equal(db_write(db, arena, make_test_client, NULL), DB_FINE);
}

static const struct client_fact *
fact_of(const struct client_fact *facts, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (facts[i].id == id)
			return &facts[i];
	return NULL;
}

static void
look_at_facts(struct tx *tx, void *data)
{
	int64_t anne = add_contact(tx, "Anne", "Sorel", "as@example.fr"), zoe = add_contact(tx, "Zoé", "Albert", NULL);
	static const char *const names[] = {"Un", "Été", "Quatre", "Deux"};
	int64_t ids[4];
	const struct client_fact *facts;
	const struct contact_client *places;
	const struct contact_fact *contacts;
	size_t count;

	(void)data;
	for (size_t i = 0; i < 4; i++) {
		ids[i] = add_client(tx, names[i], NULL);
		client_add_contact(tx, ids[i], anne, NULL);
	}
	client_add_contact(tx, ids[0], zoe, NULL);
	facts = client_facts(tx, &staff, ids, 3, &count);
	assert_int_equal(count, 3);
	assert_int_equal(fact_of(facts, count, ids[0])->contact_count, 2);
	assert_int_equal(fact_of(facts, count, ids[2])->contact_count, 1);
	assert_string_equal(fact_of(facts, count, ids[2])->company, "Maison Essai");
	assert_null(fact_of(facts, count, ids[3]));
	places = contact_clients(tx, &staff, (int64_t[]){anne, zoe}, 2, &count);
	assert_int_equal(count, CLIENTS_OF_CONTACT + 1);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(places[i].client_count, places[i].contact_id == anne ? 4 : 1);
	places = contact_clients(tx, &staff, &anne, 1, &count);
	assert_string_equal(places[0].name, "Deux");
	assert_string_equal(places[1].name, "Été");
	contacts = contact_facts(tx, &staff, &anne, 1, &count);
	assert_string_equal(contacts[0].email, "as@example.fr");
	assert_int_equal(contacts[0].blocked_at, NO_INSTANT);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, lists_know_companies_contacts_and_the_first_clients_by_name)
{
	assert_int_equal(db_write(db, arena, look_at_facts, NULL), DB_FINE);
}

/* ---- who sees what ---- */

static void
look(struct tx *tx, void *data)
{
	int64_t mine = add_client(tx, "Mine", NULL), theirs = add_client(tx, "Theirs", NULL);
	int64_t person = add_contact(tx, "", "Seul", "seul@example.fr");
	const struct viewer client = {.kind = VIEWER_CLIENT, .client = mine, .contact = person};
	const struct viewer chooses = {.kind = VIEWER_CLIENT, .contact = person};
	const struct viewer nobody = {.kind = VIEWER_NOBODY};
	struct client changed;
	size_t count;

	(void)data;
	client_add_contact(tx, mine, person, NULL);
	assert_non_null(client_find(tx, &client, mine));
	assert_null(client_find(tx, &client, theirs));
	assert_null(client_find(tx, &chooses, mine));
	assert_null(client_find(tx, &nobody, mine));
	assert_null(contact_find(tx, &client, person));
	assert_string_equal(contact_find(tx, &staff, person)->last_name, "Seul");
	places_of_client(tx, &client, mine, &count);
	assert_int_equal(count, 0);
	changed = *client_find(tx, &staff, theirs);
	assert_false(client_update(tx, &client, &changed));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_client_sees_itself_and_nobody_else)
{
	assert_int_equal(db_write(db, arena, look, NULL), DB_FINE);
}

/* ---- contacts ---- */

static void
change_contacts(struct tx *tx, void *data)
{
	int64_t one = add_client(tx, "Un", NULL), two = add_client(tx, "Deux", NULL);
	int64_t person = add_contact(tx, "Anne", "Sorel", "anne@example.fr");
	int64_t silent = add_contact(tx, NULL, "Muet", NULL);
	struct contact *contact = contact_of_email(tx, "anne@example.fr");
	struct membership *memberships;
	struct place *places;
	size_t count;

	(void)data;
	assert_int_equal(contact->id, person);
	assert_int_equal(contact->mobile_confirmed_at, NO_INSTANT);
	assert_int_equal(contact->blocked_at, NO_INSTANT);
	assert_string_equal(contact->theme, "");
	assert_int_equal(add_contact(tx, "", "Autre", "anne@example.fr"), 0);
	client_add_contact(tx, one, person, "Gérante");
	client_add_contact(tx, one, person, "Encore");
	client_add_contact(tx, two, person, NULL);
	client_add_contact(tx, one, silent, NULL);
	memberships = contact_memberships(tx, person, &count);
	assert_int_equal(count, 2);
	assert_string_equal(memberships[0].name, "Deux");
	assert_int_equal(memberships[1].client, one);
	assert_int_equal(contacts_of_client(tx, one, &count)->id, person);
	assert_int_equal(count, 1);
	places = places_of_client(tx, &staff, one, &count);
	assert_int_equal(count, 2);
	assert_string_equal(places[1].role, "Gérante");
	contact_set_blocked(tx, &staff, person, 5);
	contacts_of_client(tx, one, &count);
	assert_int_equal(count, 0);
	assert_true(place_exists(tx, one, person));
	place_remove(tx, one, person);
	assert_false(place_exists(tx, one, person));
	assert_true(place_exists(tx, two, person));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, contacts_have_places_at_several_clients)
{
	assert_int_equal(db_write(db, arena, change_contacts, NULL), DB_FINE);
}

static void
change_twice(struct tx *tx, void *data)
{
	int64_t id = add_contact(tx, "Anne", "Sorel", "anne@example.fr");
	struct contact first = *contact_find(tx, &staff, id), second = first;
	struct client client = *client_find(tx, &staff, add_client(tx, "Un", NULL)), stale = client;

	(void)data;
	first.last_name = "Riou";
	assert_true(contact_update(tx, &staff, &first));
	second.last_name = "Colin";
	assert_false(contact_update(tx, &staff, &second));
	assert_string_equal(contact_itself(tx, id)->last_name, "Riou");
	contact_set_mobile(tx, id, "+33612345678", 9);
	assert_int_equal(contact_itself(tx, id)->mobile_confirmed_at, 9);
	contact_set_mobile(tx, id, NULL, 9);
	assert_int_equal(contact_itself(tx, id)->mobile_confirmed_at, NO_INSTANT);
	contact_set_preferences(tx, id, "en", "dark");
	assert_string_equal(contact_itself(tx, id)->theme, "dark");
	assert_true(contact_is_there(tx, id));
	db_run(tx, "update contact set deleted_at = 5 where id = $1", db_int(id));
	assert_false(contact_is_there(tx, id));
	client.name = "Étoile";
	assert_true(client_update(tx, &staff, &client));
	assert_string_equal(client_find(tx, &staff, client.id)->name_key, "etoile");
	assert_false(client_update(tx, &staff, &stale));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_stale_change_is_refused)
{
	assert_int_equal(db_write(db, arena, change_twice, NULL), DB_FINE);
}

/* ---- two at once ---- */

struct rival {
	struct db *db;
	int64_t made;
	enum db_trouble trouble;
};

static void
take_address(struct tx *tx, void *data)
{
	struct rival *rival = data;

	rival->made = add_contact(tx, "", "Rival", "same@example.fr");
	if (rival->made != 0)
		add_client(tx, "Rival", NULL);
}

static void *
run_rival(void *data)
{
	struct rival *rival = data;
	struct arena *arena = arena_new(0);

	rival->trouble = db_write(rival->db, arena, take_address, rival);
	arena_free(arena);
	return NULL;
}

TEST_BOTH_ENGINES_WITH(clients_prepare, of_two_who_take_an_address_at_once_one_wins_and_one_is_told)
{
	enum { RIVALS = 8 };
	struct rival rivals[RIVALS];
	pthread_t threads[RIVALS];
	int won = 0;

	for (int i = 0; i < RIVALS; i++) {
		rivals[i] = (struct rival){.db = db};
		assert_int_equal(pthread_create(&threads[i], NULL, run_rival, &rivals[i]), 0);
	}
	for (int i = 0; i < RIVALS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(rivals[i].trouble, DB_FINE);
		won += rivals[i].made != 0;
	}
	assert_int_equal(won, 1);
}

/* ---- going ---- */

static void
leave(struct tx *tx, void *data)
{
	int64_t client = add_client(tx, "Parti", NULL);
	int64_t person = add_contact(tx, "Anne", "Sorel", "anne@example.fr");
	struct doc *export = doc_object(tx_arena(tx));
	struct builder json = builder_new(tx_arena(tx), 0);
	const struct contact *left;
	size_t count;

	(void)data;
	client_add_contact(tx, client, person, "Gérante");
	clients_export_person(tx, person, export);
	doc_print_json(export, NULL, &json);
	assert_non_null(strstr(builder_text(&json), "anne@example.fr"));
	assert_non_null(strstr(builder_text(&json), "Gérante"));
	clients_erase_person(tx, person);
	left = contact_itself(tx, person);
	assert_string_equal(left->last_name, "");
	assert_null(left->email);
	assert_true(left->blocked_at != NO_INSTANT);
	contact_memberships(tx, person, &count);
	assert_int_equal(count, 0);
	client_add_contact(tx, client, person, NULL);
	assert_false(client_is_needed(tx, client));
	client_purge(tx, client);
	db_run(tx, "delete from client where id = $1", db_int(client));
	assert_null(client_find(tx, &staff, client));
	assert_non_null(contact_itself(tx, person));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_person_is_exported_and_erased_and_a_client_leaves_its_contacts)
{
	assert_int_equal(db_write(db, arena, leave, NULL), DB_FINE);
}

/* ---- under a legal hold ---- */

static void
hold(struct tx *tx, void *data)
{
	int64_t id = add_client(tx, "Held", NULL), goes = add_client(tx, "Goes", NULL);
	const struct keeping held = {.tx = tx, .id = id}, other = {.tx = tx, .id = goes};

	(void)data;
	db_run(tx, "update client set archived_at = 1 where id = $1 or id = $2", db_int(id), db_int(goes));
	assert_null(client_keeper.refuse_removal(tx, id));
	db_run(tx,
	       "insert into legal_hold (id, client_id, file_id, reason, made_at, made_by) values (1, $1, 5, 'x', 0, 'x')",
	       db_int(id));
	assert_string_equal(client_keeper.refuse_removal(tx, id), client_held);
	assert_non_null(client_keeper.merging.refuse(&other, &held));
	assert_null(client_keeper.merging.refuse(&held, &other));
	WITHOUT(CHECK_CLIENT_HELD, assert_null(client_keeper.refuse_removal(tx, id)));
	WITHOUT(CHECK_CLIENT_HELD, assert_null(client_keeper.merging.refuse(&other, &held)));
	db_run(tx, "update legal_hold set released_at = 1");
	assert_null(client_keeper.refuse_removal(tx, id));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_client_with_something_held_stays)
{
	assert_int_equal(db_write(db, arena, hold, NULL), DB_FINE);
}
