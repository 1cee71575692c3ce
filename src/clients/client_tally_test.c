/* Tests of what the list of clients is sorted by: it is kept right whatever is done, and lists go by it page by page.
 */
#include "clients/client_tally.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/client_group_store.h"
#include "clients/client_store.h"
#include "clients/contact_store.h"
#include "clients/kept_world_test.h"
#include "db/belt.h"
#include "db/db_testing.h"
#include "records/property_world_test.h"
#include "records/record_order.h"
#include "records/record_union_test.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

enum { CLIENTS = 14, CONTACTS = 6, GROUPS = 3 };
static const int64_t team[] = {EVA, BEN, CLEO, DAN};
enum { TEAM = sizeof team / sizeof team[0] };

struct base {
	struct world *world;
	struct chance chance;
	int64_t clients[CLIENTS], contacts[CONTACTS], groups[GROUPS];
};

/* ---- whatever is done ---- */

static int64_t
any(struct base *base, const int64_t *ids, size_t count)
{
	return ids[draw(&base->chance, count)];
}

static void
act_unseen(struct tx *tx, void *data)
{
	struct base *base = data;
	int64_t client = any(base, base->clients, CLIENTS), contact = any(base, base->contacts, CONTACTS);
	int64_t group = any(base, base->groups, GROUPS), staff = any(base, team, TEAM);
	int level = (int)draw(&base->chance, 4) - 1;

	switch (draw(&base->chance, 8)) {
	case 0:
		place_remove(tx, client, contact);
		break;
	case 1:
		client_staff_set(tx, client, staff, level, EVA);
		break;
	case 2:
		client_group_staff_set(tx, group, staff, level);
		client_members_count_group(tx, group);
		break;
	case 3:
		client_group_add(tx, group, client);
		break;
	case 4:
		client_group_take(tx, group, client);
		break;
	case 5:
		db_run(tx,
		       "update staff set disabled_at = case when disabled_at is null then 1 else null end where id = $1",
		       db_int(DAN));
		client_members_count_staff(tx, DAN);
		break;
	default:
		client_add_contact(tx, client, contact, NULL);
	}
}

static void
act(struct tx *tx, void *data)
{
	act_unseen(tx, data);
	assert_int_equal(client_tallies_wrong(tx), 0);
}

static void
give_pair(struct tx *tx, void *data)
{
	const struct base *base = data;

	client_staff_set(tx, base->clients[2], EVA, CLIENT_FULL, EVA);
	client_staff_set(tx, base->clients[3], EVA, CLIENT_FULL, EVA);
}

static void
remove_all(struct tx *tx, void *data)
{
	struct base *base = data;

	contact_erase(tx, base->contacts[0]);
	client_group_remove(tx, base->groups[0]);
	assert_int_equal(client_tallies_wrong(tx), 0);
	db_run(tx, "update client_tally set member_count = 99 where client_id = $1", db_int(base->clients[0]));
	client_tally_forget(tx, base->clients[1]);
	assert_int_equal(client_tallies_wrong(tx), 2);
	client_tallies_mend(tx);
	assert_int_equal(client_tallies_wrong(tx), 0);
}

static void
assert_right(struct world *world)
{
	struct tx *tx = db_read(world->db, world->arena);

	assert_int_equal(client_tallies_wrong(tx), 0);
	db_read_end(tx);
}

static struct base
base_made(struct world *world)
{
	struct base base = {.world = world, .chance = {property_seed() + 5100}};

	for (int i = 0; i < CLIENTS; i++)
		base.clients[i] = made(world, EVA, "clients", FIELDS("name", arena_printf(world->arena, "c%02d", i)));
	for (int i = 0; i < CONTACTS; i++)
		base.contacts[i] =
			made(world, EVA, "contacts", FIELDS("last_name", arena_printf(world->arena, "p%d", i)));
	for (int i = 0; i < GROUPS; i++) {
		base.groups[i] = 9001 + i;
		world_run(world, arena_printf(world->arena,
					      "insert into client_group (id, name, name_key, created_at, version) "
					      "values (%d, 'g%d', 'g%d', 0, 1)",
					      9001 + i, i, i));
	}
	return base;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, members_are_kept_as_they_are_whatever_is_done)
{
	struct world world = clients_world(db, arena);
	struct base base = base_made(&world);

	for (int i = 0; i < 150; i++)
		world_write(&world, act, &base);
	assert_int_equal(removed(&world, EVA, "contacts", base.contacts[1]), RECORD_DONE);
	assert_right(&world);
	assert_int_equal(unite(&world, EVA, "contacts", base.contacts[2], base.contacts[3], NULL), RECORD_DONE);
	assert_right(&world);
	world_write(&world, give_pair, &base);
	assert_int_equal(unite(&world, EVA, "clients", base.clients[2], base.clients[3], NULL), RECORD_DONE);
	assert_right(&world);
	world_write(&world, remove_all, &base);
	rights_free(world.rights);
}

