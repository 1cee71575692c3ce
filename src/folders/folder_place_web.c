/* folder_place_web: where a folder is moved to, and whether it keeps the rights it has or takes those of the new place.
 */
#include "folders/handlers.h"

#include "core/form_page.h"
#include "folders/folder_moving.h"
#include "folders/folder_page.h"

/* The folder to put it into that is looked at now: the field `in`, or the one it lies in. */
static const struct folder_seen *
place_looked_at(struct request *rq, const struct opened *opened)
{
	int64_t in = form_read_id(rq->form, "in", FORM_OPTIONAL);

	return folder_find(rq->tx, opened->access, in != 0 ? in : opened->seen->folder.parent_id);
}

static void
add_places(struct request *rq, struct doc *page, const struct opened *opened, const struct folder_seen *in)
{
	enum { PLACES_SHOWN = 200 };
	struct doc *list = doc_set_list(page, "places");
	const char *here = folder_href(rq, &opened->seen->folder, "/place");
	char id[ID_LENGTH + 1];
	size_t count;
	const struct folder_seen *seen = folder_children(rq->tx, opened->access, in, NULL, 0, PLACES_SHOWN, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *place;

		if (seen[i].folder.id == opened->seen->folder.id)
			continue;
		place = doc_add_object(list);
		id_print(id, seen[i].folder.id);
		doc_set_text(place, "name", seen[i].folder.name);
		doc_set_text(place, "href", arena_printf(rq->arena, "%s?in=%s", here, id));
	}
	id_print(id, in->folder.parent_id);
	doc_set_text(page, "up_href",
		     in->folder.id == opened->access->client ? NULL : arena_printf(rq->arena, "%s?in=%s", here, id));
}

/* ---- pages ---- */

static struct doc *
place_doc(struct request *rq, const struct opened *opened, const struct folder_seen *in)
{
	struct doc *page = folder_page(rq, opened), *shown = folder_doc(rq, in);

	doc_set_bool(shown, "may_add", in->level == FOLDER_FULL && in->folder.id != opened->seen->folder.parent_id);
	doc_set(page, "in", shown);
	add_places(rq, page, opened, in);
	doc_set_null(page, "rights");
	if (in->level == FOLDER_FULL && in->folder.id != opened->seen->folder.parent_id &&
	    folder_may_ask_rights(rq, opened->seen))
		folder_rights_ask(rq, page, opened->seen, 1, &in->folder);
	form_page(rq, page, "parent rights");
	return page;
}

struct reply
folder_place_form(struct request *rq)
{
	struct opened opened;
	const struct folder_seen *in;

	if (!folder_open(rq, &opened) || opened.seen->folder.id == opened.access->client)
		return reply_not_found(rq);
	in = place_looked_at(rq, &opened);
	if (in == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "folder_place", place_doc(rq, &opened, in));
}

struct reply
folder_place(struct request *rq)
{
	struct opened opened;
	int64_t parent;
	enum folder_rights_way way;
	enum folder_outcome outcome;
	const struct folder_seen *to;

	if (!folder_open(rq, &opened) || opened.seen->folder.id == opened.access->client)
		return reply_not_found(rq);
	parent = form_read_id(rq->form, "parent", FORM_REQUIRED);
	to = form_failed(rq->form) ? NULL : folder_find(rq->tx, opened.access, parent);
	if (to == NULL)
		return reply_not_found(rq);
	way = folder_read_rights_way(rq);
	if (form_failed(rq->form))
		return reply_form(rq, "folder_place", place_doc(rq, &opened, to));
	outcome = folder_go(rq, opened.access, opened.seen, to, way, false);
	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED || outcome == FOLDER_CLOSED)
		return folder_refused(rq, outcome);
	if (outcome != FOLDER_DONE) {
		form_error(rq->form, "parent", folder_outcome_words(outcome), NULL);
		return reply_form(rq, "folder_place", place_doc(rq, &opened, to));
	}
	return reply_done(rq, folder_href(rq, &to->folder, ""), N_("The folder was moved."),
			  folder_doc(rq, folder_find(rq->tx, opened.access, opened.seen->folder.id)));
}
