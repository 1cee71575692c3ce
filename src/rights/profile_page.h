/* profile_page: what the pages of profiles share. Private to profile_web.c, matrix_web.c and level_web.c. */
#ifndef RIGHTS_PROFILE_PAGE_H
#define RIGHTS_PROFILE_PAGE_H

#include "rights/rights_page.h"

/* "/console/settings/profiles/ID" and what is below. */
const char *profile_href(struct arena *arena, int64_t id, const char *below);
const struct profile_rights *profile_of_path(struct request *rq); /* NULL: there is none */
struct doc *profile_doc(struct request *rq, const struct profile_rights *profile);
/* The page of a profile once more, with what was refused. */
struct reply profile_again(struct settings *settings, const struct profile_rights *profile);

#endif
