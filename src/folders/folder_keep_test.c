/* folder_keep_test: a folder that moves and keeps its rights, where the same said in one folder would mean something
 * else. */
#include "folders/folder_keep.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

enum { CLIENT = 701, NORTH = 1, SOUTH, ANNE = 801 };

static const struct folder_access all = {
	.client = CLIENT, .person = {.staff = true, .id = 990, .cap = FOLDER_FULL}, .name = "Test"};

static int64_t
make(struct tx *tx, int64_t parent, const char *name)
{
	int64_t id = 0;

	assert_int_equal(folder_create(tx, &all, parent, name, &id), FOLDER_DONE);
	return id;
}

static void
say(struct tx *tx, int64_t folder, enum folder_whose whose, int64_t who_id, enum folder_level level)
{
	const struct folder_right right = {folder, whose, who_id, level};

	folder_right_set(tx, &folder_find(tx, &all, folder)->folder, &right);
}

static int
level_of(struct tx *tx, int64_t staff, int64_t contact, int64_t folder)
{
	const struct folder_access access = {
		.client = CLIENT,
		.person = {.staff = staff != 0, .id = staff + contact, .cap = FOLDER_FULL},
	};
	const struct folder_seen *seen = folder_find(tx, &access, folder);

	return seen == NULL ? FOLDER_NONE : (int)seen->level;
}

static void
move_kept(struct tx *tx, int64_t folder, int64_t parent, size_t written)
{
	static const struct folder_person anne = {.id = ANNE, .cap = FOLDER_FULL};
	struct folder_keep keep = {.folder = &folder_find(tx, &all, folder)->folder,
				   .to = &folder_find(tx, &all, parent)->folder,
				   .contacts = &anne,
				   .contact_count = 1};

	folder_keep_read(tx, &keep);
	folder_keep_plan(tx, &keep);
	assert_int_equal(keep.writes.count, written);
	assert_int_equal(folder_move_kept(tx, &all, folder, parent, &keep, false), FOLDER_DONE);
}

/* Eva is in two groups: the nearer one lets her, the one above does not. Said together, the stricter would count. */
static void
groups_apart(struct tx *tx, void *data)
{
	int64_t top = make(tx, CLIENT, "Haut"), near = make(tx, top, "Près"), moved = make(tx, near, "Déplacé"),
		to = make(tx, CLIENT, "Ailleurs");

	(void)data;
	db_run(tx, "insert into crew (id, name, created_at, version) values (1, 'N', 0, 1), (2, 'S', 0, 1)");
	db_run(tx, "insert into crew_member (crew_id, staff_id) values (1, $1), (2, $1)", db_int(EVA));
	say(tx, top, WHOSE_CREW, NORTH, FOLDER_NONE);
	say(tx, near, WHOSE_CREW, SOUTH, FOLDER_FULL);
	assert_int_equal(level_of(tx, EVA, 0, moved), FOLDER_FULL);
	move_kept(tx, moved, to, 3); /* both groups, and herself */
	assert_int_equal(level_of(tx, EVA, 0, moved), FOLDER_FULL);
	tx_refuse(tx);
}

/* The new place speaks of Anne herself: below the folder what is said of all contacts counted, and goes on to count. */
static void
somebody_new(struct tx *tx, void *data)
{
	int64_t moved = make(tx, CLIENT, "Déplacé"), inner = make(tx, moved, "Dedans"),
		alike = make(tx, moved, "Pareil"), to = make(tx, CLIENT, "Ailleurs");

	(void)data;
	say(tx, moved, WHOSE_CONTACTS, 0, FOLDER_READ);
	say(tx, inner, WHOSE_CONTACTS, 0, FOLDER_NONE);
	say(tx, alike, WHOSE_CONTACTS, 0, FOLDER_READ);
	say(tx, to, WHOSE_CONTACT, ANNE, FOLDER_FULL);
	move_kept(tx, moved, to, 2);
	assert_int_equal(level_of(tx, 0, ANNE, moved), FOLDER_READ);
	assert_int_equal(level_of(tx, 0, ANNE, inner), FOLDER_NONE);
	assert_int_equal(level_of(tx, 0, ANNE, alike), FOLDER_READ);
	move_kept(tx, moved, CLIENT, 0); /* nothing above speaks of anybody */
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_moved_folder_keeps_what_groups_gave_apart)
{
	assert_int_equal(db_write(db, arena, groups_apart, NULL), DB_REFUSED);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_moved_folder_stays_closed_to_whom_only_the_new_place_knows)
{
	assert_int_equal(db_write(db, arena, somebody_new, NULL), DB_REFUSED);
}
