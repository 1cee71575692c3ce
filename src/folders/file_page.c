/* file_page: how files are shown in the console and in the portal. */
#include "folders/file_page.h"

#include "content/content_type.h"
#include "core/audit.h"
#include "core/config.h"
#include "core/event.h"
#include "core/form_page.h"
#include "core/page.h"
#include "folders/activity.h"
#include "folders/file_mark.h"
#include "folders/file_preview.h"
#include "folders/file_receipt.h"
#include "folders/folder_hold.h"
#include "records/attachment.h"
#include "scan/scan.h"

#include <stdlib.h>
#include <string.h>

enum { KB = 1024, MB = 1024 * 1024 };

bool
file_open(struct request *rq, struct opened_file *opened)
{
	opened->access = folder_access_of(rq, rq->portal != NULL ? rq->viewer->client : path_id(rq, "client"));
	opened->seen = opened->access == NULL ? NULL : file_find(rq->tx, opened->access, path_id(rq, "file"));
	opened->shown = opened->seen == NULL ? NULL : &opened->seen->file.content;
	return opened->seen != NULL;
}

bool
file_open_version(struct request *rq, struct opened_file *opened)
{
	int64_t number = form_read_int(rq->form, "version", FORM_OPTIONAL, 1, INT32_MAX);

	if (!file_open(rq, opened))
		return false;
	if (form_has(rq->form, "version"))
		opened->shown = form_failed(rq->form) ? NULL : file_version_find(rq->tx, opened->seen, number);
	return opened->shown != NULL;
}

struct opened_file
file_opened_again(struct request *rq, const struct opened_file *opened)
{
	const struct file_seen *seen = file_find(rq->tx, opened->access, opened->seen->file.id);

	return (struct opened_file){opened->access, seen, &seen->file.content};
}

const char *
file_href(struct request *rq, int64_t client, int64_t file, const char *below)
{
	char whose[ID_LENGTH + 1], id[ID_LENGTH + 1];

	id_print(whose, client);
	id_print(id, file);
	return rq->portal != NULL ? arena_printf(rq->arena, "%s/files/%s%s", home_path(rq), id, below)
				  : arena_printf(rq->arena, "/console/clients/%s/files/%s%s", whose, id, below);
}

const char *
file_template(const struct request *rq, const char *console, const char *portal)
{
	return rq->portal != NULL ? portal : console;
}

bool
file_is_viewed(const char *type)
{
	return type_is_picture(type) || text_equal(type, "application/pdf") || file_is_played(type);
}

bool
file_is_played(const char *type)
{
	static const char *const types[] = {"audio/mpeg", "audio/ogg", "audio/x-wav", "audio/flac", "audio/x-m4a",
					    "audio/mp4",  "video/mp4", "video/webm",  "video/ogg",  "video/quicktime"};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (text_equal(type, types[i]))
			return true;
	return false;
}

/* ---- documents ---- */

static void
set_size(struct doc *doc, int64_t size)
{
	doc_set_int(doc, "size", size);
	doc_set_null(doc, "size_kb");
	doc_set_null(doc, "size_mb");
	if (size < MB)
		doc_set_int(doc, "size_kb", (size + KB - 1) / KB);
	else
		doc_set_decimal(doc, "size_mb", size / (MB / 10), 1);
}

/* What is said of a file unless somebody looked at it for viruses and found none: then NULL. */
static const char *
scan_words(const char *scan)
{
	if (text_equal(scan, file_infected))
		return N_("A virus was found");
	switch (scan_reason_of(scan)) {
	case SCAN_DONE:
		return NULL;
	case SCAN_TOO_BIG:
		return N_("Not scanned: too large for the virus scanner");
	case SCAN_LOCKED:
		return N_("Not scanned: protected with a password");
	case SCAN_NO_SERVER:
	case SCAN_TOO_LATE:
	case SCAN_ODD:
	case SCAN_REASONS:
		break;
	}
	return N_("Not scanned for viruses");
}

