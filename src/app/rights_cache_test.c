/* rights_cache_test: a changed right holds at the next request, in every process, and old snapshots go away. */
#include "app/rights_cache.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

/* Two processes on one database; and a request of each. */
struct pair {
	struct db *db;
	struct rights_cache *caches[2];
};

static enum sharing
asked(struct pair *pair, int process)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(pair->db, arena);
	struct snapshot *snapshot = snapshot_take(pair->caches[process], tx, arena, rights_version(tx), false);
	enum sharing sharing = module_named(snapshot_rights(snapshot)->catalogue, "leads")->sharing;

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	arena_free(arena);
	return sharing;
}

static void
open_up(struct tx *tx, void *data)
{
	struct rights *rights = rights_load(tx, NULL, 0);
	const struct module *leads = module_named(rights->catalogue, "leads");

	(void)data;
	assert_int_equal(module_share(tx, leads, leads->sharing == SHARING_WRITE ? SHARING_PRIVATE : SHARING_WRITE,
				      leads->version),
			 RIGHTS_DONE);
	rights_free(rights);
}

static struct pair
two_processes(struct db *db)
{
	return (struct pair){db, {rights_cache_new(NULL, 0), rights_cache_new(NULL, 0)}};
}

static void
stop(struct pair *pair)
{
	rights_cache_free(pair->caches[0]);
	rights_cache_free(pair->caches[1]);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_changed_right_holds_at_the_next_request_of_every_process)
{
	struct pair pair = two_processes(db);
	enum sharing before = asked(&pair, 0);

	assert_int_equal(asked(&pair, 1), before);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(db_write(db, arena, open_up, NULL), DB_FINE);
		assert_int_not_equal(asked(&pair, i % 2), before);
		assert_int_not_equal(asked(&pair, 1 - i % 2), before);
		before = asked(&pair, 0);
	}
	stop(&pair);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, requests_share_a_snapshot_until_rights_change)
{
	struct pair pair = two_processes(db);
	struct arena *first = arena_new(0), *second = arena_new(0), *third = arena_new(0);
	struct tx *tx = db_read(db, arena);
	int64_t version = rights_version(tx);
	struct snapshot *one = snapshot_take(pair.caches[0], tx, first, version, false);
	unsigned statements = tx_statements(tx);
	struct snapshot *other = snapshot_take(pair.caches[0], tx, second, version, false);
	struct snapshot *newer;

	assert_ptr_equal(one, other);
	assert_int_equal(tx_statements(tx), statements);
	db_read_end(tx);
	assert_int_equal(db_write(db, arena, open_up, NULL), DB_FINE);
	tx = db_read(db, arena);
	newer = snapshot_take(pair.caches[0], tx, third, rights_version(tx), false);
	db_read_end(tx);
	assert_ptr_not_equal(newer, one);
	/* those who still hold the old one go on with it */
	assert_int_equal(snapshot_rights(one)->catalogue->version, version);
	arena_free(first);
	assert_int_equal(snapshot_rights(other)->catalogue->version, version);
	arena_free(second);
	arena_free(third);
	stop(&pair);
}

struct undone {
	struct rights_cache *cache;
	struct arena *arena;
	bool refuse;
	struct snapshot *snapshot;
};

static void
change_and_look(struct tx *tx, void *data)
{
	struct undone *undone = data;

	open_up(tx, NULL);
	undone->snapshot = snapshot_take(undone->cache, tx, undone->arena, rights_version(tx), true);
	if (undone->refuse)
		tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_write_read_is_kept_only_once_it_is_committed)
{
	struct pair pair = two_processes(db);
	enum sharing before = asked(&pair, 0);
	struct undone undone = {.cache = pair.caches[0], .arena = arena_new(0), .refuse = true};

	assert_int_equal(db_write(db, arena, change_and_look, &undone), DB_REFUSED);
	assert_int_equal(asked(&pair, 0), before);
	undone.refuse = false;
	assert_int_equal(db_write(db, arena, change_and_look, &undone), DB_FINE);
	snapshot_keep(undone.snapshot);
	assert_int_not_equal(asked(&pair, 0), before);
	arena_free(undone.arena);
	assert_int_not_equal(asked(&pair, 0), before);
	stop(&pair);
}
