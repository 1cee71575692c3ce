/* file: reading and writing whole files, durably. */
#include "sys/file.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Closes without disturbing the errno of what failed before. */
static void
close_quietly(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

/* Reads to the end: the size of stat is only a hint (files of /proc and pipes have none). */
static bool
read_all(int fd, size_t limit, struct builder *out)
{
	char block[16384];
	ssize_t got;

	while ((got = read(fd, block, sizeof block)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if ((size_t)got > limit - out->length) {
			errno = EFBIG;
			return false;
		}
		build_bytes(out, block, (size_t)got);
	}
	return true;
}

bool
file_read(struct arena *arena, const char *path, size_t limit, struct str *content)
{
	struct builder out = builder_new(arena, 0);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = read_all(fd, limit, &out);
	close_quietly(fd);
	if (done)
		*content = str_slice(builder_text(&out), out.length);
	return done;
}

static bool
write_all(int fd, struct str content)
{
	while (content.length > 0) {
		ssize_t done = write(fd, content.at, content.length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		content = str_slice(content.at + done, content.length - (size_t)done);
	}
	return true;
}

/* Makes a new name in the folder of `path` survive a power cut. */
static bool
folder_sync_of(const char *path)
{
	char copy[PATH_MAX];
	int fd;
	bool done;

	snprintf(copy, sizeof copy, "%s", path); /* the caller has checked that it fits */
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	done = fsync(fd) == 0;
	close_quietly(fd);
	return done;
}

bool
file_write(const char *path, struct str content)
{
	char temporary[PATH_MAX];
	int length = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
	int fd;
	bool done;

	if (length < 0 || (size_t)length >= sizeof temporary) {
		errno = ENAMETOOLONG;
		return false;
	}
	fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return false;
	done = write_all(fd, content) && fsync(fd) == 0;
	close_quietly(fd);
	if (done && rename(temporary, path) == 0)
		return folder_sync_of(path);
	length = errno;
	unlink(temporary);
	errno = length;
	return false;
}

static bool
folder_make_one(const char *path)
{
	struct stat about;

	if (mkdir(path, 0700) == 0)
		return true;
	if (errno != EEXIST || stat(path, &about) != 0)
		return false;
	if (!S_ISDIR(about.st_mode))
		errno = ENOTDIR;
	return S_ISDIR(about.st_mode);
}

bool
folder_make(const char *path)
{
	char copy[PATH_MAX];
	int length = snprintf(copy, sizeof copy, "%s", path);
	char *slash;

	if (length <= 0 || (size_t)length >= sizeof copy) {
		errno = length == 0 ? ENOENT : ENAMETOOLONG;
		return false;
	}
	for (slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (!folder_make_one(copy))
			return false;
		*slash = '/';
	}
	return folder_make_one(copy);
}
