/* portal_name_store_test: addresses are had once, for ever; of two who name a portal at once, one sees the other's. */
#include "portals/portal_name_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "sys/clock.h"

#include <pthread.h>

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx,
	       "insert into company (id, name, legal_name, country, city, colour, invoice_prefix, credit_prefix, "
	       "payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', 'Nantes', '#0f766e', 'F', "
	       "'A', 30, 1, 1)");
	portal_create(tx, "solaria", "Solaria", 1);
	portal_create(tx, "boreal", "Boréal", 1);
}

static void
prepare(struct db *db, struct arena *arena)
{
	house_migrate(db, arena);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

static int64_t
portal_id(struct tx *tx, const char *address)
{
	const struct portal *portal = portal_of_address(tx, address, "localhost");

	return portal == NULL ? 0 : portal->id;
}

struct step {
	void (*body)(struct tx *tx);
};

static void
run_step(struct tx *tx, void *data)
{
	const struct step *step = data;

	step->body(tx);
}

static void
run(struct db *db, struct arena *arena, void (*body)(struct tx *tx))
{
	assert_int_equal(db_write(db, arena, run_step, &(struct step){body}), DB_FINE);
}

static void
move_and_return(struct tx *tx)
{
	int64_t solaria = portal_id(tx, "solaria"), boreal = portal_id(tx, "boreal");
	size_t count;

	assert_true(portal_address_change(tx, solaria, "solaria", "solaria-nantes", 0));
	assert_int_equal(portal_id(tx, "solaria"), 0);
	assert_int_equal(portal_of_former_address(tx, "solaria")->id, solaria);
	assert_string_equal(portal_of_former_address(tx, "solaria")->address, "solaria-nantes");
	assert_null(portal_of_former_address(tx, "boreal"));
	assert_null(portal_of_former_address(tx, "nowhere"));

	/* Others get neither of the two, nor what looks like them; the portal itself may return. */
	assert_int_equal(address_problem_for(tx, "solaria", boreal), ADDRESS_TAKEN);
	assert_int_equal(address_problem_for(tx, "solaria-nantes", boreal), ADDRESS_TAKEN);
	assert_int_equal(address_problem_for(tx, "so1aria", boreal), ADDRESS_ALIKE);
	assert_int_equal(address_problem_for(tx, "solaria", 0), ADDRESS_TAKEN);
	assert_int_equal(address_problem_for(tx, "sol-aria", solaria), ADDRESS_FINE);
	assert_int_equal(address_problem_for(tx, "solaria", solaria), ADDRESS_FINE);

	/* Somebody who saw the address of before changes nothing. */
	assert_false(portal_address_change(tx, solaria, "solaria", "solaria-sud", 0));
	assert_true(portal_address_change(tx, solaria, "solaria-nantes", "solaria", 0));
	assert_null(portal_of_former_address(tx, "solaria"));
	assert_string_equal(former_addresses(tx, solaria, &count)[0].address, "solaria-nantes");
	assert_int_equal(count, 1);
}

TEST_BOTH_ENGINES_WITH(prepare, a_former_address_stays_with_its_portal)
{
	run(db, arena, move_and_return);
}

static void
ask_for_ideas(struct tx *tx)
{
	const char *ideas[ADDRESS_IDEAS];
	size_t count = address_ideas(tx, "Solaria", "Nantes", 0, ideas);

	assert_int_equal(count, ADDRESS_IDEAS);
	assert_string_equal(ideas[0], "solaria-nantes");
	assert_string_equal(ideas[1], "solaria-clients");
	address_ideas(tx, "Atelier", NULL, 0, ideas);
	assert_string_equal(ideas[0], "atelier");
}

TEST_BOTH_ENGINES_WITH(prepare, what_is_proposed_is_free)
{
	run(db, arena, ask_for_ideas);
}

static void
keep_a_draft(struct tx *tx)
{
	struct portal_draft mine = *portal_draft_find(tx), theirs = mine;

	assert_true(mine.kept_at == NO_INSTANT);
	mine.name = "Espace Solaria";
	theirs.name = "Solaria Clients";
	assert_true(portal_draft_keep(tx, &mine));
	assert_false(portal_draft_keep(tx, &theirs));
	assert_string_equal(portal_draft_find(tx)->name, "Espace Solaria");
	theirs.version = portal_draft_find(tx)->version;
	assert_true(portal_draft_keep(tx, &theirs));
	portal_draft_clear(tx);
	assert_null(portal_draft_find(tx)->name);
	assert_true(portal_draft_find(tx)->version > theirs.version);
}

TEST_BOTH_ENGINES_WITH(prepare, of_two_drafts_the_second_is_told)
{
	run(db, arena, keep_a_draft);
}

static void
sign_people_in(struct tx *tx)
{
	static const struct {
		int64_t seq, at, contact;
		int refused;
	} rows[] = {{1, 100, 7, 0}, {2, 200, 7, 0}, {3, 300, 8, 1}, {4, 400, 8, 0}, {5, 500, 8, 0}, {6, 600, 9, 0}};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		db_run(tx,
		       "insert into audit (seq, at, actor_kind, action, object_id, refused, hash) "
		       "values ($1, $2, 'nobody', 'portal.sign_in', $3, $4, $5)",
		       db_int(rows[i].seq), db_int(rows[i].at), db_int(rows[i].contact), db_int(rows[i].refused),
		       db_bytes(STR("hash")));
	assert_int_equal(people_signed_in_since(tx, 0), 3);
	assert_int_equal(people_signed_in_since(tx, 300), 2);
	assert_int_equal(people_signed_in_since(tx, 601), 0);
}

TEST_BOTH_ENGINES_WITH(prepare, people_who_signed_in_are_counted_once)
{
	run(db, arena, sign_people_in);
}

struct racer {
	struct db *db;
	const char *address;
	bool made;
};

/* Two write at once: on PostgreSQL the second is run again, and finds what the first did. */
static void
make_the_third(struct tx *tx, void *data)
{
	struct racer *racer = data;

	racer->made = db_get_int(tx, 0, "select count(*) from portal") == 2;
	if (!racer->made)
		return;
	portal_draft_clear(tx);
	portal_create(tx, racer->address, racer->address, 1);
}

static void *
race(void *data)
{
	struct racer *racer = data;
	struct arena *arena = arena_new(0);

	assert_int_equal(db_write(racer->db, arena, make_the_third, racer), DB_FINE);
	arena_free(arena);
	return NULL;
}

TEST_BOTH_ENGINES_WITH(prepare, of_two_who_name_a_portal_one_makes_it)
{
	struct racer racers[2] = {{db, "atelier", false}, {db, "hangar", false}};
	pthread_t threads[2];

	(void)arena;
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
	for (size_t i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_true(racers[0].made != racers[1].made);
}