/* Where nobody scans at all, each line of each list would say so. */
static bool
scan_is_marked(const struct request *rq, const struct file_content *content)
{
	return file_is_infected(content) || (scan_words(content->scan) != NULL && rq->house->config->scanner != NULL);
}

/* On the file's own page: clients cannot do anything about it. */
static bool
scan_is_told(const struct request *rq, const struct file_content *content)
{
	return rq->portal == NULL || scan_words(content->scan) == NULL || scan_is_marked(rq, content);
}

void
file_set_content(const struct request *rq, struct doc *doc, const struct file_content *content)
{
	const char *scan = scan_words(content->scan);

	set_size(doc, content->size);
	doc_set_int(doc, "number", content->number);
	doc_set_text(doc, "type", content->type);
	doc_set_word(doc, "kind", file_kind_of(content->type), file_kind_label(file_kind_of(content->type)));
	doc_set_text(doc, "sha256", content->sha256);
	doc_set_instant(doc, "changed_at", content->created_at);
	doc_set_text(doc, "changed_by", content->created_by);
	doc_set_bool(doc, "infected", file_is_infected(content));
	doc_set_bool(doc, "scanned", scan == NULL);
	doc_set_bool(doc, "scan_marked", scan_is_marked(rq, content));
	doc_set_null(doc, "scan");
	if (scan != NULL)
		doc_set_word(doc, "scan", content->scan, scan);
}

struct doc *
file_doc(struct request *rq, const struct file *file)
{
	struct doc *doc = doc_object(rq->arena);
	bool infected = file_is_infected(&file->content);

	doc_set_id(doc, "id", file->id);
	doc_set_text(doc, "name", file->name);
	doc_set_bool(doc, "new", false);
	doc_set_bool(doc, "misnamed", !type_as_named(file->content.type, file->name));
	file_set_content(rq, doc, &file->content);
	doc_set_text(doc, "href", file_href(rq, file->client_id, file->id, ""));
	doc_set_text(doc, "download_href", infected ? NULL : file_href(rq, file->client_id, file->id, "/download"));
	doc_set_text(doc, "view_href",
		     file_is_viewed(file->content.type) && !infected ? file_href(rq, file->client_id, file->id, "/view")
								     : NULL);
	doc_set_text(doc, "thumbnail_href",
		     text_equal(file->picture, "made") && !infected && rq->house->config->previews
			     ? file_href(rq, file->client_id, file->id, "/thumbnail")
			     : NULL);
	doc_set_text(doc, "place_href", file_href(rq, file->client_id, file->id, "/place"));
	doc_set_text(doc, "removal_href", file_href(rq, file->client_id, file->id, "/removal"));
	doc_set_bool(doc, "locked", false);
	doc_set_bool(doc, "held", false);
	return doc;
}

static const char *
version_href(struct request *rq, const struct opened_file *opened, const char *below, int64_t number)
{
	return file_href(rq, opened->access->client, opened->seen->file.id,
			 arena_printf(rq->arena, "%s?version=%lld", below, (long long)number));
}

bool
file_may_change(const struct opened_file *opened)
{
	return opened->seen->in->level == FOLDER_FULL && opened->access->looker == NULL;
}

void
file_docs_set_new(struct request *rq, const struct folder_access *access, const int64_t *ids, struct doc *const *files,
		  size_t count)
{
	size_t new_count;
	const int64_t *news = count == 0 ? NULL : files_new(rq->tx, access, ids, count, &new_count);

	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < new_count; n++)
			if (news[n] == ids[i])
				doc_set_bool(files[i], "new", true);
}

