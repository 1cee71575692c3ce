/* file_preview: what the page of a file shows of its content, of one in a folder or one that waits outside of them. */
#ifndef FOLDERS_FILE_PREVIEW_H
#define FOLDERS_FILE_PREVIEW_H

#include "folders/file_look.h"
#include "folders/file_page.h"

/* How large pages and pictures are drawn there, at most. */
enum { PREVIEW_EDGE = 1800 };

/* A kept file that somebody may look at. Below its page lie "/picture" and, of what browsers play, "/view". */
struct file_sight {
	const char *path;  /* of its page */
	const char *which; /* what follows in each of its addresses: "version=2"; "": nothing */
	const char *name;
	const struct file_content *content;
	struct file_look *look; /* NULL: nobody looked at it */
	const void *of;		/* for who finds it */
};

/* Of the version that is shown. */
struct file_sight file_sight_of(struct request *rq, const struct opened_file *opened);

/* Whether page `number` of it can be drawn. */
bool file_page_is_drawn(const struct file_look *look, int64_t number);

/* Adds "preview": the state of it, a page (the field `page`, `zoom`: large) with those before and after it, what the
 * file says, as a table where it is one, or what the browser plays; null when nobody gets the file, because of "virus".
 * For {{>file_preview_part}}, which asks for "file" {name, download_href} besides. */
void file_preview_fill(struct request *rq, struct doc *page, const struct file_sight *sight);

/* ---- its pages as large pictures, drawn when somebody looks (file_look_web.c) ---- */

struct file_gallery {
	/* What the path asks for. False: not theirs, or not there. */
	bool (*find)(struct request *rq, struct file_sight *sight);
	/* Writes down that somebody looked at it. */
	void (*note)(struct request *rq, const struct file_sight *sight);
};
/* Handler and prepare of a route of such a picture, with the field `page`. */
void file_picture_prepare_of(struct request *rq, const struct file_gallery *gallery);
struct reply file_picture_of(struct request *rq, const struct file_gallery *gallery);

#endif
