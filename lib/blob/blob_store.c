/* blob_store: keeps and fetches files in a store that speaks S3; what comes back is checked before anybody sees it. */
#include "blob/blob_store.h"

#include "base/arena.h"
#include "base/log.h"
#include "blob/blob_folder.h"
#include "bucket/bucket.h"
#include "sys/pool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	FETCHERS = 8,
	FETCH_QUEUE = 256,
	TRIES = 2, /* bytes that were changed on the way are asked for once more */
	FORGET_UPLOADS_MS = 24 * 3600 * 1000,
};

/* `stopped`: errno when we ourselves ended it. */
static bool
result_good(enum bucket_result result, int stopped)
{
	const int numbers[] = {[BUCKET_STOPPED] = stopped,
			       [BUCKET_ABSENT] = ENOENT,
			       [BUCKET_REFUSED] = EACCES,
			       [BUCKET_AWAY] = EHOSTUNREACH,
			       [BUCKET_WRONG] = EPROTO};

	if (result != BUCKET_DONE)
		errno = numbers[result];
	return result == BUCKET_DONE;
}

/* A server that was started before there was an organisation knows no owner: it keeps nothing until it is started anew.
 */
static bool
is_owned(const struct blob_store *store)
{
	if (store->owner == NULL)
		log_error("storage.owner", "there was no organisation when this process started: start it again");
	errno = ENXIO;
	return store->owner != NULL;
}

static const char *
key_of(struct arena *arena, const struct blob_store *store, const char *name)
{
	return arena_printf(arena, "%s%s", store->owner, name);
}

/* ---- opening ---- */

static void
store_close(void *data)
{
	struct blob_store *store = data;

	pool_stop(store->fetchers);
	pthread_mutex_destroy(&store->tidying);
}

struct blobs *
blobs_open_store(struct arena *arena, const char *folder, const char *url, const char **error)
{
	struct bucket *bucket = bucket_open(arena, url, error);
	struct blobs *blobs = bucket == NULL ? NULL : blobs_open(arena, folder, error);
	struct blob_store *store;

	if (blobs == NULL)
		return NULL;
	store = arena_make(arena, struct blob_store);
	store->blobs = blobs;
	store->bucket = bucket;
	store->at_hand = BLOB_CACHE + 1ull; /* counted when the first one comes */
	store->fetchers = pool_new("fetch", FETCHERS, FETCH_QUEUE);
	pthread_mutex_init(&store->tidying, NULL);
	arena_at_end(arena, store_close, store);
	blobs->store = store;
	return blobs;
}

void
blobs_set_owner(struct arena *arena, struct blobs *blobs, const char *owner)
{
	if (blobs->store != NULL)
		blobs->store->owner = arena_printf(arena, "%s/", owner);
}

const char *
blobs_place(const struct blobs *blobs)
{
	return blobs->store == NULL ? NULL : bucket_name(blobs->store->bucket);
}

bool
blobs_later(struct blobs *blobs, void (*run)(void *data), void *data)
{
	return pool_add(blobs->store->fetchers, run, data);
}

/* ---- keeping ---- */

bool
blob_store_send(struct blob_store *store, int fd, uint64_t size, const struct blob_note *note, const char *name)
{
	struct arena *arena;
	bool done;

	if (!is_owned(store))
		return false;
	arena = arena_new(0);
	done = result_good(
		bucket_put(store->bucket, key_of(arena, store, name), fd, size, note_print(arena, note, size)), EIO);

	arena_free(arena);
	return done;
}

bool
blob_store_keep(struct blob_store *store, int fd, uint64_t size, const struct blob_note *note, const char *name)
{
	bool done = blob_store_send(store, fd, size, note, name);

	if (done && size <= BLOB_CACHE_LARGEST)
		blob_cache_add(store, fd, name, size);
	return done;
}

/* ---- fetching ---- */

struct fetching {
	struct fetched *what;
	struct arena *arena;
	struct sha256_stream *stream;
	uint64_t limit;	       /* larger ones are not fetched */
	int fd;		       /* -1: the bytes are only looked at */
	uint64_t offset, done; /* where they go, and how many have come */
	int failure;	       /* errno when we ended it */
};

static bool
fetch_begin(void *data, const struct bucket_object *object)
{
	struct fetching *fetching = data;

	fetching->done = 0;
	fetching->stream = sha256_begin(fetching->arena);
	fetching->what->size = object->size;
	fetching->failure = object->size > fetching->limit ? EFBIG : 0;
	if (!note_read(fetching->arena, object->note, object->size, &fetching->what->note))
		fetching->failure = EBADMSG;
	return fetching->failure == 0;
}

static bool
write_all(int fd, const char *at, size_t size, off_t offset)
{
	while (size > 0) {
		ssize_t done = pwrite(fd, at, size, offset);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			at += done;
			offset += done;
			size -= (size_t)done;
		}
	}
	return true;
}

static bool
fetch_take(void *data, const void *bytes, size_t size)
{
	struct fetching *fetching = data;

	if (fetching->fd >= 0 && !write_all(fetching->fd, bytes, size, (off_t)(fetching->offset + fetching->done))) {
		fetching->failure = errno;
		return false;
	}
	sha256_add(fetching->stream, bytes, size);
	fetching->done += size;
	return true;
}

/* Whether as much came as should, with the hash it should have. */
static bool
fetch_is_right(struct fetching *fetching, uint64_t size, const unsigned char *hash, size_t hash_size)
{
	struct hash found = sha256_end(fetching->stream);

	return fetching->done == size && memcmp(found.bytes, hash, hash_size) == 0;
}

static void
say_damaged(const struct blob_store *store, const char *name)
{
	log_error("storage.damaged", "the file %s in %s is not what was kept", name, bucket_name(store->bucket));
	errno = EBADMSG;
}