static void
set_version(struct request *rq, struct doc *doc, const struct opened_file *opened, const struct file_content *version)
{
	bool newest = version->number == opened->seen->file.content.number, infected = file_is_infected(version);

	file_set_content(rq, doc, version);
	doc_set_bool(doc, "newest", newest);
	doc_set_bool(doc, "shown", version->number == opened->shown->number);
	doc_set_text(doc, "href",
		     newest ? file_href(rq, opened->access->client, opened->seen->file.id, "")
			    : version_href(rq, opened, "", version->number));
	doc_set_text(doc, "download_href", infected ? NULL : version_href(rq, opened, "/download", version->number));
	doc_set_text(doc, "current_href",
		     newest || infected || !file_may_change(opened)
			     ? NULL
			     : file_href(rq, opened->access->client, opened->seen->file.id, "/current"));
}

static void
add_versions(struct request *rq, struct doc *page, const struct opened_file *opened)
{
	struct doc *list = doc_set_list(page, "versions");
	size_t count;
	const struct file_content *versions = file_versions(rq->tx, opened->seen, &count);

	for (size_t i = 0; i < count; i++)
		set_version(rq, doc_add_object(list), opened, &versions[i]);
	doc_set_null(page, "older");
	if (opened->shown->number != opened->seen->file.content.number)
		set_version(rq, doc_set_object(page, "older"), opened, opened->shown);
}

struct file_sight
file_sight_of(struct request *rq, const struct opened_file *opened)
{
	int64_t number = opened->shown->number;

	return (struct file_sight){
		.path = file_href(rq, opened->access->client, opened->seen->file.id, ""),
		.which = number == opened->seen->file.content.number
				 ? ""
				 : arena_printf(rq->arena, "version=%lld", (long long)number),
		.name = opened->seen->file.name,
		.content = opened->shown,
		.look = file_look_find(rq->tx, opened->seen, number),
		.of = opened,
	};
}

struct doc *
file_page(struct request *rq, const struct opened_file *opened)
{
	struct file_sight sight;
	const struct opened place = {opened->access, opened->seen->in};
	struct doc *page = folder_page(rq, &place), *file = file_doc(rq, &opened->seen->file);

	file_docs_set_new(rq, opened->access, &opened->seen->file.id, &file, 1);
	doc_set_instant(file, "created_at", opened->seen->file.created_at);
	doc_set_text(file, "created_by", opened->seen->file.created_by);
	doc_set_text(file, "versions_href", file_href(rq, opened->access->client, opened->seen->file.id, "/versions"));
	doc_set_bool(file, "may_change", file_may_change(opened));
	doc_set_bool(file, "scan_told", scan_is_told(rq, &opened->seen->file.content));
	doc_set(page, "file", file);
	add_versions(rq, page, opened);
	sight = file_sight_of(rq, opened);
	file_preview_fill(rq, page, &sight);
	file_receipts_fill(rq, page, &opened->seen->file);
	folder_head_fill(rq, page, &(struct folder_shown){opened->access, opened->seen->in, &opened->seen->file});
	form_page(rq, page, "name file hours");
	return page;
}

/* ---- forms ---- */

const int64_t *
ids_read_ticked(struct request *rq, const char *prefix, size_t *count)
{
	size_t rows = form_rows(rq->form, prefix, TICKED_MOST);
	int64_t *ids = arena_make_array(rq->arena, int64_t, rows + 1);

	*count = 0;
	for (size_t i = 0; i < rows; i++) {
		const char *name = arena_printf(rq->arena, "%s.%zu", prefix, i);

		if (!form_has(rq->form, name))
			continue;
		ids[*count] = form_read_id(rq->form, name, FORM_REQUIRED);
		*count += ids[*count] != 0;
	}
	return ids;
}

/* ---- what lies in a folder ---- */

/* Of the whole client, read once a page. Holds are for staff to see. */
struct marks {
	const struct folder_lock *locks;
	const struct folder_hold *holds;
	size_t lock_count, hold_count;
};

static struct marks
marks_read(struct request *rq, int64_t client)
{
	struct marks marks = {.hold_count = 0};

	marks.locks = folder_locks(rq->tx, client, &marks.lock_count);
	if (rq->viewer->kind == VIEWER_STAFF)
		marks.holds = folder_holds(rq->tx, client, &marks.hold_count);
	return marks;
}

