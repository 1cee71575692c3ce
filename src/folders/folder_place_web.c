/* folder_place_web: where a folder is moved to, and whether it keeps the rights it has or takes those of the new place.
 */
#include "folders/handlers.h"

#include "core/form_page.h"
#include "folders/folder_keep.h"
#include "folders/folder_page.h"
#include "folders/rights_page.h"

enum { TOLD_MOST = 40 };

static const char *const ways[] = {"take", "keep", NULL};

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

/* ---- rights ---- */

static struct folder_keep
keep_of(struct request *rq, const struct folder *folder, const struct folder *to)
{
	struct folder_keep keep = {.folder = folder, .to = to};
	size_t count;
	const int64_t *strangers;

	folder_keep_read(rq->tx, &keep);
	strangers = folder_keep_strangers(rq->arena, &keep, &count);
	keep.contacts = folder_contacts_typed(rq->tx, rq->rights, strangers, count);
	keep.contact_count = count;
	return keep;
}

static void
add_change(struct request *rq, struct doc *list, const struct folder_keep *keep, const struct folder_whom *whom)
{
	enum folder_level before = folder_keep_level(rq->arena, keep, whom, false),
			  after = folder_keep_level(rq->arena, keep, whom, true);
	struct doc *change;

	if (before == after)
		return;
	change = doc_add_object(list);
	folder_whom_set_name(change, "name", whom);
	rights_set_level(change, "before", before);
	rights_set_level(change, "after", after);
}

/* Of whom anything is said at the old place or the new one: what they have, and what they would have. Null: the
 * question does not arise, as nothing is said at either. */
static void
add_changes(struct request *rq, struct doc *page, const struct opened *opened, const struct folder_seen *in)
{
	const struct folder_keep keep = keep_of(rq, &opened->seen->folder, &in->folder);
	struct doc *asked, *list;
	const struct folder_whom *whoms;
	size_t count;

	doc_set_null(page, "rights");
	if (keep.before.count + keep.after.count == 0)
		return;
	asked = doc_set_object(page, "rights");
	list = doc_set_list(asked, "changes");
	whoms = folder_whoms_of(rq, opened->access->client, &keep.before, &keep.after, TOLD_MOST, &count);
	for (size_t i = 0; i < count; i++)
		add_change(rq, list, &keep, &whoms[i]);
	doc_set_bool(asked, "more", count == TOLD_MOST);
	doc_set_bool(asked, "kept", text_equal(form_text(rq->form, "rights"), "keep"));
}

/* ---- pages ---- */

/* Who may not give rights is not told those of others. */
static bool
gives_rights(const struct request *rq, const struct opened *opened)
{
	return viewer_may(rq->viewer, &client_work) && opened->seen->level == FOLDER_FULL;
}

static struct doc *
place_doc(struct request *rq, const struct opened *opened, const struct folder_seen *in)
{
	struct doc *page = folder_page(rq, opened), *shown = folder_doc(rq, in);

	doc_set_bool(shown, "may_add", in->level == FOLDER_FULL && in->folder.id != opened->seen->folder.parent_id);
	doc_set(page, "in", shown);
	add_places(rq, page, opened, in);
	doc_set_null(page, "rights");
	if (in->level == FOLDER_FULL && in->folder.id != opened->seen->folder.parent_id && gives_rights(rq, opened))
		add_changes(rq, page, opened, in);
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
	struct folder_keep keep;
	int64_t parent;
	int way;
	enum folder_outcome outcome;
	const struct folder_seen *to;

	if (!folder_open(rq, &opened) || opened.seen->folder.id == opened.access->client)
		return reply_not_found(rq);
	parent = form_read_id(rq->form, "parent", FORM_REQUIRED);
	to = form_failed(rq->form) ? NULL : folder_find(rq->tx, opened.access, parent);
	if (to == NULL)
		return reply_not_found(rq);
	way = form_read_choice(rq->form, "rights", FORM_OPTIONAL, ways);
	if (form_failed(rq->form))
		return reply_form(rq, "folder_place", place_doc(rq, &opened, to));
	outcome = folder_move_allowed(rq->tx, opened.access, opened.seen->folder.id, parent);
	if (outcome == FOLDER_DONE && way == 1) {
		keep = keep_of(rq, &opened.seen->folder, &to->folder);
		folder_keep_plan(rq->tx, &keep);
	}
	if (outcome == FOLDER_DONE)
		outcome = folder_move_kept(rq->tx, opened.access, opened.seen->folder.id, parent,
					   way == 1 ? &keep : NULL);
	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED)
		return folder_refused(rq, outcome);
	if (outcome != FOLDER_DONE) {
		form_error(rq->form, "parent", folder_outcome_words(outcome), NULL);
		return reply_form(rq, "folder_place", place_doc(rq, &opened, to));
	}
	opened.seen = folder_find(rq->tx, opened.access, opened.seen->folder.id);
	if (opened.seen == NULL || opened.seen->level != FOLDER_FULL)
		return reply_refusal(
			rq, 409,
			N_("There this folder would be closed to yourself. Let it keep its rights, or choose another place."));
	folder_note(rq, "folder.move", &opened, opened.seen->folder.id, opened.seen->folder.name);
	if (way == 1)
		folder_note(rq, "folder.rights_kept", &opened, opened.seen->folder.id, opened.seen->folder.name);
	return reply_done(rq, folder_href(rq, &to->folder, ""), N_("The folder was moved."),
			  folder_doc(rq, opened.seen));
}
