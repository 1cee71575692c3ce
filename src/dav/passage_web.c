/* passage_web: how files and folders are copied and moved, with what programs keep beside them. */
#include "dav/tree.h"

#include "dav/handlers.h"
#include "dav/property.h"
#include "sys/clock.h"
#include "sys/file_name.h"

/* ---- copies ---- */

static enum folder_outcome
copy_file(struct request *rq, const struct file *file, const struct folder_access *access, int64_t folder,
	  const char *name)
{
	const struct file_seen *made;
	int64_t id = 0;
	enum folder_outcome outcome = file_put(rq->tx, access, folder, name, &file->content, SAME_VERSION, &id);

	if (outcome != FOLDER_DONE)
		return outcome;
	dav_properties_copy(rq->tx, file->id, id);
	made = file_find(rq->tx, access, id);
	file_note(rq, "file.copy", &made->file, 0);
	return FOLDER_DONE;
}

enum folder_outcome
tree_copy(struct request *rq, const struct place *from, const struct place *to, bool deep)
{
	struct folder_copying copying = {rq, to->access, COPIES_MOST, dav_properties_copy};
	const char *name = file_name_safe(rq->arena, str_of(to->name));
	int64_t made;

	if (from->kind == PLACE_FILE)
		return copy_file(rq, from->file, to->access, to->folder->folder.id,
				 to->kind == PLACE_FILE ? to->file->name : name);
	return folder_copy(&copying, from->folder, to->folder->folder.id, name, deep, NULL, &made);
}

/* ---- moves ---- */

static enum folder_outcome
rename_to(struct request *rq, const struct place *from, const char *name)
{
	return from->kind == PLACE_FILE ? file_rename(rq->tx, from->access, from->file->id, name)
					: folder_rename(rq->tx, from->access, from->folder->folder.id, name);
}

/* Nobody moves a folder to where it is closed to themselves, as on its page. */
static enum folder_outcome
put_folder_into(struct request *rq, const struct place *from, int64_t folder)
{
	int64_t id = from->folder->folder.id;
	enum folder_outcome outcome = folder_move(rq->tx, from->access, id, folder);
	const struct folder_seen *moved = outcome == FOLDER_DONE ? folder_find(rq->tx, from->access, id) : NULL;

	return outcome == FOLDER_DONE && (moved == NULL || moved->level != FOLDER_FULL) ? FOLDER_REFUSED : outcome;
}

static enum folder_outcome
put_into(struct request *rq, const struct place *from, int64_t folder)
{
	return from->kind == PLACE_FILE ? file_move(rq->tx, from->access, from->file->id, folder, false)
					: put_folder_into(rq, from, folder);
}

static void
note(struct request *rq, const struct place *from, const char *action, const char *name, const char *was)
{
	if (from->kind != PLACE_FILE)
		folder_note_was(rq, arena_printf(rq->arena, "folder.%s", action), from->access, from->folder->folder.id,
				name, was);
	else
		file_note_was(rq, arena_printf(rq->arena, "file.%s", action),
			      &file_find(rq->tx, from->access, from->file->id)->file, 0, was);
}

static int64_t
lies_in(const struct place *place)
{
	return place->kind == PLACE_FOLDER ? place->folder->folder.parent_id : place->folder->folder.id;
}

/* With a new name and a new place at once it goes there under a name that nobody has: either name may be taken at the
 * other place. */
enum folder_outcome
tree_move(struct request *rq, const struct place *from, const struct place *to)
{
	const char *old = from->kind == PLACE_FILE ? from->file->name : from->folder->folder.name;
	const char *name = file_name_safe(rq->arena, str_of(to->name));
	int64_t folder = lies_in(to);
	bool moved = folder != lies_in(from), renamed = !text_equal(old, name);
	enum folder_outcome outcome = FOLDER_DONE;
	char id[ID_LENGTH + 1];

	id_print(id, id_new());
	if (moved && renamed)
		outcome = rename_to(rq, from, arena_printf(rq->arena, "%s.moving", id));
	if (outcome == FOLDER_DONE && moved)
		outcome = put_into(rq, from, folder);
	if (outcome == FOLDER_DONE && renamed)
		outcome = rename_to(rq, from, name);
	if (outcome == FOLDER_DONE)
		note(rq, from, moved ? "move" : "rename", name, renamed ? old : NULL);
	return outcome;
}

enum folder_outcome
tree_move_over(struct request *rq, const struct place *from, const struct place *to)
{
	enum folder_outcome outcome = file_add_version(rq->tx, to->access, to->file->id, &from->file->content);
	const struct file_seen *seen;

	if (outcome == FOLDER_DONE)
		outcome = file_remove(rq->tx, from->access, from->file->id, clock_now());
	if (outcome != FOLDER_DONE)
		return outcome;
	dav_properties_copy(rq->tx, from->file->id, to->file->id);
	seen = file_find(rq->tx, to->access, to->file->id);
	file_note(rq, "file.version", &seen->file, seen->file.content.number);
	return FOLDER_DONE;
}
