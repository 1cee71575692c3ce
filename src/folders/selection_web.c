/* selection_web: several files and folders of one folder at once: saved as a zip, moved, copied, put into the bin. */
#include "folders/handlers.h"

#include "core/form_page.h"
#include "folders/file_mark.h"
#include "folders/file_page.h"
#include "folders/folder_zip.h"
#include "html/format.h"
#include "sys/clock.h"

enum { CHOSEN_MOST = 100, PLACES_SHOWN = 200 };

/* What was ticked in a folder, as far as it is there and theirs to see. */
struct chosen {
	struct opened opened;
	const struct file *files;
	size_t file_count;
	const struct folder_seen *folders;
	size_t folder_count;
	bool too_many; /* more were ticked: nothing is done with any */
};

/* ---- what was ticked ---- */

/* "files.0.id", "files.1.id"…, each once. */
static size_t
read_ids(struct request *rq, const char *prefix, int64_t *ids, bool *too_many)
{
	size_t rows = form_rows(rq->form, prefix, CHOSEN_MOST + 1), count = 0;

	*too_many = *too_many || rows > CHOSEN_MOST;
	for (size_t i = 0; i < rows && i < CHOSEN_MOST; i++) {
		int64_t id = form_read_id(rq->form, form_row_name(rq->form, prefix, i, "id"), FORM_OPTIONAL);

		if (id != 0 && !id_is_among(ids, count, id))
			ids[count++] = id;
	}
	return count;
}

static const struct folder_seen *
folders_chosen(struct request *rq, const struct opened *opened, const int64_t *ids, size_t id_count, size_t *count)
{
	struct folder_seen *folders = arena_make_array(rq->arena, struct folder_seen, id_count + 1);

	*count = 0;
	for (size_t i = 0; i < id_count; i++) {
		const struct folder_seen *seen = folder_find(rq->tx, opened->access, ids[i]);

		if (seen != NULL && seen->folder.parent_id == opened->seen->folder.id &&
		    seen->folder.id != opened->access->client)
			folders[(*count)++] = *seen;
	}
	return folders;
}

/* False: there is no such folder for them. */
static bool
open_chosen(struct request *rq, struct chosen *chosen)
{
	int64_t *ids = arena_make_array(rq->arena, int64_t, CHOSEN_MOST);
	size_t count;

	*chosen = (struct chosen){.file_count = 0};
	if (!folder_open(rq, &chosen->opened))
		return false;
	count = read_ids(rq, "files", ids, &chosen->too_many);
	chosen->files =
		files_chosen(rq->tx, chosen->opened.access, chosen->opened.seen, ids, count, &chosen->file_count);
	count = read_ids(rq, "folders", ids, &chosen->too_many);
	chosen->folders = folders_chosen(rq, &chosen->opened, ids, count, &chosen->folder_count);
	return true;
}

/* An error at the whole form: too much is ticked, or nothing that is there. */
static bool
is_unfit(struct request *rq, const struct chosen *chosen)
{
	if (chosen->too_many) {
		form_error(rq->form, "", N_("Please tick 100 files and 100 folders at most."), NULL);
		return true;
	}
	if (chosen->file_count + chosen->folder_count > 0)
		return false;
	form_error(rq->form, "", N_("Nothing is ticked. Tick the files and folders you mean, then choose what to do."),
		   NULL);
	return true;
}

/* ---- the page ---- */

static void
add_one(struct request *rq, struct doc *list, const char *kind, size_t index, int64_t id, const char *name)
{
	struct doc *one = doc_add_object(list);

	doc_set_id(one, "id", id);
	doc_set_text(one, "name", name);
	doc_set_bool(one, "folder", text_equal(kind, "folders"));
	doc_set_text(one, "input", arena_printf(rq->arena, "%s.%zu.id", kind, index));
}

static void
add_all(struct request *rq, struct doc *page, const struct chosen *chosen)
{
	struct doc *list = doc_set_list(page, "chosen");

	for (size_t i = 0; i < chosen->folder_count; i++)
		add_one(rq, list, "folders", i, chosen->folders[i].folder.id, chosen->folders[i].folder.name);
	for (size_t i = 0; i < chosen->file_count; i++)
		add_one(rq, list, "files", i, chosen->files[i].id, chosen->files[i].name);
	doc_set_int(page, "count", (int64_t)(chosen->folder_count + chosen->file_count));
}

static const char *
href_below(struct request *rq, const struct chosen *chosen, const char *below)
{
	return folder_sent_href(rq, &chosen->opened, arena_printf(rq->arena, "selection%s", below));
}

