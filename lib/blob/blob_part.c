/* blob_part: parts have names like blobs, in a sub-folder that no blob's name begins with. */
#include "blob/blob_part.h"

#include "blob/blob_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char parts_folder[] = "parts";

int
blob_part_begin(struct blobs *blobs)
{
	return blob_temporary(blobs);
}

bool
blob_part_name(struct blobs *blobs, int fd, char name[BLOB_NAME + 1])
{
	int folder = blob_subfolder(blobs, parts_folder);
	bool done;

	if (folder < 0)
		return false;
	blob_name_new(name);
	done = blob_link_in(folder, fd, name);
	close_quietly(folder);
	return done;
}

/* A descriptor of the folder; -1 with errno: not there, or the name is none. */
static int
folder_for(const struct blobs *blobs, const char *name)
{
	if (!blob_name_ok(name)) {
		errno = EINVAL;
		return -1;
	}
	return openat(blobs->folder, parts_folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int
blob_part_open(struct blobs *blobs, const char *name, uint64_t *size)
{
	int folder = folder_for(blobs, name), fd;
	struct stat about;

	if (folder < 0)
		return -1;
	fd = openat(folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	close_quietly(folder);
	if (fd < 0)
		return -1;
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	*size = (uint64_t)about.st_size;
	return fd;
}

bool
blob_part_lock(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

void
blob_part_unlock(int fd)
{
	flock(fd, LOCK_UN);
}

bool
blob_part_add(int fd, uint64_t offset, int from, uint64_t size)
{
	off_t at = 0;

	if (lseek(fd, (off_t)offset, SEEK_SET) < 0)
		return false;
	while ((uint64_t)at < size) {
		ssize_t copied = sendfile(fd, from, &at, size - (uint64_t)at);

		if (copied < 0 && errno == EINTR)
			continue;
		if (copied <= 0) {
			int saved = copied == 0 ? EIO : errno;

			/* Half of it would count as having come. */
			if (ftruncate(fd, (off_t)offset) == 0)
				errno = saved;
			return false;
		}
	}
	return fdatasync(fd) == 0;
}

bool
blob_part_keep(struct arena *arena, struct blobs *blobs, int fd, const struct hash *hash, struct blob *blob)
{
	errno = 0;
	return blob_take_by_link(arena, blobs, fd, hash, blob);
}

bool
blob_part_remove(struct blobs *blobs, const char *name)
{
	int folder = folder_for(blobs, name);
	bool done;

	if (folder < 0)
		return errno == ENOENT;
	done = unlinkat(folder, name, 0) == 0 || errno == ENOENT;
	close_quietly(folder);
	return done;
}

struct untouched {
	int64_t before; /* real time, milliseconds */
	bool (*each)(const char *name, void *data);
	void *data;
};

static bool
tell_untouched(const struct blob_entry *entry, void *data)
{
	const struct untouched *parts = data;

	return entry->named_at > parts->before || entry->used_at > parts->before ||
	       parts->each(entry->name, parts->data);
}

void
blob_parts_each(struct blobs *blobs, int64_t older_than_ms, bool (*each)(const char *name, void *data), void *data)
{
	struct untouched parts = {blob_real_now() - older_than_ms, each, data};

	blob_walk_in(blobs, parts_folder, tell_untouched, &parts);
}

uint64_t
blobs_room(const struct blobs *blobs)
{
	struct statvfs about;

	return fstatvfs(blobs->folder, &about) == 0 ? (uint64_t)about.f_bavail * about.f_frsize : 0;
}
