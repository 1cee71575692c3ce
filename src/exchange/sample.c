/* sample: keeps an uploaded file and reads it once: whether it can be read at all shows here, before any work. */
#include "exchange/sample.h"

#include "base/arena.h"
#include "blob/blob.h"
#include "core/files_away.h"
#include "core/house.h"
#include "exchange/pages.h"
#include "records/module_page.h"

#include <string.h>
#include <unistd.h>

enum { DEPTH = 4, MEMBERS = (INTAKE_SAMPLE + 1) * (INTAKE_COLUMNS + 4) + 16, NAME = 120, HEADING = 200 };

/* ---- looking at it ---- */

/* The beginning of a long cell, cut between characters. */
static struct str
beginning(struct str cell, size_t most)
{
	if (cell.length <= most)
		return cell;
	cell.length = most;
	while (cell.length > 0 && ((unsigned char)cell.at[cell.length] & 0xC0) == 0x80)
		cell.length--;
	return cell;
}

static void
add_line(struct arena *arena, struct doc *lines, struct doc *rows, const struct sheet *sheet, size_t columns)
{
	struct doc *row = doc_list(arena), *holder = doc_object(arena);

	doc_set_int(holder, "line", sheet_line(sheet));
	doc_add(lines, holder->object.members[0].value);
	for (size_t i = 0; i < columns; i++) {
		struct str cell = beginning(sheet_cell(sheet, i), INTAKE_CELL);

		doc_add_text(row, arena_text_of(arena, cell.at, cell.length));
	}
	doc_add(rows, row);
}

static bool
look_at(struct arena *arena, struct sheet *sheet, struct sent_sheet *sent)
{
	struct doc *sample = doc_object(arena), *headings = doc_set_list(sample, "headings");
	struct doc *lines = doc_set_list(sample, "lines"), *rows = doc_set_list(sample, "rows");
	struct builder text = builder_new(arena, 0);

	sent->column_count = sheet_columns(sheet);
	if (sent->column_count > INTAKE_COLUMNS) {
		sent->error.english =
			N_("The file has more than 200 columns. Please leave out those that are not needed.");
		return false;
	}
	sent->headings = arena_make_array(arena, const char *, sent->column_count);
	for (size_t i = 0; i < sent->column_count; i++) {
		struct str heading = beginning(str_of(sheet_heading(sheet, i)), HEADING);

		sent->headings[i] = arena_text_of(arena, heading.at, heading.length);
		doc_add_text(headings, sent->headings[i]);
	}
	while (sheet_next(sheet, &sent->error)) {
		if (sent->line_count++ < INTAKE_SAMPLE)
			add_line(arena, lines, rows, sheet, sent->column_count);
		if (sent->line_count > INTAKE_LINES) {
			sent->error.english =
				N_("The file has more than 200,000 lines. Please cut it into several files.");
			return false;
		}
	}
	if (sent->error.english == NULL && sent->line_count == 0)
		sent->error.english = N_("The file has no lines below its headings.");
	doc_print_json(sample, NULL, &text);
	sent->sample = builder_text(&text);
	return sent->error.english == NULL;
}

static bool
look_into(struct request *rq, const struct blob *blob, struct sent_sheet *sent)
{
	uint64_t size;
	int fd = blob_open(rq->house->blobs, blob->name, &size);
	struct arena *arena = arena_new(0);
	struct sheet_error error = {.english = NULL};
	struct sheet *sheet = fd < 0 ? NULL : sheet_open(arena, fd, &error);
	bool good = false;

	if (sheet != NULL)
		good = look_at(rq->arena, sheet, sent);
	else
		sent->error = error;
	if (sent->error.name != NULL)
		sent->error.name = arena_text(rq->arena, sent->error.name);
	arena_free(arena);
	if (fd >= 0)
		close(fd);
	return good;
}

/* ---- keeping it ---- */

static const char *
name_of(struct arena *arena, const struct http_upload *upload)
{
	struct str name = str_trim(str_of(text_empty(upload->name) ? "file" : upload->name));

	if (name.length > NAME)
		name.length = NAME;
	while (name.length > 0 && !str_is_utf8(name))
		name.length--;
	return arena_text_of(arena, name.at, name.length);
}

void
sample_prepare(struct request *rq)
{
	struct sent_sheet *sent = arena_make(rq->arena, struct sent_sheet);
	const struct access *access = path_access(rq);
	struct http_upload *upload = rq->http->upload_count == 0 ? NULL : &rq->http->uploads[0];
	struct blob *blob = arena_make(rq->arena, struct blob);
	int fd;

	rq->prepared = sent;
	if (access == NULL || !access_writes(access, MAY_IMPORT))
		return;
	if (upload == NULL || upload->size == 0) {
		sent->error.english = N_("Please choose a file first.");
		return;
	}
	fd = upload->fd;
	upload->fd = -1;
	sent->file_name = name_of(rq->arena, upload);
	if (!blob_take(rq->arena, rq->house->blobs, fd, blob))
		sent->error.english = file_refusal(rq);
	else if (look_into(rq, blob, sent))
		sent->blob = blob->name;
	else
		blob_remove(rq->house->blobs, blob->name);
}

/* ---- what was kept of it ---- */

static const char *
text_at(struct arena *arena, const struct doc *list, size_t index)
{
	struct str text = index < list->list.count ? list->list.items[index]->text : STR("");

	return arena_text_of(arena, text.at, text.length);
}

static const char **
texts_of(struct arena *arena, const struct doc *list, size_t count)
{
	const char **texts = arena_make_array(arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		texts[i] = text_at(arena, list, i);
	return texts;
}

struct sample
sample_read(struct arena *arena, const char *json)
{
	const char *error;
	const struct doc *kept = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);
	const struct doc *headings = doc_get(kept, STR("headings")), *rows = doc_get(kept, STR("rows"));
	const struct doc *lines = doc_get(kept, STR("lines"));
	struct sample sample = {.column_count = headings->list.count, .line_count = rows->list.count};

	sample.headings = texts_of(arena, headings, sample.column_count);
	sample.lines = arena_make_array(arena, struct line, sample.line_count + 1);
	for (size_t i = 0; i < sample.line_count; i++)
		sample.lines[i] = (struct line){lines->list.items[i]->integer,
						texts_of(arena, rows->list.items[i], sample.column_count)};
	return sample;
}