/* The same page with the same ticked, looking into another folder. */
static const char *
look_into_href(struct request *rq, const struct chosen *chosen, int64_t in)
{
	struct builder query = builder_new(rq->arena, 0);
	char id[ID_LENGTH + 1];

	id_print(id, in);
	build_printf(&query, "?in=%s", id);
	for (size_t i = 0; i < chosen->file_count; i++) {
		id_print(id, chosen->files[i].id);
		build_printf(&query, "&files.%zu.id=%s", i, id);
	}
	return href_below(rq, chosen, builder_text(&query));
}

static void
add_places(struct request *rq, struct doc *page, const struct chosen *chosen, const struct folder_seen *in)
{
	struct doc *list = doc_set_list(page, "places");
	const struct folder_access *access = chosen->opened.access;
	size_t count;
	const struct folder_seen *seen = folder_children(rq->tx, access, in, NULL, 0, PLACES_SHOWN, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *place = doc_add_object(list);

		doc_set_text(place, "name", seen[i].folder.name);
		doc_set_text(place, "href", look_into_href(rq, chosen, seen[i].folder.id));
	}
	doc_set_text(page, "up_href",
		     in->folder.id == access->client ? NULL : look_into_href(rq, chosen, in->folder.parent_id));
}

/* Where they may go: files only; a folder is moved by itself, as its rights are asked about. */
static void
set_place(struct request *rq, struct doc *page, const struct chosen *chosen, const struct folder_seen *in)
{
	const struct folder_seen *from = chosen->opened.seen;
	struct doc *place;
	bool full;

	doc_set_null(page, "place");
	doc_set_bool(page, "holds_folders", chosen->folder_count > 0);
	if (in == NULL || chosen->folder_count > 0 || chosen->file_count == 0)
		return;
	place = folder_doc(rq, in);
	full = in->level == FOLDER_FULL && chosen->opened.access->looker == NULL;
	doc_set_bool(place, "may_add", full);
	doc_set_bool(place, "may_move", full && from->level == FOLDER_FULL && in->folder.id != from->folder.id);
	doc_set(page, "place", place);
	add_places(rq, page, chosen, in);
}

static struct doc *
page_of(struct request *rq, const struct chosen *chosen, bool removes, const struct folder_seen *in)
{
	struct doc *page = folder_page(rq, &chosen->opened);
	bool full = chosen->opened.seen->level == FOLDER_FULL && chosen->opened.access->looker == NULL;

	add_all(rq, page, chosen);
	set_place(rq, page, chosen, removes ? NULL : in);
	doc_set_text(page, "zip_href", href_below(rq, chosen, "/zip"));
	doc_set_text(page, "move_href", href_below(rq, chosen, "/place"));
	doc_set_text(page, "copies_href", href_below(rq, chosen, "/copies"));
	doc_set_text(page, "removal_href", removes && full ? href_below(rq, chosen, "/removal") : NULL);
	form_page(rq, page, "folder");
	return page;
}

static const char *
template_of(const struct request *rq)
{
	return file_template(rq, "selection", "portal_selection");
}

static struct reply
shown_again(struct request *rq, const struct chosen *chosen, bool removes, const struct folder_seen *in)
{
	return reply_form(rq, template_of(rq), page_of(rq, chosen, removes, in));
}

struct reply
selection_show(struct request *rq)
{
	static const char *const acts[] = {"place", "removal", NULL};
	struct chosen chosen;
	const struct folder_seen *in;
	bool removes;
	int64_t at;

	if (!open_chosen(rq, &chosen))
		return reply_not_found(rq);
	removes = form_read_choice(rq->form, "act", FORM_OPTIONAL, acts) == 1;
	at = form_read_id(rq->form, "in", FORM_OPTIONAL);
	in = at == 0 ? chosen.opened.seen : folder_find(rq->tx, chosen.opened.access, at);
	if (form_failed(rq->form) || in == NULL)
		return reply_not_found(rq);
	if (is_unfit(rq, &chosen))
		return shown_again(rq, &chosen, removes, in);
	return reply_page(rq, template_of(rq), page_of(rq, &chosen, removes, in));
}

/* ---- saving ---- */

struct reply
selection_download(struct request *rq)
{
	struct chosen chosen;

	if (!open_chosen(rq, &chosen))
		return reply_not_found(rq);
	if (is_unfit(rq, &chosen))
		return shown_again(rq, &chosen, false, chosen.opened.seen);
	for (size_t i = 0; i < chosen.file_count; i++)
		if (!file_is_infected(&chosen.files[i].content))
			file_note(rq, "file.download", &chosen.files[i], chosen.files[i].content.number);
	for (size_t i = 0; i < chosen.folder_count; i++) {
		folder_note(rq, "folder.download", &chosen.opened, chosen.folders[i].folder.id,
			    chosen.folders[i].folder.name);
		files_read_in(rq->tx, chosen.opened.access, &chosen.folders[i], clock_now());
	}
	return folder_zip_some_reply(rq, &chosen.opened,
				     &(struct folder_zip_part){.files = chosen.files,
							       .file_count = chosen.file_count,
							       .folders = chosen.folders,
							       .folder_count = chosen.folder_count});
}

