/* selection_place_web: what was ticked is moved or copied to another folder: all of it, or nothing. */
#include "folders/handlers.h"

#include "folders/folder_copy.h"
#include "folders/folder_moving.h"
#include "folders/selection.h"

/* What becomes of what has a name that is taken there: asked once for all of them. */
enum same { SAME_UNASKED = -1, SAME_BESIDE, SAME_STAYS };
static const char *const sames[] = {"number", "skip", NULL};

/* Ticked things on their way. */
struct going {
	struct request *rq;
	struct chosen chosen;
	const struct folder_seen *to;
	enum folder_rights_way way;
	int same;
	struct folder_copying copying;
	struct doc *files, *folders; /* what went */
	struct doc *taken;	     /* whose names are taken there */
	const char *name;	     /* of the one that went last, or stands in the way */
	struct doc *before;	     /* the page to come back to, made before any of them went */
};

/* ---- one ---- */

static enum folder_outcome
move_folder(struct going *going, const struct folder_seen *folder, int64_t *made)
{
	*made = folder->folder.id;
	return folder_go(going->rq, going->chosen.opened.access, folder, going->to, going->way,
			 going->same == SAME_BESIDE);
}

static enum folder_outcome
move_file(struct going *going, const struct file *file, int64_t *made)
{
	*made = file->id;
	return file_move(going->rq->tx, going->chosen.opened.access, file->id, going->to->folder.id,
			 going->same == SAME_BESIDE);
}

static enum folder_outcome
copy_folder(struct going *going, const struct folder_seen *folder, int64_t *made)
{
	struct request *rq = going->rq;
	const struct folder_access *access = going->chosen.opened.access;
	const char *name = folder_name_free(rq->tx, access, going->to, folder->folder.name);
	struct folder_keep keep;

	if (name == NULL)
		return FOLDER_NAMESAKE;
	if (going->to->level != FOLDER_FULL)
		return FOLDER_REFUSED;
	if (going->way == RIGHTS_KEPT)
		keep = folder_keep_of(rq, &folder->folder, &going->to->folder);
	return folder_copy(&going->copying, folder, going->to->folder.id, name, true,
			   going->way == RIGHTS_KEPT ? &keep : NULL, made);
}

static enum folder_outcome
copy_file(struct going *going, const struct file *file, int64_t *made)
{
	return file_copy(going->rq->tx, going->chosen.opened.access, file->id, going->to->folder.id, made);
}

struct deed {
	enum folder_outcome (*folder)(struct going *going, const struct folder_seen *folder, int64_t *made);
	enum folder_outcome (*file)(struct going *going, const struct file *file, int64_t *made);
	const char *action, *flash; /* of files: folders have their lines from what is done with them */
};

/* ---- all ---- */

/* True: it did not go, and all others may nevertheless. */
static bool
stays(struct going *going, enum folder_outcome outcome)
{
	if (outcome != FOLDER_NAMESAKE)
		return false;
	doc_set_text(doc_add_object(going->taken), "name", going->name);
	return true;
}

static enum folder_outcome
take_folders(struct going *going, const struct deed *deed)
{
	struct request *rq = going->rq;

	for (size_t i = 0; i < going->chosen.folder_count; i++) {
		const struct folder_seen *folder = &going->chosen.folders[i];
		int64_t made = 0;
		enum folder_outcome outcome = deed->folder(going, folder, &made);

		going->name = folder->folder.name;
		if (stays(going, outcome))
			continue;
		if (outcome != FOLDER_DONE)
			return outcome;
		doc_add(going->folders, folder_doc(rq, folder_find(rq->tx, going->chosen.opened.access, made)));
	}
	return FOLDER_DONE;
}

static enum folder_outcome
take_files(struct going *going, const struct deed *deed)
{
	struct request *rq = going->rq;

	for (size_t i = 0; i < going->chosen.file_count; i++) {
		const struct file *file = &going->chosen.files[i];
		int64_t made = 0;
		enum folder_outcome outcome = deed->file(going, file, &made);
		const struct file_seen *there;

		going->name = file->name;
		if (stays(going, outcome))
			continue;
		if (outcome != FOLDER_DONE)
			return outcome;
		there = file_find(rq->tx, going->chosen.opened.access, made);
		file_note_was(rq, deed->action, &there->file, 0,
			      text_equal(there->file.name, file->name) ? NULL : file->name);
		doc_add(going->files, file_doc(rq, &there->file));
	}
	return FOLDER_DONE;
}

/* Nothing is changed until it is answered what shall become of them. */
static struct reply
ask_names(struct going *going)
{
	struct request *rq = going->rq;

	form_error(rq->form, "same", N_("Some names are taken there. Nothing was changed: what shall become of these?"),
		   NULL);
	doc_set(going->before, "taken", going->taken);
	return selection_reply(rq, going->before);
}

static struct reply
went(struct going *going, const struct deed *deed)
{
	struct request *rq = going->rq;
	struct doc *done = doc_object(rq->arena);

	doc_set(done, "files", going->files);
	doc_set(done, "folders", going->folders);
	doc_set(done, "left", going->taken);
	return reply_done(rq, folder_href(rq, &going->to->folder, ""),
			  going->taken->list.count == 0
				  ? deed->flash
				  : N_("Done. What has a name that is taken there stayed where it was."),
			  done);
}

static struct reply
go(struct going *going, const struct deed *deed)
{
	struct request *rq = going->rq;
	enum folder_outcome outcome;
	bool folder_stands;

	going->before = selection_page(rq, &going->chosen, going->to);
	outcome = take_folders(going, deed);
	folder_stands = outcome != FOLDER_DONE;
	if (outcome == FOLDER_DONE)
		outcome = take_files(going, deed);
	if (outcome != FOLDER_DONE)
		return selection_refused(rq, going->before, going->name,
					 folder_stands ? folder_outcome_words(outcome) : file_outcome_words(outcome),
					 outcome);
	if (going->taken->list.count > 0 && going->same == SAME_UNASKED)
		return ask_names(going);
	return went(going, deed);
}

/* Reads the form, then goes. */
static struct reply
begin(struct request *rq, const struct deed *deed)
{
	struct going going = {
		.rq = rq, .files = doc_list(rq->arena), .folders = doc_list(rq->arena), .taken = doc_list(rq->arena)};
	int64_t folder = form_read_id(rq->form, "folder", FORM_REQUIRED);

	if (form_failed(rq->form) || !selection_open(rq, &going.chosen))
		return reply_not_found(rq);
	going.to = folder_find(rq->tx, going.chosen.opened.access, folder);
	if (going.to == NULL)
		return reply_not_found(rq);
	going.way = folder_read_rights_way(rq);
	going.same = form_read_choice(rq->form, "same", FORM_OPTIONAL, sames);
	going.copying = (struct folder_copying){rq, going.chosen.opened.access, COPIES_MOST, NULL};
	if (form_failed(rq->form) || selection_is_unfit(rq, &going.chosen))
		return selection_again(rq, &going.chosen, going.to);
	return go(&going, deed);
}

struct reply
selection_place(struct request *rq)
{
	return begin(rq, &(struct deed){move_folder, move_file, "file.move", N_("What was ticked was moved.")});
}

struct reply
selection_copies(struct request *rq)
{
	return begin(rq, &(struct deed){copy_folder, copy_file, "file.copy", N_("What was ticked was copied.")});
}
