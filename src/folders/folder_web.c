/* folder_web: a client's folders, browsed and arranged by staff in the console and by contacts in the portal. */
#include "folders/handlers.h"

#include "core/audit.h"
#include "core/form_page.h"
#include "folders/activity.h"
#include "folders/file_page.h"
#include "folders/folder_page.h"
#include "folders/folder_zip.h"
#include "sys/clock.h"

struct reply
folder_show(struct request *rq)
{
	struct opened opened;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	return reply_page(rq, file_template(rq, "folder_show", "portal_folder_show"), folder_show_doc(rq, &opened));
}

static struct reply
shown_again(struct request *rq, const struct opened *opened)
{
	return reply_form(rq, file_template(rq, "folder_show", "portal_folder_show"), folder_show_doc(rq, opened));
}

/* Of the journal: what was done to which folder of whom. */
static void
note(struct request *rq, const char *action, const struct opened *opened, int64_t folder, const char *name)
{
	struct doc *detail = doc_object(rq->arena);
	const char *was = folder == opened->seen->folder.id ? opened->seen->folder.name : name;

	doc_set_id(detail, "folder", folder);
	doc_set_text(detail, "name", name);
	if (!text_equal(was, name))
		doc_set_text(detail, "was", was);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "client",
				      .object = opened->access->client,
				      .detail = detail,
				      .place = activity_of_folder(rq->arena, folder, name)});
}

/* A refusal that the person can mend is said at the field. */
static struct reply
refused_at(struct request *rq, const struct opened *opened, const char *field, enum folder_outcome outcome)
{
	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED)
		return folder_refused(rq, outcome);
	form_error(rq->form, field, folder_outcome_words(outcome), NULL);
	return shown_again(rq, opened);
}

struct reply
folder_new(struct request *rq)
{
	struct opened opened;
	const char *name;
	int64_t id = 0;
	enum folder_outcome outcome;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	name = folder_read_name(rq);
	if (form_failed(rq->form))
		return shown_again(rq, &opened);
	outcome = folder_create(rq->tx, opened.access, opened.seen->folder.id, name, &id);
	if (outcome != FOLDER_DONE)
		return refused_at(rq, &opened, "name", outcome);
	note(rq, "folder.create", &opened, id, name);
	opened.seen = folder_find(rq->tx, opened.access, id);
	return reply_done(rq, folder_href(rq, &opened.seen->folder, ""), N_("The folder was made."),
			  folder_doc(rq, opened.seen));
}

struct reply
folder_change(struct request *rq)
{
	struct opened opened;
	const char *name;
	enum folder_outcome outcome;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	name = folder_read_name(rq);
	if (form_failed(rq->form))
		return shown_again(rq, &opened);
	outcome = folder_rename(rq->tx, opened.access, opened.seen->folder.id, name);
	if (outcome != FOLDER_DONE)
		return refused_at(rq, &opened, "name", outcome);
	note(rq, "folder.rename", &opened, opened.seen->folder.id, name);
	opened.seen = folder_find(rq->tx, opened.access, opened.seen->folder.id);
	return reply_done(rq, folder_href(rq, &opened.seen->folder, ""), N_("The folder has its new name."),
			  folder_doc(rq, opened.seen));
}

/* ---- moving ---- */

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

static struct doc *
place_doc(struct request *rq, const struct opened *opened, const struct folder_seen *in)
{
	struct doc *page = folder_page(rq, opened), *shown = folder_doc(rq, in);

	doc_set_bool(shown, "may_add", in->level == FOLDER_FULL && in->folder.id != opened->seen->folder.parent_id);
	doc_set(page, "in", shown);
	add_places(rq, page, opened, in);
	form_page(rq, page, "parent");
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
	enum folder_outcome outcome;
	const struct folder_seen *to;

	if (!folder_open(rq, &opened) || opened.seen->folder.id == opened.access->client)
		return reply_not_found(rq);
	parent = form_read_id(rq->form, "parent", FORM_REQUIRED);
	to = form_failed(rq->form) ? NULL : folder_find(rq->tx, opened.access, parent);
	if (to == NULL)
		return reply_not_found(rq);
	outcome = folder_move(rq->tx, opened.access, opened.seen->folder.id, parent);
	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED)
		return folder_refused(rq, outcome);
	if (outcome != FOLDER_DONE) {
		form_error(rq->form, "parent", folder_outcome_words(outcome), NULL);
		return reply_form(rq, "folder_place", place_doc(rq, &opened, to));
	}
	note(rq, "folder.move", &opened, opened.seen->folder.id, opened.seen->folder.name);
	opened.seen = folder_find(rq->tx, opened.access, opened.seen->folder.id);
	return reply_done(rq, folder_href(rq, &to->folder, ""), N_("The folder was moved."),
			  opened.seen == NULL ? doc_object(rq->arena) : folder_doc(rq, opened.seen));
}

/* ---- the recycle bin ---- */

struct reply
folder_removal(struct request *rq)
{
	struct opened opened;
	struct folder_seen *above;
	enum folder_outcome outcome;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	outcome = folder_remove(rq->tx, opened.access, opened.seen->folder.id, clock_now());
	if (outcome != FOLDER_DONE)
		return folder_refused(rq, outcome);
	note(rq, "folder.remove", &opened, opened.seen->folder.id, opened.seen->folder.name);
	above = folder_find(rq->tx, opened.access, opened.seen->folder.parent_id);
	return reply_done(rq,
			  folder_href(rq,
				      above == NULL ? &(struct folder){.id = opened.access->client,
								       .client_id = opened.access->client}
						    : &above->folder,
				      ""),
			  N_("The folder is in the recycle bin, with all that is in it."), doc_object(rq->arena));
}

/* ---- to save ---- */

struct reply
folder_download(struct request *rq)
{
	struct opened opened;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	note(rq, "folder.download", &opened, opened.seen->folder.id, opened.seen->folder.name);
	return folder_zip_reply(rq, &opened);
}
