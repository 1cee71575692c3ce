/* file_write_store: puts files into folders, names, moves, copies and removes them. */
#include "folders/file_store.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/id.h"
#include "core/weakened.h"
#include "folders/file_look.h"
#include "folders/folder_hold.h"
#include "folders/folder_retention.h"
#include "space/space.h"
#include "sys/clock.h"
#include "sys/file_name.h"

enum { NUMBER_MOST = 1 << 20 /* of files of one name */ };

const char *const file_same_names[] = {"refuse", "version", "number", NULL};

const char *
file_outcome_words(enum folder_outcome outcome)
{
	static const char *const words[FOLDER_OUTCOMES] = {
		[FOLDER_GONE] = N_("This file is not there any more."),
		[FOLDER_REFUSED] = N_("You may read this file, but not change it."),
		[FOLDER_NAMESAKE] = N_("There is a folder or a file of this name already."),
		[FOLDER_INFECTED] =
			N_("A virus was found in this file: it is kept aside, and nobody gets it any more."),
		[FOLDER_LOCKED] = N_("Somebody is working on this: it is locked for now."),
		[FOLDER_HELD] = N_("This cannot be deleted or moved away at the moment."),
	};

	return outcome == FOLDER_NO_SPACE ? space_refusal : words[outcome];
}

/* ---- who may ---- */

static bool
may_write(const struct folder_access *access, const struct folder_seen *in)
{
	return access->looker == NULL && (in->level == FOLDER_FULL || weakened(CHECK_FILE_FULL));
}

static enum folder_outcome
find_file(struct tx *tx, const struct folder_access *access, int64_t id, struct file_seen **seen)
{
	*seen = file_find(tx, access, id);
	if (*seen == NULL)
		return FOLDER_GONE;
	return may_write(access, (*seen)->in) ? FOLDER_DONE : FOLDER_REFUSED;
}

static enum folder_outcome
find_place(struct tx *tx, const struct folder_access *access, int64_t folder, struct folder_seen **in)
{
	*in = folder_find(tx, access, folder);
	if (*in == NULL)
		return FOLDER_GONE;
	return may_write(access, *in) ? FOLDER_DONE : FOLDER_REFUSED;
}

static enum folder_outcome
stand_change(struct tx *tx, const struct folder_access *access, const struct file *file, const struct folder *in)
{
	const struct lock_spot spot = lock_spot_of_file(file, in);

	return folder_stand_change(tx, access, &spot);
}

static enum folder_outcome
stand_take(struct tx *tx, const struct folder_access *access, const struct file_seen *seen, const char *to)
{
	const struct lock_spot spot = lock_spot_of_file(&seen->file, &seen->in->folder);

	return folder_stand_take(tx, access, &spot, to);
}

/* ---- putting ---- */

static void
insert_version(struct tx *tx, const struct folder_access *access, int64_t file, int64_t number, int64_t now,
	       const struct file_content *content)
{
	db_run(tx,
	       "insert into file_version (file_id, number, size, type, sha256, blob, scan, created_at, created_by) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	       db_int(file), db_int(number), db_int(content->size), db_text(content->type), db_text(content->sha256),
	       db_text(content->blob), db_text(content->scan), db_int(now), db_text(access->name));
	space_count(tx, access->client, content->size);
	file_look_begin(tx, access->client, content);
}

/* Whose what they put is: for them it is never new. */
static struct db_value
put_whose(const struct folder_access *access)
{
	if (access->person.id == 0)
		return db_null();
	return db_text(folder_whose_names[access->person.staff ? WHOSE_STAFF : WHOSE_CONTACT]);
}

static struct db_value
put_who(const struct folder_access *access)
{
	return db_optional(access->person.id, 0);
}

