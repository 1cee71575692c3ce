/* bin_web: what is in a client's recycle bin, and how it comes back. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "core/page.h"
#include "folders/activity.h"
#include "folders/bin_clear.h"
#include "folders/bin_page.h"
#include "folders/file_page.h"
#include "folders/folder_retention.h"
#include "space/space.h"
#include "sys/clock.h"

/* What keeps it longer than its days in the bin. */
struct stay {
	int32_t until; /* NO_DAY: none */
	bool held;
};

/* Why a contact's file is held is not told to them. */
static void
set_removal(struct request *rq, struct doc *shown, int64_t deleted_at, const char *deleted_by, int days,
	    const struct stay *stay)
{
	int64_t gone = deleted_at + days * (int64_t)DAY_MS;
	bool kept = stay->until != NO_DAY && stay->until * (int64_t)DAY_MS > gone;

	doc_set_instant(shown, "deleted_at", deleted_at);
	doc_set_text(shown, "deleted_by", deleted_by);
	doc_set_instant(shown, "gone_at", stay->held ? NO_INSTANT : kept ? stay->until * (int64_t)DAY_MS : gone);
	doc_set_day(shown, "kept_until", kept ? stay->until : NO_DAY);
	doc_set_bool(shown, "held", stay->held && rq->portal == NULL);
}

/* ---- files ---- */

static void
add_file(struct request *rq, struct doc *list, const struct folder_access *access, const struct file_removed *removed,
	 int days)
{
	struct doc *shown = doc_add_object(list);
	const struct stay stay = {retention_until(removed->changed_at, removed->months), removed->held};

	doc_set_id(shown, "id", removed->id);
	doc_set_text(shown, "name", removed->name);
	doc_set_text(shown, "input", arena_printf(rq->arena, "files.%zu", list->list.count - 1));
	doc_set_text(shown, "folder_name", removed->folder_name);
	space_set_bytes(shown, "size", removed->bytes);
	set_removal(rq, shown, removed->deleted_at, removed->deleted_by, days, &stay);
	doc_set_text(shown, "return_href",
		     rq->portal != NULL ? NULL : file_href(rq, access->client, removed->id, "/return"));
}

static void
add_files(struct request *rq, struct doc *page, const struct folder_access *access, int days)
{
	struct doc *list = doc_set_list(page, "removed_files");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	struct bin_asked asked = {
		.typed = form_text(rq->form, "q"),
		.by_name = text_equal(form_text(rq->form, "order"), "name"),
		.given = cursor.given,
		.at = cursor.number,
		.name_key = cursor.text,
		.id = cursor.id,
	};
	size_t count;
	const struct file_removed *removed = file_bin_list(rq->tx, access, &asked, PAGE_ROWS + 1, &count);

	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		add_file(rq, list, access, &removed[i], days);
		last = asked.by_name ? (struct cursor){.text = removed[i].name_key, .id = removed[i].id}
				     : (struct cursor){.number = removed[i].deleted_at, .id = removed[i].id};
	}
	page_links(rq, page, count > PAGE_ROWS, &last);
	doc_set_bool(page, "has_removed_files", count > 0);
	doc_set_bool(page, "files_asked", cursor.given || !text_empty(asked.typed) || asked.by_name);
	doc_set_bool(page, "by_name", asked.by_name);
	doc_set_text(page, "q", asked.typed == NULL ? "" : asked.typed);
}

/* ---- folders ---- */

static struct stay
stay_of(const struct folder_kept *kept, size_t count, int64_t folder)
{
	struct stay stay = {.until = NO_DAY};

	for (size_t i = 0; i < count; i++) {
		int32_t until =
			kept[i].folder_id == folder ? retention_until(kept[i].changed_at, kept[i].months) : NO_DAY;

		stay.until = until > stay.until ? until : stay.until;
		stay.held = stay.held || (kept[i].folder_id == folder && kept[i].held);
	}
	return stay;
}

/* A folder stays until the last of what lies in it may go. */
static void
fill_folders(struct request *rq, struct doc *list, const struct folder_access *access,
	     const struct folder_removed *removed, size_t count, int days)
{
	const struct folder root = folder_root(access->client);
	int64_t *ids = arena_make_array(rq->arena, int64_t, count + 1);
	size_t kept_count;
	const struct folder_kept *kept;

	for (size_t i = 0; i < count; i++)
		ids[i] = removed[i].id;
	kept = folder_bin_kept(rq->tx, access, ids, count, &kept_count);
	for (size_t i = 0; i < count; i++) {
		const struct stay stay = stay_of(kept, kept_count, removed[i].id);
		struct doc *shown = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, removed[i].id);
		doc_set_id(shown, "id", removed[i].id);
		doc_set_text(shown, "name", removed[i].name);
		doc_set_text(shown, "input", arena_printf(rq->arena, "folders.%zu", i));
		doc_set_text(shown, "return_href", folder_href(rq, &root, arena_printf(rq->arena, "/bin/%s", id)));
		set_removal(rq, shown, removed[i].deleted_at, removed[i].deleted_by, days, &stay);
	}
}

