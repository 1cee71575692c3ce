/* Tests of files in a store: what comes back is what was kept, whatever happens on the way; nothing of others is seen.
 */
#include "blob/blob_check.h"
#include "blob/blob_folder.h"
#include "blob/blob_note.h"
#include "blob/blob_store.h"
#include "blob/blob_stream.h"

#include "base/arena.h"
#include "base/test.h"
#include "blob/test_store_test.h"
#include "sys/random.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LARGE = (8 << 20) + 70001, MEDIUM = 200000 };

struct shelf {
	struct arena *arena;
	struct test_store *store;
	char folder[32];
};

/* Each time with nothing at hand. */
static struct blobs *
open_again(struct shelf *shelf, const char *owner)
{
	static int count;
	const char *error = NULL;
	struct blobs *blobs =
		blobs_open_store(shelf->arena, arena_printf(shelf->arena, "%s/%d", shelf->folder, ++count),
				 test_store_url(shelf->store), &error);

	assert_non_null(blobs);
	blobs_set_owner(shelf->arena, blobs, owner);
	return blobs;
}

static struct shelf
shelf_start(void)
{
	struct shelf shelf = {.arena = arena_new(0), .folder = "/tmp/parvis-shelf-XXXXXX"};

	assert_non_null(mkdtemp(shelf.folder));
	shelf.store = test_store_start(shelf.arena, 2);
	return shelf;
}

static void
shelf_end(struct shelf *shelf)
{
	char command[64];

	arena_free(shelf->arena);
	snprintf(command, sizeof command, "rm -r %s", shelf->folder);
	assert_int_equal(system(command), 0);
}

static struct str
noise(struct arena *arena, size_t size)
{
	char *at = arena_alloc(arena, size);

	random_bytes(at, size);
	return str_slice(at, size);
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

	assert_true(blobs_each(blobs, age, count_one, &count));
	return count;
}

static void
assert_reads(struct shelf *shelf, const char *name, struct str expected)
{
	struct str bytes;

	assert_true(blob_read(shelf->arena, open_again(shelf, "org"), name, LARGE, &bytes));
	assert_true(str_equal(bytes, expected));
}

static void
keeps_and_gives_back(struct shelf *shelf)
{
	struct blobs *blobs = open_again(shelf, "org"), *others = open_again(shelf, "other");
	struct str large = noise(shelf->arena, LARGE);
	struct hash hash = sha256(large);
	struct blob small, empty, big;
	int fd = open(shelf->folder, O_TMPFILE | O_RDWR, 0600);
	struct str bytes;

	assert_true(blob_put(shelf->arena, blobs, STR("abc"), &small));
	assert_true(blob_put(shelf->arena, blobs, (struct str){0}, &empty));
	assert_int_equal(write(fd, large.at, large.length), LARGE);
	assert_true(blob_take(shelf->arena, blobs, fd, &big));
	assert_true(hash_equal(&big.sha256, &hash));
	assert_true(blob_is_near(blobs, big.name));
	assert_reads(shelf, small.name, STR("abc"));
	assert_reads(shelf, empty.name, STR(""));
	assert_reads(shelf, big.name, large);
	assert_int_equal(count_of(blobs, 0), 3); /* two pages */
	assert_int_equal(count_of(blobs, 60000), 0);
	assert_int_equal(count_of(others, 0), 0);
	assert_false(blob_read(shelf->arena, others, small.name, LARGE, &bytes));
	assert_int_equal(errno, ENOENT);
	assert_true(blob_remove(others, small.name));
	assert_reads(shelf, small.name, STR("abc"));
	for (int i = 0; i < 2; i++)
		assert_true(blob_remove(blobs, empty.name));
	assert_int_equal(count_of(blobs, 0), 2);
	assert_int_equal(blob_open(open_again(shelf, "org"), "../../files", &big.size), -1);
	assert_true(blob_remove(blobs, big.name) && blob_remove(blobs, small.name));
}

