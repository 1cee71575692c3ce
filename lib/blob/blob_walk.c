/* blob_walk: goes through all files of a folder of blobs, for the sweeper and the consistency check. */
#include "blob/blob_folder.h"

#include "blob/blob.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct walk {
	int64_t before; /* real time, milliseconds: younger files are left alone */
	bool (*each)(const char *name, void *data);
	void *data;
};

static DIR *
folder_open(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *opened = fd < 0 ? NULL : fdopendir(fd);

	if (!opened && fd >= 0)
		close(fd);
	return opened;
}

/* The change time is that of the naming: a long upload is not old when it gets its name. */
static bool
old_enough(const struct walk *walk, int folder, const char *name)
{
	struct stat about;

	return fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode) &&
	       (int64_t)about.st_ctim.tv_sec * 1000 + about.st_ctim.tv_nsec / 1000000 <= walk->before;
}

static bool
walk_subfolder(const struct walk *walk, int root, const char *name)
{
	DIR *folder = folder_open(root, name);
	bool go_on = true;
	struct dirent *entry;

	if (!folder)
		return true;
	while (go_on && (entry = readdir(folder)) != NULL)
		if (blob_name_ok(entry->d_name) && strncmp(entry->d_name, name, 2) == 0 &&
		    old_enough(walk, dirfd(folder), entry->d_name))
			go_on = walk->each(entry->d_name, walk->data);
	closedir(folder);
	return go_on;
}

void
blobs_each(struct blobs *blobs, int64_t older_than_ms, bool (*each)(const char *name, void *data), void *data)
{
	DIR *root = folder_open(blob_folder(blobs), ".");
	struct walk walk = {.each = each, .data = data};
	struct timespec now;
	bool go_on = true;
	struct dirent *entry;

	/* The kernel's own clock, not a shifted one: files bear real times, and a young one must never be swept. */
	clock_gettime(CLOCK_REALTIME, &now);
	walk.before = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - older_than_ms;
	if (!root)
		return;
	while (go_on && (entry = readdir(root)) != NULL)
		if (strlen(entry->d_name) == 2 && entry->d_name[0] != '.')
			go_on = walk_subfolder(&walk, dirfd(root), entry->d_name);
	closedir(root);
}
