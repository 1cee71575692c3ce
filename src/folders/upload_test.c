/* upload_test: headers as programs send them and as nobody should, and whose an upload is. */
#include "folders/upload.h"
#include "folders/upload_job.h"
#include "folders/upload_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "blob/blob_part.h"
#include "core/house.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"
#include "sys/crypto.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TEST(metadata_name_a_file_and_its_folders_and_both_are_made_safe)
{
	struct arena *arena = arena_new(0);
	struct upload_names names;
	struct str rest;

	assert_null(upload_read_names(arena, "filename ZGV2aXMucGRm", &names));
	assert_string_equal(names.name, "devis.pdf");
	assert_string_equal(names.folders, "");
	assert_int_equal(names.same, SAME_VERSION);
	/* "Photos/./2024//C:", "refuse"; keys that nobody knows, and one without a value */
	assert_null(upload_read_names(
		arena, "same cmVmdXNl, relativePath UGhvdG9zLy4vMjAyNC8vQzovYS5qcGc=,is_confidential,filetype aW1n",
		&names));
	assert_string_equal(names.name, "a.jpg");
	assert_string_equal(names.folders, "Photos/2024/C_");
	assert_int_equal(names.same, SAME_REFUSED);
	rest = str_of(names.folders);
	assert_string_equal(upload_next_folder(arena, &rest), "Photos");
	assert_string_equal(upload_next_folder(arena, &rest), "2024");
	assert_string_equal(upload_next_folder(arena, &rest), "C_");
	assert_null(upload_next_folder(arena, &rest));
	assert_null(upload_read_names(arena, "filename Li4vLi4vZXRjL3Bhc3N3ZA==", &names)); /* "../../etc/passwd" */
	assert_null(strchr(names.name, '/'));
	arena_free(arena);
}

TEST(metadata_that_cannot_be_used_are_refused_with_a_sentence)
{
	static const char *const bad[] = {
		NULL,
		"",
		"filename",
		"filename ",
		"filename !!!",
		"filename ZGV2aXMucGRm ZGV2aXMucGRm",
		"filename YQBi",		   /* a NUL */
		"filename /+8=",		   /* no UTF-8 */
		"relativePath Li4vYS50eHQ=",	   /* "../a.txt" */
		"relativePath UGhvdG9zLw==",	   /* "Photos/": no file */
		"filename YS50eHQ=,same bWF5YmU=", /* "maybe" */
		",,,",
		"filename YS50eHQ=,k\xc3\xa9 YQ==",
		"=",
	};
	struct arena *arena = arena_new(0);
	struct builder deep = builder_new(arena, 0);
	struct upload_names names;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (upload_read_names(arena, bad[i], &names) == NULL)
			fail_msg("taken: %s", bad[i]);
	build_text(&deep, "relativePath ");
	for (int i = 0; i < FOLDER_DEPTH + 1; i++)
		build_text(&deep, "YS9h"); /* "a/a": three signs of four */
	assert_non_null(upload_read_names(arena, builder_text(&deep), &names));
	arena_free(arena);
}

TEST(numbers_and_checksums_are_read_strictly)
{
	static const char *const bad[] = {
		NULL, "", "-1", "+1", "1.5", "1e3", " 12", "12 ", "0x1", "1,1", "1234567890123456789"};
	struct arena *arena = arena_new(0);
	struct str algorithm, sum;
	struct digest *digest;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(upload_read_number(bad[i]), -1);
	assert_int_equal(upload_read_number("0"), 0);
	assert_int_equal(upload_read_number("21474836480"), 21474836480);
	assert_true(upload_read_checksum(arena, "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", &algorithm, &sum));
	digest = digest_begin(arena, algorithm);
	digest_add(digest, STR("hello "));
	digest_add(digest, STR("world"));
	assert_true(digest_is(digest, sum));
	digest = digest_begin(arena, algorithm);
	assert_false(digest_is(digest, sum));
	assert_null(digest_begin(arena, STR("md4")));
	assert_false(upload_read_checksum(arena, "sha1", &algorithm, &sum));
	assert_false(upload_read_checksum(arena, "sha1 ", &algorithm, &sum));
	assert_false(upload_read_checksum(arena, " Kq5s", &algorithm, &sum));
	assert_false(upload_read_checksum(arena, "sha1 Kq5?", &algorithm, &sum));
	arena_free(arena);
}

TEST(the_last_byte_is_asked_for_until_the_file_is_in_its_folder)
{
	assert_int_equal(upload_offset(10, 4, false), 4);
	assert_int_equal(upload_offset(10, 10, false), 9);
	assert_int_equal(upload_offset(10, 0, true), 10);
	assert_int_equal(upload_offset(0, 0, false), 0);
}

