/* image: what lib/pdf asks of an image before it decodes it. */
#ifndef PDF_IMAGE_H
#define PDF_IMAGE_H

#include "base/str.h"

#include <stdbool.h>

/* True when the bytes begin as a PNG of at most 24 megapixels does. */
bool image_png_ok(struct str bytes);

#endif