/* False: somebody was faster with this name. */
static bool
insert_file(struct tx *tx, const struct folder_access *access, int64_t folder, const char *name,
	    const struct file_content *content, int64_t *id)
{
	struct arena *arena = tx_arena(tx);
	int64_t now = clock_now();

	*id = id_new();
	if (db_run(tx,
		   "insert into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, "
		   "blob, scan, created_at, created_by, changed_at, changed_by, put_whose, put_who_id, version) values ($1, "
		   "$2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13, $12, $13, $14, $15, 1) on conflict (folder_id, name_key) where deleted_at is "
		   "null do nothing",
		   db_int(*id), db_int(access->client), db_int(folder), db_text(name),
		   db_text(folder_name_key(arena, name)), db_text(file_words_key(arena, name)), db_int(content->size),
		   db_text(content->type), db_text(content->sha256), db_text(content->blob), db_text(content->scan),
		   db_int(now), db_text(access->name), put_whose(access), put_who(access)) == 0)
		return false;
	insert_version(tx, access, *id, 1, now, content);
	return true;
}

/* Programs put an empty file first, to have its name, and then what is in it: that makes one version, not two. */
static bool
is_to_be_filled(struct tx *tx, const struct folder_access *access, const struct file *file, const struct folder *in)
{
	const struct lock_spot spot = lock_spot_of_file(file, in);

	return file->content.size == 0 && text_equal(file->content.created_by, access->name) &&
	       !folder_is_held(tx, access->client, &spot);
}

static void
add_version(struct tx *tx, const struct folder_access *access, const struct file *file, const struct folder *in,
	    const struct file_content *content)
{
	bool filled = is_to_be_filled(tx, access, file, in);
	int64_t now = clock_now(), number = file->content.number + !filled;

	if (filled)
		db_run(tx, "delete from file_version where file_id = $1 and number = $2", db_int(file->id),
		       db_int(number));
	insert_version(tx, access, file->id, number, now, content);
	db_run(tx,
	       "update file set number = $2, size = $3, type = $4, sha256 = $5, blob = $6, scan = $7, changed_at = $8, "
	       "changed_by = $9, put_whose = $10, put_who_id = $11, version = version + 1 where id = $1",
	       db_int(file->id), db_int(number), db_int(content->size), db_text(content->type),
	       db_text(content->sha256), db_text(content->blob), db_text(content->scan), db_int(now),
	       db_text(access->name), put_whose(access), put_who(access));
}

/* Folders that who acts does not see keep no name from a file: to refuse it would tell that they are there. */
static bool
is_name_of_folder(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name)
{
	return folder_named(tx, access, in, name) != NULL;
}

/* The name with a number, unless it is taken; NULL: it is. */
static const char *
numbered_if_free(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name,
		 int number)
{
	const char *numbered = number == 1 ? name : file_name_numbered(tx_arena(tx), name, number);

	return file_named(tx, access, in, numbered) == NULL && !is_name_of_folder(tx, access, in, numbered) ? numbered
													    : NULL;
}

/* The name, or "name (2).pdf" and so on while it is taken: a number behind one that is taken, looked for in steps that
 * double and then halve, as there may be very many; NULL: all of them are. */
static const char *
free_name(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name)
{
	int taken = 0, number = 1;
	const char *free, *nearer;

	while ((free = numbered_if_free(tx, access, in, name, number)) == NULL) {
		if (number >= NUMBER_MOST)
			return NULL;
		taken = number;
		number *= 2;
	}
	while (number - taken > 1) {
		int middle = taken + (number - taken) / 2;

		nearer = numbered_if_free(tx, access, in, name, middle);
		if (nearer == NULL) {
			taken = middle;
		} else {
			number = middle;
			free = nearer;
		}
	}
	return free;
}

static enum folder_outcome
put_new(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name,
	const struct file_content *content, int64_t *id)
{
	enum folder_outcome outcome = folder_stand_add(tx, access, &in->folder);

	if (outcome != FOLDER_DONE)
		return outcome;
	return insert_file(tx, access, in->folder.id, name, content, id) ? FOLDER_DONE : FOLDER_NAMESAKE;
}

static enum folder_outcome
put_numbered(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name,
	     const struct file_content *content, int64_t *id)
{
	const char *free = free_name(tx, access, in, name);

	return free == NULL ? FOLDER_NAMESAKE : put_new(tx, access, in, free, content, id);
}

