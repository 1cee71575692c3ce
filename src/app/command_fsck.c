/* command_fsck: checks the database, the journal, the kept files (row and file, file and row, and what is in them), and
 * the counters of space; these it can mend. */
#include "app/app.h"
#include "app/command.h"
#include "app/fsck_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "blob/blob_check.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "db/belt.h"
#include "space/space.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct checking {
	struct app *app;
	struct tx *tx;
	bool thorough;
	int64_t checked, missing, damaged, unknown, orphans;
};

static bool
is_right(const struct kept_file *kept, const struct blob_found *found)
{
	char hash[HASH_SIZE * 2 + 1];

	if (kept->size >= 0 && (uint64_t)kept->size != found->size)
		return false;
	if (kept->hash == NULL || !found->hashed)
		return true;
	hash_print(hash, &found->sha256);
	return strcmp(hash, kept->hash) == 0;
}

static bool
check_kept(const void *row, void *data)
{
	struct checking *checking = data;
	const struct kept_file *kept = row;
	struct blob_found found;
	enum blob_state state = blob_check(checking->app->house.blobs, kept->blob, checking->thorough, &found);

	checking->checked++;
	if (state == BLOB_FINE && !is_right(kept, &found))
		state = BLOB_DAMAGED;
	if (state == BLOB_FINE)
		return true;
	printf("%s file %s, named by %s.\n",
	       state == BLOB_ABSENT    ? "Missing"
	       : state == BLOB_DAMAGED ? "Damaged"
				       : "Unreadable",
	       kept->blob, kept->owner);
	checking->missing += state == BLOB_ABSENT;
	checking->damaged += state == BLOB_DAMAGED;
	checking->unknown += state == BLOB_UNKNOWN;
	return true;
}

static bool
check_owned(const char *name, void *data)
{
	struct checking *checking = data;

	if (!kept_file_is_owned(checking->tx, name))
		checking->orphans++;
	return true;
}

static bool
check_files(struct checking *checking)
{
	struct blobs *blobs = checking->app->house.blobs;
	bool listed;

	kept_files_each(checking->tx, check_kept, checking);
	listed = blobs_each(blobs, HOUR_MS, check_owned, checking);
	if (blobs_place(blobs) != NULL)
		printf("Storage: %s%s%s\n", blobs_place(blobs),
		       listed ? "" : " cannot be listed: ", listed ? "" : blob_reason(errno));
	printf("Files: %lld checked%s, %lld missing, %lld damaged, %lld unreadable, %lld nobody owns.\n",
	       (long long)checking->checked, checking->thorough ? " with their hashes" : "",
	       (long long)checking->missing, (long long)checking->damaged, (long long)checking->unknown,
	       (long long)checking->orphans);
	return listed && checking->missing + checking->damaged + checking->unknown == 0;
}

/* ---- space ---- */

static bool
check_space(struct tx *tx)
{
	size_t count;
	const struct space_wrong *wrong = space_wrongs(tx, &count);

	for (size_t i = 0; i < count; i++)
		printf("Space of %s %lld: %lld + %lld bytes are noted, %lld + %lld are right.\n",
		       wrong[i].client == 0 ? "all clients" : "client", (long long)wrong[i].client,
		       (long long)wrong[i].used, (long long)wrong[i].reserved, (long long)wrong[i].right_used,
		       (long long)wrong[i].right_reserved);
	printf("Space: %s.\n", count == 0 ? "counted rightly" : "counted wrongly: parvis fsck --mend counts anew");
	return count == 0;
}

/* ---- what the list of clients is sorted by ---- */

static bool
check_tallies(struct tx *tx)
{
	int64_t wrong = client_tallies_wrong(tx);

	printf("Numbers of clients: %lld wrong%s.\n", (long long)wrong,
	       wrong == 0 ? "" : ": parvis fsck --mend counts anew");
	return wrong == 0;
}

/* ---- counted anew ---- */

static void
mend(struct tx *tx, void *data)
{
	(void)data;
	tx_unlimit(tx);
	space_mend(tx);
	client_tallies_mend(tx);
}

int
command_fsck(int argc, char **argv)
{
	bool quick = argc == 1 && strcmp(argv[0], "--quick") == 0;
	bool anew = argc == 1 && strcmp(argv[0], "--mend") == 0;
	struct checking checking = {.thorough = !quick};
	const char *error = NULL, *unbelted;
	int64_t rows, broken_at;
	bool sound, whole, files, space, tallies;
	struct app *app;

	if (argc > 0 && !quick && !anew) {
		fprintf(stderr, "parvis: write parvis fsck, parvis fsck --quick, or parvis fsck --mend\n");
		return 2;
	}
	app = command_open(arena_new(0));
	if (app == NULL)
		return 1;
	if (anew)
		return command_close(app, db_write(app->house.db, app->arena, mend, NULL) == DB_FINE ? 0 : 1);
	sound = db_check(app->house.db, app->arena, &error);
	printf("Database: %s\n", sound ? "sound." : error);
	unbelted = db_belt_missing(app->house.db, app->arena);
	printf("Columns: %s\n", unbelted == NULL ? "the database refuses those that are hidden." : unbelted);
	checking.app = app;
	checking.tx = db_read(app->house.db, app->arena);
	tx_unlimit(checking.tx);
	files = check_files(&checking);
	space = check_space(checking.tx);
	tallies = check_tallies(checking.tx);
	whole = audit_verify(&app->house, checking.tx, &rows, &broken_at);
	sound = sound && tx_trouble(checking.tx) == DB_FINE;
	db_read_end(checking.tx);
	printf("Journal: %s (%lld rows).\n", whole ? "whole" : "changed", (long long)rows);
	return command_close(app, sound && whole && files && space && tallies ? 0 : 1);
}
