/* file_place_web: where a file is moved or copied to. */
#include "folders/handlers.h"

#include "core/form_page.h"
#include "folders/file_page.h"

/* The folder that is looked into now: the field `in`, or the one it lies in. */
static const struct folder_seen *
looked_into(struct request *rq, const struct opened_file *opened)
{
	int64_t in = form_read_id(rq->form, "in", FORM_OPTIONAL);

	return folder_find(rq->tx, opened->access, in != 0 ? in : opened->seen->file.folder_id);
}

static const char *
place_href(struct request *rq, const struct opened_file *opened, int64_t in)
{
	char id[ID_LENGTH + 1];

	id_print(id, in);
	return file_href(rq, opened->access->client, opened->seen->file.id,
			 arena_printf(rq->arena, "/place?in=%s", id));
}

static void
add_places(struct request *rq, struct doc *page, const struct opened_file *opened, const struct folder_seen *in)
{
	enum { PLACES_SHOWN = 200 };
	struct doc *list = doc_set_list(page, "places");
	size_t count;
	const struct folder_seen *seen = folder_children(rq->tx, opened->access, in, NULL, 0, PLACES_SHOWN, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *place = doc_add_object(list);

		doc_set_text(place, "name", seen[i].folder.name);
		doc_set_text(place, "href", place_href(rq, opened, seen[i].folder.id));
	}
	doc_set_text(page, "up_href",
		     in->folder.id == opened->access->client ? NULL : place_href(rq, opened, in->folder.parent_id));
}

static struct doc *
place_doc(struct request *rq, const struct opened_file *opened, const struct folder_seen *in)
{
	struct doc *page = file_page(rq, opened), *shown = folder_doc(rq, in);
	bool full = in->level == FOLDER_FULL && opened->access->looker == NULL;

	doc_set_bool(shown, "may_add", full);
	doc_set_bool(shown, "may_move",
		     full && opened->seen->in->level == FOLDER_FULL && in->folder.id != opened->seen->file.folder_id);
	doc_set(page, "in", shown);
	doc_set_text(page, "copies_href", file_href(rq, opened->access->client, opened->seen->file.id, "/copies"));
	add_places(rq, page, opened, in);
	form_page(rq, page, "folder");
	return page;
}

static const char *
template_of(const struct request *rq)
{
	return file_template(rq, "file_place", "portal_file_place");
}

struct reply
file_place_form(struct request *rq)
{
	struct opened_file opened;
	const struct folder_seen *in;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	in = looked_into(rq, &opened);
	if (in == NULL)
		return reply_not_found(rq);
	return reply_page(rq, template_of(rq), place_doc(rq, &opened, in));
}

/* The file, and the folder of the form; false: one of them is not there. */
static bool
open_both(struct request *rq, struct opened_file *opened, const struct folder_seen **to)
{
	int64_t folder = form_read_id(rq->form, "folder", FORM_REQUIRED);

	if (!file_open(rq, opened) || form_failed(rq->form))
		return false;
	*to = folder_find(rq->tx, opened->access, folder);
	return *to != NULL;
}

static struct reply
refused(struct request *rq, const struct opened_file *opened, const struct folder_seen *to, enum folder_outcome outcome)
{
	if (outcome != FOLDER_NAMESAKE)
		return file_refused(rq, outcome);
	form_error(rq->form, "folder", file_outcome_words(outcome), NULL);
	return reply_form(rq, template_of(rq), place_doc(rq, opened, to));
}

struct reply
file_place(struct request *rq)
{
	struct opened_file opened;
	const struct folder_seen *to;
	enum folder_outcome outcome;

	if (!open_both(rq, &opened, &to))
		return reply_not_found(rq);
	outcome = file_move(rq->tx, opened.access, opened.seen->file.id, to->folder.id, false);
	if (outcome != FOLDER_DONE)
		return refused(rq, &opened, to, outcome);
	opened.seen = file_find(rq->tx, opened.access, opened.seen->file.id);
	file_note(rq, "file.move", &opened.seen->file, 0);
	return reply_done(rq, folder_href(rq, &to->folder, ""), N_("The file was moved."),
			  file_doc(rq, &opened.seen->file));
}

struct reply
file_copy_new(struct request *rq)
{
	struct opened_file opened;
	const struct folder_seen *to;
	enum folder_outcome outcome;
	const struct file_seen *made;
	int64_t id = 0;

	if (!open_both(rq, &opened, &to))
		return reply_not_found(rq);
	outcome = file_copy(rq->tx, opened.access, opened.seen->file.id, to->folder.id, &id);
	if (outcome != FOLDER_DONE)
		return refused(rq, &opened, to, outcome);
	made = file_find(rq->tx, opened.access, id);
	file_note(rq, "file.copy", &made->file, 0);
	return reply_done(rq, folder_href(rq, &to->folder, ""), N_("The file was copied."), file_doc(rq, &made->file));
}
