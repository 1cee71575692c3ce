/* blob_walk: goes through all files of a folder of blobs, for the sweeper, the consistency check and the room they
 * take.
 */
#include "blob/blob_folder.h"

#include "blob/blob_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct walk {
	bool (*each)(const struct blob_entry *entry, void *data);
	void *data;
};

int64_t
blob_real_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
milliseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000 + time->tv_nsec / 1000000;
}

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
entry_of(int folder, const char *name, struct blob_entry *entry)
{
	struct stat about;

	if (!blob_name_ok(name) || fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(about.st_mode))
		return false;
	*entry = (struct blob_entry){name, (uint64_t)about.st_size, milliseconds(&about.st_ctim),
				     milliseconds(&about.st_mtim)};
	return true;
}

/* Those whose name begins with `prefix`. */
static bool
walk_subfolder(const struct walk *walk, int root, const char *name, const char *prefix)
{
	DIR *folder = folder_open(root, name);
	struct blob_entry found;
	bool go_on = true;
	struct dirent *entry;

	if (!folder)
		return true;
	while (go_on && (entry = readdir(folder)) != NULL)
		if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0 &&
		    entry_of(dirfd(folder), entry->d_name, &found))
			go_on = walk->each(&found, walk->data);
	closedir(folder);
	return go_on;
}

void
blob_walk(const struct blobs *blobs, bool (*each)(const struct blob_entry *entry, void *data), void *data)
{
	const struct walk walk = {each, data};
	DIR *root = folder_open(blobs->folder, ".");
	bool go_on = true;
	struct dirent *entry;

	if (!root)
		return;
	while (go_on && (entry = readdir(root)) != NULL)
		if (strlen(entry->d_name) == 2 && entry->d_name[0] != '.')
			go_on = walk_subfolder(&walk, dirfd(root), entry->d_name, entry->d_name);
	closedir(root);
}

void
blob_walk_in(const struct blobs *blobs, const char *folder, bool (*each)(const struct blob_entry *entry, void *data),
	     void *data)
{
	const struct walk walk = {each, data};

	walk_subfolder(&walk, blobs->folder, folder, "");
}

struct old_ones {
	int64_t before; /* real time, milliseconds: younger files are left alone */
	bool (*each)(const char *name, void *data);
	void *data;
};

static bool
tell_old(const struct blob_entry *entry, void *data)
{
	const struct old_ones *old = data;

	return entry->named_at > old->before || old->each(entry->name, old->data);
}

bool
blobs_each(struct blobs *blobs, int64_t older_than_ms, bool (*each)(const char *name, void *data), void *data)
{
	struct old_ones old = {blob_real_now() - older_than_ms, each, data};

	if (blobs->store != NULL)
		return blob_store_each(blobs->store, old.before, each, data);
	blob_walk(blobs, tell_old, &old);
	return true;
}