static void
add_folders(struct request *rq, struct doc *page, const struct folder_access *access, int days, bool alone)
{
	struct doc *list = doc_set_list(page, "removed");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	bool from = alone && cursor.given;
	size_t count, shown;
	const struct folder_removed *removed = folder_bin_list(rq->tx, access, from ? cursor.number : INT64_MAX,
							       from ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);
	const struct folder root = folder_root(access->client);

	shown = count < PAGE_ROWS ? count : PAGE_ROWS;
	fill_folders(rq, list, access, removed, shown, days);
	if (shown > 0)
		last = (struct cursor){.number = removed[shown - 1].deleted_at, .id = removed[shown - 1].id};
	if (alone)
		page_links(rq, page, count > PAGE_ROWS, &last);
	doc_set_bool(page, "has_removed", count > 0);
	doc_set_text(page, "folders_href",
		     !alone && count > PAGE_ROWS ? folder_href(rq, &root, "/bin?kind=folders") : NULL);
}

/* ---- both ---- */

/* What goes for good meanwhile: how many files are left of all that may go. Null: nothing. */
static void
set_clearing(struct request *rq, struct doc *page, const struct folder_access *access)
{
	const struct bin_scope all = {.all = true, .until = clock_now()};
	bool clearing = rq->portal == NULL && bin_is_clearing(rq->tx, access->client);

	doc_set_null(page, "clearing");
	if (clearing)
		doc_set_int(doc_set_object(page, "clearing"), "left", bin_told(rq->tx, access, &all).going.count);
}

struct doc *
bin_page(struct request *rq, const struct opened *opened)
{
	const struct folder root = folder_root(opened->access->client);
	struct doc *page = folder_page(rq, opened);
	int days = organisation_bin_days(rq->tx);
	bool folders_alone = text_equal(form_text(rq->form, "kind"), "folders"), staff = rq->portal == NULL;

	doc_set_list(page, "removed");
	doc_set_bool(page, "has_removed", false);
	doc_set_null(page, "folders_href");
	doc_set_list(page, "removed_files");
	doc_set_bool(page, "has_removed_files", false);
	doc_set_bool(page, "files_asked", false);
	doc_set_bool(page, "by_name", false);
	doc_set_text(page, "q", "");
	if (!folders_alone)
		add_files(rq, page, opened->access, days);
	if (staff && (folders_alone || !page_cursor(rq).given))
		add_folders(rq, page, opened->access, days, folders_alone);
	doc_set_int(page, "bin_days", days);
	doc_set_text(page, "bin_href", folder_href(rq, &root, "/bin"));
	doc_set_text(page, "files_href", folder_href(rq, &root, "/bin/files"));
	doc_set_bool(page, "may_delete", staff);
	set_clearing(rq, page, opened->access);
	form_page(rq, page, "files");
	return page;
}

struct reply
folder_bin(struct request *rq)
{
	struct opened opened;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	return reply_page(rq, file_template(rq, "folder_bin", "portal_bin"), bin_page(rq, &opened));
}

const struct folder_seen *
folder_bring_back(struct request *rq, const struct folder_access *access, int64_t removed, enum folder_outcome *outcome)
{
	const struct folder_seen *back;

	*outcome = folder_restore(rq->tx, access, removed);
	if (*outcome != FOLDER_DONE)
		return NULL;
	back = folder_find(rq->tx, access, removed);
	if (back == NULL || back->level != FOLDER_FULL) {
		*outcome = FOLDER_CLOSED;
		return NULL;
	}
	audit_add(rq, &(struct audit){.action = "folder.restore",
				      .object_kind = "client",
				      .object = access->client,
				      .place = activity_of_folder(rq->arena, removed, back->folder.name)});
	return back;
}

struct reply
folder_closed_back(struct request *rq)
{
	return reply_refusal(rq, folder_outcome_status(FOLDER_CLOSED),
			     N_("Where this folder would come back, it would be closed to yourself. Please ask a "
				"colleague who has this client in full."));
}

struct reply
folder_return(struct request *rq)
{
	const struct folder_access *access = folder_access_of(rq, path_id(rq, "client"));
	const struct folder_seen *back;
	enum folder_outcome outcome;

	if (access == NULL)
		return reply_not_found(rq);
	back = folder_bring_back(rq, access, path_id(rq, "removed"), &outcome);
	if (back == NULL)
		return outcome == FOLDER_CLOSED ? folder_closed_back(rq) : folder_refused(rq, outcome);
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
