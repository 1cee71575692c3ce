/* folder_keep_store: works out which rights a folder must be given so that all have in it what they had before. */
#include "folders/folder_keep.h"

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdlib.h>

enum { CREWS_OF_ONE = 64, NOT_PINNED = -2 };

/* ---- what is said ---- */

static bool
is_of(const struct folder_right *right, enum folder_whose whose, int64_t who_id)
{
	return right->whose == whose && right->who_id == who_id;
}

struct folder_said
folder_said_above(struct tx *tx, const struct folder *at, bool itself)
{
	int64_t ids[FOLDER_DEPTH + 2] = {at->client_id};
	size_t count = 1;
	struct sql sql = folder_rights_begin(tx);
	struct folder_said said;

	for (int depth = 1; depth < folder_depth(at) + itself; depth++)
		ids[count++] = folder_path_id(at->path, depth);
	sql_printf(&sql, " where folder_right.client_id = $%d and folder_right.folder_id in ",
		   sql_bind(&sql, db_int(at->client_id)));
	sql_ids(&sql, ids, count);
	said.rights = folder_rights_list(tx, &sql, &said.count);
	return said;
}

static const struct db_column head_columns[] = {
	DB_COLUMN_INT64(struct folder, id),
	DB_COLUMN_INT64(struct folder, client_id),
	DB_COLUMN_TEXT(struct folder, path),
};
static const struct db_shape head_shape = DB_SHAPE(struct folder, head_columns);

static void
read_heads(struct tx *tx, struct folder_keep *keep)
{
	const struct folder *below = db_list(
		tx, &head_shape, &keep->head_count,
		"select id, client_id, path from folder where client_id = $1 and path > $2 and path < $2 || '~' and "
		"rights_above_id is not null and deleted_at is null order by path limit $3",
		db_int(keep->folder->client_id), db_text(keep->folder->path), db_int(KEPT_FOLDERS + 1));

	keep->too_many = keep->head_count > KEPT_FOLDERS || keep->within.count > KEPT_RIGHTS ||
			 (keep->head_count + 1) * (keep->before.count + keep->after.count) > KEPT_WORK;
	keep->heads = arena_make_array(tx_arena(tx), struct folder, keep->head_count + 1);
	keep->heads[0] = *keep->folder;
	for (size_t i = 0; i < keep->head_count; i++)
		keep->heads[i + 1] = below[i];
	keep->head_count++;
}

void
folder_keep_read(struct tx *tx, struct folder_keep *keep)
{
	keep->before = folder_said_above(tx, keep->folder, false);
	keep->after = folder_said_above(tx, keep->to, true);
	keep->within.rights = folder_rights_beneath(tx, keep->folder, FOLDER_WHOSE, 0, &keep->within.count);
	keep->writes = (struct folder_said){arena_make_array(tx_arena(tx), struct folder_right, KEPT_RIGHTS), 0};
	read_heads(tx, keep);
}

void
folder_keeps_look(struct tx *tx, struct folder_keep *keeps, size_t count)
{
	struct folder_said before = folder_said_above(tx, keeps->folder, false),
			   after = folder_said_above(tx, keeps->to, true), within;
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, count);
	struct sql sql = folder_rights_begin(tx);

	for (size_t i = 0; i < count; i++)
		ids[i] = keeps[i].folder->id;
	sql_printf(&sql, " where folder_right.client_id = $%d and folder_right.folder_id in ",
		   sql_bind(&sql, db_int(keeps->folder->client_id)));
	sql_ids(&sql, ids, count);
	within.rights = folder_rights_list(tx, &sql, &within.count);
	for (size_t i = 0; i < count; i++) {
		keeps[i].before = before;
		keeps[i].after = after;
		keeps[i].within = within;
	}
}

/* ---- ways ---- */

struct way {
	int64_t ids[2 * FOLDER_DEPTH + 2];
	size_t count;
};

static void
add_steps(struct way *way, const struct folder *folder, int from)
{
	for (int depth = from; depth <= folder_depth(folder); depth++)
		way->ids[way->count++] = folder_path_id(folder->path, depth);
}