enum { CLIENT = 701 };

static void
ask_for_one(struct tx *tx, void *data)
{
	const struct folder_access mine = {.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}},
				   colleague = {.client = CLIENT,
						.person = {.staff = true, .id = 2, .cap = FOLDER_FULL}},
				   contact = {.client = CLIENT, .person = {.id = 1, .cap = FOLDER_FULL}},
				   elsewhere = {.client = CLIENT + 1,
						.person = {.staff = true, .id = 1, .cap = FOLDER_FULL}};
	struct upload upload = {.id = 5,
				.client_id = CLIENT,
				.folder_id = CLIENT,
				.metadata = "filename YQ==",
				.length = 3,
				.part = "p",
				.expires_at = 50};
	size_t count;

	(void)data;
	upload_add(tx, &mine, &upload);
	assert_string_equal(upload_find(tx, &mine, 5)->metadata, "filename YQ==");
	assert_null(upload_find(tx, &colleague, 5));
	assert_null(upload_find(tx, &contact, 5));
	assert_null(upload_find(tx, &elsewhere, 5));
	WITHOUT(CHECK_UPLOAD_OWN, assert_non_null(upload_find(tx, &colleague, 5)));
	assert_true(upload_has_part(tx, "p"));
	uploads_expired(tx, 50, INT64_MIN, 0, 10, &count);
	assert_int_equal(count, 0);
	uploads_expired(tx, 51, INT64_MIN, 0, 10, &count);
	assert_int_equal(count, 1);
	upload_extend(tx, 5, 90);
	upload_close(tx, 5);
	assert_null(upload_find(tx, &mine, 5)->part);
	assert_false(upload_has_part(tx, "p"));
	assert_int_equal(upload_find(tx, &mine, 5)->expires_at, 90);
	assert_false(upload_remove_expired(tx, 5, 90)); /* prolonged meanwhile */
	assert_true(upload_remove_expired(tx, 5, 91));
	assert_null(upload_find(tx, &mine, 5));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, an_upload_is_its_senders_alone)
{
	assert_int_equal(db_write(db, arena, ask_for_one, NULL), DB_FINE);
}

struct swept {
	const char *late, *waited;
};

static void
add_two(struct tx *tx, void *data)
{
	const struct folder_access mine = {.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}};
	const struct swept *swept = data;
	struct upload upload = {.id = 1, .client_id = CLIENT, .folder_id = CLIENT, .metadata = "", .part = swept->late};

	upload_add(tx, &mine, &upload);
	upload.id = 2;
	upload.part = swept->waited;
	upload.expires_at = INT64_MAX;
	upload_add(tx, &mine, &upload);
}

static void
count_two(struct tx *tx, void *data)
{
	assert_int_equal(db_get_int(tx, 0, "select count(*) from upload"), *(const int *)data);
}

static const char *
part_new(struct arena *arena, struct blobs *blobs)
{
	char *name = arena_alloc(arena, BLOB_NAME + 1);
	int fd = blob_part_begin(blobs);

	assert_true(blob_part_name(blobs, fd, name));
	close(fd);
	return name;
}

static bool
is_there(struct blobs *blobs, const char *part)
{
	uint64_t size;
	int fd = blob_part_open(blobs, part, &size);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_nobody_waits_for_is_swept_unless_it_is_being_written)
{
	char folder[] = "/tmp/parvis-upload-XXXXXX";
	const char *error;
	struct house house = {.db = db, .blobs = blobs_open(arena, mkdtemp(folder), &error)};
	struct job job = {.db = db, .context = &house};
	struct swept swept = {part_new(arena, house.blobs), part_new(arena, house.blobs)};
	const char *young = part_new(arena, house.blobs);
	uint64_t size;
	int writer = blob_part_open(house.blobs, swept.late, &size), left = 2;

	assert_int_equal(db_write(db, arena, add_two, &swept), DB_FINE);
	assert_true(blob_part_lock(writer));
	assert_int_equal(uploads_sweep_run(&job), JOB_DONE);
	assert_int_equal(db_write(db, arena, count_two, &left), DB_FINE);
	close(writer);
	left = 1;
	assert_int_equal(uploads_sweep_run(&job), JOB_DONE);
	assert_int_equal(db_write(db, arena, count_two, &left), DB_FINE);
	assert_false(is_there(house.blobs, swept.late));
	assert_true(is_there(house.blobs, swept.waited));
	assert_true(is_there(house.blobs, young)); /* perhaps of a request that is not at its end */
	assert_int_equal(system(arena_printf(arena, "rm -r %s", folder)), 0);
}
