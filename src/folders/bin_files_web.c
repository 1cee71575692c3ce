/* bin_files_web: several files and folders of a recycle bin at once, or all of it: brought back, or deleted for good
 * once that is confirmed. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "folders/activity.h"
#include "folders/bin_clear.h"
#include "folders/bin_page.h"
#include "folders/file_page.h"
#include "space/space.h"
#include "sys/clock.h"

enum { NAMED = 10 };
enum bin_deed { DEED_RETURN, DEED_DELETE, DEED_EMPTY };
static const char *const deeds[] = {"return", "delete", "empty", NULL};

static struct reply
shown_again(struct request *rq, const struct opened *opened)
{
	return reply_form(rq, file_template(rq, "folder_bin", "portal_bin"), bin_page(rq, opened));
}

/* ---- back ---- */

/* False: one would be closed to who brings it back, so nothing is. */
static bool
bring_back_folders(struct request *rq, const struct folder_access *access, const struct bin_scope *scope,
		   struct doc *list)
{
	enum folder_outcome outcome = FOLDER_DONE;

	for (size_t i = 0; i < scope->folder_count && outcome != FOLDER_CLOSED; i++) {
		const struct folder_seen *back = folder_bring_back(rq, access, scope->folders[i], &outcome);

		if (back != NULL)
			doc_add(list, folder_doc(rq, back));
	}
	return outcome != FOLDER_CLOSED;
}

static void
bring_back_files(struct request *rq, const struct folder_access *access, const struct bin_scope *scope,
		 struct doc *list)
{
	for (size_t i = 0; i < scope->file_count; i++) {
		const struct file_seen *back;

		if (file_restore(rq->tx, access, scope->files[i]) != FOLDER_DONE)
			continue;
		back = file_find(rq->tx, access, scope->files[i]);
		file_note(rq, "file.restore", &back->file, 0);
		doc_add(list, file_doc(rq, &back->file));
	}
}

/* Folders first, so that files that lay in them find their way. */
static struct reply
bring_back(struct request *rq, const struct opened *opened, const struct bin_scope *scope)
{
	const struct folder root = folder_root(opened->access->client);
	struct doc *done = doc_object(rq->arena), *folders = doc_set_list(done, "folders"),
		   *files = doc_set_list(done, "files");

	if (!bring_back_folders(rq, opened->access, scope, folders))
		return folder_closed_back(rq);
	bring_back_files(rq, opened->access, scope, files);
	if (files->list.count + folders->list.count == 0)
		return reply_not_found(rq);
	return reply_done(rq, folder_href(rq, &root, "/bin"),
			  folders->list.count > 0  ? N_("What was chosen is back.")
			  : files->list.count == 1 ? N_("The file is back.")
						   : N_("The files are back."),
			  done);
}

/* ---- for good ---- */

static void
add_chosen(struct request *rq, struct doc *list, const char *prefix, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct doc *one = doc_add_object(list);

		doc_set_id(one, "id", ids[i]);
		doc_set_text(one, "input", arena_printf(rq->arena, "%s.%zu", prefix, i));
	}
}

static void
add_names(struct request *rq, struct doc *page, const struct folder_access *access, const struct bin_scope *scope)
{
	struct doc *list = doc_set_list(page, "names");
	size_t count;
	const char **names = bin_names(rq->tx, access, scope, NAMED + 1, &count);

	for (size_t i = 0; i < count && i < NAMED; i++)
		doc_set_text(doc_add_object(list), "name", names[i]);
	doc_set_bool(page, "more", count > NAMED);
}

/* What is typed to go on: the number of files, where there are none that of folders. */
static int64_t
number_of(const struct bin_told *told)
{
	return told->going.count > 0 ? told->going.count : told->folders;
}

static struct doc *
removal_doc(struct request *rq, const struct opened *opened, const struct bin_scope *scope, const struct bin_told *told)
{
	struct doc *page = folder_page(rq, opened), *chosen = doc_set_list(page, "chosen");
	const struct folder root = folder_root(opened->access->client);

	add_chosen(rq, chosen, "files", scope->files, scope->file_count);
	add_chosen(rq, chosen, "folders", scope->folders, scope->folder_count);
	add_names(rq, page, opened->access, scope);
	doc_set_int(page, "count", told->going.count);
	doc_set_int(page, "folder_count", told->folders);
	doc_set_int(page, "number", number_of(told));
	doc_set_bool(page, "any", number_of(told) > 0);
	doc_set_bool(page, "any_files", told->going.count > 0);
	doc_set_bool(page, "any_folders", told->folders > 0);
	doc_set_int(page, "kept_count", told->kept_count);
	doc_set_bool(page, "any_kept", told->kept_count > 0);
	doc_set_bool(page, "kept_held", told->kept_held);
	doc_set_day(page, "kept_until", told->kept_until);
	space_set_bytes(page, "size", told->going.bytes);
	doc_set_bool(page, "all", scope->all);
	doc_set_text(page, "do", scope->all ? deeds[DEED_EMPTY] : deeds[DEED_DELETE]);
	doc_set_text(page, "bin_href", folder_href(rq, &root, "/bin"));
	doc_set_text(page, "files_href", folder_href(rq, &root, "/bin/files"));
	form_page(rq, page, "confirm");
	return page;
}

