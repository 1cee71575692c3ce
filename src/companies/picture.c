/* picture: decoding and keeping an image is slow; what is wrong with it is said beside its field. */
#include "companies/picture.h"

#include "base/arena.h"
#include "content/content.h"
#include "core/files_away.h"
#include "core/house.h"

#include <string.h>
#include <unistd.h>

enum { LOOK = 1000 };

/* SVG is text, with "<svg" near its beginning. */
static bool
is_drawing(struct arena *arena, int file)
{
	char *start = arena_alloc(arena, LOOK);
	ssize_t length = pread(file, start, LOOK, 0);

	return length > 0 && memmem(start, (size_t)length, "<svg", 4) != NULL;
}

void
picture_prepare(struct request *rq, int edge)
{
	struct picture *picture = arena_make(rq->arena, struct picture);
	struct content_picture drawn;
	struct http_upload *upload;
	enum content_reason reason;

	rq->prepared = picture;
	if (rq->http->upload_count == 0 || rq->http->uploads[0].size == 0)
		return;
	picture->sent = true;
	upload = &rq->http->uploads[0];
	if (upload->size > PICTURE_LIMIT)
		return;
	picture->drawing = is_drawing(rq->arena, upload->fd);
	reason = content_clean(rq->arena, upload->fd, edge, &drawn);
	/* When nobody could look at it, it is not the picture's fault: it is merely not kept. */
	picture->clean = reason == CONTENT_MADE || reason == CONTENT_UNAVAILABLE;
	picture->width = drawn.width;
	picture->height = drawn.height;
	picture->kept = reason == CONTENT_MADE && blob_put(rq->arena, rq->house->blobs, drawn.bytes, &picture->blob);
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
