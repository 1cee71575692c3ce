/* content: what a file is by its content, how it looks and what it says: found out in a process without rights. */
#ifndef CONTENT_CONTENT_H
#define CONTENT_CONTENT_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Files are regular files open for reading; they are read by position only and stay the caller's. Each call starts one
 * or two processes and waits for them, 20 seconds each at most (30 for pictures; 60, twice, where LibreOffice is
 * asked): for jobs and slow workers, never within a transaction. Answers live in the arena. Nothing is kept between
 * calls; any thread may call. */

enum content_reason {
	CONTENT_MADE,	     /* it worked */
	CONTENT_UNSUPPORTED, /* there is nothing of the kind for this type: ask no more */
	CONTENT_TOO_BIG,     /* more points, pages or bytes than are looked at, however small the file is */
	CONTENT_BROKEN,	     /* damaged, cut off or a lie: it ended the program that read it, or made it give up */
	CONTENT_ENCRYPTED,   /* opens with a password only */
	CONTENT_TOO_LONG,    /* not done in time */
	CONTENT_UNAVAILABLE, /* not the file's fault: no tool, no process to be had. May be tried later */
	CONTENT_REASONS,
};

/* The word a table keeps ("made", "too_big"…), and back; CONTENT_REASONS when it is none of them. */
const char *content_reason_word(enum content_reason reason);
enum content_reason content_reason_of(const char *word);

enum content_kind {
	CONTENT_OTHER,	 /* neither picture nor text is made of it */
	CONTENT_PICTURE, /* PNG, JPEG, WebP, GIF; HEIC and AVIF with their decoder */
	CONTENT_PDF,
	CONTENT_TEXT,	/* plain text of any kind, source and markup included */
	CONTENT_OFFICE, /* OOXML and OpenDocument: text only, unless LibreOffice is installed; older ones: only then */
};
enum content_kind content_kind_of(const char *type);

struct content_look {
	const char *type; /* media type by content (libmagic), "application/octet-stream" when unknown. Never NULL */
	/* False when the name's ending promises another type than the content has ("facture.pdf" that is a program).
	 * Endings that promise nothing we know of are as named. */
	bool as_named;
	int pages;	   /* of a PDF, at least 1; 0: not known */
	int width, height; /* of a picture or of a PDF's first page in points; 0: not known */
};

/* What a file is. `name` is as its owner named it. Any reason but MADE and UNAVAILABLE still has the type. */
enum content_reason content_look(struct arena *arena, int file, const char *name, struct content_look *look);

struct content_picture {
	struct str bytes;  /* drawn anew: nothing of the file is in it but its points */
	const char *type;  /* "image/jpeg", or "image/png" where something shows through */
	int width, height; /* at most `edge` each */
};

/* Draws a picture, or page `page` (from 1) of a PDF or an office document, so that it fits a square of `edge` points
 * (16 to 4096); never larger than it is, pages excepted. `type` is what content_look said. */
enum content_reason
content_picture(struct arena *arena, int file, const char *type, int page, int edge, struct content_picture *picture);

/* Draws a PNG, JPEG or (with its decoder) WebP of at most 50 megapixels as a PNG: for logos, icons and pictures of
 * fields, which are kept so and not as they came. UNSUPPORTED and BROKEN: it is none that is taken. */
enum content_reason content_clean(struct arena *arena, int file, int edge, struct content_picture *picture);

/* An office document as a PDF, made by LibreOffice, which takes some seconds: for whoever wants to keep it and draw its
 * pages (content_picture makes it anew each time). *pdf is a file without name, open for reading, the caller's to
 * close; -1 when none was made. UNSUPPORTED: no office document, or LibreOffice is not installed (libreoffice-*-nogui).
 */
enum content_reason content_pdf(struct arena *arena, int file, const char *type, int *pdf);
bool content_draws_documents(void); /* LibreOffice is installed */
/* Removes the folders in which documents were made when a process was ended in between: ours, and those only that
 * nobody holds any more. At the start; returns how many. */
int content_sweep(void);

enum { CONTENT_TEXT_BYTES = 1024 * 1024 };

struct content_text {
	/* Well-formed UTF-8, NUL-terminated, with line ends and tabs and no other control characters; at most
	 * CONTENT_TEXT_BYTES. Empty where the file says nothing, as scans do. */
	const char *text;
	bool cut; /* the file says more */
};

/* What a file says, for searching and for a first look. */
enum content_reason content_text(struct arena *arena, int file, const char *type, struct content_text *text);

/* The other side: what main calls when the first word is "helper"; never returns. */
_Noreturn void content_helper(int count, char **words);

#endif
