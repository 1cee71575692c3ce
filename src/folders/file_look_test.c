/* file_look_test: what is made of files is found with them, follows them, and goes with them. */
#include "folders/bin_store.h"
#include "folders/file_look.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/config.h"
#include "core/house.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "folders/file_mark.h"
#include "folders/file_scan.h"
#include "folders/folder_client.h"
#include "rights/rights_world_test.h"
#include "sys/clock.h"

#include <string.h>

enum { CLIENT = 701, OTHER = 702 };

static const struct folder_access access_to_client = {
	.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
static const struct folder_access access_to_other = {
	.client = OTHER, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};

static int64_t
put(struct tx *tx, const char *name, const char *blob)
{
	const struct file_content content = {
		.size = 3, .type = "text/plain", .sha256 = "00", .blob = blob, .scan = "no_server"};
	int64_t id = 0;

	assert_int_equal(file_put(tx, &access_to_client, CLIENT, name, &content, SAME_VERSION, &id), FOLDER_DONE);
	return id;
}

static struct file_look *
look_of(struct tx *tx, int64_t id)
{
	const struct file_seen *seen = file_find(tx, &access_to_client, id);

	return file_look_find(tx, seen, seen->file.content.number);
}

static void
say(struct tx *tx, int64_t id, const char *text)
{
	struct file_look *look = look_of(tx, id);

	look->picture = look->said = "made";
	file_look_keep(tx, look, &(struct content_text){.text = text});
}

static size_t
found(struct tx *tx, const struct folder_access *access, const char *typed)
{
	size_t count;

	file_search(tx, access, folder_find(tx, access, access->client), typed, NULL, 0, 10, &count);
	return count;
}

static void
live(struct tx *tx, void *data)
{
	int64_t first, second, copy;
	size_t count;

	(void)data;
	first = put(tx, "a.txt", "b1");
	assert_int_equal(db_get_int(tx, 0, "select count(*) from job where kind = 'file.look'"), 1);
	file_looks_waiting(tx, 0, 10, &count);
	assert_int_equal(count, 1);
	say(tx, first, "Le toit");
	file_looks_waiting(tx, 0, 10, &count);
	assert_int_equal(count, 0);
	assert_int_equal(found(tx, &access_to_client, "TOI"), 1);
	assert_int_equal(found(tx, &access_to_other, "toit"), 0);
	/* A copy says the same; a newer version says something else. */
	assert_int_equal(file_copy(tx, &access_to_client, first, CLIENT, &copy), FOLDER_DONE);
	assert_int_equal(found(tx, &access_to_client, "toit"), 2);
	second = put(tx, "a.txt", "b2");
	assert_int_equal(second, first);
	assert_int_equal(found(tx, &access_to_client, "toit"), 1);
	say(tx, first, "La cave");
	assert_int_equal(found(tx, &access_to_client, "cave"), 1);
	/* The copy goes for good: what it shared stays as long as the older version has it. */
	assert_int_equal(file_remove(tx, &access_to_client, copy, 1), FOLDER_DONE);
	assert_int_equal(found(tx, &access_to_client, "toit"), 0);
	bin_purge_some(tx, 2, 10);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_text"), 2);
	assert_int_equal(file_remove(tx, &access_to_client, first, 1), FOLDER_DONE);
	bin_purge_some(tx, 2, 10);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_text"), 0);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_look"), 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_file_says_is_found_while_it_is_its_newest_version)
{
	assert_int_equal(db_write(db, arena, live, NULL), DB_FINE);
}

