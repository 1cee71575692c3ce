/* archive: turns round the writer, which pushes, so that it can be asked for bytes: what one step pushes beyond what
 * was asked for waits in a buffer. */
#include "zip/archive.h"

#include "base/arena.h"

#include <string.h>

enum {
	PIECE = 32 * 1024,    /* of an entry, read at once */
	WAITING = 512 * 1024, /* more than any step pushes: a piece, the end of an entry, the head of the next */
};

enum stage { STAGE_NEXT, STAGE_ENTRY, STAGE_TABLE, STAGE_DONE };

struct archive {
	struct archive_supply supply;
	struct zip_writer *writer;
	enum stage stage;
	uint64_t left; /* bytes the entry still has */
	bool broken;
	size_t from, length; /* of what waits */
	char piece[PIECE];
	char waiting[WAITING];
};

static bool
keep(void *data, const void *bytes, size_t size)
{
	struct archive *archive = data;

	if (size > WAITING - archive->length)
		return false;
	memcpy(archive->waiting + archive->length, bytes, size);
	archive->length += size;
	return true;
}

struct archive *
archive_new(struct arena *arena, const struct archive_supply *supply, const char *folder)
{
	struct archive *archive = arena_make(arena, struct archive);

	archive->supply = *supply;
	archive->writer = zip_writer(arena, (struct zip_sink){keep, archive}, folder);
	return archive;
}

static bool
is_folder(const struct zip_file *file)
{
	size_t length = strlen(file->path);

	return length > 0 && file->path[length - 1] == '/';
}

static void
begin_next(struct archive *archive)
{
	struct zip_file file = {.path = NULL};
	int there = archive->supply.next(archive->supply.data, &file);

	if (there < 0)
		archive->broken = true;
	if (there == 0)
		archive->stage = STAGE_TABLE;
	if (there <= 0)
		return;
	archive->left = file.most;
	zip_begin_file(archive->writer, &file);
	if (is_folder(&file))
		zip_close(archive->writer);
	else
		archive->stage = STAGE_ENTRY;
}

static void
go_on(struct archive *archive)
{
	ptrdiff_t got = archive->supply.read(archive->supply.data, archive->piece, PIECE);

	if (got < 0 || (uint64_t)got > archive->left || (got == 0 && archive->left > 0)) {
		archive->broken = true;
		return;
	}
	archive->left -= (uint64_t)got;
	if (got > 0) {
		zip_write(archive->writer, str_slice(archive->piece, (size_t)got));
		return;
	}
	zip_close(archive->writer);
	archive->stage = STAGE_NEXT;
}

static void
step(struct archive *archive)
{
	switch (archive->stage) {
	case STAGE_NEXT:
		begin_next(archive);
		break;
	case STAGE_ENTRY:
		go_on(archive);
		break;
	case STAGE_TABLE:
		if (zip_end_some(archive->writer))
			archive->stage = STAGE_DONE;
		break;
	case STAGE_DONE:
		break;
	}
	archive->broken = archive->broken || zip_failed(archive->writer);
}

ptrdiff_t
archive_make(void *data, void *at, size_t room)
{
	struct archive *archive = data;
	size_t there;

	while (archive->from == archive->length && archive->stage != STAGE_DONE && !archive->broken) {
		archive->from = archive->length = 0;
		step(archive);
	}
	if (archive->broken)
		return -1;
	there = archive->length - archive->from;
	if (there > room)
		there = room;
	memcpy(at, archive->waiting + archive->from, there);
	archive->from += there;
	return (ptrdiff_t)there;
}

bool
archive_stores(const char *name)
{
	static const char *const endings[] = {
		".jpg",	 ".jpeg", ".png",  ".gif",  ".webp", ".heic", ".avif", ".mp3", ".m4a",	".aac", ".ogg", ".opus",
		".flac", ".mp4",  ".m4v",  ".mov",  ".mkv",  ".webm", ".zip",  ".gz",  ".bz2",	".xz",	".zst", ".7z",
		".rar",	 ".jar",  ".docx", ".xlsx", ".pptx", ".odt",  ".ods",  ".odp", ".epub", ".pdf"};
	struct str whole = str_of(name);

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t length = strlen(endings[i]);

		if (whole.length > length &&
		    str_equal_nocase(str_slice(whole.at + whole.length - length, length), str_of(endings[i])))
			return true;
	}
	return false;
}
