/* sort_web: files that have been kept as long as they must, of a client or of all: into the recycle bin, or left. */
#include "holds/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/page.h"
#include "holds/holds.h"
#include "holds/retention_page.h"
#include "holds/sort.h"
#include "records/record.h"
#include "rights/rights.h"
#include "sys/clock.h"

enum { HINTS = 2 * PAGE_ROWS, LEFT_MONTHS = 12 };
static const char everywhere[] = "/console/to-sort";

enum deed { DEED_REMOVE, DEED_LEAVE };
static const char *const deeds[] = {"remove", "leave", NULL};

/* What a page shows, or a form names. */
struct rows {
	const struct folder_access *access; /* of the one client; NULL: of all clients */
	struct row {
		struct sort_file file;
		const struct folder_access *access;
	} * rows;
	size_t count;
	bool more;
	struct cursor last;
};

static void
add_row(struct rows *rows, const struct sort_file *file, const struct folder_access *access)
{
	rows->rows[rows->count++] = (struct row){*file, access};
}

static void
read_client(struct request *rq, struct rows *rows, struct sort_query query)
{
	size_t count, most = query.limit;
	const struct sort_file *files;

	query.limit++;
	files = sort_files(rq->tx, rows->access, &query, &count);
	for (size_t i = 0; i < count && i < most; i++) {
		add_row(rows, &files[i], rows->access);
		rows->last = (struct cursor){.number = files[i].changed_at, .id = files[i].id};
	}
	rows->more = count > most;
}

/* ---- of all clients ---- */

/* A client that some of the hints are of. */
struct door {
	int64_t client;
	const struct folder_access *access; /* NULL: closed */
	const struct sort_file *files;
	size_t count;
};

static void
open_door(struct request *rq, struct door *door, const struct sort_hint *hints, size_t count)
{
	struct sort_query query = {.at = INT64_MIN, .limit = count};
	int64_t *ids = arena_make_array(rq->arena, int64_t, count);

	for (size_t i = 0; i < count; i++)
		if (hints[i].client_id == door->client)
			ids[query.id_count++] = hints[i].id;
	query.ids = ids;
	door->access = folder_access_of(rq, door->client);
	if (door->access != NULL)
		door->files = sort_files(rq->tx, door->access, &query, &door->count);
}

/* The one of the first hint; those behind it are asked about with it. */
static const struct door *
door_of(struct request *rq, struct door *doors, size_t *door_count, const struct sort_hint *hints, size_t count)
{
	for (size_t i = 0; i < *door_count; i++)
		if (doors[i].client == hints->client_id)
			return &doors[i];
	doors[*door_count] = (struct door){.client = hints->client_id};
	open_door(rq, &doors[*door_count], hints, count);
	return &doors[(*door_count)++];
}

static void
read_all(struct request *rq, struct rows *rows, struct sort_query query)
{
	size_t count, door_count = 0, most = query.limit, i;
	const struct sort_hint *hints;
	struct door *doors;

	query.limit = query.ids == NULL ? HINTS : query.id_count;
	hints = sort_hints(rq->tx, rq->viewer, &query, &count);
	doors = arena_make_array(rq->arena, struct door, count + 1);
	for (i = 0; i < count && rows->count < most; i++) {
		const struct door *door = door_of(rq, doors, &door_count, hints + i, count - i);

		for (size_t f = 0; f < door->count; f++)
			if (door->files[f].id == hints[i].id)
				add_row(rows, &door->files[f], door->access);
		rows->last = (struct cursor){.number = hints[i].changed_at, .id = hints[i].id};
	}
	rows->more = i < count || count == query.limit;
}

/* ---- one page for both ---- */

/* False: the client is not theirs. */
static bool
open_rows(struct request *rq, struct rows *rows, struct opened *opened)
{
	*rows = (struct rows){.rows = arena_make_array(rq->arena, struct row, TICKED_MOST)};
	if (text_equal(rq->route->path, everywhere))
		return true;
	if (!folder_open(rq, opened))
		return false;
	rows->access = opened->access;
	return true;
}

static void
read_rows(struct request *rq, struct rows *rows, const struct sort_query *query)
{
	if (rows->access == NULL)
		read_all(rq, rows, *query);
	else
		read_client(rq, rows, *query);
}

static struct sort_query
query_of_page(struct request *rq)
{
	struct cursor cursor = page_cursor(rq);

	return (struct sort_query){
		.at = cursor.given ? cursor.number : INT64_MIN, .id = cursor.given ? cursor.id : 0, .limit = PAGE_ROWS};
}

static struct doc *
add_file(struct request *rq, struct doc *list, const struct sort_file *file)
{
	struct doc *shown = doc_add_object(list);
	const struct folder root = folder_root(file->client_id);

	doc_set_id(shown, "id", file->id);
	doc_set_text(shown, "input", arena_printf(rq->arena, "files.%zu", list->list.count - 1));
	doc_set_text(shown, "name", file->name);
	doc_set_text(shown, "href", file_href(rq, file->client_id, file->id, ""));
	doc_set_text(shown, "folder_name", file->folder_name == NULL ? folder_name(rq, &root) : file->folder_name);
	doc_set_int(shown, "size", file->size);
	doc_set_instant(shown, "changed_at", file->changed_at);
	doc_set_day(shown, "kept_until", retention_until(file->changed_at, file->months));
	retention_set_months(shown, file->months);
	doc_set_null(shown, "client_name");
	doc_set_text(shown, "client_href", client_path(rq, file->client_id, "/to-sort"));
	return shown;
}

