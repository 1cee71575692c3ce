/* version_words: what differs between two setups of a user type, in words. */
#ifndef USER_TYPES_VERSION_WORDS_H
#define USER_TYPES_VERSION_WORDS_H

#include "core/request.h"
#include "modules/catalogue.h"

/* What is another way in `to` than in `from` (both as rights/user_type.h describes; from NULL: nothing): a list of
 * {"label": what it is about, "changes": [{"where": the layout or the lines, or null; "text"; "code": gain | loss |
 * change; "gain", "loss": for pages}]}. Empty: they are the same. What is no more is called by its name. */
struct doc *setup_differences(struct request *rq, const struct doc *from, const struct doc *to);

/* A label as the reader of the request calls it. */
const char *label_words(struct request *rq, const struct label *label);

#endif