/* ---- changing: all of them, or none ---- */

/* What stands in the way of one of them, by its name. */
static struct reply
refused(struct request *rq, const struct chosen *chosen, const struct folder_seen *in, const char *name,
	const char *why, enum folder_outcome outcome)
{
	struct doc *values = doc_object(rq->arena);

	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED)
		return file_refused(rq, outcome);
	doc_set_text(values, "name", name);
	doc_set_text(values, "why", formats_translate(rq->formats, why));
	form_error(rq->form, in == NULL ? "" : "folder", N_("{{name}}: {{why}} Nothing was changed."), values);
	return shown_again(rq, chosen, in == NULL, in);
}

static struct reply
done(struct request *rq, const struct folder_seen *to, struct doc *files, const char *flash)
{
	struct doc *document = doc_object(rq->arena);

	doc_set(document, "files", files);
	return reply_done(rq, folder_href(rq, &to->folder, ""), flash, document);
}

/* The place of the form. NULL: absent, or folders are ticked, which do not go along. */
static const struct folder_seen *
place_asked(struct request *rq, const struct chosen *chosen)
{
	int64_t folder = form_read_id(rq->form, "folder", FORM_REQUIRED);

	return form_failed(rq->form) || chosen->folder_count > 0 ? NULL
								 : folder_find(rq->tx, chosen->opened.access, folder);
}

struct way {
	enum folder_outcome (*go)(struct tx *tx, const struct folder_access *access, int64_t id, int64_t folder,
				  int64_t *made);
	const char *action, *flash;
};

static enum folder_outcome
move(struct tx *tx, const struct folder_access *access, int64_t id, int64_t folder, int64_t *made)
{
	*made = id;
	return file_move(tx, access, id, folder);
}

static struct reply
go(struct request *rq, const struct way *way)
{
	struct doc *files = doc_list(rq->arena);
	struct chosen chosen;
	const struct folder_seen *to;

	if (!open_chosen(rq, &chosen))
		return reply_not_found(rq);
	to = place_asked(rq, &chosen);
	if (to == NULL)
		return reply_not_found(rq);
	if (is_unfit(rq, &chosen))
		return shown_again(rq, &chosen, false, to);
	for (size_t i = 0; i < chosen.file_count; i++) {
		int64_t made = 0;
		enum folder_outcome outcome =
			way->go(rq->tx, chosen.opened.access, chosen.files[i].id, to->folder.id, &made);
		const struct file_seen *there;

		if (outcome != FOLDER_DONE)
			return refused(rq, &chosen, to, chosen.files[i].name, file_outcome_words(outcome), outcome);
		there = file_find(rq->tx, chosen.opened.access, made);
		file_note(rq, way->action, &there->file, 0);
		doc_add(files, file_doc(rq, &there->file));
	}
	return done(rq, to, files, way->flash);
}

struct reply
selection_place(struct request *rq)
{
	return go(rq, &(struct way){move, "file.move", N_("The files were moved.")});
}

struct reply
selection_copies(struct request *rq)
{
	return go(rq, &(struct way){file_copy, "file.copy", N_("The files were copied.")});
}

struct reply
selection_removal(struct request *rq)
{
	struct chosen chosen;
	enum folder_outcome outcome;
	int64_t now = clock_now();

	if (!open_chosen(rq, &chosen))
		return reply_not_found(rq);
	if (is_unfit(rq, &chosen))
		return shown_again(rq, &chosen, true, NULL);
	for (size_t i = 0; i < chosen.folder_count; i++) {
		const struct folder *folder = &chosen.folders[i].folder;

		outcome = folder_remove(rq->tx, chosen.opened.access, folder->id, now);
		if (outcome != FOLDER_DONE)
			return refused(rq, &chosen, NULL, folder->name, folder_outcome_words(outcome), outcome);
		folder_note(rq, "folder.remove", &chosen.opened, folder->id, folder->name);
	}
	for (size_t i = 0; i < chosen.file_count; i++) {
		outcome = file_remove(rq->tx, chosen.opened.access, chosen.files[i].id, now);
		if (outcome != FOLDER_DONE)
			return refused(rq, &chosen, NULL, chosen.files[i].name, file_outcome_words(outcome), outcome);
		file_note(rq, "file.remove", &chosen.files[i], 0);
	}
	return done(rq, chosen.opened.seen, doc_list(rq->arena), N_("What was ticked is in the recycle bin."));
}
