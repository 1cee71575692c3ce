/* upload_web: what its routes do before their transaction (core/route.h). */
#ifndef FOLDERS_UPLOAD_WEB_H
#define FOLDERS_UPLOAD_WEB_H

struct request;

/* After upload_…_receive: when all of it is there, it is looked at and kept. */
void upload_prepare(struct request *rq);
void upload_show_prepare(struct request *rq);

#endif
