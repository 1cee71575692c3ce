/* Tests of rights on single clients: what counts, that somebody always keeps a client, and what becomes of them. */
#include "clients/client_group_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/kept_world_test.h"
#include "db/db_testing.h"
#include "records/record_union_test.h"

enum { OFFICE = 9001, TRADE };

/* The same, asked for all at once. */
static enum client_level
level_among(struct world *world, int64_t staff, int64_t client)
{
	static const int64_t team[] = {EVA, BEN, CLEO, DAN};
	enum { COUNT = sizeof team / sizeof team[0] };
	struct viewer viewers[COUNT];
	enum client_level levels[COUNT], level = CLIENT_NONE;
	struct tx *tx = db_read(world->db, world->arena);

	for (size_t i = 0; i < COUNT; i++)
		viewers[i] = world_viewer(world, team[i]);
	client_levels_of(tx, world->rights, viewers, COUNT, client, levels);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	for (size_t i = 0; i < COUNT; i++)
		if (team[i] == staff)
			level = levels[i];
	return level;
}

static enum client_level
level_of(struct world *world, int64_t staff, int64_t client)
{
	struct viewer viewer = world_viewer(world, staff);
	struct tx *tx = db_read(world->db, world->arena);
	enum client_level level = client_level_of(tx, world->rights, &viewer, client);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	assert_int_equal(level_among(world, staff, client), level);
	return level;
}

static int64_t
nobodys(struct world *world, int64_t client, int64_t group)
{
	struct tx *tx = db_read(world->db, world->arena);
	int64_t found = client_nobodys(tx, world->rights, client, group);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return found;
}

struct said {
	int64_t client, group, staff;
	int level;
};

static void
say(struct tx *tx, void *data)
{
	const struct said *said = data;

	if (said->group == 0)
		client_staff_set(tx, said->client, said->staff, said->level, EVA);
	else
		client_group_staff_set(tx, said->group, said->staff, said->level);
}

static void
by_hand(struct world *world, int64_t client, int64_t staff, int level)
{
	world_write(world, say, &(struct said){client, 0, staff, level});
}

static void
by_group(struct world *world, int64_t group, int64_t staff, int level)
{
	world_write(world, say, &(struct said){0, group, staff, level});
}

/* One client, in two groups. */
static int64_t
grouped_client(struct world *world)
{
	int64_t client = made(world, EVA, "clients", FIELDS("name", "Élan"));

	world_run(world, "insert into client_group (id, name, name_key, created_at, version) values "
			 "(9001, 'Office', 'office', 0, 1), (9002, 'Trade', 'trade', 0, 1)");
	world_run(world, "insert into client_group_member (client_id, group_id) select id, 9001 from client");
	world_run(world, "insert into client_group_member (client_id, group_id) select id, 9002 from client");
	return client;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, person_stands_over_group_and_group_over_profile)
{
	struct world world = clients_world(db, arena);
	int64_t client = grouped_client(&world);

	assert_int_equal(level_of(&world, BEN, client), CLIENT_FULL);
	by_group(&world, OFFICE, BEN, CLIENT_READ);
	assert_int_equal(level_of(&world, BEN, client), CLIENT_READ);
	by_group(&world, TRADE, BEN, CLIENT_NONE);
	assert_int_equal(level_of(&world, BEN, client), CLIENT_NONE);
	assert_string_equal(world_ids(&world, BEN, "clients", "(1 = 1)"), "");
	by_hand(&world, client, BEN, CLIENT_FULL);
	assert_int_equal(level_of(&world, BEN, client), CLIENT_FULL);
	by_hand(&world, client, EVA, CLIENT_NONE); /* who administers is held by it, too */
	assert_int_equal(level_of(&world, EVA, client), CLIENT_NONE);
	by_hand(&world, client, EVA, LEVEL_UNSAID);
	assert_int_equal(level_of(&world, EVA, client), CLIENT_FULL);
	assert_int_equal(level_of(&world, CLEO, client), CLIENT_FULL);
	assert_int_equal(level_of(&world, CLEO, 99), CLIENT_NONE);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_given_is_seen_in_spite_of_private_sharing_below_the_profile)
{
	struct world world = clients_world(db, arena);
	int64_t client = grouped_client(&world);

	world_run(&world, "update module set sharing = 'private' where name = 'clients'");
	assert_int_equal(level_of(&world, BEN, client), CLIENT_NONE);
	by_group(&world, OFFICE, BEN, CLIENT_FULL);
	assert_int_equal(level_of(&world, BEN, client), CLIENT_FULL);
	world_run(&world, "update staff set profile_id = 3 where id = 102");
	assert_int_equal(level_of(&world, BEN, client), CLIENT_READ);
	world_run(&world, "update client set deleted_at = 1");
	assert_int_equal(level_of(&world, BEN, client), CLIENT_NONE);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, somebody_keeps_each_client_in_full)
{
	struct world world = clients_world(db, arena);
	int64_t client = grouped_client(&world);

	by_group(&world, OFFICE, EVA, CLIENT_READ);
	by_group(&world, OFFICE, BEN, CLIENT_NONE);
	by_group(&world, OFFICE, CLEO, CLIENT_READ);
	assert_int_equal(nobodys(&world, client, 0), 0);
	assert_int_equal(nobodys(&world, 0, OFFICE), 0);
	by_hand(&world, client, DAN, CLIENT_READ);
	assert_true(nobodys(&world, client, 0) == client);
	assert_true(nobodys(&world, 0, OFFICE) == client);
	by_hand(&world, client, CLEO, CLIENT_FULL);
	assert_int_equal(nobodys(&world, client, 0), 0);
	world_run(&world, "update staff set disabled_at = 1 where id = 103");
	assert_true(nobodys(&world, client, 0) == client);
	rights_free(world.rights);
}

