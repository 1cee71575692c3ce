/* notice_stop: the link in a mail of news by which its reader stops them without signing in. */
#ifndef NEWS_NOTICE_STOP_H
#define NEWS_NOTICE_STOP_H

#include "base/arena.h"

#include <stdint.h>

struct house;

/* What the link bears: who they are, and a MAC, so that nobody makes one for somebody else. `whose`: "contact" or
 * "staff". It has no end: mails are kept for years. */
const char *notice_stop_token(const struct house *house, struct arena *arena, const char *whose, int64_t id);
/* Whose token it is among those of `whose`; 0: it is none. */
int64_t notice_stop_person(const struct house *house, struct arena *arena, const char *whose, const char *token);

#endif
