/* record_search_test: words are found by their beginnings, without case and accents, where the viewer may look. */
#include "records/record_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/record_select.h"
#include "records/record_words.h"

#include <string.h>

static struct world
three_vehicles(struct db *db, struct arena *arena)
{
	struct world world = rights_world(db, arena);

	made(&world, EVA, "vehicles",
	     FIELDS("plate", "AB-123", "notes", "Déjà vu à Besançon, l’été", "mail", "garage@exemple.fr"));
	made(&world, EVA, "vehicles", FIELDS("plate", "Élan", "notes", "rouge", "chassis", "WVW-2000"));
	made(&world, BEN, "vehicles", FIELDS("plate", "CD-456", "notes", "Besançon et ELAN"));
	return world;
}

TEST_BOTH_ENGINES_WITH(vehicles_make, words_are_found_by_their_beginning)
{
	struct world world = three_vehicles(db, arena);

	assert_string_equal(searched(&world, EVA, "vehicles", "besanc"), "AB-123 CD-456");
	assert_string_equal(searched(&world, EVA, "vehicles", "BESANÇON"), "AB-123 CD-456");
	assert_string_equal(searched(&world, EVA, "vehicles", "elan"), "Élan CD-456");
	assert_string_equal(searched(&world, EVA, "vehicles", "besancon elan"), "CD-456");
	assert_string_equal(searched(&world, EVA, "vehicles", "été deja"), "AB-123");
	assert_string_equal(searched(&world, EVA, "vehicles", "ab-1"), "AB-123");
	assert_string_equal(searched(&world, EVA, "vehicles", "garage@exemple.fr"), "AB-123");
	assert_string_equal(searched(&world, EVA, "vehicles", "v-002"), "Élan");
	assert_string_equal(searched(&world, EVA, "vehicles", "besancon"), "AB-123 CD-456");
	assert_string_equal(searched(&world, EVA, "vehicles", "besancons"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "besancxx rouge"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "ouge"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "' \" * & | ! ( :"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "or and not near"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "  "), "AB-123 Élan CD-456");
	assert_string_equal(searched(&world, BEN, "vehicles", "besanc"), "CD-456");
	assert_string_equal(listed(&world, EVA, "vehicles",
				   (struct record_query){
					   .search = "be", .sort = field_of(&world, "vehicles", "plate"), .limit = 1}),
			    "AB-123");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, words_follow_what_is_changed)
{
	struct world world = three_vehicles(db, arena);
	int64_t id = made(&world, EVA, "vehicles", FIELDS("plate", "EF", "notes", "zinc"));

	assert_int_equal(changed(&world, EVA, "vehicles", id, FIELDS("notes", "cuivre")), RECORD_DONE);
	assert_string_equal(searched(&world, EVA, "vehicles", "zinc"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "cuivre"), "EF");
	assert_int_equal(changed(&world, EVA, "vehicles", id, FIELDS("notes", "")), RECORD_DONE);
	assert_string_equal(searched(&world, EVA, "vehicles", "cuivre"), "");
	assert_int_equal(removed(&world, EVA, "vehicles", id), RECORD_DONE);
	assert_string_equal(searched(&world, EVA, "vehicles", "ef"), "");
	assert_string_equal(listed(&world, EVA, "vehicles", (struct record_query){.search = "ef", .bin = true}), "EF");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, hidden_fields_find_nothing)
{
	struct world world = three_vehicles(db, arena);
	struct record_query query = {.sort = NULL};

	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'notes')");
	world_run(&world, "update module set sharing = 'read' where name = 'vehicles'");
	assert_string_equal(searched(&world, BEN, "vehicles", "besancon"), "");
	assert_string_equal(searched(&world, BEN, "vehicles", "elan"), "Élan");
	assert_string_equal(searched(&world, EVA, "vehicles", "besancon"), "AB-123 CD-456");
	query.sort = field_of(&world, "vehicles", "notes");
	query.fields = &query.sort;
	query.field_count = 1;
	assert_string_equal(listed(&world, BEN, "vehicles", query), "AB-123 Élan CD-456");
	rights_free(world.rights);
}

