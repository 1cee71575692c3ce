/* blob_cache: the files of a store that lie at hand: what was not used for longest goes when there are too many. */
#include "blob/blob_store.h"

#include "base/arena.h"
#include "blob/blob_folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What nobody used for so long goes, too: files that were erased shall not linger on other machines. */
enum { UNUSED_MS = 24 * 3600 * 1000, TIDY_EVERY_MS = 3600 * 1000 };

struct at_hand {
	char name[BLOB_NAME + 1];
	uint64_t size;
	int64_t used_at;
};

struct tidying {
	struct arena *arena;
	struct at_hand *files;
	size_t count, room;
	uint64_t total;
};

static bool
note_file(const struct blob_entry *entry, void *data)
{
	struct tidying *tidying = data;
	struct at_hand *file;

	if (tidying->count == tidying->room) {
		size_t room = tidying->room == 0 ? 256 : tidying->room * 2;
		struct at_hand *files = arena_make_array(tidying->arena, struct at_hand, room);

		if (tidying->count > 0)
			memcpy(files, tidying->files, tidying->count * sizeof *files);
		tidying->files = files;
		tidying->room = room;
	}
	file = &tidying->files[tidying->count++];
	memcpy(file->name, entry->name, BLOB_NAME + 1);
	file->size = entry->size;
	file->used_at = entry->used_at;
	tidying->total += entry->size;
	return true;
}

static int
older_first(const void *a, const void *b)
{
	const struct at_hand *one = a, *other = b;

	return (one->used_at > other->used_at) - (one->used_at < other->used_at);
}

static void
tidy(struct blob_store *store, int64_t now)
{
	struct tidying tidying = {.arena = arena_new(0)};

	blob_walk(store->blobs, note_file, &tidying);
	if (tidying.count > 0)
		qsort(tidying.files, tidying.count, sizeof *tidying.files, older_first);
	for (size_t i = 0; i < tidying.count; i++) {
		const struct at_hand *file = &tidying.files[i];

		if (tidying.total <= BLOB_CACHE / 4 * 3 && file->used_at > now - UNUSED_MS)
			break;
		if (blob_remove_here(store->blobs, file->name))
			tidying.total -= file->size;
	}
	store->at_hand = tidying.total;
	store->tidied_at = now;
	arena_free(tidying.arena);
}

void
blob_cache_add(struct blob_store *store, int fd, const char *name, uint64_t size)
{
	int64_t now = blob_real_now();
	struct stat about;

	/* One that has a name could be changed through it later. */
	if (fstat(fd, &about) != 0 || about.st_nlink != 0 || !blob_link(store->blobs, fd, name))
		return; /* it is there already, or cannot be: it is in the store */
	pthread_mutex_lock(&store->tidying);
	store->at_hand += size;
	if (store->at_hand > BLOB_CACHE || now - store->tidied_at > TIDY_EVERY_MS)
		tidy(store, now);
	pthread_mutex_unlock(&store->tidying);
}