static bool
get_into(struct blob_store *store, const char *key, uint64_t first, uint64_t length, struct fetching *fetching)
{
	const struct bucket_sink sink = {fetch_begin, fetch_take, fetching};
	enum bucket_result result = bucket_get(store->bucket, key, first, length, &sink);

	return result_good(result, fetching->failure);
}

static bool
fetch_once(struct blob_store *store, const char *key, struct fetching *fetching)
{
	if ((fetching->fd >= 0 && ftruncate(fetching->fd, 0) != 0) || !get_into(store, key, 0, 0, fetching))
		return false;
	if (fetch_is_right(fetching, fetching->what->size, fetching->what->note.sha256.bytes, HASH_SIZE))
		return true;
	errno = EBADMSG;
	return false;
}

/* Tries once more what came damaged. */
static bool
fetch(struct blob_store *store, const char *name, struct fetching *fetching)
{
	const char *key = key_of(fetching->arena, store, name);
	bool done = false;

	for (int tries = 0; !done && tries < TRIES && (tries == 0 || errno == EBADMSG); tries++)
		done = fetch_once(store, key, fetching);
	if (!done && errno == EBADMSG)
		say_damaged(store, name);
	return done;
}

bool
blob_store_verify(struct blob_store *store, const char *name, struct fetched *what)
{
	struct fetching fetching = {.what = what, .limit = UINT64_MAX, .fd = -1};
	bool done;

	what->fd = -1;
	if (!is_owned(store))
		return false;
	fetching.arena = arena_new(0);
	done = fetch(store, name, &fetching);
	arena_free(fetching.arena);
	return done;
}

void
blob_store_fetch(struct blob_store *store, const char *name, uint64_t limit, struct fetched *fetched)
{
	struct fetching fetching = {.what = fetched, .limit = limit};
	bool done;

	fetched->fd = -1;
	if (!is_owned(store))
		return;
	fetching.arena = arena_new(0);
	fetching.fd = blob_temporary(store->blobs);
	done = fetching.fd >= 0 && fetch(store, name, &fetching);
	if (!done && fetching.fd >= 0)
		close_quietly(fetching.fd);
	fetched->fd = done ? fetching.fd : -1;
	arena_free(fetching.arena);
	if (done && fetched->size <= BLOB_CACHE_LARGEST)
		blob_cache_add(store, fetched->fd, name, fetched->size);
}

static bool
fetch_block_once(struct blob_store *store, const char *key, struct fetching *fetching, uint64_t block)
{
	struct fetched *now = fetching->what;
	uint64_t first = block * now->note.block;
	uint64_t length = now->size - first < now->note.block ? now->size - first : now->note.block;

	if (!get_into(store, key, first, length, fetching))
		return false;
	if (fetch_is_right(fetching, length, now->note.blocks[block], BLOB_BLOCK_HASH))
		return true;
	errno = EBADMSG;
	return false;
}

bool
blob_store_fetch_block(struct blob_store *store, const char *name, const struct fetched *what, uint64_t block, int fd,
		       uint64_t offset)
{
	struct fetched now = *what;
	struct fetching fetching = {
		.what = &now, .arena = arena_new(0), .limit = UINT64_MAX, .fd = fd, .offset = offset};
	const char *key = key_of(fetching.arena, store, name);
	bool done = false;

	for (int tries = 0; !done && tries < TRIES && (tries == 0 || errno == EBADMSG); tries++) {
		done = fetch_block_once(store, key, &fetching, block);
		/* Somebody put another object in its place meanwhile. */
		if (done && !hash_equal(&now.note.sha256, &what->note.sha256)) {
			errno = EBADMSG;
			done = false;
		}
	}
	if (!done && errno == EBADMSG)
		say_damaged(store, name);
	arena_free(fetching.arena);
	return done;
}

/* ---- looking, removing, going through ---- */

bool
blob_store_look(struct blob_store *store, const char *name, struct fetched *what)
{
	struct arena *arena;
	struct bucket_object object;
	bool done;

	if (!is_owned(store))
		return false;
	arena = arena_new(0);
	done = result_good(bucket_look(store->bucket, key_of(arena, store, name), &object), EIO);

	what->size = object.size;
	if (done && !note_read(arena, object.note, object.size, &what->note)) {
		errno = EBADMSG;
		done = false;
	}
	arena_free(arena);
	return done;
}

bool
blob_store_remove(struct blob_store *store, const char *name)
{
	struct arena *arena;
	bool done;

	if (!is_owned(store))
		return false;
	arena = arena_new(0);
	done = result_good(bucket_remove(store->bucket, key_of(arena, store, name)), EIO);

	arena_free(arena);
	return done;
}

void
blobs_forget_halves(struct blobs *blobs)
{
	if (blobs->store != NULL && is_owned(blobs->store))
		bucket_forget_uploads(blobs->store->bucket, blobs->store->owner, FORGET_UPLOADS_MS);
}

struct going {
	size_t owner; /* length of what keys begin with */
	int64_t before;
	bool (*each)(const char *name, void *data);
	void *data;
};

static bool
tell_key(const char *key, uint64_t size, int64_t since, void *data)
{
	const struct going *going = data;

	(void)size;
	return since > going->before || !blob_name_ok(key + going->owner) ||
	       going->each(key + going->owner, going->data);
}

bool
blob_store_each(struct blob_store *store, int64_t before, bool (*each)(const char *name, void *data), void *data)
{
	struct going going = {.before = before, .each = each, .data = data};

	if (!is_owned(store))
		return false;
	going.owner = strlen(store->owner);
	return result_good(bucket_list(store->bucket, store->owner, tell_key, &going), EIO);
}