/* A state rule hides the notes of what runs on diesel. */
TEST_BOTH_ENGINES_WITH(vehicles_make, fields_hidden_in_some_records_find_the_others)
{
	struct world world = rights_world(db, arena);

	made(&world, BEN, "vehicles", FIELDS("plate", "one", "fuel", "diesel", "notes", "secret besancon"));
	made(&world, BEN, "vehicles", FIELDS("plate", "two", "fuel", "petrol", "notes", "secret besancon"));
	world_run(
		&world,
		"insert into state_rule (id, module_id, field_id, effect, name, condition, created_at, version) select 1, "
		"module_id, field.id, 'hidden', 'Diesel', '{\"all\": [{\"field\": \"fuel\", \"comparison\": \"is\", "
		"\"values\": [\"diesel\"]}]}', 0, 1 from field join module on module.id = module_id where field.name = "
		"'notes' and module.name = 'vehicles'");
	assert_string_equal(searched(&world, BEN, "vehicles", "besancon"), "two");
	assert_string_equal(searched(&world, BEN, "vehicles", "secret besancon"), "two");
	assert_string_equal(searched(&world, BEN, "vehicles", "secret one"), "");
	assert_string_equal(searched(&world, EVA, "vehicles", "besancon"), "one two");
	rights_free(world.rights);
}

/* ---- many ---- */

/* What the list shows is what the count says. */
static void
assert_found(struct world *world, const char *typed, const char *expected, int64_t count)
{
	struct tx *tx = db_read(world->db, world->arena);
	struct record_query query = {.search = typed};

	assert_int_equal(record_count(tx, access_of(world, EVA, "vehicles"), &query, 1000), count);
	db_read_end(tx);
	assert_string_equal(searched(world, EVA, "vehicles", typed), expected);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, long_words_are_found_by_their_beginning)
{
	struct world world = rights_world(db, arena);

	made(&world, EVA, "vehicles", FIELDS("plate", "INV2026000123456", "notes", "anticonstitutionnellement"));
	made(&world, EVA, "vehicles", FIELDS("plate", "INV2026000123457", "notes", "anticonstitution"));
	assert_found(&world, "inv202600", "INV2026000123456 INV2026000123457", 2);
	assert_found(&world, "inv20260001234", "INV2026000123456 INV2026000123457", 2);
	assert_found(&world, "inv202600012345", "INV2026000123456 INV2026000123457", 2);
	assert_found(&world, "inv2026000123456", "INV2026000123456", 1);
	assert_found(&world, "inv20260001239", "", 0);
	assert_found(&world, "anticonstitution", "INV2026000123456 INV2026000123457", 2);
	assert_found(&world, "anticonstitutionn", "INV2026000123456", 1);
	assert_found(&world, "anticonstitutionnellementx", "", 0);
	assert_found(&world, "anticonstitutionnell inv2026000123456", "INV2026000123456", 1);
	rights_free(world.rights);
}

/* PostgreSQL looks part by part, by the places of records: the first and the last of parts of every size. */
TEST_BOTH_ENGINES_WITH(vehicles_make, searches_find_what_lies_in_any_part)
{
	static const int64_t places[] = {1,	  2,	   511,	    512,      1023,	 1024,	  1536,
					 4095,	  4096,	   8192,    12288,    32767,	 32768,	  36864,
					 98304,	  262143,  262144,  294912,   786432,	 2097151, 2097152,
					 2359296, 6291456, 8388607, 12582912, 1000000000};
	struct world world = rights_world(db, arena);
	struct builder names = builder_new(arena, 0);
	int64_t count = 0;

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		const char *plate = arena_printf(arena, "p%02zu", i);

		if (db_engine(db) == DB_POSTGRES)
			world_run(&world, arena_printf(arena, "alter sequence search_text_place_seq restart with %lld",
						       (long long)places[i]));
		made(&world, EVA, "vehicles", FIELDS("plate", plate, "notes", "chacun"));
		build_printf(&names, "%s%s", i == 0 ? "" : " ", plate);
		assert_found(&world, "chacun", builder_text(&names), ++count);
		assert_found(&world, plate, plate, 1);
	}
	rights_free(world.rights);
}

