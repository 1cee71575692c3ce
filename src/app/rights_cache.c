/* rights_cache: a list of counted snapshots, seldom longer than two. */
#include "app/rights_cache.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "sys/clock.h"

#include <pthread.h>
#include <stdlib.h>

struct snapshot {
	struct snapshot *next;
	struct rights_cache *cache;
	struct rights *rights;
	int64_t day; /* UTC: plans are compiled per day, so yesterday's go with their snapshot */
	int holders;
	bool kept; /* others may find it */
};

struct rights_cache {
	struct arena *arena;
	const struct feature *const *features;
	size_t feature_count;
	pthread_mutex_t lock;	/* guards the list, and holders and kept of its snapshots */
	struct snapshot *first; /* the newest first; behind it only those that are held */
};

struct rights_cache *
rights_cache_new(const struct feature *const *features, size_t feature_count)
{
	struct arena *arena = arena_new(0);
	struct rights_cache *cache = arena_make(arena, struct rights_cache);

	cache->arena = arena;
	cache->features = features;
	cache->feature_count = feature_count;
	check(pthread_mutex_init(&cache->lock, NULL) == 0);
	return cache;
}

static int64_t
day_now(void)
{
	return clock_now() / DAY_MS;
}

/* The snapshot lives in the arena of what it holds. */
static void
discard(struct snapshot *snapshot)
{
	if (snapshot != NULL)
		rights_free(snapshot->rights);
}

void
rights_cache_free(struct rights_cache *cache)
{
	while (cache->first != NULL) {
		struct snapshot *snapshot = cache->first;

		cache->first = snapshot->next;
		discard(snapshot);
	}
	pthread_mutex_destroy(&cache->lock);
	arena_free(cache->arena);
}

/* Takes one that nobody holds and nobody shall find out of the list; under the lock. */
static struct snapshot *
unlink_unused(struct rights_cache *cache)
{
	for (struct snapshot **at = &cache->first; *at != NULL; at = &(*at)->next)
		if (*at != cache->first && (*at)->holders == 0) {
			struct snapshot *unused = *at;

			*at = unused->next;
			return unused;
		}
	return NULL;
}

static void
discard_unused(struct rights_cache *cache)
{
	struct snapshot *unused;

	do {
		pthread_mutex_lock(&cache->lock);
		unused = unlink_unused(cache);
		pthread_mutex_unlock(&cache->lock);
		discard(unused);
	} while (unused != NULL);
}

static void
release(void *data)
{
	struct snapshot *snapshot = data;
	struct rights_cache *cache = snapshot->cache;
	bool own;

	pthread_mutex_lock(&cache->lock);
	snapshot->holders--;
	own = !snapshot->kept;
	pthread_mutex_unlock(&cache->lock);
	if (own)
		discard(snapshot);
	else
		discard_unused(cache);
}

static struct snapshot *
find_and_hold(struct rights_cache *cache, int64_t version)
{
	struct snapshot *snapshot;
	int64_t day = day_now();

	pthread_mutex_lock(&cache->lock);
	snapshot = cache->first;
	while (snapshot != NULL && (snapshot->rights->catalogue->version != version || snapshot->day != day))
		snapshot = snapshot->next;
	if (snapshot != NULL)
		snapshot->holders++;
	pthread_mutex_unlock(&cache->lock);
	return snapshot;
}

static bool
is_newer(const struct snapshot *one, const struct snapshot *other)
{
	int64_t version = one->rights->catalogue->version, others = other->rights->catalogue->version;

	return version != others ? version > others : one->day > other->day;
}

static struct snapshot *
snapshot_load(struct rights_cache *cache, struct tx *tx)
{
	struct rights *rights = rights_load(tx, cache->features, cache->feature_count);
	struct snapshot *snapshot = arena_make(rights->catalogue->arena, struct snapshot);

	*snapshot = (struct snapshot){.cache = cache, .rights = rights, .day = day_now(), .holders = 1};
	return snapshot;
}

struct snapshot *
snapshot_take(struct rights_cache *cache, struct tx *tx, struct arena *arena, int64_t version, bool writes)
{
	struct snapshot *snapshot = find_and_hold(cache, version);

	if (snapshot == NULL) {
		snapshot = snapshot_load(cache, tx);
		if (!writes && tx_trouble(tx) == DB_FINE)
			snapshot_keep(snapshot);
	}
	arena_at_end(arena, release, snapshot);
	return snapshot;
}

/* Two threads may read the same one at once: the second keeps its own to itself. */
void
snapshot_keep(struct snapshot *snapshot)
{
	struct rights_cache *cache = snapshot->cache;

	pthread_mutex_lock(&cache->lock);
	if (!snapshot->kept && (cache->first == NULL || is_newer(snapshot, cache->first))) {
		snapshot->kept = true;
		snapshot->next = cache->first;
		cache->first = snapshot;
	}
	pthread_mutex_unlock(&cache->lock);
	discard_unused(cache);
}

const struct rights *
snapshot_rights(const struct snapshot *snapshot)
{
	return snapshot->rights;
}