/* From the top to a head: as it lies now, or as it will. */
static struct way
way_to(const struct folder_keep *keep, const struct folder *head, bool after)
{
	struct way way = {.ids = {head->client_id}, .count = 1};

	if (after)
		add_steps(&way, keep->to, 1);
	add_steps(&way, head, after ? folder_depth(keep->folder) : 1);
	return way;
}

/* The nearest that says something of exactly this whom; LEVEL_UNSAID: none. */
static int
nearest(const struct folder_said *said, const struct way *way, enum folder_whose whose, int64_t who_id)
{
	for (size_t step = way->count; step-- > 0;)
		for (size_t i = 0; i < said->count; i++)
			if (said->rights[i].folder_id == way->ids[step] && is_of(&said->rights[i], whose, who_id))
				return (int)said->rights[i].level;
	return LEVEL_UNSAID;
}

/* ---- what somebody has ---- */

static void
add_heard(struct folder_said *heard, const struct folder_said *said, const struct folder_whom *whom)
{
	for (size_t i = 0; i < said->count; i++)
		if (folder_whom_hears(whom, &said->rights[i]))
			heard->rights[heard->count++] = said->rights[i];
}

/* All that is said to them, before or after. */
static struct folder_said
heard_by(struct arena *arena, const struct folder_keep *keep, const struct folder_whom *whom, bool after, bool written)
{
	const struct folder_said *above = after ? &keep->after : &keep->before;
	struct folder_said heard = {arena_make_array(arena, struct folder_right,
						     above->count + keep->within.count + keep->writes.count + 1),
				    0};

	add_heard(&heard, above, whom);
	add_heard(&heard, &keep->within, whom);
	if (written)
		add_heard(&heard, &keep->writes, whom);
	return heard;
}

/* Without what they have at the client: that holds the same before and after. */
static enum folder_level
level_at(const struct folder_keep *keep, const struct folder_whom *whom, const struct folder_said *heard,
	 const struct folder *head, bool after)
{
	struct way way = way_to(keep, head, after);
	struct folder_sight sight = folder_sight_along(whom, heard->rights, heard->count, way.ids, way.count);

	return folder_level_of(&sight, whom->person.staff ? FOLDER_FULL : FOLDER_NONE, FOLDER_FULL);
}

void
folder_keep_levels(struct arena *arena, const struct folder_keep *keeps, size_t count, const struct folder_whom *whom,
		   bool after, enum folder_level *levels)
{
	const struct folder_said heard = heard_by(arena, keeps, whom, after, false);

	for (size_t i = 0; i < count; i++) {
		enum folder_level level = level_at(&keeps[i], whom, &heard, keeps[i].folder, after);

		levels[i] = level < whom->person.cap ? level : whom->person.cap;
	}
}

/* ---- what to write ---- */

static void
write(struct folder_keep *keep, int64_t folder, const struct folder_whom *whom, int level)
{
	if (keep->writes.count == KEPT_RIGHTS)
		keep->too_many = true;
	else
		keep->writes.rights[keep->writes.count++] =
			(struct folder_right){folder, whom->whose, whom->who_id, (enum folder_level)level};
}

/* Whether the folder or one below it, down to the head, says something of them itself. */
static bool
is_said_within(const struct folder_keep *keep, const struct folder_whom *whom, const struct folder *head)
{
	struct way way = {.count = 0};

	add_steps(&way, head, folder_depth(keep->folder));
	return nearest(&keep->within, &way, whom->whose, whom->who_id) != LEVEL_UNSAID;
}

/* Says of them, in each head where nothing is said of them yet, what they have there now. */
static void
pin(struct arena *arena, struct folder_keep *keep, const struct folder_whom *whom)
{
	const struct folder_said heard = heard_by(arena, keep, whom, false, false);
	int *pinned = arena_make_array(arena, int, keep->head_count);

	for (size_t i = 0; i < keep->head_count && !keep->too_many; i++) {
		const struct folder *head = &keep->heads[i];
		int level, above = NOT_PINNED;

		pinned[i] = NOT_PINNED;
		if (is_said_within(keep, whom, head))
			continue;
		for (size_t a = i; a-- > 0 && above == NOT_PINNED;)
			if (str_starts(str_of(head->path), str_of(keep->heads[a].path)))
				above = pinned[a];
		level = (int)level_at(keep, whom, &heard, head, false);
		if (level == above)
			continue;
		pinned[i] = level;
		write(keep, head->id, whom, level);
	}
}