static void
make_many(struct tx *tx, void *data)
{
	const struct access *access = access_of(data, EVA, "vehicles");
	size_t naming = access->plan->module->naming->index;

	for (int i = 0; i < SEARCH_LOOKS_FIRST_AT; i++) {
		struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);
		struct record_trouble trouble;
		int64_t id;

		draft->given[naming] = true;
		draft->cells[naming] = db_text(arena_printf(tx_arena(tx), "partout %d", i));
		assert_int_equal(record_create(tx, access, draft, &id, &trouble), RECORD_DONE);
	}
}

static int64_t
count_up_to(struct world *world, int64_t staff, int64_t most)
{
	struct tx *tx = db_read(world->db, world->arena);
	struct record_query query = {.search = "partout"};
	int64_t count = record_count(tx, access_of(world, staff, "vehicles"), &query, most);

	db_read_end(tx);
	return count;
}

/* Whoever sees only old ones of them finds those behind the newest, which are another's. */
TEST_BOTH_ENGINES_WITH(vehicles_make, a_search_goes_on_where_the_newest_are_not_enough)
{
	struct world world = rights_world(db, arena);
	struct record_query newest = {.search = "partout", .descending = true, .limit = 2};

	made(&world, BEN, "vehicles", FIELDS("plate", "partout a"));
	made(&world, BEN, "vehicles", FIELDS("plate", "partout b"));
	made(&world, BEN, "vehicles", FIELDS("plate", "partout c"));
	assert_int_equal(db_write(db, arena, make_many, &world), DB_FINE);
	assert_string_equal(listed(&world, EVA, "vehicles", newest), "partout 127 partout 126");
	assert_string_equal(listed(&world, BEN, "vehicles", newest), "partout c partout b");
	newest.limit = 9;
	assert_string_equal(listed(&world, BEN, "vehicles", newest), "partout c partout b partout a");
	assert_int_equal(count_up_to(&world, EVA, 100), 100);
	assert_int_equal(count_up_to(&world, EVA, 1000), SEARCH_LOOKS_FIRST_AT + 3);
	assert_int_equal(count_up_to(&world, BEN, 100), 3);
	rights_free(world.rights);
}

static const char *
planned(struct tx *tx, struct db_sql sql)
{
	static const enum db_type types[] = {DB_TEXT};
	size_t count;

	sql.sql = arena_printf(tx_arena(tx), "explain (format json) %s", sql.sql);
	return db_sql_cells(tx, sql, types, 1, &count)->bytes.at;
}

/* The index of words is asked, and no record looked into that it does not name. */
TEST(searches_on_postgresql_ask_the_index_of_words)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_POSTGRES, "found", 0);
	const struct record_query query = {.search = "besancon", .limit = 30};
	struct db_sql sql[RECORD_LIST_PARTS];
	struct world world;
	const char *plan;
	struct tx *tx;

	vehicles_make(db, arena);
	world = rights_world(db, arena);
	tx = db_read(db, arena);
	assert_int_equal(record_list_texts(tx, access_of(&world, EVA, "vehicles"), &query, sql), 1);
	plan = planned(tx, sql[0]);
	assert_non_null(strstr(plan, "\"search_text_by_word\""));
	assert_non_null(strstr(plan, "\"Bitmap Heap Scan\""));
	assert_null(strstr(plan, "\"Gather\""));
	db_read_end(tx);
	rights_free(world.rights);
	arena_free(arena);
}

