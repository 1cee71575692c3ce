/* content_helper: the tasks of the process that looks into files: what it is, how it looks, what it says. */
#include "content/content.h"
#include "content/content_tasks.h"

#include "base/arena.h"
#include "pdf/image.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <magic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum {
	TYPE_BYTES = 1024 * 1024,      /* libmagic sees */
	MAIL_BYTES = 8 * 1024 * 1024,  /* what came with it may be longer */
	PLAIN_BYTES = 2 * 1024 * 1024, /* enough for a whole answer, be it UTF-16 */
};
#define PICTURE_POINTS ((uint64_t)50 * 1000 * 1000) /* what phones take; 200 MB decoded */

/* One process, one file: the tables of libmagic from before the walls. */
static magic_t magic;

/* ---- reading and answering ---- */

struct str
file_start(struct arena *arena, int file, size_t most)
{
	char *bytes = arena_alloc(arena, most);
	size_t length = 0;
	ssize_t got = 1;

	while (length < most && got > 0) {
		got = pread(file, bytes + length, most - length, (off_t)length);
		length += got > 0 ? (size_t)got : 0;
	}
	return str_slice(bytes, length);
}

static bool
answer(struct str bytes)
{
	while (bytes.length > 0) {
		ssize_t written = write(STDOUT_FILENO, bytes.at, bytes.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes = str_slice(bytes.at + written, bytes.length - (size_t)written);
	}
	return true;
}

/* ---- what it is ---- */

bool
type_prepare(void)
{
	magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	return magic != NULL && magic_load(magic, NULL) == 0;
}

int
type_work(int count, char **words)
{
	struct arena *arena = arena_new(0);
	struct str start = file_start(arena, STDIN_FILENO, TYPE_BYTES);
	const char *type = start.length == 0 ? "application/x-empty" : magic_buffer(magic, start.at, start.length);
	const char *office = str_starts(start, STR("PK")) ? office_type(arena, STDIN_FILENO) : NULL;
	int width = 0, height = 0;

	(void)count, (void)words;
	picture_size(start, &width, &height);
	type = office != NULL ? office : type == NULL ? "application/octet-stream" : type;
	return answer(str_of(arena_printf(arena, "%s %d %d", type, width, height))) ? CONTENT_MADE : CONTENT_BROKEN;
}

/* ---- how it looks ---- */

bool
draw_prepare(void)
{
	image_prepare();
	return true;
}

static bool
heif_prepare(void)
{
	image_prepare_heif();
	return true;
}

static ptrdiff_t
read_on(void *data, void *bytes, size_t size)
{
	off_t *at = data;
	ssize_t got = pread(STDIN_FILENO, bytes, size, *at);

	*at += got > 0 ? got : 0;
	return got;
}

static int
draw(struct image_source source, int count, char **words)
{
	struct arena *arena = arena_new(0);
	struct image_drawn drawn;
	off_t at = 0;
	int64_t edge;

	source.read = read_on;
	source.data = &at;
	if (count != 1 || !str_to_int(str_of(words[0]), &edge) || edge < 1 || edge > INT16_MAX)
		return CONTENT_UNSUPPORTED;
	switch (image_draw(arena, &source, (int)edge, &drawn)) {
	case IMAGE_FLOOD:
		return CONTENT_TOO_BIG;
	case IMAGE_BROKEN:
		return CONTENT_BROKEN;
	case IMAGE_DRAWN:
		break;
	}
	return answer(drawn.bytes) ? CONTENT_MADE : CONTENT_TOO_BIG;
}

int
draw_work(int count, char **words)
{
	return draw((struct image_source){.points = PICTURE_POINTS, .moving = true, .lossy = true}, count, words);
}

int
clean_work(int count, char **words)
{
	return draw((struct image_source){.points = PICTURE_POINTS}, count, words);
}

/* ---- what it says ---- */

/* One byte more than is kept tells that there is more. */
int
say_work(int count, char **words)
{
	struct arena *arena = arena_new(0);
	struct builder out = builder_new(arena, 0);
	enum content_reason reason = CONTENT_MADE;
	struct str said;

	if (count != 1)
		return CONTENT_UNSUPPORTED;
	if (content_kind_of(words[0]) == CONTENT_OFFICE) {
		reason = (enum content_reason)office_say(arena, STDIN_FILENO, words[0], &out);
		said = builder_str(&out);
	} else {
		said = plain_say(arena, file_start(arena, STDIN_FILENO, PLAIN_BYTES));
	}
	if (said.length > CONTENT_TEXT_BYTES + 1)
		said.length = CONTENT_TEXT_BYTES + 1;
	return answer(said) ? (int)reason : CONTENT_BROKEN;
}

int
mail_work(int count, char **words)
{
	struct arena *arena = arena_new(0);
	struct builder out = builder_new(arena, 0);

	(void)count, (void)words;
	mail_say(arena, file_start(arena, STDIN_FILENO, MAIL_BYTES), &out);
	return answer(str_slice(builder_text(&out),
				out.length > CONTENT_TEXT_BYTES + 1 ? CONTENT_TEXT_BYTES + 1 : out.length))
		       ? CONTENT_MADE
		       : CONTENT_BROKEN;
}

/* ---- the door of main ---- */

void
content_helper(int count, char **words)
{
	static const struct sandbox_task tasks[] = {
		{"type", type_prepare, type_work},
		{"draw", draw_prepare, draw_work},
		{"draw_heif", heif_prepare, draw_work, .threads = true},
		{"clean", draw_prepare, clean_work},
		{"say", NULL, say_work},
		{"mail", mail_prepare, mail_work},
	};

	sandbox_helper(tasks, sizeof tasks / sizeof tasks[0], count, words);
}