enum folder_outcome
file_put(struct tx *tx, const struct folder_access *access, int64_t folder, const char *name,
	 const struct file_content *content, enum file_same same, int64_t *id)
{
	struct folder_seen *in;
	const struct file *there;
	enum folder_outcome outcome = find_place(tx, access, folder, &in);

	if (outcome != FOLDER_DONE)
		return outcome;
	if (file_is_infected(content))
		return FOLDER_INFECTED;
	if (!space_fits(tx, access->client, content->size))
		return FOLDER_NO_SPACE;
	if (same == SAME_NUMBERED)
		return put_numbered(tx, access, in, name, content, id);
	there = file_named(tx, access, in, name);
	if (there == NULL && is_name_of_folder(tx, access, in, name))
		return FOLDER_NAMESAKE;
	if (there == NULL)
		return put_new(tx, access, in, name, content, id);
	if (same == SAME_REFUSED)
		return FOLDER_NAMESAKE;
	*id = there->id;
	outcome = stand_change(tx, access, there, &in->folder);
	if (outcome == FOLDER_DONE)
		add_version(tx, access, there, &in->folder, content);
	return outcome;
}

void
file_sent_by(struct tx *tx, int64_t id, int64_t contact)
{
	db_run(tx, "update file set put_whose = 'contact', put_who_id = $2 where id = $1", db_int(id), db_int(contact));
}

enum folder_outcome
file_add_version(struct tx *tx, const struct folder_access *access, int64_t id, const struct file_content *content)
{
	struct file_seen *seen;
	enum folder_outcome outcome = find_file(tx, access, id, &seen);

	if (outcome != FOLDER_DONE)
		return outcome;
	if (file_is_infected(content))
		return FOLDER_INFECTED;
	outcome = stand_change(tx, access, &seen->file, &seen->in->folder);
	if (outcome != FOLDER_DONE)
		return outcome;
	if (!space_fits(tx, access->client, content->size))
		return FOLDER_NO_SPACE;
	add_version(tx, access, &seen->file, &seen->in->folder, content);
	return FOLDER_DONE;
}

/* ---- names and places ---- */

static void
place(struct tx *tx, int64_t id, int64_t folder, const char *name)
{
	struct arena *arena = tx_arena(tx);
	int kept = file_retention_months(tx, id);

	db_run(tx,
	       "update file set folder_id = $2, name = $3, name_key = $4, words_key = $5, version = version + 1 where id "
	       "= $1",
	       db_int(id), db_int(folder), db_text(name), db_text(folder_name_key(arena, name)),
	       db_text(file_words_key(arena, name)));
	file_retention_carry(tx, id, kept);
}

static bool
is_taken(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name, int64_t but)
{
	const struct file *there = file_named(tx, access, in, name);

	return there == NULL ? is_name_of_folder(tx, access, in, name) : there->id != but;
}

enum folder_outcome
file_rename(struct tx *tx, const struct folder_access *access, int64_t id, const char *name)
{
	struct file_seen *seen;
	enum folder_outcome outcome = find_file(tx, access, id, &seen);

	if (outcome == FOLDER_DONE)
		outcome = stand_take(tx, access, seen, seen->in->folder.path);
	if (outcome != FOLDER_DONE)
		return outcome;
	if (is_taken(tx, access, seen->in, name, id))
		return FOLDER_NAMESAKE;
	place(tx, id, seen->file.folder_id, name);
	return FOLDER_DONE;
}

enum folder_outcome
file_move(struct tx *tx, const struct folder_access *access, int64_t id, int64_t folder, bool numbered)
{
	struct file_seen *seen;
	struct folder_seen *to;
	const char *name;
	enum folder_outcome outcome = find_file(tx, access, id, &seen);

	if (outcome == FOLDER_DONE)
		outcome = find_place(tx, access, folder, &to);
	if (outcome == FOLDER_DONE)
		outcome = stand_take(tx, access, seen, to->folder.path);
	if (outcome == FOLDER_DONE)
		outcome = folder_stand_add(tx, access, &to->folder);
	if (outcome != FOLDER_DONE)
		return outcome;
	name = !is_taken(tx, access, to, seen->file.name, id) ? seen->file.name
	       : numbered				      ? free_name(tx, access, to, seen->file.name)
							      : NULL;
	if (name == NULL)
		return FOLDER_NAMESAKE;
	place(tx, id, folder, name);
	return FOLDER_DONE;
}

