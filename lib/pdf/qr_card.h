/* qr_card: a QR code with a caption below it, as a file to print or to place in a letter. */
#ifndef PDF_QR_CARD_H
#define PDF_QR_CARD_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

/* Black on white with the quiet zone around the code (error correction M), `caption` (UTF-8, one line; NULL: none) and,
 * smaller, `text` itself below it: people without a camera type it. The fonts are drawn, so that it prints the same
 * everywhere. False when `text` is empty or too long for a code. */
bool qr_card_svg(struct arena *arena, const char *text, const char *caption, struct str *svg);
/* The same as a picture that many pixels wide. */
bool qr_card_png(struct arena *arena, const char *text, const char *caption, int pixels, struct str *png);

#endif
