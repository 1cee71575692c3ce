/* upload_coming: one request of a resumable upload, from its header to where its bytes are. */
#ifndef FOLDERS_UPLOAD_COMING_H
#define FOLDERS_UPLOAD_COMING_H

#include "blob/blob_part.h"
#include "folders/file_upload.h"
#include "folders/folder_page.h"
#include "folders/upload_store.h"

struct coming;

/* Where what is sent goes when that is no folder: told by a feature above, which has routes of its own for it. The
 * upload keeps the place's id where it has a folder's otherwise; neither is found by the other's routes. */
struct upload_goal {
	/* Sets opened.access and place: by the path while `upload` is NULL, else by upload->folder_id. False: not
	 * theirs to fill (any more). */
	bool (*open)(struct request *rq, struct coming *coming);
	/* Takes what was looked at (sent). NULL, or why not: a sentence with {{name}} (English, N_). */
	const char *(*take)(struct request *rq, struct coming *coming);
	/* Where the upload goes on. In the arena. */
	const char *(*href)(struct request *rq, const struct upload *upload);
	int64_t most;	       /* bytes */
	const char *too_large; /* what is said of more: English, N_ */
};

struct coming {
	const struct upload_goal *goal; /* NULL: a folder */
	int64_t place;			/* of the goal */
	struct opened opened;		/* the folder it is sent to */
	struct upload *upload;		/* as it is, or as it begins */
	bool begins;
	int fd;		/* of the part; -1: none is open */
	uint64_t there; /* bytes of it before this piece */
	bool full;	/* all of it was there before: the piece asks for the verdict, and is written nowhere */
	int64_t offset; /* of this piece */
	int64_t bytes;	/* of this piece */
	bool whole;	/* with this piece all of it is there */
	/* of a piece with a checksum, which lies aside until it is known to be right */
	struct digest *check;
	struct str sum;
	int aside;
	bool wrong, lost; /* it was another; it could not be kept */
	/* of all of it, when it comes in one piece; NULL: it has to be read again */
	struct sha256_stream *hash;
	/* from prepare */
	bool too_fast;
	int64_t wait_ms;
	struct sent sent; /* when it is whole */
};

/* The upload of the path; false when it, or its folder, is not theirs (any more) to fill: then `upload` says whether
 * there is one. */
bool coming_find(struct request *rq, struct coming *coming);

/* The receive of routes (core/route.h): rq->prepared is their struct coming. */
bool upload_begin_receive(struct request *rq, struct http_sink *sink, struct reply *refusal);
bool upload_piece_receive(struct request *rq, struct http_sink *sink, struct reply *refusal);
/* The same towards a goal. */
bool
upload_begin_towards(struct request *rq, const struct upload_goal *goal, struct http_sink *sink, struct reply *refusal);
bool
upload_piece_towards(struct request *rq, const struct upload_goal *goal, struct http_sink *sink, struct reply *refusal);

/* Answers as the protocol has them. */
struct reply upload_reply(struct request *rq, int status);
struct reply upload_refusal(struct request *rq, int status, const char *english);
struct reply upload_absent(struct request *rq);
/* False, with the refusal: the program speaks another version, or none. */
bool upload_is_spoken(struct request *rq, struct reply *refusal);

#endif