enum folder_outcome
file_copy(struct tx *tx, const struct folder_access *access, int64_t id, int64_t folder, int64_t *made)
{
	const struct file_seen *seen = file_find(tx, access, id);

	return seen == NULL ? FOLDER_GONE
			    : file_put(tx, access, folder, seen->file.name, &seen->file.content, SAME_NUMBERED, made);
}

/* ---- the recycle bin ---- */

enum folder_outcome
file_remove(struct tx *tx, const struct folder_access *access, int64_t id, int64_t now)
{
	struct file_seen *seen;
	enum folder_outcome outcome = find_file(tx, access, id, &seen);

	if (outcome == FOLDER_DONE)
		outcome = stand_take(tx, access, seen, NULL);
	if (outcome == FOLDER_DONE)
		db_run(tx,
		       "update file set deleted_at = $2, deleted_by = $3, deleted_contact_id = $4, version = version + 1 "
		       "where id = $1",
		       db_int(id), db_int(now), db_text(access->name),
		       access->person.staff ? db_null() : db_int(access->person.id));
	return outcome;
}

struct removed {
	int64_t folder_id;
	const char *name, *path;
	int64_t rights_id;
	int64_t contact_id; /* who removed it; 0: staff */
};

static const struct db_column removed_columns[] = {
	DB_COLUMN_INT64(struct removed, folder_id),  DB_COLUMN_TEXT(struct removed, name),
	DB_COLUMN_TEXT(struct removed, path),	     DB_COLUMN_INT64(struct removed, rights_id),
	DB_COLUMN_INT64(struct removed, contact_id),
};
static const struct db_shape removed_shape = DB_SHAPE(struct removed, removed_columns);

/* A file in the bin that who asks may bring back, as they might change it where it was. */
static const struct removed *
find_removed(struct tx *tx, const struct folder_access *access, int64_t id)
{
	const struct removed *removed = db_find(
		tx, &removed_shape,
		"select file.folder_id, file.name, coalesce(folder.path, '/') as path, coalesce(folder.rights_id, "
		"file.client_id) as rights_id, coalesce(file.deleted_contact_id, 0) as contact_id from file left join folder on folder.id = file.folder_id where "
		"file.id = $1 and file.client_id = $2 and file.deleted_at is not null and file.deleted_with_id is "
		"null",
		db_int(id), db_int(access->client));
	struct folder_seen in = {.level = FOLDER_NONE};

	if (removed == NULL ||
	    (!access->person.staff && removed->contact_id != access->person.id && !weakened(CHECK_BIN_OWN)))
		return NULL;
	in.sights = folder_sights_find(tx, access, removed->rights_id);
	in.level = folder_level_by(access, &in.sights);
	return may_write(access, &in) ? removed : NULL;
}

enum folder_outcome
file_restore(struct tx *tx, const struct folder_access *access, int64_t id)
{
	const struct removed *removed = find_removed(tx, access, id);
	const struct folder_seen *in;
	const char *name;

	if (removed == NULL)
		return FOLDER_GONE;
	in = folder_way_back(tx, access, &(struct folder){.path = removed->path}, true);
	if (!may_write(access, in))
		return FOLDER_REFUSED;
	if (folder_stand_add(tx, access, &in->folder) != FOLDER_DONE)
		return FOLDER_LOCKED;
	name = free_name(tx, access, in, removed->name);
	if (name == NULL)
		return FOLDER_NAMESAKE;
	place(tx, id, in->folder.id, name);
	db_run(tx, "update file set deleted_at = null, deleted_by = null, deleted_contact_id = null where id = $1",
	       db_int(id));
	return FOLDER_DONE;
}
