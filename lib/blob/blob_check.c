/* blob_check: reads kept files for nobody but the operator: compares, copies, compares again. */
#include "blob/blob_check.h"

#include "base/arena.h"
#include "blob/blob_folder.h"
#include "blob/blob_store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

const char *
blob_reason(int number)
{
	switch (number) {
	case EHOSTUNREACH:
		return "the store does not answer";
	case EACCES:
		return "the store refuses the key, or what it asks for";
	case EPROTO:
		return "what answers is no store, has no such bucket, or shows a certificate that is not trusted";
	case EBADMSG:
		return "what came back is not what was kept";
	default:
		return strerror(number);
	}
}

static enum blob_state
state_of_errno(void)
{
	return errno == ENOENT ? BLOB_ABSENT : errno == EBADMSG || errno == EINVAL ? BLOB_DAMAGED : BLOB_UNKNOWN;
}

static enum blob_state
check_folder(struct blobs *blobs, const char *name, bool thorough, struct blob_found *found)
{
	int fd = blob_open_here(blobs, name, &found->size);
	struct blob_note note;
	bool read;

	if (fd < 0)
		return state_of_errno();
	read = !thorough || note_make(fd, found->size, &note);
	close_quietly(fd);
	found->hashed = thorough && read;
	if (found->hashed)
		found->sha256 = note.sha256;
	return read ? BLOB_FINE : BLOB_UNKNOWN;
}

enum blob_state
blob_check(struct blobs *blobs, const char *name, bool thorough, struct blob_found *found)
{
	struct fetched what;

	*found = (struct blob_found){.size = 0};
	if (blobs->store == NULL)
		return check_folder(blobs, name, thorough, found);
	if (!blob_name_ok(name))
		return BLOB_ABSENT;
	if (!(thorough ? blob_store_verify(blobs->store, name, &what) : blob_store_look(blobs->store, name, &what)))
		return state_of_errno();
	*found = (struct blob_found){what.size, true, what.note.sha256};
	return BLOB_FINE;
}

static bool
same(const struct blob_found *a, const struct blob_found *b)
{
	return a->hashed && b->hashed && a->size == b->size && hash_equal(&a->sha256, &b->sha256);
}

/* From a store: checked by its note. From a folder: whatever is there; its rows say whether it is right. */
static int
open_from(struct blobs *from, const char *name, struct blob_note *note, uint64_t *size)
{
	struct fetched fetched = {.fd = -1};

	if (from->store == NULL) {
		fetched.fd = blob_open_here(from, name, &fetched.size);
		if (fetched.fd >= 0 && !note_make(fetched.fd, fetched.size, &fetched.note)) {
			close_quietly(fetched.fd);
			fetched.fd = -1;
		}
	} else {
		blob_store_fetch(from->store, name, UINT64_MAX, &fetched);
	}
	*note = fetched.note;
	*size = fetched.size;
	return fetched.fd;
}

static bool
write_to(struct blobs *to, int fd, uint64_t size, const struct blob_note *note, const char *name)
{
	struct arena *arena;
	bool done;

	if (to->store != NULL)
		return blob_store_send(to->store, fd, size, note, name);
	arena = arena_new(0);
	done = blob_remove_here(to, name) && blob_link_copy(arena, to, fd, name);
	arena_free(arena);
	return done;
}

enum blob_copied
blob_copy(struct blobs *from, struct blobs *to, const char *name, struct blob_found *found)
{
	struct blob_found there;
	struct blob_note note;
	bool done;
	int fd = open_from(from, name, &note, &found->size);

	if (fd < 0)
		return BLOB_NOT_READ;
	found->hashed = true;
	found->sha256 = note.sha256;
	/* A folder says the hash only when all is read; a store kept what it was given with it. */
	if (blob_check(to, name, to->store == NULL, &there) == BLOB_FINE && same(found, &there)) {
		close(fd);
		return BLOB_WAS_THERE;
	}
	done = write_to(to, fd, found->size, &note, name);
	close_quietly(fd);
	if (!done)
		return BLOB_NOT_WRITTEN;
	if (blob_check(to, name, true, &there) == BLOB_FINE && same(found, &there))
		return BLOB_COPIED;
	errno = EBADMSG;
	return BLOB_NOT_WRITTEN;
}
