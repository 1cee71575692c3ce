/* members: goes through folders, then files, each by name, from where the last portion ended. */
#include "dav/members.h"

#include "base/arena.h"
#include "dav/path.h"

static struct place
member(struct arena *arena, const struct place *in, enum place_kind kind, const char *name)
{
	return (struct place){.kind = kind,
			      .path = arena_printf(arena, "%s%s%s", in->path, in->path[0] == '\0' ? "" : "/", name),
			      .name = name,
			      .access = in->access};
}

/* ---- lists that are short ---- */

static void
list_clients(struct request *rq, struct members *members)
{
	const struct client_place *clients = client_places(rq, &members->list_count);

	members->list = arena_make_array(rq->arena, struct place, members->list_count + 1);
	for (size_t i = 0; i < members->list_count; i++) {
		struct folder_seen *root = arena_make(rq->arena, struct folder_seen);

		root->folder = folder_root(clients[i].id);
		members->list[i] = member(rq->arena, members->in, PLACE_FOLDER, clients[i].name);
		members->list[i].folder = root;
	}
}

static void
list_top(struct request *rq, struct members *members)
{
	members->list = arena_make(rq->arena, struct place);
	*members->list = member(rq->arena, members->in, PLACE_CLIENTS, PLACE_OF_CLIENTS);
	members->list_count = 1;
}

static void
leave(void *data)
{
	struct members *members = data;

	arena_free(members->arena);
}

struct members *
members_of(struct request *rq, const struct place *in)
{
	struct members *members = arena_make(rq->arena, struct members);

	*members = (struct members){.in = in, .arena = arena_new(0)};
	arena_at_end(rq->arena, leave, members);
	if (in->kind == PLACE_CLIENTS)
		list_clients(rq, members);
	else if (in->kind == PLACE_TOP)
		list_top(rq, members);
	else
		members->ended = in->kind != PLACE_FOLDER;
	return members;
}

static const struct place *
next_of_list(struct members *members, size_t *count)
{
	const struct place *first = members->list + members->list_next;
	size_t left = members->list_count - members->list_next;

	*count = left < MEMBERS_AT_ONCE ? left : MEMBERS_AT_ONCE;
	members->list_next += *count;
	members->ended = members->list_next == members->list_count;
	return first;
}

/* ---- folders and files ---- */

static void
note_last(struct members *members, const char *key, int64_t id)
{
	arena_reset(members->arena);
	members->key = arena_text(members->arena, key);
	members->id = id;
}

/* Of folders of one name the first that is seen bears it; it goes before a file, too. The others bear their id. */
static const struct place *
next_folders(struct tx *tx, struct members *members, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	const struct place *in = members->in;
	const struct folder_seen *inner =
		folder_children(tx, in->access, in->folder, members->key, members->id, MEMBERS_AT_ONCE, count);
	struct place *places = arena_make_array(arena, struct place, *count + 1);

	for (size_t i = 0; i < *count; i++) {
		const struct folder *folder = &inner[i].folder;
		const char *key = folder_name_key(arena, folder->name);

		places[i] = member(arena, in, PLACE_FOLDER,
				   text_equal(key, members->key) ? name_with_id(arena, folder->name, folder->id)
								 : folder->name);
		places[i].folder = &inner[i];
		note_last(members, key, folder->id);
	}
	if (*count < MEMBERS_AT_ONCE) {
		members->files = true;
		members->key = NULL;
	}
	return places;
}

/* Folders of these names, seen or not. */
static const struct folder_seen *
namesakes_of(struct tx *tx, const struct place *in, const struct file *files, size_t file_count, size_t *count)
{
	struct folder_spot *spots = arena_make_array(tx_arena(tx), struct folder_spot, file_count + 1);

	for (size_t i = 0; i < file_count; i++)
		spots[i] = (struct folder_spot){in->folder->folder.id, files[i].name_key};
	return folders_at(tx, in->access, spots, file_count, count);
}

static bool
is_taken(struct tx *tx, const struct place *in, const char *key, const struct folder_seen *inner, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(folder_name_key(tx_arena(tx), inner[i].folder.name), key) &&
		    (inner[i].level != FOLDER_NONE || folder_find(tx, in->access, inner[i].folder.id) != NULL))
			return true;
	return false;
}

static const struct place *
next_files(struct tx *tx, struct members *members, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	const struct place *in = members->in;
	const struct file *files =
		files_in(tx, in->access, in->folder, members->key, members->id, MEMBERS_AT_ONCE, count);
	size_t inner_count;
	const struct folder_seen *inner = namesakes_of(tx, in, files, *count, &inner_count);
	struct place *places = arena_make_array(arena, struct place, *count + 1);

	for (size_t i = 0; i < *count; i++) {
		places[i] = member(arena, in, PLACE_FILE,
				   is_taken(tx, in, files[i].name_key, inner, inner_count)
					   ? name_with_id(arena, files[i].name, files[i].id)
					   : files[i].name);
		places[i].folder = in->folder;
		places[i].file = &files[i];
	}
	if (*count > 0)
		note_last(members, files[*count - 1].name_key, files[*count - 1].id);
	members->ended = *count < MEMBERS_AT_ONCE;
	return places;
}

const struct place *
members_next(struct tx *tx, struct members *members, size_t *count)
{
	*count = 0;
	if (members->ended)
		return NULL;
	if (members->list != NULL)
		return next_of_list(members, count);
	return members->files ? next_files(tx, members, count) : next_folders(tx, members, count);
}
