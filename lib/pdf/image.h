/* image: pictures of strangers, decoded as their bytes come and written anew. */
#ifndef PDF_IMAGE_H
#define PDF_IMAGE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* True when the bytes begin as a PNG of at most 24 megapixels does. */
bool image_png_ok(struct str bytes);

/* Where the bytes come from, and what is taken. */
struct image_source {
	ptrdiff_t (*read)(void *data, void *bytes, size_t size); /* the next ones, 0 at the end, below 0: failed */
	void *data;
	uint64_t points; /* more than these are never decoded */
	bool moving;	 /* GIF too, its first picture; HEIC and AVIF */
	bool lossy;	 /* a JPEG comes of it, unless something shows through */
};

struct image_drawn {
	struct str bytes; /* a PNG, or a JPEG */
	bool jpeg;
	int width, height;
};

enum image_outcome {
	IMAGE_DRAWN,
	IMAGE_FLOOD,  /* more points than source.points */
	IMAGE_BROKEN, /* no picture that is taken, or a damaged one */
};

/* Draws it upright, at most `edge` points wide and high; needs four bytes for each point it has itself, at most. */
enum image_outcome
image_draw(struct arena *arena, const struct image_source *source, int edge, struct image_drawn *drawn);

/* Loads what decoding needs from elsewhere, for whoever can load nothing later. */
void image_prepare(void);
void image_prepare_heif(void); /* HEIC and AVIF: its decoder takes threads */

#endif
