/* door_folder_test: whichever door people come through to folders and files (the console, the portal, a drive), they
 * find what the rule says, in trees by chance. */
#include "app/door_folder_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "blob/blob.h"
#include "clients/clients.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "db/db_testing.h"
#include "rights/user_type.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 3, CHANGES = 60, LOOKS = 4 };

/* ---- a world that stays ---- */

static void
write_people(struct tx *tx, struct doors *doors)
{
	struct folder_world *world = &doors->world;

	db_run(tx, "update client set company_id = 300, name = 'C' || id, name_key = 'c' || id where id > 700");
	for (size_t i = 0; i < DOOR_PEOPLE; i++) {
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

/* Each has bytes of its own, and a small picture, which is that of its only page, too. */
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
		       "update file_look set blob = $2, picture = 'made', picture_blob = $2, picture_type = 'image/png', pages = 1 "
		       "where blob = $1",
		       was, is);
	}
	db_run(tx,
	       "insert into file_page (look_id, page, picture, blob, type, made_at) select id, 1, 'made', "
	       "picture_blob, picture_type, 0 from file_look where picture_blob is not null on conflict do nothing");
}

static void
begin(struct tx *tx, void *data)
{
	struct doors *doors = data;

	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '', 'F', 'A', 30, 1, 1)");
	folder_world_make(&doors->world, tx, doors->seed);
	write_people(tx, doors);
	pages_enter(tx, doors);
}

static void
live(struct tx *tx, void *data)
{
	struct doors *doors = data;

	doors->world.tx = tx;
	for (int change = 0; change < CHANGES; change++)
		folder_world_change(&doors->world);
	write_bytes(tx, doors);
	pages_tell_who(tx, doors);
}

/* Groups of contacts are nobody's here, and staff have what their profile leaves of what they were given. */
static void
take_people(struct tx *tx, struct doors *doors)
{
	const struct rights *rights = doors->gate.world.rights;
	const struct user_type *usual = rights_user_type(rights, 0);

	for (size_t i = 0; i < DOOR_PEOPLE; i++) {
		struct folder_person *person = &doors->world.people[i];
		const struct viewer *viewer = person->staff ? viewer_of_staff(tx, person->id) : NULL;

		if (viewer == NULL)
			person->user_type = usual == NULL ? 0 : usual->id;
		else
			person->cap =
				(enum folder_level)client_level_of(tx, rights, viewer, doors->world.trees[0].client);
	}
}

/* ---- what the rule says ---- */

void
asker_compare(const struct asker *asker, bool right, const char *what, int64_t folder)
{
	folder_compare(&asker->doors->world, right, what, &asker->access, folder);
}

enum folder_level
asker_level(const struct asker *asker, int64_t folder)
{
	if (folder != asker->tree->client && tree_node(asker->tree, folder) == NULL)
		return FOLDER_NONE;
	return folder_naive(&asker->doors->world, asker->tree, &asker->access, folder);
}

bool
asker_sees(const struct asker *asker, int64_t folder)
{
	return folder == asker->tree->client ||
	       (tree_node(asker->tree, folder) != NULL &&
		folder_naive_shows(&asker->doors->world, asker->tree, &asker->access, folder));
}

bool
asker_has(const struct asker *asker, const struct paper *paper)
{
	return paper->removed_with == 0 && asker_level(asker, paper->folder) != FOLDER_NONE;
}

size_t
asker_folders(const struct asker *asker, int64_t folder, bool deep)
{
	size_t count = 0;

	for (size_t i = 1; i < asker->tree->node_count; i++) {
		const struct node *node = &asker->tree->nodes[i];

		count += node->removed_with == 0 && node->id != folder &&
			 (deep ? folder_naive_lies_in(asker->tree, node->id, folder) : node->parent == folder) &&
			 asker_sees(asker, node->id);
	}
	return count;
}

size_t
asker_papers(const struct asker *asker, int64_t folder, bool deep)
{
	size_t count = 0;

	for (size_t i = 0; i < asker->tree->paper_count; i++) {
		const struct paper *paper = &asker->tree->papers[i];

		count += asker_has(asker, paper) &&
			 (deep ? folder_naive_lies_in(asker->tree, paper->folder, folder) : paper->folder == folder);
	}
	return count;
}

size_t
answer_count(const struct door_answer *answer, const char *words)
{
	size_t count = 0, length = strlen(words);

	for (size_t i = 0; i + length <= answer->length; i++)
		count += memcmp(answer->text + i, words, length) == 0;
	return count;
}

/* ---- all of it ---- */

static const struct paper *
draw_paper(struct chance *chance, const struct tree *tree)
{
	return tree->paper_count == 0 ? NULL : &tree->papers[draw(chance, tree->paper_count)];
}

static void
look(const struct asker *asker)
{
	struct chance *chance = &asker->doors->world.chance;
	int64_t folder = asker->tree->nodes[draw(chance, asker->tree->node_count)].id;
	const struct paper *paper = draw_paper(chance, asker->tree);

	drive_look(asker, folder, paper, draw_paper(chance, asker->tree));
	pages_look(asker, folder, paper);
}

/* The same contact, as a staff user sees them in a preview. */
static void
look_in_preview(const struct asker *asker)
{
	struct asker looked = *asker;
	struct chance *chance = &asker->doors->world.chance;

	looked.access.looker = &asker->doors->world.people[PEOPLE_OF_KIND];
	pages_look(&looked, asker->tree->nodes[draw(chance, asker->tree->node_count)].id,
		   draw_paper(chance, asker->tree));
}

static void
look_at_all(struct doors *doors)
{
	for (size_t which = 0; which < DOOR_PEOPLE; which++)
		for (int t = 0; t < TREES * LOOKS; t++) {
			const struct tree *tree = &doors->world.trees[t % TREES];
			struct asker asker = {
				doors, tree, which, {tree->client, doors->world.people[which], NULL, "Test"}};

			arena_reset(doors->arena);
			look(&asker);
			if (!asker.access.person.staff)
				look_in_preview(&asker);
		}
}

TEST_BOTH_ENGINES_WITH(rights_world_make, every_door_to_folders_opens_as_the_rule_says)
{
	struct doors doors = {.gate = gate_of(db, arena), .seed = property_seed() + 7200, .arena = arena_new(0)};
	struct tx *tx;

	world_write(&doors.gate.world, begin, &doors);
	door_forget_rights(doors.gate.door);
	tx = db_read(db, arena);
	take_people(tx, &doors);
	db_read_end(tx);
	for (int round = 0; round < ROUNDS; round++) {
		world_write(&doors.gate.world, live, &doors);
		look_at_all(&doors);
	}
	arena_free(doors.arena);
	rights_free(doors.gate.world.rights);
	if (doors.world.wrong > 0)
		fail_msg("seed %" PRIu64 ": %zu of %zu answers at the doors are wrong", doors.seed, doors.world.wrong,
			 doors.world.compared);
	printf("%zu answers at the doors compared\n", doors.world.compared);
}
