/* door_folder_page_test: folders by chance on the pages of the console and of the portal, as programs and people read
 * them: lists, searches, archives, files, small and large pictures, what was done. */
#include "app/door_folder_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "http/url.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <inttypes.h>
#include <string.h>

enum { SESSION = 1800 };

/* ---- who signs in ---- */

/* Of the session in which the contact acts for the client; `looked`: a staff user does, in a preview. */
static int64_t
session_id(size_t which, size_t tree, bool looked)
{
	return SESSION + (int64_t)((which * TREES + tree) * 2 + looked);
}

static const char *
token_of(struct arena *arena, int64_t session)
{
	return arena_printf(arena, "page-%" PRId64, session);
}

static void
add_session(struct tx *tx, int64_t id, const struct folder_person *contact, int64_t client, bool looked)
{
	struct hash hash = sha256(str_of(token_of(tx_arena(tx), id)));
	int64_t now = clock_now();

	db_run(tx,
	       "insert into session (id, kind, token_hash, staff_id, contact_id, client_id, half, remember, created_at, "
	       "seen_at, expires_at) values ($1, $2, $3, $4, $5, $6, 0, 0, $7, $7, $8)",
	       db_int(id), db_text(looked ? "preview" : "portal"), db_bytes(str_slice(hash.bytes, HASH_SIZE)),
	       db_optional(looked ? EVA : 0, 0), db_optional(looked ? 0 : contact->id, 0), db_int(client), db_int(now),
	       db_int(now + HOUR_MS));
	if (looked)
		db_run(tx,
		       "insert into preview (session_id, opened_by, draft, module_id, record_id, theme) select $1, $2, 0, "
		       "id, $3, '' from module where name = 'contacts'",
		       db_int(id), db_int(GATE_STAFF), db_int(contact->id));
}

void
pages_tell_who(struct tx *tx, const struct doors *doors)
{
	db_run(tx,
	       "update activity set actor_kind = case when seq % 2 = 0 then 'contact' else 'staff' end, actor_id = case "
	       "when seq % 2 = 0 then $1 + seq / 2 % $2 else $3 end",
	       db_int(doors->world.people[0].id), db_int(PEOPLE_OF_KIND), db_int(EVA));
}

static bool
did_it(const struct folder_world *world, const struct line *line, const struct folder_person *contact)
{
	return line->seq % 2 != 0 || world->people[line->seq / 2 % PEOPLE_OF_KIND].id == contact->id;
}

void
pages_enter(struct tx *tx, const struct doors *doors)
{
	const struct folder_world *world = &doors->world;

	for (size_t i = 0; i < PEOPLE_OF_KIND; i++)
		for (size_t t = 0; t < TREES; t++)
			for (int looked = 0; looked < 2; looked++)
				add_session(tx, session_id(i, t, looked), &world->people[i], world->trees[t].client,
					    looked);
}

/* ---- asking ---- */

