/* files_away: what is said when the place where files are kept does not answer. */
#ifndef CORE_FILES_AWAY_H
#define CORE_FILES_AWAY_H

struct request;

extern const char files_away_sentence[]; /* English, for people */

/* After blob_put or blob_take failed in a route's prepare (errno): the sentence for the form. When it was the store
 * that failed rather than the disk, it also sets rq->files_away: the handler is not called, and the answer is 503. */
const char *file_refusal(struct request *rq);

#endif