static void
set_marks(struct doc *doc, const struct marks *marks, const struct lock_spot *spot)
{
	bool locked = false, held = false;

	for (size_t i = 0; i < marks->lock_count; i++)
		locked = locked || folder_lock_covers(&marks->locks[i], spot);
	for (size_t i = 0; i < marks->hold_count; i++)
		held = held || folder_hold_covers(&marks->holds[i], spot);
	doc_set_bool(doc, "locked", locked);
	doc_set_bool(doc, "held", held);
}

/* Folders come before files; the cursor says which of them the page begins among. */
enum { AMONG_FOLDERS = 'd', AMONG_FILES = 'f' };

static struct cursor
cursor_at(struct request *rq, int among, const char *key, int64_t id)
{
	return (struct cursor){.text = arena_printf(rq->arena, "%c%s", among, key), .id = id};
}

struct fresh {
	const struct file_news *news;
	size_t count;
};

static struct fresh
fresh_beneath(struct request *rq, const struct opened *opened)
{
	struct fresh fresh;

	fresh.news = files_new_beneath(rq->tx, opened->access, opened->seen, &fresh.count);
	return fresh;
}

static void
set_news(struct doc *folder, const struct folder *of, const struct fresh *fresh)
{
	for (size_t i = 0; i < fresh->count; i++)
		if (text_equal(fresh->news[i].path, of->path))
			folder_doc_set_new(folder, fresh->news[i].count, fresh->news[i].latest_at);
}

/* All below a folder that was opened: what lies in it, and in those below. */
static void
set_all_news(struct doc *page, const struct fresh *fresh)
{
	int64_t sum = 0, latest_at = 0;

	for (size_t i = 0; i < fresh->count; i++) {
		sum += fresh->news[i].count;
		if (fresh->news[i].latest_at > latest_at)
			latest_at = fresh->news[i].latest_at;
	}
	folder_doc_set_new(page, sum, latest_at);
}

/* With the name of the box that ticks it. */
static void
add_to(struct request *rq, struct doc *list, struct doc *one, const char *kind, size_t index)
{
	doc_set_text(one, "box", arena_printf(rq->arena, "%s.%zu.id", kind, index));
	doc_add(list, one);
}

static bool
add_folders(struct request *rq, struct doc *list, const struct opened *opened, const struct fresh *fresh,
	    const struct marks *marks, const struct cursor *from, size_t *room, struct cursor *last)
{
	size_t count;
	const struct folder_seen *seen = folder_children(
		rq->tx, opened->access, opened->seen, from->given ? from->text + 1 : NULL, from->id, *room + 1, &count);

	for (size_t i = 0; i < count && i < *room; i++) {
		const struct lock_spot spot = lock_spot_of_folder(&seen[i].folder);
		struct doc *folder = folder_doc(rq, &seen[i]);

		set_news(folder, &seen[i].folder, fresh);
		set_marks(folder, marks, &spot);
		add_to(rq, list, folder, "folders", i);
		*last = cursor_at(rq, AMONG_FOLDERS, folder_name_key(rq->arena, seen[i].folder.name),
				  seen[i].folder.id);
	}
	if (count > *room)
		return true;
	*room -= count;
	return false;
}

static bool
add_files(struct request *rq, struct doc *list, const struct opened *opened, const struct marks *marks,
	  const struct cursor *from, size_t room, struct cursor *last)
{
	size_t count;
	const struct file *files = files_in(rq->tx, opened->access, opened->seen, from->given ? from->text + 1 : NULL,
					    from->id, room + 1, &count);
	size_t shown = count > room ? room : count;
	int64_t *ids = arena_make_array(rq->arena, int64_t, shown + 1);

	for (size_t i = 0; i < shown; i++) {
		const struct lock_spot spot = lock_spot_of_file(&files[i], &opened->seen->folder);
		struct doc *file = file_doc(rq, &files[i]);

		set_marks(file, marks, &spot);
		ids[i] = files[i].id;
		add_to(rq, list, file, "files", i);
		*last = cursor_at(rq, AMONG_FILES, files[i].name_key, files[i].id);
	}
	file_docs_set_new(rq, opened->access, ids, list->list.items, shown);
	return count > room;
}

