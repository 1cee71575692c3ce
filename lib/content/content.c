/* content: asks the helper or a tool of poppler, and believes nothing it is told before it was checked. */
#include "content/content.h"

#include "base/arena.h"
#include "content/content_ask.h"
#include "content/content_tasks.h"
#include "content/content_type.h"
#include "sandbox/sandbox.h"

#include <string.h>
#include <unicode/utf8.h>
#include <unistd.h>

enum {
	PICTURE_BYTES = 32 * 1024 * 1024,
	HEIF_MEMORY =
		512 * 1024 * 1024, /* what phones write is decoded twice over, by threads with stacks of their own */
	LOOK_BYTES = 4096,
	LEAST_EDGE = 16,
	MOST_EDGE = 4096,
	PAGES_LIMIT = 1000 * 1000,
	DRAWING_S = 15, /* fifty million points take their time */
	DRAWING_MS = 30 * 1000,
	WIDTH_LIMIT = 1000 * 1000,
};

static const char pdf_info[] = "/usr/bin/pdfinfo";
static const char pdf_page[] = "/usr/bin/pdftoppm";
static const char pdf_words[] = "/usr/bin/pdftotext";

/* ---- what it is ---- */

/* "image/png 12 34" of the helper. */
static void
take_type(struct arena *arena, struct str answer, struct content_look *look)
{
	struct str type = str_cut(&answer, ' ');
	struct str width = str_cut(&answer, ' ');
	int64_t wide, high;

	if (type_is_well_formed(type))
		look->type = arena_text_of(arena, type.at, type.length);
	if (!str_to_int(width, &wide) || !str_to_int(answer, &high) || wide <= 0 || high <= 0 || wide > WIDTH_LIMIT ||
	    high > WIDTH_LIMIT || content_kind_of(look->type) != CONTENT_PICTURE)
		return;
	look->width = (int)wide;
	look->height = (int)high;
}

/* What stands behind "Pages:" or so, as pdfinfo prints it. */
static struct str
info_of(struct str answer, const char *name)
{
	while (answer.at != NULL) {
		struct str line = str_cut(&answer, '\n');

		if (str_starts(line, str_of(name)))
			return str_trim(str_slice(line.at + strlen(name), line.length - strlen(name)));
	}
	return STR("");
}

static int
whole_points(struct str number)
{
	int64_t whole;

	return str_to_int(str_cut(&number, '.'), &whole) && whole > 0 && whole <= WIDTH_LIMIT ? (int)whole : 0;
}

static enum content_reason
look_at_pdf(struct arena *arena, int file, struct content_look *look)
{
	static const char *const words[] = {SANDBOX_FILE, NULL};
	const struct sandbox_job job = {.task = pdf_info, .words = words, .file = file};
	struct sandbox_result result;
	enum content_reason reason = content_ask(arena, &job, &result);
	struct str size;
	int64_t pages;

	if (reason == CONTENT_UNSUPPORTED) /* it says there is not one page */
		return CONTENT_BROKEN;
	if (reason != CONTENT_MADE)
		return reason;
	if (!str_to_int(info_of(result.answer, "Pages:"), &pages) || pages < 1 || pages > PAGES_LIMIT)
		return CONTENT_BROKEN;
	look->pages = (int)pages;
	size = info_of(result.answer, "Page size:"); /* "595.276 x 841.89 pts (A4)" */
	look->width = whole_points(str_cut(&size, ' '));
	str_cut(&size, ' ');
	look->height = whole_points(str_cut(&size, ' '));
	return CONTENT_MADE;
}

