/* door_folder_drive_test: folders by chance, opened as a drive: what lies there, and what is put, copied, moved and
 * removed. */
#include "app/door_folder_test.h"

#include "base/arena.h"
#include "dav/path.h"

#include <inttypes.h>

/* ---- paths ---- */

static const char *
root_of(const struct asker *asker, const struct tree *tree)
{
	return arena_printf(asker->doors->arena, "/dav/%sC%" PRId64 " (C-%td)",
			    asker->access.person.staff ? "clients/" : "", tree->client,
			    tree - asker->doors->world.trees);
}

/* By ids, which lead there whatever lies beside. */
static const char *
path_of(const struct asker *asker, int64_t folder)
{
	struct arena *arena = asker->doors->arena;

	for (size_t i = 1; i < asker->tree->node_count; i++) {
		const struct node *node = &asker->tree->nodes[i];

		if (node->id == folder)
			return arena_printf(arena, "%s/%s", path_of(asker, node->parent),
					    name_with_id(arena, node->name, folder));
	}
	return root_of(asker, asker->tree);
}

static const char *
path_of_paper(const struct asker *asker, const struct paper *paper)
{
	return arena_printf(asker->doors->arena, "%s/%s", path_of(asker, paper->folder),
			    name_with_id(asker->doors->arena, paper->name, paper->id));
}

/* What nobody has in any folder. */
static const char *
new_in(const struct asker *asker, int64_t folder)
{
	return arena_printf(asker->doors->arena, "%s/Neuf", path_of(asker, folder));
}

static const char *
as_url(const struct asker *asker, const char *path)
{
	return path == NULL ? NULL : path_href(asker->doors->arena, path + sizeof DAV_TOP - 1, false);
}

/* ---- asking ---- */

static struct door_answer
ask(const struct asker *asker, enum http_method method, const char *path, const char *to, const char *counted)
{
	struct arena *arena = asker->doors->arena;

	return door_ask(
		asker->doors->gate.door, arena,
		&(struct door_request){.method = method,
				       .path = path,
				       .depth = method == HTTP_PROPFIND ? "1" : NULL,
				       .destination = as_url(asker, to),
				       .sent = "plain words",
				       .basic = arena_printf(arena, "s%" PRId64 "@example.fr:%s",
							     asker->access.person.id, asker->doors->keys[asker->which]),
				       .secure = true,
				       .undone = true,
				       .counted = counted});
}

static void
expect(const struct asker *asker, enum http_method method, const char *path, const char *to, int status, int64_t folder)
{
	int answered = ask(asker, method, path, to, NULL).status;

	asker_compare(asker, answered == status,
		      arena_printf(asker->doors->arena, "%s (%d, not %d)", http_method_names[method], answered, status),
		      folder);
}

/* ---- what the rule says ---- */

/* Of something new there. */
static int
put_new(const struct asker *asker, int64_t folder)
{
	if (asker_level(asker, folder) == FOLDER_FULL)
		return 201;
	return asker_sees(asker, folder) ? 403 : 409;
}

/* Of what comes in the place of a file; where they have none, a new one. */
static int
put_over(const struct asker *asker, const struct paper *paper)
{
	if (!asker_has(asker, paper))
		return put_new(asker, paper->folder);
	return asker_level(asker, paper->folder) == FOLDER_FULL ? 204 : 403;
}

/* Of taking a file away, when nothing else speaks against it. */
static int
taken(const struct asker *asker, const struct paper *paper, int done)
{
	if (!asker_has(asker, paper))
		return 404;
	return asker_level(asker, paper->folder) == FOLDER_FULL ? done : 403;
}

/* The same of a folder: with all that is in it, seen or not. */
static int
taken_folder(const struct asker *asker, int64_t folder, int done)
{
	if (!asker_sees(asker, folder))
		return 404;
	if (folder == asker->tree->client)
		return 403;
	for (size_t i = 1; i < asker->tree->node_count; i++) {
		const struct node *node = &asker->tree->nodes[i];

		if (node->removed_with == 0 && folder_naive_lies_in(asker->tree, node->id, folder) &&
		    asker_level(asker, node->id) != FOLDER_FULL)
			return 403;
	}
	return done;
}

/* Of one moved to the top: nobody moves it to where it is closed to themselves. */
static int
moved_up(const struct asker *asker, int64_t folder)
{
	struct tree after = *asker->tree;
	struct asker there = *asker;
	int status = taken_folder(asker, folder, put_new(asker, asker->tree->client));

	there.tree = &after;
	for (size_t i = 1; i < after.node_count; i++)
		if (after.nodes[i].id == folder)
			after.nodes[i].parent = after.client;
	return status == 201 && asker_level(&there, folder) != FOLDER_FULL ? 403 : status;
}

/* ---- folders ---- */

