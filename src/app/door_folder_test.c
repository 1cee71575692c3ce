/* door_folder_test: whichever door people come through to folders and files (the console, its API, a drive, small
 * pictures, a zip, who sees what), they find what the rule says, in trees by chance. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "blob/blob.h"
#include "clients/clients.h"
#include "core/app_password.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "dav/path.h"
#include "db/db_testing.h"
#include "folders/folder_world_test.h"
#include "rights/user_type.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PEOPLE = 2 * PEOPLE_OF_KIND, CHANGES = 90, LOOKS = 5 };

struct doors {
	struct gate gate;
	struct folder_world world;
	uint64_t seed;
	char keys[PEOPLE][APP_PASSWORD_TEXT + 1];
	struct arena *arena; /* of one question */
};

/* Who asks, of which client. */
struct asker {
	struct doors *doors;
	const struct tree *tree;
	size_t which;
	struct folder_access access;
};

/* ---- a world that stays ---- */

static void
write_people(struct tx *tx, struct doors *doors)
{
	struct folder_world *world = &doors->world;

	db_run(tx, "update client set company_id = 300, name = 'C' || id, name_key = 'c' || id where id > 700");
	for (size_t i = 0; i < PEOPLE; i++) {
		const struct folder_person *person = &world->people[i];
		struct app_password_owner owner = {.contact = person->staff ? 0 : person->id,
						   .staff = person->staff ? person->id : 0};

		if (person->staff)
			db_run(tx, "update staff set email = 's' || id || '@example.fr' where id = $1",
			       db_int(person->id));
		else
			db_run(tx,
			       "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) "
			       "values ($1, 'A', 'B', 'b', 's' || cast($1 as bigint) || '@example.fr', '', 0, 1)",
			       db_int(person->id));
		for (int t = 0; t < TREES; t++)
			db_run(tx,
			       person->staff
				       ? "insert into client_staff (client_id, staff_id, level, given_at) values ($1, $2, $3, 0)"
				       : "insert into client_contact (client_id, contact_id, created_at) values ($1, $2, $3)",
			       db_int(world->trees[t].client), db_int(person->id), db_int(person->cap));
		app_password_create(tx, &owner, "Drive", doors->keys[i]);
	}
}

/* Each has bytes of its own, and a small picture. */
static void
write_bytes(struct tx *tx, struct doors *doors)
{
	static const enum db_type types[] = {DB_TEXT};
	size_t count;
	struct db_value *cells =
		db_sql_cells(tx, (struct db_sql){.sql = "select distinct blob from file_version"}, types, 1, &count);
	struct blobs *blobs = door_house(doors->gate.door)->blobs;
	struct blob blob;

	for (size_t i = 0; i < count; i++) {
		struct db_value was = cells[i], is;

		assert_true(blob_put(tx_arena(tx), blobs, STR("paper"), &blob));
		is = db_text(arena_text(tx_arena(tx), blob.name));
		db_run(tx, "update file_version set blob = $2 where blob = $1", was, is);
		db_run(tx, "update file set blob = $2 where blob = $1", was, is);
		db_run(tx,
		       "update file_look set blob = $2, picture = 'made', picture_blob = $2, picture_type = 'image/png' where "
		       "blob = $1",
		       was, is);
	}
}

static void
live(struct tx *tx, void *data)
{
	struct doors *doors = data;

	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '', 'F', 'A', 30, 1, 1)");
	folder_world_make(&doors->world, tx, doors->seed);
	for (int change = 0; change < CHANGES; change++)
		folder_world_change(&doors->world);
	write_people(tx, doors);
	write_bytes(tx, doors);
}

/* Groups of contacts are nobody's here, and staff have what their profile leaves of what they were given. */
static void
take_people(struct tx *tx, struct doors *doors)
{
	const struct rights *rights = doors->gate.world.rights;
	const struct user_type *usual = rights_user_type(rights, 0);

	for (size_t i = 0; i < PEOPLE; i++) {
		struct folder_person *person = &doors->world.people[i];
		const struct viewer *viewer = person->staff ? viewer_of_staff(tx, person->id) : NULL;

		if (viewer == NULL)
			person->user_type = usual == NULL ? 0 : usual->id;
		else
			person->cap =
				(enum folder_level)client_level_of(tx, rights, viewer, doors->world.trees[0].client);
	}
}

/* ---- asking ---- */