void
folder_set_news(struct request *rq, struct doc *page, const struct opened *opened)
{
	const struct fresh fresh = fresh_beneath(rq, opened);

	set_all_news(page, &fresh);
}

void
folder_list_fill(struct request *rq, struct doc *page, const struct opened *opened)
{
	struct doc *folders = doc_set_list(page, "folders"), *files = doc_set_list(page, "files");
	struct cursor cursor = page_cursor(rq), last = {.given = false}, none = {.given = false};
	const struct fresh fresh = fresh_beneath(rq, opened);
	const struct marks marks = marks_read(rq, opened->access->client);
	size_t room = PAGE_ROWS;
	int among = cursor.given && cursor.text != NULL ? cursor.text[0] : AMONG_FOLDERS;
	bool more = false;

	if (cursor.text == NULL || cursor.text[0] == '\0')
		cursor.given = false;
	if (among != AMONG_FILES)
		more = add_folders(rq, folders, opened, &fresh, &marks, &cursor, &room, &last);
	if (!more)
		more = add_files(rq, files, opened, &marks, among == AMONG_FILES ? &cursor : &none, room, &last);
	page_links(rq, page, more, &last);
	set_all_news(page, &fresh);
	doc_set_int(page, "file_count", file_count(rq->tx, opened->access, opened->seen));
	doc_set_bool(page, "has_rows", last.text != NULL);
}

/* ---- answers ---- */

struct reply
file_refused(struct request *rq, enum folder_outcome outcome)
{
	if (outcome == FOLDER_GONE)
		return reply_not_found(rq);
	return reply_refusal(rq, folder_outcome_status(outcome), file_outcome_words(outcome));
}

static bool
is_one_of(const char *action, const char *const *actions)
{
	while (*actions != NULL && !text_equal(action, *actions))
		actions++;
	return *actions != NULL;
}

/* Whoever fetched the newest version has read it; of what was put there others are told. */
static void
follow(struct request *rq, const char *action, const struct file *file, int64_t version)
{
	static const char *const reading[] = {"file.download", "file.view", NULL};
	static const char *const putting[] = {"file.put", "file.version", "file.copy", NULL};

	if (is_one_of(action, reading) && version == file->content.number)
		file_opened(rq, file);
	if (is_one_of(action, putting))
		event_emit(rq->house, rq->tx,
			   &(struct event){.kind = "file.put",
					   .client = file->client_id,
					   .object = file->id,
					   .title = file->name});
}

void
file_note_was(struct request *rq, const char *action, const struct file *file, int64_t version, const char *was)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "file", file->id);
	doc_set_text(detail, "name", file->name);
	if (version != 0)
		doc_set_int(detail, "version", version);
	if (was != NULL)
		doc_set_text(detail, "was", was);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "client",
				      .object = file->client_id,
				      .detail = detail,
				      .place = activity_of_file(rq->arena, file)});
	follow(rq, action, file, version);
}

bool
file_is_continued(const struct request *rq)
{
	enum { BEGINNING = 64 * 1024 };
	const char *range = http_header(rq->http, "Range"), *digits = range == NULL ? NULL : range + strlen("bytes=");
	char *end;

	if (range == NULL || http_header(rq->http, "If-Range") != NULL || !str_starts(str_of(range), STR("bytes=")) ||
	    *digits < '1' || *digits > '9')
		return false;
	return strtoll(digits, &end, 10) >= BEGINNING && *end == '-' && strchr(range, ',') == NULL;
}

void
file_note(struct request *rq, const char *action, const struct file *file, int64_t version)
{
	file_note_was(rq, action, file, version, NULL);
}

void
file_note_put(struct request *rq, const struct file *file)
{
	int64_t number = file->content.number;

	file_note(rq, number > 1 ? "file.version" : "file.put", file, number);
}