/* ---- names ---- */

static const char *
suggested(struct world *world, int64_t staff, const char *module, const char *typed)
{
	struct builder names = builder_new(world->arena, 0);
	struct tx *tx = db_read(world->db, world->arena);
	size_t count;
	struct record_name *found = record_suggestions(tx, access_of(world, staff, module), typed, 10, &count);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++)
		build_printf(&names, "%s%s", i == 0 ? "" : "|", found[i].name);
	db_read_end(tx);
	return builder_text(&names);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, names_are_suggested_as_one_types)
{
	struct world world = rights_world(db, arena);
	int64_t ids[3];
	size_t count;
	struct tx *tx;

	ids[0] = made(&world, EVA, "vehicles", FIELDS("plate", "Été rouge"));
	ids[1] = made(&world, EVA, "vehicles", FIELDS("plate", "Rouge d’été"));
	ids[2] = made(&world, BEN, "vehicles", FIELDS("plate", "Rouille", "notes", "ete"));
	assert_string_equal(suggested(&world, EVA, "vehicles", "rou"), "Rouge d’été|Rouille|Été rouge");
	assert_string_equal(suggested(&world, EVA, "vehicles", "ETE"), "Été rouge|Rouge d’été");
	assert_string_equal(suggested(&world, BEN, "vehicles", "rou"), "Rouille");
	tx = db_read(db, arena);
	assert_int_equal(record_names(tx, access_of(&world, BEN, "vehicles"), ids, 3, &count)->id, ids[2]);
	assert_int_equal(count, 1);
	record_names(tx, access_of(&world, EVA, "vehicles"), ids, 3, &count);
	assert_int_equal(count, 3);
	db_read_end(tx);
	rights_free(world.rights);
}

/* Modules that features keep are searched, too. */
TEST_BOTH_ENGINES_WITH(vehicles_make, clients_are_found_by_name_number_and_address)
{
	struct world world = rights_world(db, arena);

	world_run(&world,
		  "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		  "payment_days, created_at, version) values (1, 'A', 'A', 'FR', '#000000', 'F', 'A', 30, 0, 1)");
	world_run(&world, "insert into client (id, number, name, name_key, kind, company_id, country, email, test, "
			  "created_at, version) values (5, 'C-00005', 'Élise Martin', 'elise martin', 'household', 1, "
			  "'FR', 'elise@exemple.fr', 0, 0, 1)");
	assert_string_equal(searched(&world, EVA, "clients", "éli"), "Élise Martin");
	assert_string_equal(searched(&world, EVA, "clients", "c-0000"), "Élise Martin");
	assert_string_equal(searched(&world, EVA, "clients", "elise@"), "Élise Martin");
	assert_string_equal(searched(&world, EVA, "clients", "MART eli"), "Élise Martin");
	assert_string_equal(searched(&world, EVA, "clients", "artin"), "");
	assert_string_equal(suggested(&world, EVA, "clients", "mart"), "Élise Martin");
	assert_string_equal(suggested(&world, EVA, "clients", "ELI"), "Élise Martin");
	assert_string_equal(listed(&world, EVA, "clients",
				   (struct record_query){.sort = field_of(&world, "clients", "number"),
							 .after = true,
							 .after_value = db_text("C-00004")}),
			    "Élise Martin");
	rights_free(world.rights);
}

TEST(words_are_taken_apart_alike_for_the_index_and_for_who_types)
{
	struct arena *arena = arena_new(0);
	struct words words = words_typed(arena, "L’Œuf, à 3 € – ÉTÉ été naïve");

	assert_int_equal(words.count, 6);
	assert_string_equal(words.at[0], "naive");
	assert_string_equal(words.at[1], "oeuf");
	assert_string_equal(words.at[2], "ete");
	assert_int_equal(words_typed(arena, "…").count, 0);
	arena_free(arena);
}