static const char *
printed(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

static const char *
cookie_of(const struct asker *asker)
{
	bool looked = asker->access.looker != NULL;
	size_t tree = (size_t)(asker->tree - asker->doors->world.trees);

	if (asker->access.person.staff)
		return NULL;
	return arena_printf(asker->doors->arena, "%s=%s", looked ? PREVIEW_COOKIE : PORTAL_COOKIE,
			    token_of(asker->doors->arena, session_id(asker->which, tree, looked)));
}

static struct door_answer
ask(const struct asker *asker, const char *path, const char *query)
{
	bool staff = asker->access.person.staff;

	return door_ask(asker->doors->gate.door, asker->doors->arena,
			&(struct door_request){.staff = staff ? asker->access.person.id : 0,
					       .path = path,
					       .query = query,
					       .browser = !staff,
					       .cookie = cookie_of(asker),
					       .undone = true});
}

/* Where the folders of the client are, and its files. */
static const char *
home(const struct asker *asker, bool folders)
{
	struct arena *arena = asker->doors->arena;

	if (!asker->access.person.staff)
		return folders ? "/p/demo/documents" : "/p/demo/files";
	return arena_printf(arena, "/console/clients/%s/%s", printed(arena, asker->tree->client),
			    folders ? "folders" : "files");
}

static struct door_answer
ask_for(const struct asker *asker, bool folder, int64_t id, const char *below)
{
	struct arena *arena = asker->doors->arena;

	return ask(asker, arena_printf(arena, "%s/%s%s", home(asker, folder), printed(arena, id), below), NULL);
}

/* ---- lists ---- */

static const struct doc *
row_of(const struct asker *asker, const struct doc *list, int64_t id)
{
	const char *text = printed(asker->doors->arena, id);

	for (size_t i = 0; i < list->list.count; i++)
		if (text_equal(doc_get_text(list->list.items[i], "id"), text))
			return list->list.items[i];
	return NULL;
}

/* Each folder is in the list with its level, or is not there. */
static void
compare_folders(const struct asker *asker, const struct doc *list, int64_t in)
{
	asker_compare(asker, list->list.count == asker_folders(asker, in, false), "folders of a page", in);
	for (size_t i = 1; i < asker->tree->node_count; i++) {
		const struct node *node = &asker->tree->nodes[i];
		const struct doc *row = row_of(asker, list, node->id);
		bool there = node->removed_with == 0 && node->parent == in && asker_sees(asker, node->id);

		asker_compare(asker, (row != NULL) == there, "a folder of a page", node->id);
		if (row != NULL)
			asker_compare(asker,
				      text_equal(doc_get_text(row, "level"),
						 folder_level_names[asker_level(asker, node->id)]),
				      "its level", node->id);
	}
}

/* Each file is in the list, or is not there; NULL: nothing was searched for. */
static void
compare_files(const struct asker *asker, const struct doc *list, int64_t in, const struct search *search)
{
	size_t expected = 0;

	for (size_t i = 0; i < asker->tree->paper_count; i++) {
		const struct paper *paper = &asker->tree->papers[i];
		bool there = asker_has(asker, paper) &&
			     (search == NULL ? paper->folder == in
					     : folder_naive_lies_in(asker->tree, paper->folder, in) &&
						       file_world_finds(asker->doors->arena, paper, search));

		expected += there;
		asker_compare(asker, (row_of(asker, list, paper->id) != NULL) == there,
			      search == NULL ? "a file of a page" : "a file that is found", paper->folder);
	}
	asker_compare(asker, list->list.count == expected, "how many files", in);
}

static void
list_page(const struct asker *asker, int64_t folder)
{
	struct door_answer page = ask_for(asker, true, folder, "");

	asker_compare(asker, page.status == (asker_sees(asker, folder) ? 200 : 404), "a page", folder);
	if (page.status != 200)
		return;
	compare_folders(asker, doc_get_list(page.json, "folders"), folder);
	compare_files(asker, doc_get_list(page.json, "files"), folder, NULL);
}

static void
search(const struct asker *asker, int64_t folder)
{
	struct arena *arena = asker->doors->arena;
	const struct search *search = file_world_search(&asker->doors->world.chance);
	struct door_answer page = ask(
		asker, home(asker, false),
		arena_printf(arena, "in=%s&q=%s", printed(arena, folder), url_encode(arena, str_of(search->typed))));

	asker_compare(asker, page.status == (asker_sees(asker, folder) ? 200 : 404), "a search", folder);
	if (page.status == 200)
		compare_files(asker, doc_get_list(page.json, "files"), folder, search);
}

static void
zip(const struct asker *asker, int64_t folder)
{
	struct door_answer answer = ask_for(asker, true, folder, "/zip");
	size_t entries =
		asker_sees(asker, folder) ? asker_folders(asker, folder, true) + asker_papers(asker, folder, true) : 0;

	asker_compare(asker, answer.status == 200 || entries == 0, "no zip", folder);
	asker_compare(asker, answer_count(&answer, "PK\1\2") == entries, "in a zip", folder);
}

/* How many folders they have of the client, in the list of clients. */
static void
count(const struct asker *asker)
{
	struct door_answer answer = ask(asker, "/console/records/clients", NULL);
	const struct doc *list = answer.json == NULL ? NULL : doc_get_list(answer.json, "records");
	const struct doc *row = list == NULL ? NULL : row_of(asker, list, asker->tree->client);
	const struct doc *told = row == NULL ? NULL : doc_get(row, STR("folder_count"));
	int64_t expected = 0;

	for (size_t i = 1; i < asker->tree->node_count; i++)
		expected += asker_level(asker, asker->tree->nodes[i].id) != FOLDER_NONE;
	asker_compare(asker, told != NULL && told->integer == expected, "how many folders", asker->tree->client);
}

/* ---- files ---- */

static void
open_file(const struct asker *asker, const struct paper *paper)
{
	int status = asker_has(asker, paper) ? 200 : 404;
	struct door_answer page = ask_for(asker, false, paper->id, "");

	asker_compare(asker, page.status == status, "the page of a file", paper->folder);
	asker_compare(asker, ask_for(asker, false, paper->id, "/download").status == status, "a download",
		      paper->folder);
	if (status == 200 && paper->text[0] == '\0')
		return; /* of these nobody knows whether they were looked at */
	asker_compare(asker, ask_for(asker, false, paper->id, "/thumbnail").status == status, "a small picture",
		      paper->folder);
	asker_compare(asker, ask_for(asker, false, paper->id, "/picture").status == status, "a large picture",
		      paper->folder);
}

/* ---- what was done ---- */

static bool
is_told(const struct asker *asker, const struct line *line)
{
	return line->folder != 0 && did_it(&asker->doors->world, line, &asker->access.person) &&
	       activity_world_shows(&asker->doors->world, asker->tree, &asker->access, line);
}

/* Contacts read what they did and what staff did, in folders that they read, and nothing else. */
static void
own_activities(const struct asker *asker)
{
	struct door_answer page = ask(asker, "/p/demo/documents/activities", "lines=1000");
	size_t expected = 0;

	for (size_t i = 0; i < asker->tree->line_count; i++) {
		const struct line *line = &asker->tree->lines[i];
		const char *seq = arena_printf(asker->doors->arena, "\"seq\":%" PRId64 ",", line->seq);
		bool told = is_told(asker, line);

		expected += told;
		asker_compare(asker, (answer_count(&page, seq) > 0) == told, "something done", line->folder);
	}
	asker_compare(asker, page.status == 200 && answer_count(&page, "\"seq\":") == expected, "how much was done",
		      asker->tree->client);
}

/* ---- who sees what ---- */

/* What each contact may there, as it is told to who may give rights. */
static void
told_who_sees(const struct asker *asker, int64_t folder)
{
	struct door_answer answer = ask_for(asker, true, folder, "/people");
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
				asker_compare(&other,
					      text_equal(doc_get_text(row, "level"),
							 folder_level_names[asker_level(&other, folder)]),
					      "who sees it", folder);
		}
}

void
pages_look(const struct asker *asker, int64_t folder, const struct paper *paper)
{
	list_page(asker, folder);
	search(asker, folder);
	zip(asker, folder);
	if (paper != NULL)
		open_file(asker, paper);
	if (!asker->access.person.staff) {
		own_activities(asker);
		return;
	}
	count(asker);
	told_who_sees(asker, folder);
}
