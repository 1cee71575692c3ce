/* folder_web: a client's folders, browsed and arranged by staff in the console and by contacts in the portal. */
#include "folders/handlers.h"

#include "core/form_page.h"
#include "folders/file_mark.h"
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
	folder_note(rq, "folder.create", &opened, id, name);
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
	folder_note(rq, "folder.rename", &opened, opened.seen->folder.id, name);
	opened.seen = folder_find(rq->tx, opened.access, opened.seen->folder.id);
	return reply_done(rq, folder_href(rq, &opened.seen->folder, ""), N_("The folder has its new name."),
			  folder_doc(rq, opened.seen));
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
	folder_note(rq, "folder.remove", &opened, opened.seen->folder.id, opened.seen->folder.name);
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
	folder_note(rq, "folder.download", &opened, opened.seen->folder.id, opened.seen->folder.name);
	files_saved_in(rq->tx, opened.access, opened.seen, clock_now());
	return folder_zip_reply(rq, &opened);
}