static void *
act_on(void *data)
{
	struct base *base = data;
	struct arena *arena = arena_new(0);

	for (int i = 0; i < 3; i++)
		db_write(base->world->db, arena, act_unseen, base);
	arena_free(arena);
	return NULL;
}

/* Looked at often: what is done later counts many of them anew. */
TEST_BOTH_ENGINES_WITH(rights_world_make, members_are_kept_as_they_are_by_many_at_once)
{
	enum { HANDS = 4, ROUNDS = 80 };
	struct world world = clients_world(db, arena);
	struct base base = base_made(&world), bases[HANDS];
	pthread_t hands[HANDS];

	for (uint64_t i = 0; i < HANDS; i++) {
		bases[i] = base;
		bases[i].chance.state += i + 1;
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < HANDS; i++)
			assert_int_equal(pthread_create(&hands[i], NULL, act_on, &bases[i]), 0);
		for (int i = 0; i < HANDS; i++)
			pthread_join(hands[i], NULL);
		assert_right(&world);
	}
	rights_free(world.rights);
}

/* ---- the order ---- */

static bool
differs(struct tx *tx, const struct viewer *viewer)
{
	(void)tx;
	return viewer->staff == BEN;
}

/* Ben sees but two in those with an even number of members. */
static void
apart(struct sql *sql, const struct viewer *viewer)
{
	(void)viewer;
	sql_reads(sql, "client_tally", NULL);
	sql_add(sql, "apart (id, value) as (select client_id, 2 from client_tally where member_count % 2 = 0)");
}

static const struct record_order order = {"client_tally", "client_tally.client_id", "client_tally.member_count",
					  differs, apart};

static int64_t
seen_as(int64_t staff, int64_t count)
{
	return staff == BEN && count % 2 == 0 ? 2 : count;
}

struct numbered {
	int64_t id, count;
};

static int
by_count(const void *one, const void *other)
{
	const struct numbered *a = one, *b = other;

	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* Page by page, as the address of the next page says. */
static void
assert_ordered(struct world *world, int64_t staff, const struct numbered *expected, size_t count,
	       struct record_query query)
{
	const struct access *access = access_of(world, staff, "clients");
	struct tx *tx = db_read(world->db, world->arena);
	size_t got = 0, found;

	query.order = &order;
	query.limit = 4;
	do {
		const struct record *rows = record_list(tx, access, &query, &found);

		for (size_t i = 0; i < found; i++, got++) {
			const struct numbered *here = &expected[query.descending ? count - 1 - got : got];

			assert_true(got < count);
			assert_int_equal(rows[i].id, here->id);
			assert_int_equal(rows[i].ordered, here->count);
			query.after = true;
			query.after_id = rows[i].id;
			query.after_value = db_int(rows[i].ordered);
		}
	} while (found == query.limit);
	assert_int_equal(got, count);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, clients_are_listed_by_a_number_that_their_feature_keeps)
{
	struct world world = clients_world(db, arena);
	struct base base = base_made(&world);
	struct numbered numbers[CLIENTS];

	for (int round = 0; round < 3; round++)
		for (int who = 0; who < 2; who++) {
			int64_t staff = who == 0 ? EVA : BEN;

			for (int i = 0; i < CLIENTS; i++) {
				int64_t count = (int64_t)draw(&base.chance, 5);

				numbers[i] = (struct numbered){base.clients[i], seen_as(staff, count)};
				world_run(&world, arena_printf(arena,
							       "update client_tally set member_count = %" PRId64
							       " where client_id = %" PRId64,
							       count, base.clients[i]));
			}
			qsort(numbers, CLIENTS, sizeof numbers[0], by_count);
			assert_ordered(&world, staff, numbers, CLIENTS, (struct record_query){.descending = false});
			assert_ordered(&world, staff, numbers, CLIENTS, (struct record_query){.descending = true});
			assert_ordered(&world, staff, numbers, CLIENTS, (struct record_query){.search = "c"});
		}
	rights_free(world.rights);
}
