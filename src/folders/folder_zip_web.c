/* folder_zip_web: goes through a folder in portions, each in a short transaction, and hands its files to the archive.
 */
#include "folders/folder_zip.h"

#include "base/check.h"
#include "blob/blob.h"
#include "core/config.h"
#include "folders/file_store.h"
#include "http/outflow.h"
#include "sys/file_name.h"
#include "zip/archive.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PORTION = 100 };

struct walk {
	const struct house *house;
	const struct folder_access *access;
	const struct folder_seen *top;
	const struct folder_seen *branch;   /* whose folders below are gone through: the top, or one that was chosen */
	const struct folder_seen *branches; /* that were chosen, and come next */
	size_t branch_count;
	struct arena *folder_arena, *file_arena; /* of the portions at hand */
	const struct folder_seen *folders;	 /* below the branch, the one above always first */
	size_t folder_count, folder_next;
	bool more_folders;
	struct folder_seen in; /* whose files come now */
	const struct file *files;
	size_t file_count, file_next;
	bool more_files;
	char names[FOLDER_DEPTH][FILE_NAME_BYTES + 1]; /* of the folders from the top down to `in` */
	char path[(FOLDER_DEPTH + 1) * (FILE_NAME_BYTES + 1) + 1];
	int fd; /* of the file that is read; -1: none */
};

/* ---- portions ---- */

static bool
read_folders(struct walk *walk)
{
	const char *after = NULL;
	enum db_trouble trouble;
	struct tx *tx;

	if (walk->folder_count > 0)
		after = arena_text(walk->file_arena, walk->folders[walk->folder_count - 1].folder.path);
	arena_reset(walk->folder_arena);
	tx = db_read(walk->house->db, walk->folder_arena);
	walk->folders = folder_beneath(tx, walk->access, walk->branch, after, PORTION, &walk->folder_count);
	walk->folder_next = 0;
	walk->more_folders = walk->folder_count == PORTION;
	trouble = tx_trouble(tx);
	db_read_end(tx);
	return trouble == DB_FINE;
}

/* Of `in`, from the first or after the last. */
static bool
read_files(struct walk *walk, bool first)
{
	char *after = NULL;
	int64_t id = 0;
	enum db_trouble trouble;
	struct tx *tx;

	if (!first) {
		id = walk->files[walk->file_count - 1].id;
		after = arena_text(walk->folder_arena, walk->files[walk->file_count - 1].name_key);
	}
	arena_reset(walk->file_arena);
	tx = db_read(walk->house->db, walk->file_arena);
	walk->files = files_in(tx, walk->access, &walk->in, after, id, PORTION, &walk->file_count);
	walk->file_next = 0;
	walk->more_files = walk->file_count == PORTION;
	trouble = tx_trouble(tx);
	db_read_end(tx);
	return trouble == DB_FINE;
}

/* ---- entries ---- */

static int
depth_below(const struct walk *walk, const struct folder *folder)
{
	return folder_depth(folder) - folder_depth(&walk->top->folder);
}

static const char *
path_to(struct walk *walk, const char *last)
{
	size_t at = 0;

	for (int i = 0; i < depth_below(walk, &walk->in.folder); i++)
		at += (size_t)snprintf(walk->path + at, sizeof walk->path - at, "%s/", walk->names[i]);
	snprintf(walk->path + at, sizeof walk->path - at, "%s", last);
	return walk->path;
}

static int
next_file(struct walk *walk, struct zip_file *entry)
{
	const struct file *file = &walk->files[walk->file_next++];
	uint64_t size;

	walk->fd = blob_open(walk->house->blobs, file->content.blob, &size);
	if (walk->fd < 0)
		return -1;
	*entry = (struct zip_file){.path = path_to(walk, file->name),
				   .modified = file->content.created_at,
				   .stored = archive_stores(file->name),
				   .most = size};
	return 1;
}

static int
enter(struct walk *walk, const struct folder_seen *folder, struct zip_file *entry)
{
	walk->in = *folder;
	snprintf(walk->names[depth_below(walk, &walk->in.folder) - 1], sizeof walk->names[0], "%s",
		 walk->in.folder.name);
	if (!read_files(walk, true))
		return -1;
	*entry = (struct zip_file){.path = path_to(walk, ""), .modified = walk->in.folder.created_at};
	return 1;
}

static int
next_branch(struct walk *walk, struct zip_file *entry)
{
	walk->branch = walk->branches++;
	walk->branch_count--;
	walk->folder_count = walk->folder_next = 0;
	walk->more_folders = true;
	return enter(walk, walk->branch, entry);
}

static int
next(void *data, struct zip_file *entry)
{
	struct walk *walk = data;

	if (walk->fd >= 0)
		close(walk->fd);
	walk->fd = -1;
	for (; walk->more_files || walk->file_next < walk->file_count; walk->file_next++) {
		if (walk->file_next == walk->file_count && !read_files(walk, false))
			return -1;
		if (walk->file_next == walk->file_count)
			break;
		if (!file_is_infected(&walk->files[walk->file_next].content))
			return next_file(walk, entry);
	}
	if (walk->folder_next == walk->folder_count && walk->more_folders && !read_folders(walk))
		return -1;
	if (walk->folder_next < walk->folder_count)
		return enter(walk, &walk->folders[walk->folder_next++], entry);
	return walk->branch_count > 0 ? next_branch(walk, entry) : 0;
}

static ptrdiff_t
read_some(void *data, void *at, size_t room)
{
	const struct walk *walk = data;

	return read(walk->fd, at, room);
}

/* ---- the reply ---- */

static void
leave(void *data)
{
	struct walk *walk = data;

	if (walk->fd >= 0)
		close(walk->fd);
	arena_free(walk->folder_arena);
	arena_free(walk->file_arena);
}

static struct walk *
walk_new(struct request *rq, const struct opened *opened)
{
	struct walk *walk = arena_make(rq->arena, struct walk);

	*walk = (struct walk){.house = rq->house,
			      .access = opened->access,
			      .top = opened->seen,
			      .folder_arena = arena_new(0),
			      .file_arena = arena_new(0),
			      .in = *opened->seen,
			      .fd = -1};
	arena_at_end(rq->arena, leave, walk);
	return walk;
}

static struct reply
reply_walk(struct request *rq, struct walk *walk)
{
	struct archive_supply supply = {.next = next, .read = read_some, .data = walk};
	struct http_producer producer = {.make = archive_make};
	const char *name = folder_name(rq, &walk->top->folder);
	struct reply reply;

	producer.data = archive_new(rq->arena, &supply, rq->house->config->data);
	reply = reply_stream(rq, "application/zip", &producer, HTTP_SIZE_UNKNOWN);
	reply.file_name = arena_printf(rq->arena, "%s.zip", name);
	reply.attachment = true;
	return reply;
}

struct reply
folder_zip_reply(struct request *rq, const struct opened *opened)
{
	struct walk *walk = walk_new(rq, opened);

	walk->branch = opened->seen;
	walk->more_folders = true;
	walk->files = files_in(rq->tx, walk->access, &walk->in, NULL, 0, PORTION, &walk->file_count);
	walk->more_files = walk->file_count == PORTION;
	return reply_walk(rq, walk);
}

struct reply
folder_zip_some_reply(struct request *rq, const struct opened *opened, const struct folder_zip_part *part)
{
	struct walk *walk = walk_new(rq, opened);

	walk->files = part->files;
	walk->file_count = part->file_count;
	walk->branches = part->folders;
	walk->branch_count = part->folder_count;
	return reply_walk(rq, walk);
}
