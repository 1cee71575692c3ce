/* Tests of blob: what is kept stays whole, what is not kept leaves nothing, odd names lead nowhere. */
#include "blob/blob.h"
#include "blob/blob_part.h"

#include "base/arena.h"
#include "base/test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct blobs *
open_in(struct arena *arena, char folder[32])
{
	const char *error = NULL;
	struct blobs *blobs;

	snprintf(folder, 32, "/tmp/parvis-blob-XXXXXX");
	assert_non_null(mkdtemp(folder));
	blobs = blobs_open(arena, arena_printf(arena, "%s/files", folder), &error);
	assert_non_null(blobs);
	return blobs;
}

static void
end_in(struct arena *arena, const char *folder)
{
	char command[64];

	arena_free(arena);
	snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

static bool
count_one(const char *name, void *data)
{
	assert_int_equal(strlen(name), BLOB_NAME);
	++*(int *)data;
	return true;
}

static int
count_of(struct blobs *blobs, int64_t age)
{
	int count = 0;

	blobs_each(blobs, age, count_one, &count);
	return count;
}

TEST(bytes_put_are_read_back_with_their_hash)
{
	struct arena *arena = arena_new(0);
	char folder[32];
	struct blobs *blobs = open_in(arena, folder);
	struct hash expected = sha256(STR("abc"));
	struct blob blob, empty;
	struct str bytes;

	assert_true(blob_put(arena, blobs, STR("abc"), &blob));
	assert_int_equal(blob.size, 3);
	assert_true(hash_equal(&blob.sha256, &expected));
	assert_true(blob_read(arena, blobs, blob.name, 3, &bytes));
	assert_true(str_equal(bytes, STR("abc")));
	assert_false(blob_read(arena, blobs, blob.name, 2, &bytes));
	assert_int_equal(errno, EFBIG);
	assert_true(blob_put(arena, blobs, (struct str){0}, &empty));
	assert_int_equal(empty.size, 0);
	assert_string_not_equal(empty.name, blob.name);
	assert_true(blob_remove(blobs, blob.name));
	assert_true(blob_remove(blobs, blob.name));
	assert_false(blob_read(arena, blobs, blob.name, 3, &bytes));
	end_in(arena, folder);
}

TEST(what_is_not_kept_leaves_nothing)
{
	struct arena *arena = arena_new(0);
	struct arena *request = arena_new(0);
	char folder[32];
	struct blobs *blobs = open_in(arena, folder);
	struct blob_writer *writer = blob_begin(request, blobs);
	struct blob_writer *left = blob_begin(request, blobs);
	struct blob blob;

	assert_true(blob_write(writer, "half", 4));
	blob_drop(writer);
	assert_true(blob_write(left, "lost", 4));
	arena_free(request);
	assert_int_equal(count_of(blobs, 0), 0);
	assert_true(blob_put(arena, blobs, STR("x"), &blob));
	assert_int_equal(count_of(blobs, 0), 1);
	assert_int_equal(count_of(blobs, 60 * 60 * 1000), 0);
	end_in(arena, folder);
}

/* An upload on the same file system is linked, one that cannot be linked (O_EXCL) or has a name is copied. */
TEST(an_uploaded_file_is_taken_whole)
{
	struct arena *arena = arena_new(0);
	char folder[32];
	struct blobs *blobs = open_in(arena, folder);
	struct blob linked, copied, named;
	struct stat about;
	struct str bytes;
	uint64_t size;
	int upload = open(folder, O_TMPFILE | O_RDWR, 0600);
	int fixed = open(folder, O_TMPFILE | O_RDWR | O_EXCL, 0600);
	int other = open(arena_printf(arena, "%s/named", folder), O_CREAT | O_RDWR, 0600);
	int opened;

	assert_int_equal(write(upload, "uploaded", 8), 8);
	assert_int_equal(fstat(upload, &about), 0);
	assert_int_equal(write(fixed, "fixed", 5), 5);
	assert_int_equal(write(other, "other", 5), 5);
	assert_true(blob_take(arena, blobs, upload, &linked));
	assert_true(blob_take(arena, blobs, fixed, &copied));
	assert_true(blob_take(arena, blobs, other, &named));
	assert_int_equal(linked.size, 8);
	assert_true(blob_read(arena, blobs, linked.name, 100, &bytes));
	assert_string_equal(bytes.at, "uploaded");
	assert_true(blob_read(arena, blobs, copied.name, 100, &bytes));
	assert_string_equal(bytes.at, "fixed");
	assert_int_equal(fcntl(fixed, F_GETFD), -1);
	opened = blob_open(blobs, linked.name, &size);
	assert_true(opened >= 0);
	assert_int_equal(size, 8);
	size = about.st_ino;
	assert_int_equal(fstat(opened, &about), 0);
	assert_int_equal(about.st_ino, size);
	close(opened);
	opened = blob_open(blobs, named.name, &size);
	assert_int_equal(fstat(opened, &about), 0);
	assert_int_equal(about.st_nlink, 1);
	close(opened);
	end_in(arena, folder);
}

TEST(odd_names_lead_nowhere)
{
	struct arena *arena = arena_new(0);
	char folder[32];
	struct blobs *blobs = open_in(arena, folder);
	const char *secret = arena_printf(arena, "%s/secret", folder);
	const char *link = arena_printf(arena, "%s/files/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa", folder);
	uint64_t size;

	assert_int_equal(symlink("/etc/hostname", secret), 0);
	assert_int_equal(mkdir(arena_printf(arena, "%s/files/aa", folder), 0700), 0);
	assert_int_equal(symlink("/etc/hostname", link), 0);
	assert_int_equal(blob_open(blobs, "aaaaaaaaaaaaaaaaaaaaaaaaaa", &size), -1);
	assert_int_equal(blob_open(blobs, "../secret", &size), -1);
	assert_int_equal(blob_open(blobs, "../../../../../../aaaaaaaa", &size), -1);
	assert_int_equal(blob_open(blobs, "", &size), -1);
	assert_int_equal(blob_open(blobs, "AAAAAAAAAAAAAAAAAAAAAAAAAA", &size), -1);
	assert_int_equal(blob_open(blobs, "bbbbbbbbbbbbbbbbbbbbbbbbbb", &size), -1);
	assert_int_equal(errno, ENOENT);
	assert_false(blob_remove(blobs, "../secret"));
	assert_int_equal(count_of(blobs, 0), 0);
	end_in(arena, folder);
}

/* A file that may not grow stands in for a full disk: both refuse a write half-way. */
TEST(a_full_disk_is_told_and_keeps_nothing)
{
	struct arena *arena = arena_new(0);
	char folder[32];
	struct blobs *blobs = open_in(arena, folder);
	char *big = arena_alloc(arena, 100000);
	struct rlimit before, small;
	struct blob blob;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(blob_put(arena, blobs, str_slice(big, 100000), &blob));
	assert_int_equal(errno, EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(count_of(blobs, 0), 0);
	assert_true(blob_put(arena, blobs, str_slice(big, 100000), &blob));
	end_in(arena, folder);
}

TEST(a_folder_that_cannot_be_used_is_named)
{
	struct arena *arena = arena_new(0);
	const char *error = NULL;

	assert_null(blobs_open(arena, "/dev/null/files", &error));
	assert_non_null(strstr(error, "/dev/null/files"));
	arena_free(arena);
}

TEST(a_part_grows_under_a_lock_and_is_kept_without_being_copied)
{
	struct arena *arena = arena_new(0);
	char folder[32], name[BLOB_NAME + 1];
	struct blobs *blobs = open_in(arena, folder);
	struct hash expected = sha256(STR("abcdef"));
	int fd = blob_part_begin(blobs), other, aside = blob_part_begin(blobs);
	struct blob blob;
	struct str bytes;
	uint64_t size;

	assert_int_equal(pwrite(fd, "abc", 3, 0), 3);
	assert_true(blob_part_name(blobs, fd, name));
	assert_int_equal(count_of(blobs, 0), 0);
	close(fd);
	fd = blob_part_open(blobs, name, &size);
	other = blob_part_open(blobs, name, &size);
	assert_int_equal(size, 3);
	assert_true(blob_part_lock(fd));
	assert_false(blob_part_lock(other));
	assert_int_equal(pwrite(aside, "def", 3, 0), 3);
	assert_true(blob_part_add(fd, 3, aside, 3));
	assert_false(blob_part_add(fd, 6, aside, 4));
	blob_part_unlock(fd);
	assert_true(blob_part_lock(other));
	assert_true(blob_part_keep(arena, blobs, fd, NULL, &blob));
	assert_true(blob.size == 6 && hash_equal(&blob.sha256, &expected));
	assert_true(blob_part_keep(arena, blobs, fd, &expected, &blob));
	assert_true(blob_part_remove(blobs, name) && blob_part_remove(blobs, name));
	assert_int_equal(blob_part_open(blobs, name, &size), -1);
	assert_int_equal(blob_part_open(blobs, "../../etc/passwd", &size), -1);
	assert_true(blob_read(arena, blobs, blob.name, 6, &bytes) && str_equal(bytes, STR("abcdef")));
	assert_true(blobs_room(blobs) > 0);
	close(fd);
	close(other);
	close(aside);
	end_in(arena, folder);
}
