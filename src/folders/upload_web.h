/* upload_web: files that come in pieces (tus 1.0): what their routes do, into folders and towards other goals. */
#ifndef FOLDERS_UPLOAD_WEB_H
#define FOLDERS_UPLOAD_WEB_H

#include "folders/upload_coming.h"

/* Before the transaction, after upload_…_receive: when all of it is there, it is looked at and kept. */
void upload_prepare(struct request *rq);
void upload_show_prepare(struct request *rq);
void upload_show_prepare_towards(struct request *rq, const struct upload_goal *goal);

struct reply upload_options(struct request *rq);
struct reply upload_removal(struct request *rq);
struct reply upload_removal_towards(struct request *rq, const struct upload_goal *goal);
/* Wherever it goes: the goal is known from what was received, or prepared. */
struct reply upload_new(struct request *rq);
struct reply upload_show(struct request *rq);
struct reply upload_piece(struct request *rq);

#endif
