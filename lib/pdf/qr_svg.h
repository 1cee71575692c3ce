/* qr_svg: a QR code as a picture for pages. */
#ifndef PDF_QR_SVG_H
#define PDF_QR_SVG_H

struct arena;

/* A whole SVG file (image/svg+xml) in the arena: dark modules on white with the quiet zone around, so that it can be
 * read on a dark page too; error correction M. Without size: the page scales it. NULL when `text` is empty or too long
 * for a code. */
const char *qr_svg(struct arena *arena, const char *text);

/* Only the dark modules, as the "d" of an SVG path, for a drawing within a page (a secret is not to be kept as a
 * picture): within a square of *edge units that includes the quiet zone. NULL as above. */
const char *qr_path(struct arena *arena, const char *text, int *edge);

#endif
