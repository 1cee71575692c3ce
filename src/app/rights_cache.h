/* rights_cache: keeps the snapshot of modules and rights between requests; old ones go when nobody uses them. */
#ifndef APP_RIGHTS_CACHE_H
#define APP_RIGHTS_CACHE_H

#include "rights/rights.h"

struct rights_cache;
struct snapshot;

struct rights_cache *rights_cache_new(const struct feature *const *features, size_t feature_count);
void rights_cache_free(struct rights_cache *cache); /* when nobody holds any */

/* The snapshot of this version, which the transaction has just read, held until the arena goes; the transaction reads
 * it when it is not here. What a transaction that writes reads may yet be undone: it is kept for others only after its
 * commit (snapshot_keep). What a reading one reads is kept at once. */
struct snapshot *
snapshot_take(struct rights_cache *cache, struct tx *tx, struct arena *arena, int64_t version, bool writes);
void snapshot_keep(struct snapshot *snapshot);
const struct rights *snapshot_rights(const struct snapshot *snapshot);

#endif