/* What lies at hand unused for two days goes with the next file that comes; the store has it still. */
static void
tidies_what_lies_at_hand(struct shelf *shelf)
{
	const struct timespec old[2] = {{.tv_sec = time(NULL) - 172800}, {.tv_sec = time(NULL) - 172800}};
	const char *error, *folder = arena_printf(shelf->arena, "%s/hand", shelf->folder);
	struct blobs *blobs;
	struct blob names[3];
	struct str bytes;

	for (int i = 0; i < 3; i++) { /* as after two restarts: what lies there is counted anew */
		blobs = blobs_open_store(shelf->arena, folder, test_store_url(shelf->store), &error);
		blobs_set_owner(shelf->arena, blobs, "org");
		assert_true(blob_put(shelf->arena, blobs, STR("at hand"), &names[i]));
		assert_int_equal(
			utimensat(AT_FDCWD,
				  arena_printf(shelf->arena, "%s/%.2s/%s", folder, names[i].name, names[i].name), old,
				  0),
			0);
		if (i == 0)
			assert_true(blob_read(shelf->arena, blobs, names[0].name, 10, &bytes)); /* used just now */
	}
	assert_true(blob_is_near(blobs, names[0].name) && blob_is_near(blobs, names[2].name));
	assert_false(blob_is_near(blobs, names[1].name));
	for (int i = 0; i < 3; i++) {
		assert_true(blob_read(shelf->arena, blobs, names[i].name, 10, &bytes));
		assert_true(blob_remove(blobs, names[i].name));
	}
}

/* ---- streams ---- */

struct bell {
	pthread_mutex_t lock;
	pthread_cond_t rung;
	bool rang;
};

static void
ring(void *data)
{
	struct bell *bell = data;

	pthread_mutex_lock(&bell->lock);
	bell->rang = true;
	pthread_cond_signal(&bell->rung);
	pthread_mutex_unlock(&bell->lock);
}

static ssize_t
read_or_wait(struct blob_stream *stream, uint64_t offset, uint64_t end, char *at)
{
	struct bell bell = {.lock = PTHREAD_MUTEX_INITIALIZER, .rung = PTHREAD_COND_INITIALIZER};
	ssize_t got;

	while ((got = blob_stream_read(stream, offset, end, at, 300000, ring, &bell)) == 0) {
		pthread_mutex_lock(&bell.lock);
		while (!bell.rang)
			pthread_cond_wait(&bell.rung, &bell.lock);
		bell.rang = false;
		pthread_mutex_unlock(&bell.lock);
	}
	return got;
}

/* How many bytes came before it broke off. */
static uint64_t
stream_all(struct shelf *shelf, const char *name, uint64_t first, uint64_t end, struct str expected)
{
	struct blob_sending sending;
	char *at = arena_alloc(shelf->arena, 300000);
	uint64_t offset = first;
	ssize_t got = 1;

	assert_true(blob_send(open_again(shelf, "org"), name, &sending));
	assert_int_equal(sending.fd, -1);
	assert_int_equal(sending.size, LARGE);
	while (offset < end && (got = read_or_wait(sending.stream, offset, end, at)) > 0) {
		assert_memory_equal(at, expected.at + offset, got);
		offset += (uint64_t)got;
	}
	blob_stream_close(sending.stream);
	return offset - first;
}

static void
streams_what_is_large(struct shelf *shelf)
{
	struct blobs *blobs = open_again(shelf, "org");
	struct str large = noise(shelf->arena, LARGE);
	struct blob_sending sending;
	struct blob big, small;

	assert_true(blob_put(shelf->arena, blobs, large, &big));
	assert_true(blob_put(shelf->arena, blobs, STR("small"), &small));
	assert_int_equal(stream_all(shelf, big.name, 0, LARGE, large), LARGE);
	assert_int_equal(stream_all(shelf, big.name, 3000000, 3000100, large), 100);
	assert_int_equal(stream_all(shelf, big.name, LARGE - 5, LARGE, large), 5);
	test_store_tell(shelf->store, "spoil [\"^GET\",\"flip\"]");
	assert_int_equal(stream_all(shelf, big.name, 0, LARGE, large), 0);
	test_store_tell(shelf->store, "heal");
	assert_true(blob_send(blobs, big.name, &sending)); /* at hand */
	assert_int_equal(sending.size, LARGE);
	close(sending.fd);
	assert_true(blob_send(open_again(shelf, "org"), small.name, &sending));
	assert_int_equal(sending.size, 5);
	close(sending.fd);
	/* Nobody reads on: what still comes goes nowhere. */
	assert_true(blob_send(open_again(shelf, "org"), big.name, &sending));
	assert_int_equal(blob_stream_read(sending.stream, 0, LARGE, &(char){0}, 1, NULL, NULL), 0);
	blob_stream_close(sending.stream);
	assert_true(blob_remove(blobs, big.name) && blob_remove(blobs, small.name));
}