/* The groups of staff of which anything is said, with whom is in them; ordered by person. */
struct membership {
	int64_t staff, crew;
};
static const struct db_column membership_columns[] = {
	DB_COLUMN_INT64(struct membership, staff),
	DB_COLUMN_INT64(struct membership, crew),
};
static const struct db_shape membership_shape = DB_SHAPE(struct membership, membership_columns);

struct members {
	const struct membership *rows;
	size_t count;
};

static size_t
add_crews(const struct folder_said *said, int64_t *ids, size_t count)
{
	for (size_t i = 0; i < said->count; i++) {
		const struct folder_right *right = &said->rights[i];

		if (right->whose == WHOSE_CREW && !id_is_among(ids, count, right->who_id))
			ids[count++] = right->who_id;
	}
	return count;
}

static struct members
members_of(struct tx *tx, const struct folder_keep *keep)
{
	size_t most = keep->before.count + keep->after.count + keep->within.count + 1, count = 0;
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, most);
	struct sql sql = sql_new(tx_arena(tx));
	struct members members = {NULL, 0};

	count = add_crews(&keep->before, ids, count);
	count = add_crews(&keep->after, ids, count);
	count = add_crews(&keep->within, ids, count);
	if (count == 0)
		return members;
	sql_add(&sql, "select staff_id as staff, crew_id as crew from crew_member where crew_id in ");
	sql_ids(&sql, ids, count);
	sql_add(&sql, " order by staff_id, crew_id");
	members.rows = db_sql_list(tx, &membership_shape, &members.count, sql_end(&sql));
	return members;
}

static struct folder_whom
whom_of(struct arena *arena, const struct folder_keep *keep, const struct members *members, enum folder_whose whose,
	int64_t who_id)
{
	struct folder_whom whom = {.whose = whose, .who_id = who_id, .person.cap = FOLDER_FULL};
	int64_t *crews = arena_make_array(arena, int64_t, CREWS_OF_ONE);

	whom.person.staff = whose == WHOSE_STAFF || whose == WHOSE_CREW || whose == WHOSE_COLLEAGUES;
	whom.crews = crews;
	if (whose == WHOSE_STAFF || whose == WHOSE_CONTACT)
		whom.person.id = who_id;
	if (whose == WHOSE_USER_TYPE)
		whom.person.user_type = who_id;
	if (whose == WHOSE_CREW)
		crews[whom.crew_count++] = who_id;
	for (size_t i = 0; whose == WHOSE_STAFF && i < members->count && whom.crew_count < CREWS_OF_ONE; i++)
		if (members->rows[i].staff == who_id)
			crews[whom.crew_count++] = members->rows[i].crew;
	for (size_t i = 0; whose == WHOSE_CONTACT && i < keep->contact_count; i++)
		if (keep->contacts[i].id == who_id)
			whom.person.user_type = keep->contacts[i].user_type;
	return whom;
}

static bool
has_all_crews(const struct folder_said *said, const struct folder_said *of)
{
	for (size_t i = 0; i < of->count; i++) {
		bool found = of->rights[i].whose != WHOSE_CREW;

		for (size_t k = 0; k < said->count && !found; k++)
			found = said->rights[k].folder_id == of->rights[i].folder_id &&
				is_of(&said->rights[k], WHOSE_CREW, of->rights[i].who_id);
		if (!found)
			return false;
	}
	return true;
}

/* Of groups of staff nothing is left out because both places say the same of one: which of several is nearer counts,
 * too. Only where the very same folders speak of them nothing changes. */
static bool
is_alike(const struct folder_keep *keep, enum folder_whose whose, int before, int after)
{
	if (whose == WHOSE_CREW)
		return has_all_crews(&keep->before, &keep->after) && has_all_crews(&keep->after, &keep->before);
	return before == after;
}