static void
note_purge(struct request *rq, int64_t client, const struct bin_gone *gone)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_int(detail, "count", gone->files.count);
	doc_set_int(detail, "folders", gone->folders);
	space_set_bytes(detail, "size", gone->files.bytes);
	audit_add(rq, &(struct audit){
			      .action = "folder.purge", .object_kind = "client", .object = client, .detail = detail});
}

/* The first of it at once, which is mostly all; the rest after the answer. */
static bool
begin_clearing(struct request *rq, const struct opened *opened, const struct bin_scope *scope, struct bin_gone *gone)
{
	size_t done = 0, some;

	do {
		some = bin_clear_some(rq->tx, opened->access, scope, CLEAR_AT_ONCE - done, gone);
		done += some;
	} while (some > 0 && done < CLEAR_AT_ONCE);
	if (some > 0)
		bin_clear_later(rq->tx, opened->access, scope);
	if (done > 0)
		note_purge(rq, opened->access->client, gone);
	return some > 0;
}

static struct reply
cleared(struct request *rq, const struct opened *opened, const struct bin_scope *scope, const struct bin_told *told)
{
	const struct folder root = folder_root(opened->access->client);
	struct bin_gone gone = {.folders = 0};
	bool goes_on = begin_clearing(rq, opened, scope, &gone);
	struct doc *done = doc_object(rq->arena);

	if (gone.files.count + gone.folders == 0)
		return reply_refusal(rq, 409, N_("All of it must be kept for now: nothing was deleted."));
	doc_set_int(done, "count", gone.files.count);
	doc_set_int(done, "folder_count", gone.folders);
	doc_set_int(done, "kept_count", told->kept_count);
	doc_set_bool(done, "goes_on", goes_on);
	return reply_done(rq, folder_href(rq, &root, "/bin"),
			  goes_on ? N_("They are being deleted for good. You may leave this page meanwhile.")
			  : told->kept_count == 0
				  ? N_("They are deleted for good.")
				  : N_("What must be kept stays in the recycle bin; the rest is deleted for good."),
			  done);
}

/* Told first; done once the number of what goes is typed. What must be kept is passed over. */
static struct reply
purge(struct request *rq, const struct opened *opened, const struct bin_scope *scope)
{
	const struct bin_told told = bin_told(rq->tx, opened->access, scope);

	if (told.going.count + told.kept_count + told.folders == 0)
		return reply_not_found(rq);
	if (!form_has(rq->form, "confirm"))
		return reply_page(rq, "bin_removal", removal_doc(rq, opened, scope, &told));
	if (number_of(&told) == 0)
		return reply_refusal(rq, 409, N_("All of it must be kept for now: nothing was deleted."));
	if (bin_is_clearing(rq->tx, opened->access->client))
		return reply_refusal(
			rq, 409,
			N_("Something is being deleted from this recycle bin just now. Please wait a moment."));
	if (form_read_int(rq->form, "confirm", FORM_REQUIRED, 1, INT32_MAX) != number_of(&told))
		form_error(rq->form, "confirm", N_("This is not the number that is asked for."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "bin_removal", removal_doc(rq, opened, scope, &told));
	return cleared(rq, opened, scope, &told);
}

struct reply
bin_files(struct request *rq)
{
	struct bin_scope scope = {.until = clock_now()};
	struct opened opened;
	int deed;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	deed = form_read_choice(rq->form, "do", FORM_REQUIRED, deeds);
	scope.files = ids_read_ticked(rq, "files", &scope.file_count);
	scope.folders = ids_read_ticked(rq, "folders", &scope.folder_count);
	if (!form_failed(rq->form) && scope.file_count + scope.folder_count == 0 && deed != DEED_EMPTY)
		form_error(rq->form, "files", N_("Please choose a file or a folder first."), NULL);
	if (scope.file_count + scope.folder_count > TICKED_MOST)
		form_error(rq->form, "files", N_("Please choose fewer at once."), NULL);
	if (form_failed(rq->form))
		return shown_again(rq, &opened);
	if (deed == DEED_RETURN)
		return bring_back(rq, &opened, &scope);
	if (rq->portal != NULL)
		return reply_not_found(rq);
	if (deed == DEED_EMPTY)
		scope = (struct bin_scope){.all = true, .until = scope.until};
	return purge(rq, &opened, &scope);
}
