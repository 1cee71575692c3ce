/* picture: a logo or an icon that somebody sends: decoded, drawn anew and kept before the transaction. */
#ifndef COMPANIES_PICTURE_H
#define COMPANIES_PICTURE_H

#include "blob/blob.h"
#include "core/request.h"

#include <stdbool.h>

enum { PICTURE_LIMIT = 8 * 1024 * 1024 };

struct picture {
	bool sent, drawing, clean, kept; /* drawing: SVG, which is refused */
	struct blob blob;
	int width, height;
};

/* Leaves a struct picture in rq->prepared, at most `edge` pixels wide and high. */
void picture_prepare(struct request *rq, int edge);

/* Puts an error beside `field` when it was no picture that can be taken. False: there was no room on the disk. */
bool picture_check(struct request *rq, const struct picture *picture, const char *field);

#endif