enum content_reason
content_look(struct arena *arena, int file, const char *name, struct content_look *look)
{
	const struct sandbox_job job = {.task = "type", .file = file, .limits = {.output = LOOK_BYTES}};
	struct sandbox_result result;
	enum content_reason reason = content_ask(arena, &job, &result);

	*look = (struct content_look){.type = "application/octet-stream", .as_named = true};
	if (reason == CONTENT_MADE)
		take_type(arena, result.answer, look);
	if (reason != CONTENT_UNAVAILABLE)
		look->as_named = type_as_named(look->type, name);
	if (reason == CONTENT_MADE && content_kind_of(look->type) == CONTENT_PDF)
		reason = look_at_pdf(arena, file, look);
	else if (reason == CONTENT_MADE && type_is_locked(look->type))
		reason = CONTENT_ENCRYPTED;
	return reason;
}

/* ---- how it looks ---- */

static bool
is_whole_picture(struct str bytes, struct content_picture *picture, int edge)
{
	bool png = str_starts(bytes, STR("\x89PNG\r\n\x1a\n")), jpeg = str_starts(bytes, STR("\xff\xd8\xff"));

	picture->bytes = bytes;
	picture->type = png ? "image/png" : "image/jpeg";
	return (png || jpeg) && picture_size(bytes, &picture->width, &picture->height) && picture->width <= edge &&
	       picture->height <= edge;
}

/* The tool's own way to bound a page, whatever size it claims: its longer side is `edge`. */
static struct sandbox_job
page_job(struct arena *arena, int file, int page, int edge)
{
	const char *number = arena_printf(arena, "%d", page), *side = arena_printf(arena, "%d", edge);
	const char *const words[] = {"-jpeg", "-jpegopt", "quality=82", "-cropbox", "-f",	  number,
				     "-l",    number,	  "-scale-to",	side,	    SANDBOX_FILE, NULL};
	const char **kept = arena_make_array(arena, const char *, sizeof words / sizeof words[0]);

	memcpy(kept, words, sizeof words);
	return (struct sandbox_job){.task = pdf_page, .words = kept, .file = file};
}

static struct sandbox_job
draw_job(struct arena *arena, int file, int edge)
{
	const char **words = arena_make_array(arena, const char *, 2);

	words[0] = arena_printf(arena, "%d", edge);
	return (struct sandbox_job){.task = "draw", .words = words, .file = file};
}

static enum content_reason
draw(struct arena *arena, struct sandbox_job *job, int edge, struct content_picture *picture)
{
	struct sandbox_result result;
	enum content_reason reason;

	job->limits = (struct sandbox_limits){
		.memory = job->limits.memory, .output = PICTURE_BYTES, .cpu_s = DRAWING_S, .wall_ms = DRAWING_MS};
	reason = content_ask(arena, job, &result);
	return reason == CONTENT_MADE && !is_whole_picture(result.answer, picture, edge) ? CONTENT_BROKEN : reason;
}

enum content_reason
content_clean(struct arena *arena, int file, int edge, struct content_picture *picture)
{
	struct sandbox_job job = draw_job(arena, file, edge);

	*picture = (struct content_picture){.type = "image/png"};
	job.task = "clean";
	return draw(arena, &job, edge, picture);
}

static enum content_reason
draw_page(struct arena *arena, int file, int page, int edge, struct content_picture *picture)
{
	struct sandbox_job job = page_job(arena, file, page, edge);

	return draw(arena, &job, edge, picture);
}

static enum content_reason
draw_document(struct arena *arena, int file, const char *type, int page, int edge, struct content_picture *picture)
{
	int pdf;
	enum content_reason reason = content_pdf(arena, file, type, &pdf);

	if (reason != CONTENT_MADE)
		return reason;
	reason = draw_page(arena, pdf, page, edge, picture);
	close(pdf);
	return reason;
}

