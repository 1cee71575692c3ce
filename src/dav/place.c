/* place: goes a path step by step, through the eyes of who asks. */
#include "dav/place.h"

#include "dav/path.h"
#include "sys/file_name.h"

#include <string.h>

/* ---- one step ---- */

/* Folders go before files of the same name, the older before the younger: the others bear their id. */
static bool
step_by_id(struct request *rq, struct place *place, const char *name)
{
	int64_t id = name_id(name);
	const struct folder_seen *in = place->folder, *folder;
	struct file_seen *file;

	if (id == 0)
		return false;
	folder = folder_find(rq->tx, place->access, id);
	if (folder != NULL && folder->folder.parent_id == in->folder.id && id != place->access->client &&
	    text_equal(name_with_id(rq->arena, folder->folder.name, id), name)) {
		place->folder = folder;
		return true;
	}
	file = file_find(rq->tx, place->access, id);
	if (file == NULL || file->file.folder_id != in->folder.id ||
	    !text_equal(name_with_id(rq->arena, file->file.name, id), name))
		return false;
	place->kind = PLACE_FILE;
	place->file = &file->file;
	return true;
}

static bool
step(struct request *rq, struct place *place, const char *name)
{
	const struct folder_seen *folder = folder_named(rq->tx, place->access, place->folder, name);

	if (folder != NULL) {
		place->folder = folder;
		return true;
	}
	place->file = file_named(rq->tx, place->access, place->folder, name);
	if (place->file != NULL) {
		place->kind = PLACE_FILE;
		return true;
	}
	return step_by_id(rq, place, name);
}

/* ---- whose folders ---- */

/* From here on the contact acts for this client, which is one of theirs. */
static void
act_for(struct request *rq, int64_t client)
{
	struct viewer *acting = arena_make(rq->arena, struct viewer);

	*acting = *rq->viewer;
	acting->client = client;
	rq->viewer = acting;
}

static void
open_client(struct request *rq, struct place *place, int64_t client)
{
	const struct folder_access *access;

	if (client != 0 && rq->viewer->kind == VIEWER_CLIENT)
		act_for(rq, client);
	access = client == 0 ? NULL : folder_access_of(rq, client);
	place->folder = access == NULL ? NULL : folder_find(rq->tx, access, client);
	place->kind = place->folder == NULL ? PLACE_NONE : PLACE_FOLDER;
	place->access = place->folder == NULL ? NULL : access;
}

static bool
has_one_client(const struct request *rq)
{
	return rq->viewer->kind == VIEWER_CLIENT && rq->viewer->client_count == 1;
}

static struct place
top(struct request *rq)
{
	struct place place = {.kind = PLACE_CLIENTS, .path = "", .name = ""};

	if (rq->viewer->kind == VIEWER_STAFF)
		place.kind = PLACE_TOP;
	else if (has_one_client(rq))
		open_client(rq, &place, rq->viewer->client);
	return place;
}

static void
go(struct request *rq, struct place *place, const char *name)
{
	switch (place->kind) {
	case PLACE_TOP:
		place->kind = text_equal(name, PLACE_OF_CLIENTS) ? PLACE_CLIENTS : PLACE_NONE;
		return;
	case PLACE_CLIENTS:
		open_client(rq, place, client_place_named(rq, name));
		return;
	case PLACE_FOLDER:
		if (!step(rq, place, name))
			place->kind = PLACE_NONE;
		return;
	default: /* below nothing, or below a file, nothing lies */
		*place = (struct place){.kind = PLACE_NONE};
		return;
	}
}

struct place
dav_place_find(struct request *rq, const char *path)
{
	struct place place = top(rq);
	struct str rest = str_of(path_trimmed(rq->arena, path));

	while (rest.at != NULL && rest.length > 0) {
		struct str segment = str_cut(&rest, '/');

		go(rq, &place, arena_text_of(rq->arena, segment.at, segment.length));
	}
	place.path = path_trimmed(rq->arena, path);
	place.name = path_name(place.path);
	return place;
}

/* Some leave the slash of the top out: that is a route of its own. */
static const char *
asked_path(const struct request *rq)
{
	return rq->path.count == 0 ? "" : path_text(rq, "path");
}

struct place
dav_place_asked(struct request *rq)
{
	return dav_place_find(rq, asked_path(rq));
}

const char *
dav_place_href(struct arena *arena, const struct place *place)
{
	return path_href(arena, place->path, place->kind != PLACE_FILE && place->kind != PLACE_NONE);
}

const char *
dav_place_etag(struct arena *arena, const struct place *place)
{
	return place->kind == PLACE_FILE ? arena_printf(arena, "\"%s\"", place->file->content.blob) : NULL;
}

bool
dav_place_is_root(const struct place *place)
{
	return place->kind == PLACE_FOLDER && place->folder->folder.id == place->access->client;
}