static void
merge(struct tx *tx, void *data)
{
	int64_t id = put(tx, "a.txt", "b3");

	(void)data;
	say(tx, id, "Le toit");
	folders_join(tx, CLIENT, OTHER, "Ancien", 1);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from job where kind = 'file.look_move'"), 1);
	while (file_looks_move_some(tx, CLIENT, 1))
		;
	assert_int_equal(found(tx, &access_to_other, "toit"), 1);
	folders_forget(tx, CLIENT);
	assert_int_equal(found(tx, &access_to_other, "toit"), 1);
	folders_forget(tx, OTHER);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_look"), 0);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_files_say_goes_with_them_to_another_client)
{
	assert_int_equal(db_write(db, arena, merge, NULL), DB_REFUSED);
}

/* ---- viruses that are found later ---- */

static void
infect(struct tx *tx, void *data)
{
	const struct scan clean = {.verdict = SCAN_CLEAN, .reason = SCAN_DONE};
	const struct scan infected = {.verdict = SCAN_INFECTED, .reason = SCAN_DONE, .found = "Test"};
	const struct folder_access reader = {
		.client = CLIENT, .person = {.staff = true, .id = EVA, .cap = FOLDER_READ}, .name = "Eva"};
	int64_t good = put(tx, "good.txt", "c1"), bad = put(tx, "bad.txt", "c2"), copy;
	const struct file_seen *seen;
	size_t count;

	(void)data;
	say(tx, bad, "Le toit");
	files_unscanned(tx, "", 10, &count);
	assert_int_equal(count, 2);
	file_scan_keep(tx, "c1", &clean, &count);
	assert_int_equal(count, 1);
	assert_int_equal(file_scan_keep(tx, "c2", &infected, &count)->id, bad);
	files_unscanned(tx, "", 10, &count);
	assert_int_equal(count, 0);
	assert_string_equal(file_find(tx, &access_to_client, good)->file.content.scan, "done");
	/* It is there, but nobody gets it, sees it or finds its words. */
	seen = file_find(tx, &access_to_client, bad);
	assert_true(file_is_infected(&seen->file.content));
	assert_string_equal(seen->file.content.blob, "");
	assert_string_equal(file_version_find(tx, seen, 1)->blob, "");
	assert_string_equal(look_of(tx, bad)->virus, "Test");
	assert_int_equal(found(tx, &access_to_client, "toit"), 0);
	assert_int_equal(found(tx, &access_to_client, "bad"), 1);
	assert_int_equal(file_copy(tx, &access_to_client, bad, CLIENT, &copy), FOLDER_INFECTED);
#ifdef PARVIS_WEAKEN
	WITHOUT(CHECK_FILE_INFECTED,
		assert_int_equal(file_copy(tx, &access_to_client, bad, CLIENT, &copy), FOLDER_DONE));
#endif
	/* It is in no zip: whoever saves all the others has not read it. */
	files_saved_in(tx, &reader, folder_find(tx, &reader, CLIENT), clock_now());
	files_new(tx, &reader, (const int64_t[]){good}, 1, &count);
	assert_int_equal(count, 0);
	files_new(tx, &reader, (const int64_t[]){bad}, 1, &count);
	assert_int_equal(count, 1);
	files_read_in(tx, &reader, folder_find(tx, &reader, CLIENT), clock_now());
	files_new(tx, &reader, (const int64_t[]){bad}, 1, &count);
	assert_int_equal(count, 0);
	/* Another version is another matter. */
	put(tx, "bad.txt", "c3");
	assert_false(file_is_infected(&file_find(tx, &access_to_client, bad)->file.content));
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, nobody_gets_a_file_in_which_a_virus_was_found)
{
	assert_int_equal(db_write(db, arena, infect, NULL), DB_REFUSED);
}

/* ---- pages ---- */

static void
turn_pages(struct tx *tx, void *data)
{
	const struct file_page_look made = {.picture = "made", .blob = "p", .type = "image/png"};
	const struct file_look *look = look_of(tx, put(tx, "d.txt", "d1"));

	(void)data;
	for (int64_t page = 1; page <= 5; page++)
		file_page_keep(tx, look, page, &made, page * 10);
	file_page_keep(tx, look, 5, &made, 90);
	file_pages_sweep(tx, 20, 10);
	assert_null(file_page_find(tx, look, 1));
	assert_string_equal(file_page_find(tx, look, 2)->blob, "p");
	file_pages_sweep(tx, 0, 2);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_page"), 2);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, pages_somebody_looked_at_are_kept_for_a_while)
{
	assert_int_equal(db_write(db, arena, turn_pages, NULL), DB_REFUSED);
}

static void
assert_waits_after(struct db *db, struct arena *arena, const char *after)
{
	struct tx *tx = db_read(db, arena);

	assert_non_null(strstr(db_get_text(tx, "select payload from job where kind = 'file.scan.part'"), after));
	db_read_end(tx);
}

static void
lock_jobs(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "update job set locked_until = 1, locked_by = 'Test'");
}

static void
finish(struct tx *tx, void *data)
{
	struct job *job = data;

	job->finish(tx, job);
}

TEST(a_scan_goes_on_where_it_was_stopped)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "scan", 0);
	struct doc *payload = doc_object(arena);
	_Atomic bool stopping = true;
	const struct scanner scanner = {.host = "127.0.0.1"};
	const struct config config = {.scanner = &scanner};
	const struct house house = {.config = &config};
	struct job job = {
		.db = db, .arena = arena, .payload = payload, .stopping = &stopping, .context = (void *)&house};

	rights_world_make(db, arena);
	doc_set_text(payload, "after", "c1");
	assert_int_equal(file_scan_part_run(&job), JOB_DONE);
	assert_int_equal(db_write(db, arena, finish, &job), DB_FINE);
	assert_waits_after(db, arena, "\"c1\"");
	/* What begins every hour leaves alone what runs. */
	assert_int_equal(db_write(db, arena, lock_jobs, NULL), DB_FINE);
	assert_int_equal(file_scans_run(&job), JOB_DONE);
	assert_waits_after(db, arena, "\"c1\"");
	arena_free(arena);
}
