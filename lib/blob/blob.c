/* blob: files kept under random names, written so that a crash leaves a whole file or none. */
#include "blob/blob.h"

#include "base/arena.h"
#include "base/check.h"
#include "blob/blob_folder.h"
#include "blob/blob_store.h"
#include "sys/file.h"
#include "sys/random.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	PATH_SIZE = BLOB_NAME + 4, /* "ab/abcdef…" and a NUL: the first two characters are the sub-folder */
	BLOCK = 65536,
};

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567"; /* RFC 4648 §6, lower case */

struct blob_writer {
	struct blobs *blobs;
	int fd; /* -1 once kept or dropped */
	uint64_t size;
	struct sha256_stream *stream;
	int failure; /* errno of a write that failed */
};

static void
blobs_close(void *data)
{
	struct blobs *blobs = data;

	pthread_mutex_destroy(&blobs->making);
	close(blobs->folder);
}

int
blob_temporary(const struct blobs *blobs)
{
	return openat(blobs->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

struct blobs *
blobs_open(struct arena *arena, const char *folder, const char **error)
{
	struct blobs *blobs = arena_make(arena, struct blobs);
	int probe;

	if (!folder_make(folder) || (blobs->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) {
		*error = arena_printf(arena, "The folder %s cannot be used: %s.", folder, strerror(errno));
		return NULL;
	}
	pthread_mutex_init(&blobs->making, NULL);
	arena_at_end(arena, blobs_close, blobs);
	probe = blob_temporary(blobs);
	if (probe < 0) {
		*error = arena_printf(arena,
				      "No temporary file can be made in %s: %s. It must be writable, on a file system "
				      "with O_TMPFILE (ext4, xfs, btrfs, tmpfs).",
				      folder, strerror(errno));
		return NULL;
	}
	close(probe);
	return blobs;
}

bool
blob_name_ok(const char *name)
{
	return strlen(name) == BLOB_NAME && strspn(name, alphabet) == BLOB_NAME;
}

void
blob_name_new(char name[BLOB_NAME + 1])
{
	random_code(name, BLOB_NAME, alphabet);
}

static void
path_of(char path[PATH_SIZE], const char *name)
{
	snprintf(path, PATH_SIZE, "%.2s/%s", name, name);
}

void
close_quietly(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

int
blob_subfolder(struct blobs *blobs, const char *folder)
{
	bool made;
	int fd;

	pthread_mutex_lock(&blobs->making);
	made = mkdirat(blobs->folder, folder, 0700) == 0;
	fd = openat(blobs->folder, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (made && fd >= 0 && fsync(blobs->folder) != 0) {
		close_quietly(fd);
		fd = -1;
	}
	pthread_mutex_unlock(&blobs->making);
	return fd;
}

bool
blob_link_in(int folder, int fd, const char *name)
{
	char self[32];
	bool done;

	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	if (fdatasync(fd) != 0)
		return false;
	done = linkat(AT_FDCWD, self, folder, name, AT_SYMLINK_FOLLOW) == 0;
	if (done && fsync(folder) != 0) {
		int saved = errno;

		unlinkat(folder, name, 0);
		errno = saved;
		done = false;
	}
	return done;
}

bool
blob_link(struct blobs *blobs, int fd, const char *name)
{
	const char subfolder[3] = {name[0], name[1], '\0'};
	int folder = blob_subfolder(blobs, subfolder);
	bool done;

	if (folder < 0)
		return false;
	done = blob_link_in(folder, fd, name);
	close_quietly(folder);
	return done;
}

/* Makes the file durable under a new name: in the folder, or in the store. */
static bool
file_keep(struct blobs *blobs, int fd, uint64_t size, struct blob *blob)
{
	struct blob_note note;

	blob_name_new(blob->name);
	if (blobs->store == NULL)
		return blob_link(blobs, fd, blob->name);
	return note_make(fd, size, &note) && blob_store_keep(blobs->store, fd, size, &note, blob->name);
}

static void
writer_end(void *data)
{
	blob_drop(data);
}

struct blob_writer *
blob_begin(struct arena *arena, struct blobs *blobs)
{
	int fd = blob_temporary(blobs);
	struct blob_writer *writer;

	if (fd < 0)
		return NULL;
	writer = arena_make(arena, struct blob_writer);
	*writer = (struct blob_writer){.blobs = blobs, .fd = fd, .stream = sha256_begin(arena)};
	arena_at_end(arena, writer_end, writer);
	return writer;
}

bool
blob_write(struct blob_writer *writer, const void *bytes, size_t size)
{
	const char *at = bytes;
	size_t left = size;

	while (left > 0 && !writer->failure) {
		ssize_t done = write(writer->fd, at, left);

		if (done < 0 && errno != EINTR)
			writer->failure = errno;
		if (done > 0) {
			at += done;
			left -= (size_t)done;
		}
	}
	if (writer->failure) {
		errno = writer->failure;
		return false;
	}
	sha256_add(writer->stream, bytes, size);
	writer->size += size;
	return true;
}

bool
blob_keep(struct blob_writer *writer, struct blob *blob)
{
	bool done = false;

	check(writer->fd >= 0);
	if (writer->failure)
		errno = writer->failure;
	else
		done = file_keep(writer->blobs, writer->fd, writer->size, blob);
	if (done) {
		blob->size = writer->size;
		blob->sha256 = sha256_end(writer->stream);
	}
	blob_drop(writer);
	return done;
}

void
blob_drop(struct blob_writer *writer)
{
	if (writer->fd >= 0)
		close_quietly(writer->fd);
	writer->fd = -1;
}

/* Hands the file's blocks to `each` from its beginning, wherever its position is. */
static bool
file_blocks(int fd, bool (*each)(void *data, const void *bytes, size_t size), void *data)
{
	char block[BLOCK];
	off_t offset = 0;
	ssize_t got;

	while ((got = pread(fd, block, sizeof block, offset)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || !each(data, block, (size_t)got))
			return false;
		offset += got;
	}
	return true;
}

static bool
hash_block(void *data, const void *bytes, size_t size)
{
	struct blob_writer *writer = data;

	sha256_add(writer->stream, bytes, size);
	writer->size += size;
	return true;
}

static bool
copy_block(void *data, const void *bytes, size_t size)
{
	return blob_write(data, bytes, size);
}

bool
blob_take_by_link(struct arena *arena, struct blobs *blobs, int fd, const struct hash *hash, struct blob *blob)
{
	struct blob_writer reader = {.blobs = blobs, .fd = fd, .stream = sha256_begin(arena)};
	struct stat about;

	if (hash != NULL && fstat(fd, &about) != 0)
		return false;
	if (hash != NULL)
		reader.size = (uint64_t)about.st_size;
	else if (!file_blocks(fd, hash_block, &reader))
		return false;
	if (!file_keep(blobs, fd, reader.size, blob))
		return false;
	blob->size = reader.size;
	blob->sha256 = hash != NULL ? *hash : sha256_end(reader.stream);
	return true;
}

bool
blob_link_copy(struct arena *arena, struct blobs *blobs, int fd, const char *name)
{
	struct blob_writer *writer = blob_begin(arena, blobs);
	bool done = writer != NULL && file_blocks(fd, copy_block, writer) && blob_link(blobs, writer->fd, name);

	if (writer != NULL)
		blob_drop(writer);
	return done;
}

static bool
take_by_copy(struct arena *arena, struct blobs *blobs, int fd, struct blob *blob)
{
	struct blob_writer *writer = blob_begin(arena, blobs);

	if (!writer)
		return false;
	if (file_blocks(fd, copy_block, writer))
		return blob_keep(writer, blob);
	blob_drop(writer);
	return false;
}

/* Only a file without a name is taken as it is: one that has a name could be changed through it later. */
static bool
can_link(const struct blobs *blobs, int fd)
{
	struct stat file, folder;

	return fstat(fd, &file) == 0 && fstat(blobs->folder, &folder) == 0 && file.st_nlink == 0 &&
	       file.st_dev == folder.st_dev;
}

bool
blob_take(struct arena *arena, struct blobs *blobs, int fd, struct blob *blob)
{
	bool done = false;

	errno = 0;
	if (blobs->store != NULL || can_link(blobs, fd))
		done = blob_take_by_link(arena, blobs, fd, NULL, blob);
	/* A file that was removed, or opened with O_EXCL, has no name and cannot get one (ENOENT): its bytes can. */
	if (blobs->store == NULL && !done && (errno == 0 || errno == ENOENT))
		done = take_by_copy(arena, blobs, fd, blob);
	close_quietly(fd);
	return done;
}

bool
blob_put(struct arena *arena, struct blobs *blobs, struct str bytes, struct blob *blob)
{
	struct blob_writer *writer = blob_begin(arena, blobs);

	if (!writer)
		return false;
	blob_write(writer, bytes.at, bytes.length); /* a failure stays with the writer */
	return blob_keep(writer, blob);
}

static int
open_beneath(int folder, const char *path)
{
	struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, folder, path, &how, sizeof how);

	/* Kernels before 5.6, and sandboxes that do not know the call: the name was checked letter by letter. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	return (int)fd;
}

int
blob_open_here(const struct blobs *blobs, const char *name, uint64_t *size)
{
	char path[PATH_SIZE];
	struct stat about;
	int fd;

	if (!blob_name_ok(name)) {
		errno = EINVAL;
		return -1;
	}
	path_of(path, name);
	fd = open_beneath(blobs->folder, path);
	if (fd < 0)
		return -1;
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	*size = (uint64_t)about.st_size;
	if (blobs->store != NULL)
		futimens(fd, NULL); /* used now: it stays at hand */
	return fd;
}

int
blob_open(struct blobs *blobs, const char *name, uint64_t *size)
{
	int fd = blob_open_here(blobs, name, size);
	struct fetched fetched;

	if (fd >= 0 || blobs->store == NULL || errno != ENOENT)
		return fd;
	blob_store_fetch(blobs->store, name, UINT64_MAX, &fetched);
	*size = fetched.size;
	return fetched.fd;
}

bool
blob_read(struct arena *arena, struct blobs *blobs, const char *name, size_t limit, struct str *bytes)
{
	uint64_t size = 0;
	int fd = blob_open(blobs, name, &size);
	size_t length = 0;
	ssize_t got = 1;
	char *at;

	if (fd < 0)
		return false;
	if (size > limit) {
		close(fd);
		errno = EFBIG;
		return false;
	}
	at = arena_alloc(arena, size + 1); /* NUL-terminated, for texts */
	while (length < size && got != 0) {
		got = read(fd, at + length, size - length);
		if (got < 0 && errno != EINTR)
			break;
		length += got > 0 ? (size_t)got : 0;
	}
	close_quietly(fd);
	*bytes = str_slice(at, length);
	return length == size;
}

bool
blob_remove_here(const struct blobs *blobs, const char *name)
{
	char path[PATH_SIZE];

	if (!blob_name_ok(name)) {
		errno = EINVAL;
		return false;
	}
	path_of(path, name);
	return unlinkat(blobs->folder, path, 0) == 0 || errno == ENOENT;
}

bool
blob_remove(struct blobs *blobs, const char *name)
{
	return blob_remove_here(blobs, name) && (blobs->store == NULL || blob_store_remove(blobs->store, name));
}
