/* icon: the small square picture by which a site is known in tabs and on home screens. */
#ifndef PDF_ICON_H
#define PDF_ICON_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

/* PNG bytes (at most 24 megapixels) in the middle of a transparent square of that many pixels; `ground` ("#rrggbb",
 * NULL: none) fills it, as home screens want it. False when they are no PNG. */
bool icon_of_picture(struct arena *arena, struct str png, const char *ground, int pixels, struct str *icon);

/* Letters of the colour `ink` on a rounded square of the colour `ground`. */
void icon_of_letters(struct arena *arena, const char *letters, const char *ground, const char *ink, int pixels,
		     struct str *icon);

#endif
