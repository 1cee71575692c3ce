/* flash: a sentence carried over a redirect in a signed cookie, shown once on the next page. */
#ifndef CORE_FLASH_H
#define CORE_FLASH_H

#include "core/request.h"

/* The cookie to set beside a redirect. `english` is an N_ sentence. */
struct http_cookie flash_cookie(struct request *rq, const char *english);

/* Words that somebody of the house wrote, as a flash: they are shown as they are. In the arena. */
const char *flash_of_words(struct arena *arena, const char *words);

/* Sets "flash" {message, tone} on the frame, or null. */
void flash_show(struct request *rq, struct doc *frame);

/* True when the request brought one: the page that shows it also removes it. */
bool flash_present(const struct request *rq);
struct http_cookie flash_removal(const struct request *rq);

#endif
