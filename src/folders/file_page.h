/* file_page: what the pages of files share: which file is asked for, where it is, how it and lists are shown. */
#ifndef FOLDERS_FILE_PAGE_H
#define FOLDERS_FILE_PAGE_H

#include "folders/file_note.h"
#include "folders/file_store.h"
#include "folders/folder_page.h"

struct opened_file {
	const struct folder_access *access;
	const struct file_seen *seen;
	const struct file_content *shown; /* the newest, or the version that was asked for */
};

/* The file of the path. False: not theirs, or not there. */
bool file_open(struct request *rq, struct opened_file *opened);
/* The same, and of it the version that the field `version` asks for. False also: it has none of that number. */
bool file_open_version(struct request *rq, struct opened_file *opened);
/* As it is now, in the same transaction. */
struct opened_file file_opened_again(struct request *rq, const struct opened_file *opened);

/* Everything may be done with it: here, and by who asks. */
bool file_may_change(const struct opened_file *opened);

/* "/console/clients/{client}/files/{file}" or the portal's, and what stands `below`. In the arena. */
const char *file_href(struct request *rq, int64_t client, int64_t file, const char *below);
/* Of two templates the one for where the request is. */
const char *file_template(const struct request *rq, const char *console, const char *portal);

/* A file as lists show it. */
struct doc *file_doc(struct request *rq, const struct file *file);
/* What is known of a content: its size, type, hash, what the scanner said, and whether lists mark that. */
void file_set_content(const struct request *rq, struct doc *doc, const struct file_content *content);
/* Says which of them (their ids beside them) are new for who looks. One statement for all. */
void file_docs_set_new(struct request *rq, const struct folder_access *access, const int64_t *ids,
		       struct doc *const *files, size_t count);
/* Its page: folder_page of where it lies, "file", "versions", "older": null unless an older one is shown. */
struct doc *file_page(struct request *rq, const struct opened_file *opened);
/* Adds "new_count", "new_more", "new_upto" of all below a folder (folder_doc_set_new). */
void folder_set_news(struct request *rq, struct doc *page, const struct opened *opened);
/* Adds "folders" and "files" in a folder, a page of both together, and the links to the next. */
void folder_list_fill(struct request *rq, struct doc *page, const struct opened *opened);

/* The ids in the fields "files.0", "files.1"… or of another prefix; what is no id has an error. */
enum { TICKED_MOST = 150 };
const int64_t *ids_read_ticked(struct request *rq, const char *prefix, size_t *count);

/* 404, 403, 409 or 413 with a sentence; never for FOLDER_DONE. */
struct reply file_refused(struct request *rq, enum folder_outcome outcome);

/* Whether browsers show it in a page of its own, under a policy that lets it do nothing. */
bool file_is_viewed(const char *type);
/* Sounds and films that browsers play. */
bool file_is_played(const char *type);

#endif
