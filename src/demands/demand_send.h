/* demand_send: a file that comes for a piece: whether it may, and what it changes. */
#ifndef DEMANDS_DEMAND_SEND_H
#define DEMANDS_DEMAND_SEND_H

#include "demands/demand_page.h"
#include "folders/folders.h"

/* Whether the piece of the path waits for something from who asks; in a preview never. */
bool piece_may_be_sent(struct request *rq);

/* Takes what was looked at and kept before the transaction; `opened` is the piece, found in this one, and open. NULL,
 * or why not: a sentence with {{name}} (English, N_). */
const char *piece_receive(struct request *rq, struct demand_opened *opened, const struct sent *sent);
/* Of a file that shows what is expected: why it is none (English, N_; NULL: it is one), and the piece with it. */
const char *example_refusal(const struct sent_all *sent);
struct piece piece_with_example(const struct piece *piece, const struct sent *sent);
struct piece piece_without_example(const struct piece *piece);

/* Files in pieces (folders/upload_web.h) go to the piece of the path. */
bool piece_upload_begin_receive(struct request *rq, struct http_sink *sink, struct reply *refusal);
bool piece_upload_receive(struct request *rq, struct http_sink *sink, struct reply *refusal);
void piece_upload_show_prepare(struct request *rq);
struct reply piece_upload_removal(struct request *rq);

#endif
