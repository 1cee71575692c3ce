/* blob_stream: two blocks of a large file in a temporary file: one is being sent while the next one comes. */
#include "blob/blob_stream.h"

#include "base/check.h"
#include "blob/blob_folder.h"
#include "blob/blob_store.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 2 };

enum slot_state { SLOT_EMPTY, SLOT_COMING, SLOT_READY, SLOT_FAILED };

struct slot {
	enum slot_state state;
	uint64_t block;
};

struct blob_stream {
	struct blob_store *store;
	char name[BLOB_NAME + 1];
	struct fetched what;
	int fd; /* slot i lies at i blocks */
	pthread_mutex_t lock;
	struct slot slots[SLOTS];
	unsigned users; /* the reader, and each block that comes */
	bool closed;
	void (*wake)(void *waiting); /* NULL: nobody waits */
	void *waiting;
};

/* A block on its way. */
struct coming {
	struct blob_stream *stream;
	size_t slot;
};

bool
blob_is_near(const struct blobs *blobs, const char *name)
{
	uint64_t size;
	int fd = blobs->store == NULL ? -1 : blob_open_here(blobs, name, &size);

	if (fd >= 0)
		close(fd);
	return blobs->store == NULL || fd >= 0;
}

static struct blob_stream *
stream_new(struct blob_store *store, const char *name, const struct fetched *what)
{
	int fd = blob_temporary(store->blobs);
	struct blob_stream *stream = fd < 0 ? NULL : calloc(1, sizeof *stream);

	if (fd < 0)
		return NULL;
	check(stream != NULL); /* out of memory */
	stream->store = store;
	stream->what = *what;
	stream->fd = fd;
	stream->users = 1;
	memcpy(stream->name, name, BLOB_NAME + 1);
	pthread_mutex_init(&stream->lock, NULL);
	return stream;
}

static void
stream_leave(struct blob_stream *stream)
{
	bool last;

	pthread_mutex_lock(&stream->lock);
	last = --stream->users == 0;
	pthread_mutex_unlock(&stream->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&stream->lock);
	close(stream->fd);
	free(stream);
}

bool
blob_send(struct blobs *blobs, const char *name, struct blob_sending *sending)
{
	struct fetched fetched;

	*sending = (struct blob_sending){.fd = -1};
	sending->fd = blob_open_here(blobs, name, &sending->size);
	if (sending->fd >= 0 || blobs->store == NULL || errno != ENOENT)
		return sending->fd >= 0;
	blob_store_fetch(blobs->store, name, BLOB_SMALL, &fetched);
	sending->fd = fetched.fd;
	sending->size = fetched.size;
	if (fetched.fd < 0 && errno == EFBIG)
		sending->stream = stream_new(blobs->store, name, &fetched);
	return sending->fd >= 0 || sending->stream != NULL;
}

/* ---- blocks that come ---- */

static void
come(void *data)
{
	struct coming *coming = data;
	struct blob_stream *stream = coming->stream;
	struct slot *slot = &stream->slots[coming->slot];
	bool wanted, done;
	void (*wake)(void *) = NULL;

	pthread_mutex_lock(&stream->lock);
	wanted = !stream->closed;
	pthread_mutex_unlock(&stream->lock);
	done = wanted && blob_store_fetch_block(stream->store, stream->name, &stream->what, slot->block, stream->fd,
						coming->slot * stream->what.note.block);
	pthread_mutex_lock(&stream->lock);
	slot->state = done ? SLOT_READY : SLOT_FAILED;
	if (!stream->closed) {
		wake = stream->wake;
		stream->wake = NULL;
	}
	if (wake != NULL)
		wake(stream->waiting); /* held: so that nobody is woken once it is closed */
	pthread_mutex_unlock(&stream->lock);
	stream_leave(stream);
	free(coming);
}

/* With the lock held. The slot's block is asked for unless it is there, or comes. */
static void
ask_for(struct blob_stream *stream, uint64_t block)
{
	struct slot *slot = &stream->slots[block % SLOTS];
	struct coming *coming;

	if (slot->state == SLOT_COMING || (slot->state != SLOT_EMPTY && slot->block == block))
		return;
	coming = malloc(sizeof *coming);
	check(coming != NULL); /* out of memory */
	*coming = (struct coming){stream, block % SLOTS};
	*slot = (struct slot){SLOT_COMING, block};
	stream->users++;
	if (blobs_later(stream->store->blobs, come, coming))
		return;
	slot->state = SLOT_EMPTY;
	stream->users--;
	free(coming);
}

ssize_t
blob_stream_read(struct blob_stream *stream, uint64_t offset, uint64_t end, void *at, size_t room,
		 void (*wake)(void *waiting), void *waiting)
{
	uint64_t size = stream->what.note.block, block = offset / size, within = offset % size;
	const struct slot *slot = &stream->slots[block % SLOTS];
	uint64_t left = (block + 1) * size < end ? size - within : end - offset;
	ssize_t got = 0;

	pthread_mutex_lock(&stream->lock);
	ask_for(stream, block);
	if ((block + 1) * size < end && slot->block == block && slot->state == SLOT_READY)
		ask_for(stream, block + 1);
	if (slot->state == SLOT_EMPTY || (slot->state == SLOT_FAILED && slot->block == block))
		got = -1;
	else if (slot->state == SLOT_READY && slot->block == block)
		got = pread(stream->fd, at, left < room ? (size_t)left : room, (off_t)(block % SLOTS * size + within));
	else {
		stream->wake = wake;
		stream->waiting = waiting;
	}
	pthread_mutex_unlock(&stream->lock);
	return got;
}

void
blob_stream_close(struct blob_stream *stream)
{
	pthread_mutex_lock(&stream->lock);
	stream->closed = true;
	pthread_mutex_unlock(&stream->lock);
	stream_leave(stream);
}
