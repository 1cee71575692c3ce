/* command_storage: copies all kept files to another place, while the server runs, as often as one likes. */
#include "app/app.h"
#include "app/command.h"
#include "app/fsck_store.h"

#include "base/arena.h"
#include "blob/blob_check.h"
#include "sys/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SAY_EVERY_MS = 2000 };

struct moving {
	struct app *app;
	struct tx *tx;
	struct blobs *to;
	int64_t copied, there, failed, missing;
	uint64_t bytes; /* of those copied */
	int64_t said_at;
};

static void
say_progress(struct moving *moving, bool now)
{
	if (!now && clock_monotonic() - moving->said_at < SAY_EVERY_MS)
		return;
	moving->said_at = clock_monotonic();
	printf("%lld files copied and read back (%.1f MB), %lld were there.\n", (long long)moving->copied,
	       (double)moving->bytes / 1e6, (long long)moving->there);
	fflush(stdout);
}

static void
say_failure(const char *name, enum blob_copied result)
{
	fprintf(stderr, "parvis: the file %s could not be %s: %s.\n", name,
		result == BLOB_NOT_READ ? "read" : "written and read back", blob_reason(errno));
}

static bool
move_file(const char *name, void *data)
{
	struct moving *moving = data;
	struct blob_found found;
	enum blob_copied result = blob_copy(moving->app->house.blobs, moving->to, name, &found);

	/* Removed since it was listed. */
	if (result == BLOB_NOT_READ && errno == ENOENT)
		return true;
	if (result == BLOB_COPIED) {
		moving->copied++;
		moving->bytes += found.size;
	} else if (result == BLOB_WAS_THERE) {
		moving->there++;
	} else {
		say_failure(name, result);
		moving->failed++;
	}
	say_progress(moving, false);
	/* A place that does not answer, or has no room, will not have changed its mind for the next one. */
	return result == BLOB_COPIED || result == BLOB_WAS_THERE || errno == EBADMSG || errno == EINVAL;
}

/* What a row names and the new place has not. */
static bool
find_missing(const void *row, void *data)
{
	struct moving *moving = data;
	const struct kept_file *kept = row;
	struct blob_found found;

	if (blob_check(moving->to, kept->blob, false, &found) == BLOB_FINE)
		return true;
	printf("Not there yet: %s, named by %s.\n", kept->blob, kept->owner);
	moving->missing++;
	return true;
}

static struct blobs *
open_target(struct app *app, const char *url, const char **error)
{
	const char *data = app->house.config->data;

	if (strcmp(url, "local") == 0)
		return blobs_open(app->arena, arena_printf(app->arena, "%s/files", data), error);
	return blobs_open_store(app->arena, arena_printf(app->arena, "%s/cache", data), url, error);
}

static const char *
place_name(const struct blobs *blobs)
{
	const char *place = blobs_place(blobs);

	return place == NULL ? "the folder of this machine" : place;
}

static int
finish(const struct moving *moving, bool listed)
{
	if (!listed || moving->failed > 0 || moving->missing > 0) {
		printf("Not everything is there: run it again.\n");
		return 1;
	}
	if (moving->copied > 0)
		printf("All that was there is copied. What is kept from now on still goes to the old place: stop Parvis, run "
		       "this once more, then change PARVIS_STORAGE_URL.\n");
	else
		printf("Everything is there.\n");
	return 0;
}

static int
move(struct app *app, struct blobs *to)
{
	struct moving moving = {.app = app, .to = to, .said_at = clock_monotonic()};
	bool listed;

	printf("From %s to %s.\n", place_name(app->house.blobs), place_name(to));
	listed = blobs_each(app->house.blobs, 0, move_file, &moving);
	if (!listed)
		fprintf(stderr, "parvis: the files could not be listed: %s.\n", blob_reason(errno));
	say_progress(&moving, true);
	if (listed && moving.failed == 0) {
		moving.tx = db_read(app->house.db, app->arena);
		tx_unlimit(moving.tx);
		kept_files_each(moving.tx, find_missing, &moving);
		listed = tx_trouble(moving.tx) == DB_FINE;
		db_read_end(moving.tx);
	}
	return finish(&moving, listed);
}

int
command_storage(int argc, char **argv)
{
	struct app *app;
	struct blobs *to;
	const char *error = NULL;
	int code = 1;

	if (argc != 3 || strcmp(argv[0], "move") != 0 || strcmp(argv[1], "--to") != 0) {
		fprintf(stderr, "parvis: write parvis storage move --to URL, or --to local\n");
		return 2;
	}
	app = command_open(arena_new(0));
	if (app == NULL)
		return 1;
	to = open_target(app, argv[2], &error);
	if (to == NULL)
		fprintf(stderr, "parvis: %s\n", error);
	else if (!app_claim_files(app, to))
		fprintf(stderr, "parvis: there is no organisation yet, and so no files.\n");
	else if (text_equal(blobs_place(to), blobs_place(app->house.blobs)))
		fprintf(stderr, "parvis: that is where the files are.\n");
	else
		code = move(app, to);
	return command_close(app, code);
}