enum content_reason
content_picture(struct arena *arena, int file, const char *type, int page, int edge, struct content_picture *picture)
{
	struct sandbox_job job;

	*picture = (struct content_picture){.type = "image/png"};
	if (page < 1 || edge < LEAST_EDGE || edge > MOST_EDGE)
		return CONTENT_UNSUPPORTED;
	if (type_is_locked(type))
		return CONTENT_ENCRYPTED;
	switch (content_kind_of(type)) {
	case CONTENT_PICTURE:
		job = draw_job(arena, file, edge);
		if (type_is_heif(type)) {
			job.task = "draw_heif";
			job.limits.memory = HEIF_MEMORY;
		}
		return draw(arena, &job, edge, picture);
	case CONTENT_PDF:
		return draw_page(arena, file, page, edge, picture);
	case CONTENT_OFFICE:
		return draw_document(arena, file, type, page, edge, picture);
	case CONTENT_TEXT:
	case CONTENT_OTHER:
		break;
	}
	return CONTENT_UNSUPPORTED;
}

/* ---- what it says ---- */

/* Pages and old line ends become new ones; what cannot be shown is left out, what is no letter is marked. */
static void
build_sign(struct builder *out, struct str bytes, UChar32 sign)
{
	if (sign < 0)
		build_text(out, "\uFFFD");
	else if (sign == '\f')
		build_char(out, '\n');
	else if ((sign >= 0x20 && sign < 0x7F) || sign > 0x9F || sign == '\n' || sign == '\t')
		build_str(out, bytes);
}

static void
take_text(struct arena *arena, struct str answer, struct content_text *text)
{
	struct builder out = builder_new(arena, CONTENT_TEXT_BYTES);
	int32_t at = 0, length = (int32_t)answer.length;

	while (at < length && !out.overflowed) {
		int32_t from = at;
		UChar32 sign;

		U8_NEXT(answer.at, at, length, sign);
		if (sign >= 0 || at < length) /* a letter that was cut at the end is left out */
			build_sign(&out, str_slice(answer.at + from, (size_t)(at - from)), sign);
	}
	text->text = builder_text(&out);
	text->cut = answer.length > CONTENT_TEXT_BYTES || out.overflowed;
}

static enum content_reason
hear(struct arena *arena, const struct sandbox_job *job, struct content_text *text)
{
	struct sandbox_result result;
	enum content_reason reason = content_ask(arena, job, &result);

	if (result.end == SANDBOX_TOO_MUCH) /* the beginning of a long text is what is wanted */
		reason = CONTENT_MADE;
	if (reason == CONTENT_MADE)
		take_text(arena, result.answer, text);
	return reason;
}

static enum content_reason
hear_pdf(struct arena *arena, int file, struct content_text *text)
{
	static const char *const words[] = {"-enc", "UTF-8", "-nopgbrk", SANDBOX_FILE, "-", NULL};
	const struct sandbox_job job = {
		.task = pdf_words, .words = words, .file = file, .limits = {.output = CONTENT_TEXT_BYTES + 1}};

	return hear(arena, &job, text);
}

/* A document whose words we cannot find ourselves. */
static enum content_reason
hear_document(struct arena *arena, int file, const char *type, struct content_text *text)
{
	int pdf;
	enum content_reason reason = content_pdf(arena, file, type, &pdf);

	if (reason != CONTENT_MADE)
		return reason;
	reason = hear_pdf(arena, pdf, text);
	close(pdf);
	return reason;
}

enum content_reason
content_text(struct arena *arena, int file, const char *type, struct content_text *text)
{
	const char *const words[] = {type, NULL};
	const struct sandbox_job job = {.task = text_equal(type, "message/rfc822") ? "mail" : "say",
					.words = words,
					.file = file,
					.limits = {.output = CONTENT_TEXT_BYTES + 1}};

	*text = (struct content_text){.text = ""};
	if (type_is_locked(type))
		return CONTENT_ENCRYPTED;
	switch (content_kind_of(type)) {
	case CONTENT_PDF:
		return hear_pdf(arena, file, text);
	case CONTENT_OFFICE:
		return type_has_parts(type) ? hear(arena, &job, text) : hear_document(arena, file, type, text);
	case CONTENT_TEXT:
		return hear(arena, &job, text);
	case CONTENT_PICTURE:
	case CONTENT_OTHER:
		break;
	}
	return CONTENT_UNSUPPORTED;
}
