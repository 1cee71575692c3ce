/* bin_web: folders in a client's recycle bin, and how they come back. */
#include "folders/handlers.h"

#include "core/audit.h"
#include "core/organisation.h"
#include "core/page.h"
#include "folders/activity.h"
#include "folders/file_page.h"

/* The last ones removed; those before them appear as these go. */
static void
add_files(struct request *rq, struct doc *page, const struct folder_access *access)
{
	enum { FILES_SHOWN = 200 };
	struct doc *list = doc_set_list(page, "removed_files");
	size_t count;
	const struct file_removed *removed = file_bin_list(rq->tx, access, INT64_MAX, INT64_MAX, FILES_SHOWN, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *shown = doc_add_object(list);

		doc_set_id(shown, "id", removed[i].id);
		doc_set_text(shown, "name", removed[i].name);
		doc_set_instant(shown, "deleted_at", removed[i].deleted_at);
		doc_set_text(shown, "return_href", file_href(rq, access->client, removed[i].id, "/return"));
	}
	doc_set_bool(page, "has_removed_files", count > 0);
}

struct reply
folder_bin(struct request *rq)
{
	struct opened opened;
	struct doc *page, *list;
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	struct folder_removed *removed;
	size_t count;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	page = folder_page(rq, &opened);
	list = doc_set_list(page, "removed");
	removed = folder_bin_list(rq->tx, opened.access, cursor.given ? cursor.number : INT64_MAX, cursor.id,
				  PAGE_ROWS + 1, &count);
	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		struct doc *shown = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, removed[i].id);
		doc_set_id(shown, "id", removed[i].id);
		doc_set_text(shown, "name", removed[i].name);
		doc_set_instant(shown, "deleted_at", removed[i].deleted_at);
		doc_set_text(shown, "return_href",
			     folder_href(rq, &opened.seen->folder, arena_printf(rq->arena, "/bin/%s", id)));
		last = (struct cursor){.number = removed[i].deleted_at, .id = removed[i].id};
	}
	page_links(rq, page, count > PAGE_ROWS, &last);
	add_files(rq, page, opened.access);
	doc_set_int(page, "bin_days", organisation_bin_days(rq->tx));
	doc_set_bool(page, "has_removed", count > 0);
	return reply_page(rq, "folder_bin", page);
}

struct reply
folder_return(struct request *rq)
{
	const struct folder_access *access = folder_access_of(rq, path_id(rq, "client"));
	const struct folder_seen *back;
	enum folder_outcome outcome;

	if (access == NULL)
		return reply_not_found(rq);
	outcome = folder_restore(rq->tx, access, path_id(rq, "removed"));
	if (outcome != FOLDER_DONE)
		return folder_refused(rq, outcome);
	back = folder_find(rq->tx, access, path_id(rq, "removed"));
	audit_add(rq, &(struct audit){.action = "folder.restore",
				      .object_kind = "client",
				      .object = access->client,
				      .place = activity_of_folder(rq->arena, back->folder.id, back->folder.name)});
	return reply_done(rq, folder_href(rq, &back->folder, ""), N_("The folder is back."), folder_doc(rq, back));
}

struct reply
file_return(struct request *rq)
{
	const struct folder_access *access = folder_access_of(rq, path_id(rq, "client"));
	const struct file_seen *back;
	enum folder_outcome outcome;

	if (access == NULL)
		return reply_not_found(rq);
	outcome = file_restore(rq->tx, access, path_id(rq, "removed"));
	if (outcome != FOLDER_DONE)
		return file_refused(rq, outcome);
	back = file_find(rq->tx, access, path_id(rq, "removed"));
	file_note(rq, "file.restore", &back->file, 0);
	return reply_done(rq, file_href(rq, access->client, back->file.id, ""), N_("The file is back."),
			  file_doc(rq, &back->file));
}