static void
keep_maker(struct tx *tx, void *data)
{
	struct world *world = data;
	const struct viewer ben = world_viewer(world, BEN);

	client_right_of_maker(tx, world->rights, &ben, db_get_int(tx, 0, "select id from client"));
}

static void
merge_first_two(struct tx *tx, void *data)
{
	const int64_t *ids = data;

	client_rights_merge(tx, ids[1], ids[0]);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, whoever_makes_a_client_keeps_it_and_who_merges_takes_the_stricter)
{
	struct world world = clients_world(db, arena);
	int64_t ids[] = {grouped_client(&world), 0};

	world_write(&world, keep_maker, &world);
	assert_int_equal(counted(&world, "select count(*) from client_staff"), 0); /* they have it already */
	by_group(&world, OFFICE, BEN, CLIENT_READ);
	world_write(&world, keep_maker, &world);
	assert_int_equal(level_of(&world, BEN, ids[0]), CLIENT_FULL);
	ids[1] = made(&world, EVA, "clients", FIELDS("name", "Elan SARL"));
	by_hand(&world, ids[1], BEN, CLIENT_NONE);
	by_hand(&world, ids[1], CLEO, CLIENT_READ);
	world_write(&world, merge_first_two, ids);
	assert_int_equal(level_of(&world, BEN, ids[0]), CLIENT_NONE);
	assert_int_equal(level_of(&world, CLEO, ids[0]), CLIENT_READ);
	assert_int_equal(counted(&world, "select count(*) from client_staff"), 2);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, why_somebody_sees_a_client_says_who_gave_it)
{
	struct world world = clients_world(db, arena);
	int64_t client = grouped_client(&world);
	const struct doc *reasons;
	struct tx *tx;

	by_group(&world, OFFICE, BEN, CLIENT_READ);
	by_hand(&world, client, CLEO, CLIENT_NONE);
	by_hand(&world, client, DAN, CLIENT_FULL);
	tx = db_read(world.db, world.arena);
	reasons = why_record(tx, world.rights, BEN, world_module(&world, "clients"), client);
	assert_int_equal(reasons->list.count, 1);
	assert_string_equal(doc_get_text(reasons->list.items[0], "rule"), "hand");
	assert_string_equal(doc_get_text(reasons->list.items[0], "name"), "Office");
	assert_string_equal(doc_get_text(reasons->list.items[0], "level"), "read");
	assert_int_equal(why_record(tx, world.rights, CLEO, world_module(&world, "clients"), client)->list.count, 0);
	reasons = why_record(tx, world.rights, DAN, world_module(&world, "clients"), client);
	assert_string_equal(doc_get_text(reasons->list.items[0], "level"), "write");
	db_read_end(tx);
	rights_free(world.rights);
}
