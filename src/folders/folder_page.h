/* folder_page: what the pages of folders share: where they are, whose folder is asked for, and how it is shown. */
#ifndef FOLDERS_FOLDER_PAGE_H
#define FOLDERS_FOLDER_PAGE_H

#include "core/request.h"
#include "folders/folder_store.h"

struct file;

/* A folder that was asked for, with the eyes it is looked at through. */
struct opened {
	const struct folder_access *access;
	const struct folder_seen *seen;
};

/* The folder of the path, or the root where it has none. False: not theirs, or not there. */
bool folder_open(struct request *rq, struct opened *opened);

/* Its page, in the console or in the portal the viewer is in: "/console/clients/{client}/folders/{folder}" and what
 * stands `below`, "" or "/place". The root's: without the folder. In the arena. */
const char *folder_href(struct request *rq, const struct folder *folder, const char *below);
/* The same below the folder's own id, which the root has here, too: "…/folders/{folder}/uploads". */
const char *folder_sent_href(struct request *rq, const struct opened *opened, const char *below);
/* The name of the root is what its pages are called. */
const char *folder_name(struct request *rq, const struct folder *folder);

/* A page about a folder: the head of the client's sheet in the console, "folder" and "crumbs". */
struct doc *folder_page(struct request *rq, const struct opened *opened);
/* What a page is about, for other features that say something there (struct feature, folder_head). */
struct folder_shown {
	const struct folder_access *access;
	const struct folder_seen *in; /* the folder, or the one the file lies in */
	const struct file *file;      /* NULL: the folder */
};
void folder_head_fill(struct request *rq, struct doc *page, const struct folder_shown *shown);
/* A folder as lists show it. */
struct doc *folder_doc(struct request *rq, const struct folder_seen *seen);
/* How many new files lie below it: "new_count" (null: none), "new_more" (more than that), "new_upto": the instant of
 * the last of them, for whoever marks as read what they saw. */
void folder_doc_set_new(struct doc *folder, int64_t count, int64_t latest_at);
/* What its page shows: folder_page, and what lies in it. */
struct doc *folder_show_doc(struct request *rq, const struct opened *opened);
/* 403, 409 or 423, of what is not gone. */
int folder_outcome_status(enum folder_outcome outcome);
/* That, or 404, with a sentence; never for FOLDER_DONE. */
struct reply folder_refused(struct request *rq, enum folder_outcome outcome);

/* A line of the journal: what was done to which folder, and how it is called. */
void folder_note(struct request *rq, const char *action, const struct opened *opened, int64_t folder, const char *name);
/* The same, of any folder, with what it was called before (NULL: the same). */
void folder_note_was(struct request *rq, const char *action, const struct folder_access *access, int64_t folder,
		     const char *name, const char *was);

/* The name that the form brings, made safe; NULL with an error beside the field `name`. */
const char *folder_read_name(struct request *rq);

#endif
