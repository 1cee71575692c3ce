/* place: goes a path step by step, through the eyes of who asks. */
#include "dav/place.h"

#include "dav/path.h"
#include "sys/file_name.h"

#include <stdlib.h>
#include <string.h>

#define CLIENTS "clients"

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
		place->kind = text_equal(name, CLIENTS) ? PLACE_CLIENTS : PLACE_NONE;
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

/* ---- what lies there ---- */

static struct place
member(struct request *rq, const struct place *in, enum place_kind kind, const char *name)
{
	return (struct place){.kind = kind,
			      .path = arena_printf(rq->arena, "%s%s%s", in->path, in->path[0] == '\0' ? "" : "/", name),
			      .name = name,
			      .access = in->access};
}

static int
compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Twins stand beside one another. */
static const char **
add_folders(struct request *rq, const struct place *in, struct place *members, const struct folder_seen *inner,
	    size_t count)
{
	const char **keys = arena_make_array(rq->arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++) {
		const struct folder *folder = &inner[i].folder;

		keys[i] = folder_name_key(rq->arena, folder->name);
		members[i] = member(rq, in, PLACE_FOLDER,
				    i > 0 && text_equal(keys[i], keys[i - 1])
					    ? name_with_id(rq->arena, folder->name, folder->id)
					    : folder->name);
		members[i].folder = &inner[i];
	}
	qsort(keys, count, sizeof keys[0], compare_keys);
	return keys;
}

static struct place *
members_of_folder(struct request *rq, const struct place *in, size_t *count)
{
	size_t folder_count, file_count;
	const struct folder_seen *inner =
		folder_children(rq->tx, in->access, in->folder, NULL, 0, MEMBERS_MOST + 1, &folder_count);
	const struct file *files = files_in(rq->tx, in->access, in->folder, NULL, 0, MEMBERS_MOST + 1, &file_count);
	struct place *members;
	const char **keys;

	*count = folder_count + file_count;
	if (*count > MEMBERS_MOST)
		return NULL;
	members = arena_make_array(rq->arena, struct place, *count + 1);
	keys = add_folders(rq, in, members, inner, folder_count);
	for (size_t i = 0; i < file_count; i++) {
		const char *key = files[i].name_key;
		bool taken = bsearch(&key, keys, folder_count, sizeof keys[0], compare_keys) != NULL;
		struct place *place = &members[folder_count + i];

		*place = member(rq, in, PLACE_FILE,
				taken ? name_with_id(rq->arena, files[i].name, files[i].id) : files[i].name);
		place->folder = in->folder;
		place->file = &files[i];
	}
	return members;
}

static struct place *
members_of_clients(struct request *rq, const struct place *in, size_t *count)
{
	const struct client_place *clients = client_places(rq, count);
	struct place *members = arena_make_array(rq->arena, struct place, *count + 1);

	for (size_t i = 0; i < *count; i++) {
		struct folder_seen *root = arena_make(rq->arena, struct folder_seen);

		root->folder = folder_root(clients[i].id);
		members[i] = member(rq, in, PLACE_FOLDER, clients[i].name);
		members[i].folder = root;
	}
	return members;
}

struct place *
dav_place_members(struct request *rq, const struct place *place, size_t *count)
{
	struct place *members;

	switch (place->kind) {
	case PLACE_TOP:
		members = arena_make(rq->arena, struct place);
		*members = member(rq, place, PLACE_CLIENTS, CLIENTS);
		*count = 1;
		return members;
	case PLACE_CLIENTS:
		return members_of_clients(rq, place, count);
	case PLACE_FOLDER:
		return members_of_folder(rq, place, count);
	default:
		*count = 0;
		return NULL;
	}
}
