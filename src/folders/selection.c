/* selection: what was ticked in a folder, read and shown. */
#include "folders/selection.h"

#include "core/form_page.h"
#include "folders/folder_moving.h"
#include "html/format.h"

enum { CHOSEN_MOST = 100, PLACES_SHOWN = 200 };

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

bool
selection_open(struct request *rq, struct chosen *chosen)
{
	int64_t *ids = arena_make_array(rq->arena, int64_t, CHOSEN_MOST);
	const struct opened *opened = &chosen->opened;
	size_t count;

	*chosen = (struct chosen){.file_count = 0};
	if (!folder_open(rq, &chosen->opened))
		return false;
	count = read_ids(rq, "files", ids, &chosen->too_many);
	chosen->files = files_chosen(rq->tx, opened->access, opened->seen, ids, count, &chosen->file_count);
	count = read_ids(rq, "folders", ids, &chosen->too_many);
	chosen->folders = folders_chosen(rq->tx, opened->access, opened->seen, ids, count, &chosen->folder_count);
	return true;
}

bool
selection_is_unfit(struct request *rq, const struct chosen *chosen)
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

static void
build_id(struct builder *query, const char *kind, size_t index, int64_t chosen)
{
	char id[ID_LENGTH + 1];

	id_print(id, chosen);
	build_printf(query, "&%s.%zu.id=%s", kind, index, id);
}

/* The same page with the same ticked, looking into another folder. */
static const char *
look_into_href(struct request *rq, const struct chosen *chosen, int64_t in)
{
	struct builder query = builder_new(rq->arena, 0);
	char id[ID_LENGTH + 1];

	id_print(id, in);
	build_printf(&query, "?in=%s", id);
	for (size_t i = 0; i < chosen->folder_count; i++)
		build_id(&query, "folders", i, chosen->folders[i].folder.id);
	for (size_t i = 0; i < chosen->file_count; i++)
		build_id(&query, "files", i, chosen->files[i].id);
	return href_below(rq, chosen, builder_text(&query));
}

static bool
is_chosen(const struct chosen *chosen, const struct folder *folder)
{
	for (size_t i = 0; i < chosen->folder_count; i++)
		if (chosen->folders[i].folder.id == folder->id)
			return true;
	return false;
}

/* Not into themselves. */
static void
add_places(struct request *rq, struct doc *page, const struct chosen *chosen, const struct folder_seen *in)
{
	struct doc *list = doc_set_list(page, "places");
	const struct folder_access *access = chosen->opened.access;
	size_t count;
	const struct folder_seen *seen = folder_children(rq->tx, access, in, NULL, 0, PLACES_SHOWN, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *place;

		if (is_chosen(chosen, &seen[i].folder))
			continue;
		place = doc_add_object(list);
		doc_set_text(place, "name", seen[i].folder.name);
		doc_set_text(place, "href", look_into_href(rq, chosen, seen[i].folder.id));
	}
	doc_set_text(page, "up_href",
		     in->folder.id == access->client ? NULL : look_into_href(rq, chosen, in->folder.parent_id));
}

/* Of all ticked folders at once. */
static void
set_rights(struct request *rq, struct doc *page, const struct chosen *chosen, const struct folder_seen *in)
{
	bool asked = rq->portal == NULL && chosen->folder_count > 0 && in->level == FOLDER_FULL &&
		     in->folder.id != chosen->opened.seen->folder.id;

	for (size_t i = 0; i < chosen->folder_count; i++)
		asked = asked && folder_may_ask_rights(rq, &chosen->folders[i]);
	if (asked)
		folder_rights_ask(rq, page, chosen->folders, chosen->folder_count, &in->folder);
}

static void
set_place(struct request *rq, struct doc *page, const struct chosen *chosen, const struct folder_seen *in)
{
	const struct folder_seen *from = chosen->opened.seen;
	struct doc *place;
	bool full;

	doc_set_null(page, "place");
	doc_set_null(page, "rights");
	doc_set_list(page, "taken");
	doc_set_bool(page, "holds_folders", chosen->folder_count > 0);
	if (in == NULL || chosen->file_count + chosen->folder_count == 0)
		return;
	place = folder_doc(rq, in);
	full = in->level == FOLDER_FULL && chosen->opened.access->looker == NULL;
	doc_set_bool(place, "may_add", full);
	doc_set_bool(place, "may_move", full && from->level == FOLDER_FULL && in->folder.id != from->folder.id);
	doc_set(page, "place", place);
	add_places(rq, page, chosen, in);
	set_rights(rq, page, chosen, in);
}

struct doc *
selection_page(struct request *rq, const struct chosen *chosen, const struct folder_seen *in)
{
	struct doc *page = folder_page(rq, &chosen->opened);
	bool full = chosen->opened.seen->level == FOLDER_FULL && chosen->opened.access->looker == NULL;

	add_all(rq, page, chosen);
	set_place(rq, page, chosen, in);
	doc_set_text(page, "zip_href", href_below(rq, chosen, "/zip"));
	doc_set_text(page, "move_href", href_below(rq, chosen, "/place"));
	doc_set_text(page, "copies_href", href_below(rq, chosen, "/copies"));
	doc_set_text(page, "removal_href", in == NULL && full ? href_below(rq, chosen, "/removal") : NULL);
	return page;
}

struct reply
selection_reply(struct request *rq, struct doc *page)
{
	const char *template = file_template(rq, "selection", "portal_selection");

	form_page(rq, page, "folder rights same");
	return form_failed(rq->form) ? reply_form(rq, template, page) : reply_page(rq, template, page);
}

struct reply
selection_again(struct request *rq, const struct chosen *chosen, const struct folder_seen *in)
{
	return selection_reply(rq, selection_page(rq, chosen, in));
}

struct reply
selection_refused(struct request *rq, struct doc *page, const char *name, const char *why, enum folder_outcome outcome)
{
	struct doc *values = doc_object(rq->arena);
	bool leads = doc_get(page, STR("place"))->kind != DOC_NULL;

	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED)
		return file_refused(rq, outcome);
	doc_set_text(values, "name", name);
	doc_set_text(values, "why", formats_translate(rq->formats, why));
	form_error(rq->form, leads ? "folder" : "", N_("{{name}}: {{why}} Nothing was changed."), values);
	return selection_reply(rq, page);
}