/* As far as who asks may read what clients are called. */
static void
set_client_names(struct request *rq, struct doc *list, const struct rows *rows)
{
	const struct access *access = record_access(rq, module_named(rq->rights->catalogue, "clients"));
	int64_t *ids = arena_make_array(rq->arena, int64_t, rows->count + 1);
	size_t named = 0;
	const struct record_name *names;

	for (size_t i = 0; i < rows->count; i++)
		ids[i] = rows->rows[i].file.client_id;
	names = rows->count == 0 ? NULL : record_names(rq->tx, access, ids, rows->count, &named);
	for (size_t i = 0; i < rows->count; i++)
		doc_set_text(list->list.items[i], "client_name", record_name_among(names, named, ids[i]));
}

static struct doc *
list_doc(struct request *rq, struct rows *rows, const struct opened *opened)
{
	struct doc *page = rows->access == NULL ? doc_object(rq->arena) : folder_page(rq, opened);
	const struct sort_query query = query_of_page(rq);
	struct doc *list = doc_set_list(page, "files");

	rows->count = 0;
	read_rows(rq, rows, &query);
	for (size_t i = 0; i < rows->count; i++)
		add_file(rq, list, &rows->rows[i].file);
	if (rows->access == NULL) {
		doc_set_bool(page, "has_sheet", false);
		set_client_names(rq, list, rows);
	}
	doc_set_bool(page, "all", rows->access == NULL);
	doc_set_bool(page, "has_files", rows->count > 0);
	doc_set_text(page, "action",
		     rows->access == NULL ? everywhere : client_path(rq, rows->access->client, "/to-sort"));
	doc_set_text(page, "settings_href",
		     page_is_open(rq, "/console/settings/retention") ? "/console/settings/retention" : NULL);
	page_links(rq, page, rows->more, &rows->last);
	form_page(rq, page, "files");
	return page;
}

struct reply
sort_show(struct request *rq)
{
	struct rows rows;
	struct opened opened;

	if (!open_rows(rq, &rows, &opened))
		return reply_not_found(rq);
	return reply_page(rq, "sort_list", list_doc(rq, &rows, &opened));
}

/* ---- what becomes of them ---- */

static bool
remove_one(struct request *rq, const struct row *row)
{
	const struct file_seen *seen = file_find(rq->tx, row->access, row->file.id);

	if (seen == NULL || file_remove(rq->tx, row->access, row->file.id, clock_now()) != FOLDER_DONE)
		return false;
	file_note(rq, "file.remove", &seen->file, 0);
	return true;
}

static bool
leave_one(struct request *rq, const struct row *row)
{
	const struct file_seen *seen = file_find(rq->tx, row->access, row->file.id);

	if (seen == NULL)
		return false;
	sort_leave(rq->tx, row->file.id, day_add_months(day_of_instant_utc(clock_now()), LEFT_MONTHS));
	file_note(rq, "retention.leave", &seen->file, 0);
	return true;
}

static struct reply
done(struct request *rq, const struct rows *rows, enum deed deed, size_t count)
{
	struct doc *done = doc_object(rq->arena);
	const char *flash = deed == DEED_LEAVE ? N_("They are left, and come back here in a year.")
			    : count == rows->count
				    ? N_("They are in the recycle bin.")
				    : N_("What somebody is working on stays; the rest is in the recycle bin.");

	doc_set_int(done, "count", (int64_t)count);
	doc_set_int(done, "stayed", (int64_t)(rows->count - count));
	return reply_done(rq, rows->access == NULL ? everywhere : client_path(rq, rows->access->client, "/to-sort"),
			  flash, done);
}

struct reply
sort_do(struct request *rq)
{
	struct rows rows;
	struct opened opened;
	struct sort_query query = {.at = INT64_MIN, .limit = TICKED_MOST};
	size_t count = 0;
	int deed;

	if (!open_rows(rq, &rows, &opened))
		return reply_not_found(rq);
	deed = form_read_choice(rq->form, "do", FORM_REQUIRED, deeds);
	query.ids = ids_read_ticked(rq, "files", &query.id_count);
	if (!form_failed(rq->form) && query.id_count == 0)
		form_error(rq->form, "files", N_("Please choose a file first."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "sort_list", list_doc(rq, &rows, &opened));
	read_rows(rq, &rows, &query);
	if (rows.count == 0)
		return reply_not_found(rq);
	for (size_t i = 0; i < rows.count; i++)
		count += deed == DEED_REMOVE ? remove_one(rq, &rows.rows[i]) : leave_one(rq, &rows.rows[i]);
	if (count == 0)
		return reply_refusal(rq, 423, N_("Somebody is working on this: it is locked for now."));
	return done(rq, &rows, deed, count);
}