/* What the old place says of them is said of the folder; of whom only the new place speaks, they keep what they have.
 */
static void
keep_one(struct arena *arena, struct folder_keep *keep, const struct members *members, enum folder_whose whose,
	 int64_t who_id)
{
	struct folder_whom whom = whom_of(arena, keep, members, whose, who_id);
	struct way old = way_to(keep, keep->folder, false), new = way_to(keep, keep->folder, true);
	int before = nearest(&keep->before, &old, whose, who_id), after = nearest(&keep->after, &new, whose, who_id);

	if (is_said_within(keep, &whom, keep->folder) || is_alike(keep, whose, before, after))
		return;
	if (before != LEVEL_UNSAID)
		write(keep, keep->folder->id, &whom, before);
	else if (folder_class_of(whose) == CLASS_EVERYBODY)
		write(keep, keep->folder->id, &whom, whom.person.staff ? FOLDER_FULL : FOLDER_NONE);
	else
		pin(arena, keep, &whom);
}

static bool
is_done(const struct folder_said *said, size_t until, const struct folder_right *right)
{
	for (size_t i = 0; i < until; i++)
		if (is_of(&said->rights[i], right->whose, right->who_id))
			return true;
	return false;
}

static bool
changes(struct arena *arena, const struct folder_keep *keep, const struct folder_whom *whom)
{
	const struct folder_said before = heard_by(arena, keep, whom, false, false),
				 after = heard_by(arena, keep, whom, true, true);

	for (size_t i = 0; i < keep->head_count; i++)
		if (level_at(keep, whom, &before, &keep->heads[i], false) !=
		    level_at(keep, whom, &after, &keep->heads[i], true))
			return true;
	return false;
}

/* Whoever is in several groups may have more from one place where they lie apart than from one where they lie together.
 */
static void
keep_members(struct arena *arena, struct folder_keep *keep, const struct members *members)
{
	for (size_t i = 1; i < members->count && !keep->too_many; i++) {
		bool second = members->rows[i].staff == members->rows[i - 1].staff,
		     third = i > 1 && members->rows[i].staff == members->rows[i - 2].staff;
		struct folder_whom whom;

		if (!second || third)
			continue;
		whom = whom_of(arena, keep, members, WHOSE_STAFF, members->rows[i].staff);
		if (changes(arena, keep, &whom))
			pin(arena, keep, &whom);
	}
}

void
folder_keep_plan(struct tx *tx, struct folder_keep *keep)
{
	struct arena *arena = tx_arena(tx);
	const struct members members = members_of(tx, keep);

	for (size_t i = 0; i < keep->before.count && !keep->too_many; i++)
		if (!is_done(&keep->before, i, &keep->before.rights[i]))
			keep_one(arena, keep, &members, keep->before.rights[i].whose, keep->before.rights[i].who_id);
	for (size_t i = 0; i < keep->after.count && !keep->too_many; i++)
		if (!is_done(&keep->before, keep->before.count, &keep->after.rights[i]) &&
		    !is_done(&keep->after, i, &keep->after.rights[i]))
			keep_one(arena, keep, &members, keep->after.rights[i].whose, keep->after.rights[i].who_id);
	keep_members(arena, keep, &members);
}

int64_t *
folder_keep_strangers(struct arena *arena, const struct folder_keep *keep, size_t *count)
{
	int64_t *ids = arena_make_array(arena, int64_t, keep->after.count + 1);

	*count = 0;
	for (size_t i = 0; i < keep->after.count; i++)
		if (keep->after.rights[i].whose == WHOSE_CONTACT)
			ids[(*count)++] = keep->after.rights[i].who_id;
	return ids;
}

void
folder_keep_do(struct tx *tx, const struct folder_keep *keep)
{
	for (size_t i = 0; i < keep->writes.count; i++) {
		const struct folder_right *right = &keep->writes.rights[i];

		for (size_t h = 0; h < keep->head_count; h++)
			if (keep->heads[h].id == right->folder_id)
				folder_right_set(tx, &keep->heads[h], right);
	}
}
