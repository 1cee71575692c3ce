/* rights_page: a part of a client's tree with what one person or group may there, and why. */
#ifndef FOLDERS_RIGHTS_PAGE_H
#define FOLDERS_RIGHTS_PAGE_H

#include "clients/clients.h"
#include "folders/folder_page.h"
#include "folders/folder_whom.h"

/* The folder that is open, those it lies in, and a page of what lies in it. */
struct rights_page {
	struct request *rq;
	const struct client *client;
	const struct folder_access *access; /* of the staff user who looks after the rights */
	const struct folder_whom *self;	    /* the same */
	const struct folder_whom *whom;
	const struct folder_seen *open;
	struct folder *way; /* from the root to the open one */
	size_t way_count;
	struct folder_seen *inside;
	size_t inside_count;
	bool more;
	struct folder_right *said, *own; /* to whom the page is about; to who looks after it */
	size_t said_count, own_count;
	struct doc *page, *rows; /* made by rights_page_show */
};

/* The client, whom (the field "who", or all contacts) and the open folder (the field "open", or the root) of the
 * request, for who has the client in full. False: *refusal is the answer. */
bool rights_page_open(struct request *rq, struct rights_page *shown, struct reply *refusal);
/* Reads the part of the tree as `eyes` show it: of who looks after it, or in them what the person sees. */
void rights_page_read(struct rights_page *shown, const struct folder_access *eyes);
/* Its document: the head of the sheet, whom there is to choose, and a row for each folder; `eye`: without choices. */
void rights_page_show(struct rights_page *shown, bool eye);
/* The row of a folder; NULL: it is on another page. */
struct doc *rights_page_row(const struct rights_page *shown, int64_t folder);
/* The choices of a row, with one chosen: a level, or LEVEL_UNSAID. */
void rights_page_choose(struct doc *row, bool top, int level);
/* "", "none", "read", "full". */
const char *rights_code(int level);
/* What they are told of the folder itself; LEVEL_UNSAID: nothing. */
int rights_said_of(const struct folder_whom *whom, const struct folder_right *rights, size_t count, int64_t folder);
/* What a folder is called among rights: the root is all folders. */
const char *rights_folder_name(struct request *rq, const struct folder *folder);
/* Sets "because" and "capped": what decided, in words. `way`: the folders from the root to it. */
void rights_set_because(struct request *rq, struct doc *row, const struct folder_whom *whom, const struct folder *way,
			size_t way_count, const struct folder *folder, const struct folder_sight *sight);
/* "", "info", "ok". */
const char *rights_tone(enum folder_level level);
void rights_set_level(struct doc *doc, const char *name, enum folder_level level);
/* The page again: "/console/clients/{client}/permissions", `below`, and the whom and folder as its query. */
const char *rights_href(const struct rights_page *shown, const char *below, int64_t open);

#endif