/* ---- what goes wrong ---- */

static void
shows_nothing_that_is_wrong(struct shelf *shelf)
{
	struct blobs *blobs = open_again(shelf, "org");
	struct blob blob;
	struct str bytes;

	test_store_tell(shelf->store, "spoil [\"^PUT\",\"garble\",1]");
	assert_true(blob_put(shelf->arena, blobs, STR("on its way"), &blob));
	assert_reads(shelf, blob.name, STR("on its way"));
	test_store_tell(shelf->store, "spoil [\"^GET\",\"flip\",1]");
	assert_reads(shelf, blob.name, STR("on its way"));
	test_store_tell(shelf->store, "spoil [\"^GET\",\"flip\"]");
	blobs = open_again(shelf, "org");
	assert_false(blob_read(shelf->arena, blobs, blob.name, 100, &bytes));
	assert_int_equal(errno, EBADMSG);
	assert_false(blob_is_near(blobs, blob.name));
	test_store_tell(shelf->store, "heal");
	assert_true(blob_read(shelf->arena, blobs, blob.name, 100, &bytes));
	assert_true(blob_remove(blobs, blob.name));
}

static void
gives_up_and_comes_back(struct shelf *shelf)
{
	struct blobs *blobs = open_again(shelf, "org");
	struct blob blob, lost;

	test_store_tell(shelf->store, "spoil [\".\",503,1]");
	test_store_tell(shelf->store, "spoil [\".\",\"cut\",1]");
	assert_true(blob_put(shelf->arena, blobs, STR("patience"), &blob));
	test_store_tell(shelf->store, "spoil [\".\",\"cut\"]");
	for (int i = 0; i < 2; i++) {
		assert_false(blob_put(shelf->arena, blobs, STR("lost"), &lost));
		assert_int_equal(errno, EHOSTUNREACH);
	}
	test_store_tell(shelf->store, "heal");
	/* For some seconds nobody tries again; somebody else does. */
	assert_false(blob_put(shelf->arena, blobs, STR("lost"), &lost));
	assert_reads(shelf, blob.name, STR("patience"));
	assert_int_equal(count_of(open_again(shelf, "org"), 0), 1);
	assert_true(blob_remove(open_again(shelf, "org"), blob.name));
}

static void
refuses_a_wrong_key(struct shelf *shelf)
{
	const char *error, *url = test_store_url(shelf->store), *host = strchr(url, '@');
	struct blobs *blobs = blobs_open_store(shelf->arena, arena_printf(shelf->arena, "%s/wrong", shelf->folder),
					       arena_printf(shelf->arena, "s3+http://PARVISKEY:wrong%s", host), &error);
	struct blobs *unowned = blobs_open_store(shelf->arena, shelf->folder, url, &error);
	struct blob blob;

	blobs_set_owner(shelf->arena, blobs, "org");
	assert_false(blob_put(shelf->arena, blobs, STR("secret"), &blob));
	assert_int_equal(errno, EACCES);
	assert_false(blobs_each(blobs, 0, count_one, NULL));
	assert_false(blob_put(shelf->arena, unowned, STR("nobody's"), &blob));
	assert_int_equal(errno, ENXIO);
	assert_int_equal(count_of(open_again(shelf, "org"), 0), 0);
}

/* ---- copies ---- */

