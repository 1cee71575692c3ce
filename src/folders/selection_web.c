/* selection_web: several files and folders of one folder at once: shown, saved as a zip, put into the bin. */
#include "folders/handlers.h"

#include "folders/file_mark.h"
#include "folders/folder_zip.h"
#include "folders/selection.h"
#include "sys/clock.h"

struct reply
selection_show(struct request *rq)
{
	static const char *const acts[] = {"place", "removal", NULL};
	struct chosen chosen;
	const struct folder_seen *in;
	bool removes;
	int64_t at;

	if (!selection_open(rq, &chosen))
		return reply_not_found(rq);
	removes = form_read_choice(rq->form, "act", FORM_OPTIONAL, acts) == 1;
	at = form_read_id(rq->form, "in", FORM_OPTIONAL);
	in = at == 0 ? chosen.opened.seen : folder_find(rq->tx, chosen.opened.access, at);
	if (form_failed(rq->form) || in == NULL)
		return reply_not_found(rq);
	if (removes)
		in = NULL;
	selection_is_unfit(rq, &chosen);
	return selection_again(rq, &chosen, in);
}

struct reply
selection_download(struct request *rq)
{
	struct chosen chosen;

	if (!selection_open(rq, &chosen))
		return reply_not_found(rq);
	if (selection_is_unfit(rq, &chosen))
		return selection_again(rq, &chosen, chosen.opened.seen);
	for (size_t i = 0; i < chosen.file_count; i++) {
		if (file_is_infected(&chosen.files[i].content))
			continue;
		file_note(rq, "file.download", &chosen.files[i], chosen.files[i].content.number);
		file_opened(rq, &chosen.files[i]);
	}
	for (size_t i = 0; i < chosen.folder_count; i++) {
		folder_note(rq, "folder.download", &chosen.opened, chosen.folders[i].folder.id,
			    chosen.folders[i].folder.name);
		files_saved_in(rq->tx, chosen.opened.access, &chosen.folders[i], clock_now());
	}
	return folder_zip_some_reply(rq, &chosen.opened,
				     &(struct folder_zip_part){.files = chosen.files,
							       .file_count = chosen.file_count,
							       .folders = chosen.folders,
							       .folder_count = chosen.folder_count});
}

struct reply
selection_removal(struct request *rq)
{
	struct chosen chosen;
	struct doc *done = doc_object(rq->arena);
	struct doc *before;
	enum folder_outcome outcome;
	int64_t now = clock_now();

	if (!selection_open(rq, &chosen))
		return reply_not_found(rq);
	if (selection_is_unfit(rq, &chosen))
		return selection_again(rq, &chosen, NULL);
	before = selection_page(rq, &chosen, NULL);
	for (size_t i = 0; i < chosen.folder_count; i++) {
		const struct folder *folder = &chosen.folders[i].folder;

		outcome = folder_remove(rq->tx, chosen.opened.access, folder->id, now);
		if (outcome != FOLDER_DONE)
			return selection_refused(rq, before, folder->name, folder_outcome_words(outcome), outcome);
		folder_note(rq, "folder.remove", &chosen.opened, folder->id, folder->name);
	}
	for (size_t i = 0; i < chosen.file_count; i++) {
		outcome = file_remove(rq->tx, chosen.opened.access, chosen.files[i].id, now);
		if (outcome != FOLDER_DONE)
			return selection_refused(rq, before, chosen.files[i].name, file_outcome_words(outcome),
						 outcome);
		file_note(rq, "file.remove", &chosen.files[i], 0);
	}
	doc_set_int(done, "count", (int64_t)(chosen.folder_count + chosen.file_count));
	return reply_done(rq, folder_href(rq, &chosen.opened.seen->folder, ""),
			  N_("What was ticked is in the recycle bin."), done);
}