static const char *
printed(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

static void
compare(const struct asker *asker, bool right, const char *what, int64_t folder)
{
	folder_compare(&asker->doors->world, right, what, &asker->access, folder);
}

static enum folder_level
level_in(const struct asker *asker, int64_t folder)
{
	if (folder != asker->tree->client && tree_node(asker->tree, folder) == NULL)
		return FOLDER_NONE;
	return folder_naive(&asker->doors->world, asker->tree, &asker->access, folder);
}

static bool
shows(const struct asker *asker, int64_t folder)
{
	return folder == asker->tree->client ||
	       (tree_node(asker->tree, folder) != NULL &&
		folder_naive_shows(&asker->doors->world, asker->tree, &asker->access, folder));
}

static bool
has(const struct asker *asker, const struct paper *paper)
{
	return paper->removed_with == 0 && level_in(asker, paper->folder) != FOLDER_NONE;
}

static size_t
folders_in(const struct asker *asker, int64_t folder, bool deep)
{
	size_t count = 0;

	for (size_t i = 1; i < asker->tree->node_count; i++) {
		const struct node *node = &asker->tree->nodes[i];

		count += node->removed_with == 0 && node->id != folder &&
			 (deep ? folder_naive_lies_in(asker->tree, node->id, folder) : node->parent == folder) &&
			 shows(asker, node->id);
	}
	return count;
}

static size_t
papers_in(const struct asker *asker, int64_t folder, bool deep)
{
	size_t count = 0;

	for (size_t i = 0; i < asker->tree->paper_count; i++) {
		const struct paper *paper = &asker->tree->papers[i];

		count += has(asker, paper) &&
			 (deep ? folder_naive_lies_in(asker->tree, paper->folder, folder) : paper->folder == folder);
	}
	return count;
}

static struct door_answer
ask_console(const struct asker *asker, const char *what, int64_t id, const char *below)
{
	struct arena *arena = asker->doors->arena;

	return door_get(asker->doors->gate.door, arena, asker->access.person.id,
			arena_printf(arena, "/console/clients/%s/%s/%s%s", printed(arena, asker->tree->client), what,
				     printed(arena, id), below),
			NULL);
}

static size_t
occurrences(const struct door_answer *answer, const char *what)
{
	size_t count = 0, length = strlen(what);

	for (size_t i = 0; i + length <= answer->length; i++)
		count += memcmp(answer->text + i, what, length) == 0;
	return count;
}

/* ---- a drive ---- */

/* By ids, which lead there whatever lies beside. */
static const char *
drive_path(const struct asker *asker, int64_t folder)
{
	struct arena *arena = asker->doors->arena;

	for (size_t i = 1; i < asker->tree->node_count; i++) {
		const struct node *node = &asker->tree->nodes[i];

		if (node->id == folder)
			return arena_printf(arena, "%s/%s", drive_path(asker, node->parent),
					    name_with_id(arena, node->name, folder));
	}
	return arena_printf(arena, "/dav/%sC%" PRId64 " (C-%td)", asker->access.person.staff ? "clients/" : "",
			    asker->tree->client, asker->tree - asker->doors->world.trees);
}

static const char *
drive_file(const struct asker *asker, const struct paper *paper)
{
	return arena_printf(asker->doors->arena, "%s/%s", drive_path(asker, paper->folder),
			    name_with_id(asker->doors->arena, paper->name, paper->id));
}

static struct door_answer
ask_drive(const struct asker *asker, enum http_method method, const char *path, const char *to)
{
	struct arena *arena = asker->doors->arena;

	return door_ask(
		asker->doors->gate.door, arena,
		&(struct door_request){.method = method,
				       .path = path,
				       .depth = method == HTTP_PROPFIND ? "1" : NULL,
				       .destination = to,
				       .basic = arena_printf(arena, "s%" PRId64 "@example.fr:%s",
							     asker->access.person.id, asker->doors->keys[asker->which]),
				       .secure = true,
				       .unprepared = true,
				       .undone = method != HTTP_PROPFIND && method != HTTP_GET});
}

static void
list_on_drive(const struct asker *asker, int64_t folder)
{
	struct door_answer answer = ask_drive(asker, HTTP_PROPFIND, drive_path(asker, folder), NULL);
	size_t inner = folders_in(asker, folder, false), files = papers_in(asker, folder, false);

	compare(asker, answer.status == (shows(asker, folder) ? 207 : 404), "on a drive", folder);
	if (answer.status == 207) {
		compare(asker, occurrences(&answer, "<D:collection/>") == 1 + inner, "folders on a drive", folder);
		compare(asker, occurrences(&answer, "<D:response>") == 1 + inner + files, "files on a drive", folder);
	}
}

static void
change_on_drive(const struct asker *asker, int64_t folder)
{
	struct door_answer answer = ask_drive(
		asker, HTTP_MKCOL, arena_printf(asker->doors->arena, "%s/Neuf", drive_path(asker, folder)), NULL);
	enum folder_level level = level_in(asker, folder);

	compare(asker,
		answer.status == (level == FOLDER_FULL	 ? 201
				  : shows(asker, folder) ? 403
							 : 409),
		"a folder made on a drive", folder);
}

static void
file_on_drive(const struct asker *asker, const struct paper *paper)
{
	const char *path = drive_file(asker, paper);
	enum folder_level level = has(asker, paper) ? level_in(asker, paper->folder) : FOLDER_NONE,
			  above = level_in(asker, asker->tree->client);
	int changed = level == FOLDER_FULL ? 204 : level == FOLDER_READ ? 403 : 404;
	const char *to =
		arena_printf(asker->doors->arena, "%s/Neuf.pdf",
			     path_href(asker->doors->arena, drive_path(asker, asker->tree->client) + 5, false));

	compare(asker, ask_drive(asker, HTTP_GET, path, NULL).status == (level == FOLDER_NONE ? 404 : 200),
		"a file from a drive", paper->folder);
	compare(asker, ask_drive(asker, HTTP_DELETE, path, NULL).status == changed, "removed on a drive",
		paper->folder);
	if (level == FOLDER_FULL)
		changed = above == FOLDER_FULL ? 201 : 403;
	compare(asker, ask_drive(asker, HTTP_MOVE, path, to).status == changed, "moved on a drive", paper->folder);
}

/* ---- the console ---- */

static void
list_in_console(const struct asker *asker, int64_t folder)
{
	struct door_answer page = ask_console(asker, "folders", folder, ""), zip;
	const struct doc *inner = doc_get_list(page.json, "folders"), *files = doc_get_list(page.json, "files");

	compare(asker, page.status == (shows(asker, folder) ? 200 : 404), "a page", folder);
	if (page.status != 200)
		return;
	compare(asker, inner->list.count == folders_in(asker, folder, false), "folders of a page", folder);
	compare(asker, files->list.count == papers_in(asker, folder, false), "files of a page", folder);
	zip = ask_console(asker, "folders", folder, "/zip");
	if (zip.status == 200)
		compare(asker,
			occurrences(&zip, "PK\1\2") == folders_in(asker, folder, true) + papers_in(asker, folder, true),
			"in a zip", folder);
	else
		compare(asker, folders_in(asker, folder, true) + papers_in(asker, folder, true) == 0, "no zip", folder);
}

static void
file_in_console(const struct asker *asker, const struct paper *paper)
{
	int status = has(asker, paper) ? 200 : 404, seen;

	compare(asker, ask_console(asker, "files", paper->id, "").status == status, "the page of a file",
		paper->folder);
	compare(asker, ask_console(asker, "files", paper->id, "/download").status == status, "a download",
		paper->folder);
	seen = ask_console(asker, "files", paper->id, "/thumbnail").status;
	if (status == 404 || paper->text[0] != '\0') /* of the others nobody knows whether they were looked at */
		compare(asker, seen == status, "a small picture", paper->folder);
}

/* What each of the others may there, as it is told to who may give rights. */
static void
told_who_sees(const struct asker *asker, int64_t folder)
{
	struct door_answer answer = ask_console(asker, "folders", folder, "/people");
	const struct doc *people = answer.json == NULL ? NULL : doc_get_list(answer.json, "people");

	if (answer.status != 200)
		return;
	for (size_t r = 0; r < people->list.count; r++)
		for (size_t i = 0; i < PEOPLE_OF_KIND; i++) {
			struct asker other = *asker;
			const char *code = arena_printf(asker->doors->arena, "who=contact.%s",
							printed(asker->doors->arena, asker->doors->world.people[i].id));
			const struct doc *row = people->list.items[r];

			other.access.person = asker->doors->world.people[i];
			if (strstr(doc_get_text(row, "rights_href"), code) != NULL)
				compare(&other,
					text_equal(doc_get_text(row, "level"),
						   folder_level_names[level_in(&other, folder)]),
					"who sees it", folder);
		}
}

/* ---- all of it ---- */

static void
look(struct asker *asker)
{
	struct chance *chance = &asker->doors->world.chance;
	int64_t folder = asker->tree->nodes[draw(chance, asker->tree->node_count)].id;
	const struct paper *paper =
		asker->tree->paper_count == 0 ? NULL : &asker->tree->papers[draw(chance, asker->tree->paper_count)];

	list_on_drive(asker, folder);
	change_on_drive(asker, folder);
	if (paper != NULL)
		file_on_drive(asker, paper);
	if (!asker->access.person.staff)
		return;
	list_in_console(asker, folder);
	told_who_sees(asker, folder);
	if (paper != NULL)
		file_in_console(asker, paper);
}

static void
look_at_all(struct doors *doors)
{
	for (size_t which = 0; which < PEOPLE; which++)
		for (int t = 0; t < TREES * LOOKS; t++) {
			const struct tree *tree = &doors->world.trees[t % TREES];
			struct asker asker = {
				doors, tree, which, {tree->client, doors->world.people[which], NULL, "Test"}};

			arena_reset(doors->arena);
			look(&asker);
		}
}

TEST_BOTH_ENGINES_WITH(rights_world_make, every_door_to_folders_opens_as_the_rule_says)
{
	struct doors doors = {.gate = gate_of(db, arena), .seed = property_seed() + 7200, .arena = arena_new(0)};
	struct tx *tx;

	world_write(&doors.gate.world, live, &doors);
	door_forget_rights(doors.gate.door);
	tx = db_read(db, arena);
	take_people(tx, &doors);
	db_read_end(tx);
	look_at_all(&doors);
	arena_free(doors.arena);
	rights_free(doors.gate.world.rights);
	if (doors.world.wrong > 0)
		fail_msg("seed %" PRIu64 ": %zu of %zu answers at the doors are wrong", doors.seed, doors.world.wrong,
			 doors.world.compared);
	printf("%zu answers at the doors compared\n", doors.world.compared);
}