static void
copies_and_compares(struct shelf *shelf)
{
	const char *error;
	struct blobs *store = open_again(shelf, "org"), *again;
	struct blobs *here = blobs_open(shelf->arena, arena_printf(shelf->arena, "%s/here", shelf->folder), &error);
	struct blobs *back = blobs_open(shelf->arena, arena_printf(shelf->arena, "%s/back", shelf->folder), &error);
	struct str paper = noise(shelf->arena, MEDIUM), bytes;
	struct blob blob;
	struct blob_found found;

	assert_true(blob_put(shelf->arena, here, paper, &blob));
	assert_int_equal(blob_copy(here, store, blob.name, &found), BLOB_COPIED);
	assert_int_equal(blob_copy(here, store, blob.name, &found), BLOB_WAS_THERE);
	again = open_again(shelf, "org");
	assert_false(blob_is_near(store, blob.name)); /* a move fills no room at hand */
	assert_int_equal(blob_copy(again, back, blob.name, &found), BLOB_COPIED);
	assert_int_equal(blob_copy(again, back, blob.name, &found), BLOB_WAS_THERE);
	assert_true(hash_equal(&found.sha256, &blob.sha256));
	assert_true(blob_read(shelf->arena, back, blob.name, LARGE, &bytes));
	assert_true(str_equal(bytes, paper));
	assert_int_equal(blob_check(store, blob.name, true, &found), BLOB_FINE);
	test_store_tell(shelf->store, "spoil [\"^GET\",\"flip\"]");
	assert_int_equal(blob_check(store, blob.name, false, &found), BLOB_FINE);
	assert_int_equal(blob_check(store, blob.name, true, &found), BLOB_DAMAGED);
	assert_true(blob_remove(store, blob.name));
	assert_int_equal(blob_copy(here, store, blob.name, &found), BLOB_NOT_WRITTEN); /* what is read back is wrong */
	test_store_tell(shelf->store, "heal");
	assert_int_equal(blob_check(store, "aaaaaaaaaaaaaaaaaaaaaaaaaa", true, &found), BLOB_ABSENT);
	assert_int_equal(blob_check(here, "aaaaaaaaaaaaaaaaaaaaaaaaaa", true, &found), BLOB_ABSENT);
	assert_int_equal(blob_copy(here, store, "aaaaaaaaaaaaaaaaaaaaaaaaaa", &found), BLOB_NOT_READ);
}

TEST(a_store_keeps_files_as_a_folder_does)
{
	struct shelf shelf = shelf_start();

	keeps_and_gives_back(&shelf);
	tidies_what_lies_at_hand(&shelf);
	streams_what_is_large(&shelf);
	shows_nothing_that_is_wrong(&shelf);
	gives_up_and_comes_back(&shelf);
	refuses_a_wrong_key(&shelf);
	copies_and_compares(&shelf);
	shelf_end(&shelf);
}

TEST(a_note_is_of_one_size_and_one_content)
{
	struct arena *arena = arena_new(0);
	char path[] = "/tmp/parvis-note-XXXXXX";
	int fd = mkstemp(path);
	struct str large = noise(arena, LARGE);
	struct blob_note note, read;
	struct hash hash = sha256(large);
	const char *text;

	unlink(path);
	assert_int_equal(write(fd, large.at, large.length), LARGE);
	assert_true(note_make(fd, LARGE, &note));
	assert_true(hash_equal(&note.sha256, &hash));
	assert_int_equal(note.block, 1 << 20);
	text = note_print(arena, &note, LARGE);
	assert_true(strlen(text) < 1800);
	assert_true(note_read(arena, text, LARGE, &read));
	assert_memory_equal(&read, &note, sizeof note);
	assert_false(note_read(arena, text, LARGE * 100ull, &read));
	assert_false(note_read(arena, text, 5, &read));
	assert_false(note_read(arena, "", 5, &read));
	assert_false(note_read(arena, "1.abc", 5, &read));
	assert_false(note_read(arena, arena_printf(arena, "2%s", text + 1), LARGE, &read));
	assert_false(note_make(fd, LARGE + 1, &note));
	close(fd);
	arena_free(arena);
}
