/* file_look: how kept files look and what they say: made once by a job, and shown to whoever may read the file. */
#ifndef FOLDERS_FILE_LOOK_H
#define FOLDERS_FILE_LOOK_H

#include "content/content.h"
#include "folders/file_store.h"
#include "job/job.h"

/* ---- what is kept of one: file_look_store.c ---- */

/* States besides the words of content_reason: nobody has looked yet; an office document, which nothing draws here. */
extern const char look_waiting[], look_no_tool[];

struct file_look {
	int64_t id;
	int64_t client_id;
	const char *blob;	  /* the kept file */
	const char *type;	  /* its media type */
	const char *picture;	  /* a state */
	const char *picture_blob; /* NULL: none */
	const char *picture_type;
	const char *pdf_blob; /* of an office document; NULL: none */
	int64_t pages;	      /* that can be drawn; 0: none */
	const char *said;     /* as `picture`, of its words */
	const char *virus;    /* that was found in it later; NULL: none */
};

/* A kept file is to be looked at, unless it is or was, or is empty: after each insert of a version, in its transaction.
 */
void file_look_begin(struct tx *tx, int64_t client, const struct file_content *content);
/* Of a version of a file that was found; NULL: there is none. */
struct file_look *file_look_find(struct tx *tx, const struct file_seen *seen, int64_t number);
/* The oldest that wait, after `after`. */
struct file_look *file_looks_waiting(struct tx *tx, int64_t after, size_t limit, size_t *count);
/* What came of it, and what it says ("": nothing known). Nothing happens when the file has gone meanwhile. */
void file_look_keep(struct tx *tx, const struct file_look *look, const struct content_text *text);
/* The beginning of what it says, at most so many letters. NULL: none is known. */
const char *file_look_text(struct tx *tx, const struct file_look *look, int64_t most, bool *cut);
/* What went wrong for want of a tool waits again, a few times; office documents that have no pages too, when `office`:
 * whoever draws them is there now. How many wait. */
int64_t file_looks_again(struct tx *tx, bool office);

/* ---- pages somebody looked at ---- */

struct file_page_look {
	const char *picture; /* the word of a content_reason */
	const char *blob;    /* NULL: none */
	const char *type;
};
struct file_page_look *file_page_find(struct tx *tx, const struct file_look *look, int64_t page);
void file_page_keep(struct tx *tx, const struct file_look *look, int64_t page, const struct file_page_look *made,
		    int64_t now);
/* Forgets those made before an instant, and the oldest when there are more than `most`. */
void file_pages_sweep(struct tx *tx, int64_t before, int64_t most);

/* ---- kept files that no folder has: what begins with file_look_begin ends with one of these ---- */

struct file_look *file_look_of(struct tx *tx, const char *blob); /* NULL: there is none */
/* Unless a folder has it by now. */
void file_look_forget(struct tx *tx, const char *blob);
/* They (texts) are of this client now, and are looked at again, so that their words are found among its own. */
void file_looks_renew(struct tx *tx, int64_t client, const struct db_value *blobs, size_t count);

/* ---- what goes with files: each before the versions themselves ---- */

/* Of the versions of a file, but for those another file has too. */
void file_looks_forget(struct tx *tx, int64_t file);
void file_looks_forget_all(struct tx *tx, int64_t client);
/* The client's belong to another one: a part of their words is written anew; false: there are no more. */
bool file_looks_move_some(struct tx *tx, int64_t from, size_t limit);

/* ---- jobs ---- */

enum job_result file_looks_run(struct job *job);       /* "file.look", when something waits */
enum job_result file_looks_again_run(struct job *job); /* "file.look_again", every day */
enum job_result file_looks_move_run(struct job *job);  /* "file.look_move", after clients were merged */

#endif
