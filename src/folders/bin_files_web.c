/* bin_files_web: several files of a recycle bin at once: brought back, or deleted for good once that is confirmed. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "folders/activity.h"
#include "folders/bin_page.h"
#include "folders/file_page.h"
#include "folders/folder_retention.h"
#include "space/space.h"

enum { AT_ONCE = 2000, NAMED = 10 };
enum bin_deed { DEED_RETURN, DEED_DELETE, DEED_EMPTY };
static const char *const deeds[] = {"return", "delete", "empty", NULL};

static struct reply
shown_again(struct request *rq, const struct opened *opened)
{
	return reply_form(rq, file_template(rq, "folder_bin", "portal_bin"), bin_page(rq, opened));
}

/* ---- back ---- */

static struct reply
bring_back(struct request *rq, const struct opened *opened, const int64_t *ids, size_t count)
{
	const struct folder root = folder_root(opened->access->client);
	struct doc *done = doc_object(rq->arena), *list = doc_set_list(done, "files");

	for (size_t i = 0; i < count; i++) {
		const struct file_seen *back;

		if (file_restore(rq->tx, opened->access, ids[i]) != FOLDER_DONE)
			continue;
		back = file_find(rq->tx, opened->access, ids[i]);
		file_note(rq, "file.restore", &back->file, 0);
		doc_add(list, file_doc(rq, &back->file));
	}
	if (list->list.count == 0)
		return reply_not_found(rq);
	return reply_done(rq, folder_href(rq, &root, "/bin"),
			  list->list.count == 1 ? N_("The file is back.") : N_("The files are back."), done);
}

/* ---- for good ---- */

/* Those that must be kept longer, and until when: NO_DAY: until a legal hold is released. */
struct staying {
	size_t count;
	int32_t until;
	bool held;
};

static void
note_staying(struct staying *staying, const struct file_removed *removed)
{
	int32_t until = retention_until(removed->changed_at, removed->months);

	staying->until = until > staying->until ? until : staying->until;
	staying->held = staying->held || removed->held;
	staying->count++;
}

static void
add_going(struct request *rq, struct doc *ids, struct doc *names, const struct file_removed *removed)
{
	struct doc *one = doc_add_object(ids);

	doc_set_id(one, "id", removed->id);
	doc_set_text(one, "input", arena_printf(rq->arena, "files.%zu", ids->list.count - 1));
	if (names->list.count < NAMED)
		doc_set_text(doc_add_object(names), "name", removed->name);
}

/* `going` and `staying` get how many there are of each. */
static struct doc *
removal_doc(struct request *rq, const struct opened *opened, const struct bin_asked *asked, size_t *going,
	    size_t *staying)
{
	struct doc *page = folder_page(rq, opened), *names = doc_set_list(page, "names"), *ids = doc_list(rq->arena);
	const struct folder root = folder_root(opened->access->client);
	struct staying kept = {.until = NO_DAY};
	size_t count;
	const struct file_removed *removed = file_bin_list(rq->tx, opened->access, asked, AT_ONCE, &count);
	int64_t bytes = 0;

	for (size_t i = 0; i < count; i++) {
		if (!removed[i].may_go) {
			note_staying(&kept, &removed[i]);
			continue;
		}
		bytes += removed[i].bytes;
		add_going(rq, ids, names, &removed[i]);
	}
	*going = ids->list.count;
	*staying = kept.count;
	doc_set(page, "files", asked->ids == NULL ? doc_list(rq->arena) : ids);
	doc_set_int(page, "count", (int64_t)*going);
	doc_set_bool(page, "any", *going > 0);
	doc_set_bool(page, "more", *going > NAMED);
	doc_set_int(page, "kept_count", (int64_t)kept.count);
	doc_set_bool(page, "any_kept", kept.count > 0);
	doc_set_bool(page, "kept_held", kept.held);
	doc_set_day(page, "kept_until", kept.until);
	space_set_bytes(page, "size", bytes);
	doc_set_text(page, "do", asked->ids == NULL ? deeds[DEED_EMPTY] : deeds[DEED_DELETE]);
	doc_set_text(page, "bin_href", folder_href(rq, &root, "/bin"));
	doc_set_text(page, "files_href", folder_href(rq, &root, "/bin/files"));
	form_page(rq, page, "confirm");
	return page;
}

static void
note_purge(struct request *rq, int64_t client, const struct file_sum *gone)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_int(detail, "count", gone->count);
	space_set_bytes(detail, "size", gone->bytes);
	audit_add(rq, &(struct audit){
			      .action = "folder.purge", .object_kind = "client", .object = client, .detail = detail});
}

/* Told first; done once the number of what goes is typed. What must be kept is passed over. */
static struct reply
purge(struct request *rq, const struct opened *opened, const struct bin_asked *asked)
{
	const struct folder root = folder_root(opened->access->client);
	size_t going, staying;
	struct doc *page = removal_doc(rq, opened, asked, &going, &staying), *done = doc_object(rq->arena);
	struct file_sum gone;

	if (going + staying == 0)
		return reply_not_found(rq);
	if (!form_has(rq->form, "confirm"))
		return reply_page(rq, "bin_removal", page);
	if (going == 0)
		return reply_refusal(rq, 409, N_("All of it must be kept for now: nothing was deleted."));
	if (form_read_int(rq->form, "confirm", FORM_REQUIRED, 1, AT_ONCE) != (int64_t)going)
		form_error(rq->form, "confirm", N_("This is not the number of files."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "bin_removal", removal_doc(rq, opened, asked, &going, &staying));
	gone = file_bin_purge(rq->tx, opened->access, asked, AT_ONCE);
	note_purge(rq, opened->access->client, &gone);
	doc_set_int(done, "count", gone.count);
	doc_set_int(done, "kept_count", (int64_t)staying);
	return reply_done(rq, folder_href(rq, &root, "/bin"),
			  staying == 0
				  ? N_("They are deleted for good.")
				  : N_("What must be kept stays in the recycle bin; the rest is deleted for good."),
			  done);
}

struct reply
bin_files(struct request *rq)
{
	struct bin_asked asked = {.typed = NULL};
	struct opened opened;
	int deed;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	deed = form_read_choice(rq->form, "do", FORM_REQUIRED, deeds);
	asked.ids = files_read_ticked(rq, &asked.id_count);
	if (!form_failed(rq->form) && asked.id_count == 0 && deed != DEED_EMPTY)
		form_error(rq->form, "files", N_("Please choose a file first."), NULL);
	if (form_failed(rq->form))
		return shown_again(rq, &opened);
	if (deed == DEED_RETURN)
		return bring_back(rq, &opened, asked.ids, asked.id_count);
	if (rq->portal != NULL)
		return reply_not_found(rq);
	if (deed == DEED_EMPTY)
		asked.ids = NULL;
	return purge(rq, &opened, &asked);
}
