/* picture: decoding and keeping an image is slow; what is wrong with it is said beside its field. */
#include "companies/picture.h"

#include "base/arena.h"
#include "core/files_away.h"
#include "core/house.h"
#include "pdf/pdf.h"
#include "sys/file.h"

#include <stdio.h>
#include <string.h>

enum { LOOK = 1000 };

/* SVG is text, with "<svg" near its beginning. */
static bool
is_drawing(struct str bytes)
{
	return memmem(bytes.at, bytes.length < LOOK ? bytes.length : LOOK, "<svg", 4) != NULL;
}

void
picture_prepare(struct request *rq, int edge)
{
	struct picture *picture = arena_make(rq->arena, struct picture);
	struct str bytes, png;
	char path[64];

	rq->prepared = picture;
	if (rq->http->upload_count == 0 || rq->http->uploads[0].size == 0)
		return;
	picture->sent = true;
	snprintf(path, sizeof path, "/proc/self/fd/%d", rq->http->uploads[0].fd);
	if (!file_read(rq->arena, path, PICTURE_LIMIT, &bytes))
		return;
	picture->drawing = is_drawing(bytes);
	picture->clean = image_clean(rq->arena, bytes, edge, &png, &picture->width, &picture->height);
	picture->kept = picture->clean && blob_put(rq->arena, rq->house->blobs, png, &picture->blob);
	if (picture->clean && !picture->kept)
		file_refusal(rq);
}

bool
picture_check(struct request *rq, const struct picture *picture, const char *field)
{
	if (!picture->sent)
		form_error(rq->form, field, N_("Please choose a picture first."), NULL);
	else if (!picture->clean && picture->drawing)
		form_error(
			rq->form, field,
			N_("SVG drawings can carry programs, so we do not take them. Please send the picture as PNG or JPEG."),
			NULL);
	else if (!picture->clean)
		form_error(rq->form, field, N_("This is not a PNG or JPEG picture that we can read."), NULL);
	return picture->kept || form_failed(rq->form);
}
