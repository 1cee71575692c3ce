/* client_store_test: clients, contacts and their places on both engines. */
#include "clients/client_store.h"
#include "clients/contact_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"
#include "base/test.h"
#include "clients/person.h"
#include "clients/prepared_test.h"
#include "companies/companies.h"
#include "db/db_testing.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const struct viewer staff = {.kind = VIEWER_STAFF, .staff = 1, .profile = PROFILE_MANAGER};

enum { LIMIT = 3 };

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

/* The names of one search, all pages after one another, "|" between pages. */
static const char *
names_found(struct tx *tx, const struct viewer *viewer, const char *search)
{
	struct builder out = builder_new(tx_arena(tx), 0);
	const char *key = NULL;
	int64_t id = 0;
	size_t count;

	do {
		const struct client_row *rows = client_page(tx, viewer, search, key, id, LIMIT, &count);

		for (size_t i = 0; i < count; i++) {
			build_printf(&out, "%s%s", i > 0 ? ", " : "", rows[i].name);
			key = rows[i].name_key;
			id = rows[i].id;
		}
		if (count == LIMIT)
			build_text(&out, " | ");
	} while (count == LIMIT);
	return builder_text(&out);
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

/* ---- lists ---- */

static void
list_clients(struct tx *tx, void *data)
{
	static const char *const names[] = {"Zoé Martin", "Cabinet Sorel", "Élodie Œuf",
					    "abeille",	  "100%_net",	   "Sorel"};
	int64_t person = add_contact(tx, "Anne", "Sorel", "anne.sorel@example.fr");
	int64_t tests;

	(void)data;
	for (size_t i = 0; i < 6; i++) {
		int64_t client = add_client(tx, names[i], NULL);

		if (i < 3)
			client_add_contact(tx, client, person, NULL);
	}
	tests = client_create(tx, &(struct client){.name = "Essai", .country = "FR", .test = true});
	assert_true(tests != 0);
	assert_int_equal(client_create(tx, &(struct client){.name = "Encore", .country = "FR", .test = true}), 0);
	assert_string_equal(names_found(tx, &staff, NULL),
			    "100%_net, abeille, Cabinet Sorel | Élodie Œuf, Sorel, Zoé Martin | ");
	assert_string_equal(names_found(tx, &staff, "sorel"), "Cabinet Sorel, Sorel");
	assert_string_equal(names_found(tx, &staff, "ELODIE o"), "Élodie Œuf");
	assert_string_equal(names_found(tx, &staff, "orel"), "");
	assert_string_equal(names_found(tx, &staff, "100%_"), "100%_net");
	assert_string_equal(names_found(tx, &staff, "1%"), "");
	assert_string_equal(names_found(tx, &staff, "c-0000"),
			    "100%_net, abeille, Cabinet Sorel | Élodie Œuf, Essai, Sorel | Zoé Martin");
	assert_string_equal(names_found(tx, &staff, "anne.sor"), "Cabinet Sorel, Élodie Œuf, Zoé Martin | ");
	assert_string_equal(client_for_test(tx, &staff)->name, "Essai");
}

TEST_BOTH_ENGINES_WITH(clients_prepare, lists_page_by_name_and_search_words_numbers_and_addresses)
{
	assert_int_equal(db_write(db, arena, list_clients, NULL), DB_FINE);
}

static void
page_while_growing(struct tx *tx, void *data)
{
	struct client_row *rows;
	size_t count;

	(void)data;
	for (int i = 0; i < 6; i++)
		add_client(tx, "Même nom", NULL);
	rows = client_page(tx, &staff, NULL, NULL, 0, 4, &count);
	assert_int_equal(count, 4);
	add_client(tx, "Avant", NULL);
	rows = client_page(tx, &staff, NULL, rows[3].name_key, rows[3].id, 4, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].company, "Maison Essai");
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_page_neither_repeats_nor_skips_when_a_row_is_added_before_it)
{
	assert_int_equal(db_write(db, arena, page_while_growing, NULL), DB_FINE);
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
	assert_string_equal(names_found(tx, &nobody, NULL), "");
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
	client.name = "Étoile";
	assert_true(client_update(tx, &staff, &client));
	assert_string_equal(client_find(tx, &staff, client.id)->name_key, "etoile");
	assert_false(client_update(tx, &staff, &stale));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_stale_change_is_refused)
{
	assert_int_equal(db_write(db, arena, change_twice, NULL), DB_FINE);
}

static void
list_contacts(struct tx *tx, void *data)
{
	int64_t client = add_client(tx, "Un", NULL), person;
	struct contact_row *rows;
	size_t count;

	(void)data;
	add_contact(tx, "Zoé", "Albert", NULL);
	person = add_contact(tx, "Anne", "Sorel", "as@example.fr");
	add_contact(tx, "Anne", "Étienne", NULL);
	client_add_contact(tx, client, person, NULL);
	rows = contact_page(tx, &staff, NULL, NULL, 0, 2, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[1].contact.last_name, "Étienne");
	assert_null(rows[1].client);
	rows = contact_page(tx, &staff, NULL, rows[1].name_key, rows[1].contact.id, 2, &count);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].client, "Un");
	assert_int_equal(rows[0].client_count, 1);
	contact_page(tx, &staff, "anne", NULL, 0, 9, &count);
	assert_int_equal(count, 2);
	contact_page(tx, &staff, "AS@", NULL, 0, 9, &count);
	assert_int_equal(count, 1);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, contacts_are_listed_by_last_name)
{
	assert_int_equal(db_write(db, arena, list_contacts, NULL), DB_FINE);
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