static void
list(const struct asker *asker, int64_t folder)
{
	struct door_answer answer = ask(asker, HTTP_PROPFIND, path_of(asker, folder), NULL, NULL);
	size_t inner = asker_folders(asker, folder, false), files = asker_papers(asker, folder, false);

	asker_compare(asker, answer.status == (asker_sees(asker, folder) ? 207 : 404), "on a drive", folder);
	if (answer.status != 207)
		return;
	asker_compare(asker, answer_count(&answer, "<D:collection/>") == 1 + inner, "folders on a drive", folder);
	asker_compare(asker, answer_count(&answer, "<D:response>") == 1 + inner + files, "files on a drive", folder);
}

/* Folders, and versions of files. */
static const char all_there[] = "select (select count(*) from folder) * 10000 + (select count(*) from file_version)";

static int64_t
count_all(const struct asker *asker)
{
	struct tx *tx = db_read(asker->doors->gate.world.db, asker->doors->arena);
	int64_t count = db_get_int(tx, 0, all_there);

	db_read_end(tx);
	return count;
}

/* With what they see of it, and nothing else. Two of one name, which somebody made who saw but one of them, cannot go
 * together. */
static void
copy_folder(const struct asker *asker, int64_t folder)
{
	int64_t before = count_all(asker), top = asker->tree->client;
	struct door_answer answer = ask(asker, HTTP_COPY, path_of(asker, folder), new_in(asker, top), all_there);
	int status = folder == top ? 403 : asker_sees(asker, folder) ? put_new(asker, top) : 404;
	size_t seen = (1 + asker_folders(asker, folder, true)) * 10000 + asker_papers(asker, folder, true);

	asker_compare(asker, answer.status == status || (status == 201 && answer.status == 409), "COPY of a folder",
		      folder);
	if (answer.status == 201)
		asker_compare(asker, answer.counted - before == (int64_t)seen, "what is copied with a folder", folder);
}

static void
change_folder(const struct asker *asker, int64_t folder)
{
	const char *path = path_of(asker, folder);
	int64_t top = asker->tree->client;

	expect(asker, HTTP_MKCOL, new_in(asker, folder), NULL, put_new(asker, folder), folder);
	expect(asker, HTTP_DELETE, path, NULL, taken_folder(asker, folder, 204), folder);
	expect(asker, HTTP_MOVE, path, new_in(asker, top), moved_up(asker, folder), folder);
	copy_folder(asker, folder);
}

/* ---- files ---- */

static const char *
elsewhere(const struct asker *asker)
{
	const struct tree *trees = asker->doors->world.trees;

	return arena_printf(asker->doors->arena, "%s/Neuf", root_of(asker, asker->tree == trees ? trees + 1 : trees));
}

static void
change_file(const struct asker *asker, int64_t folder, const struct paper *paper)
{
	const char *path = path_of_paper(asker, paper), *there = new_in(asker, folder);
	int64_t in = paper->folder;
	bool has = asker_has(asker, paper);

	expect(asker, HTTP_GET, path, NULL, has ? 200 : 404, in);
	expect(asker, HTTP_DELETE, path, NULL, taken(asker, paper, 204), in);
	expect(asker, HTTP_COPY, path, there, has ? put_new(asker, folder) : 404, in);
	expect(asker, HTTP_MOVE, path, there, taken(asker, paper, put_new(asker, folder)), in);
	expect(asker, HTTP_COPY, path, elsewhere(asker), has ? 403 : 404, in);
	expect(asker, HTTP_MOVE, path, elsewhere(asker), taken(asker, paper, 403), in);
}

static void
write_over(const struct asker *asker, const struct paper *paper, const struct paper *other)
{
	const char *path = path_of_paper(asker, paper), *there = path_of_paper(asker, other);
	int over = put_over(asker, other);
	bool has = asker_has(asker, paper);

	if (paper == other)
		return;
	expect(asker, HTTP_COPY, path, there, has ? over : 404, paper->folder);
	expect(asker, HTTP_MOVE, path, there, taken(asker, paper, over), paper->folder);
}

/* A file of theirs, or a new one: what is put is looked at in the sandbox, and that takes its time. */
static void
put(const struct asker *asker, int64_t folder, const struct paper *paper)
{
	if (paper == NULL || draw_once_in(&asker->doors->world.chance, 2))
		expect(asker, HTTP_PUT, new_in(asker, folder), NULL, put_new(asker, folder), folder);
	else
		expect(asker, HTTP_PUT, path_of_paper(asker, paper), NULL, put_over(asker, paper), paper->folder);
}

void
drive_look(const struct asker *asker, int64_t folder, const struct paper *paper, const struct paper *other)
{
	list(asker, folder);
	change_folder(asker, folder);
	put(asker, folder, paper);
	if (paper == NULL)
		return;
	change_file(asker, folder, paper);
	write_over(asker, paper, other);
}
