/* content_test: files in memory for the tests of lib/content. */
#ifndef CONTENT_TEST_H
#define CONTENT_TEST_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

/* A descriptor the test closes. */
int content_file(struct str bytes);

/* A picture of one colour; `type` is gdk-pixbuf's ("png"). */
struct str content_drawn(struct arena *arena, int width, int height, bool alpha, const char *type);

/* A part is "path", "what is in it", and that so many times. */
struct str content_archive(struct arena *arena, const char *const parts[][2], size_t count, size_t times);

#endif
