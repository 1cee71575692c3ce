/* selection: several files and folders of one folder that were ticked, and the page on which they are dealt with. */
#ifndef FOLDERS_SELECTION_H
#define FOLDERS_SELECTION_H

#include "folders/file_page.h"

/* What was ticked, as far as it is there and theirs to see. */
struct chosen {
	struct opened opened;
	const struct file *files;
	size_t file_count;
	const struct folder_seen *folders;
	size_t folder_count;
	bool too_many; /* more were ticked: nothing is done with any */
};

/* From the fields "files.*.id" and "folders.*.id". False: there is no such folder for them. A few statements. */
bool selection_open(struct request *rq, struct chosen *chosen);
/* An error at the whole form: too much is ticked, or nothing that is there. */
bool selection_is_unfit(struct request *rq, const struct chosen *chosen);

/* The page, without what was typed and is wrong: asking whether to remove them (`in` NULL), or looking into the folder
 * where they may go. */
struct doc *selection_page(struct request *rq, const struct chosen *chosen, const struct folder_seen *in);
/* Sends it with what was typed and is wrong. */
struct reply selection_reply(struct request *rq, struct doc *page);
struct reply selection_again(struct request *rq, const struct chosen *chosen, const struct folder_seen *in);
/* What stands in the way of one of them, by its name; nothing is changed then. The page is one made before any of them
 * went. */
struct reply
selection_refused(struct request *rq, struct doc *page, const char *name, const char *why, enum folder_outcome outcome);

#endif
