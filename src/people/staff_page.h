/* staff_page: what the administrators' pages about staff users share. */
#ifndef PEOPLE_STAFF_PAGE_H
#define PEOPLE_STAFF_PAGE_H

#include "people/credential.h"
#include "rights/rights.h"

/* The staff user as a document: never hashes or secrets. */
struct doc *staff_doc(struct request *rq, const struct staff *staff);

/* The page of a staff user, or of a new one (NULL), with what was typed and what was wrong. */
struct doc *staff_document(struct request *rq, const struct staff *staff);

/* The same page, asking who takes over what nobody would keep: `asked` of house_handover_settle, under this name. */
struct reply staff_handover_reply(struct request *rq, const struct staff *staff, struct doc *asked, const char *name);

/* How a form and the API name a profile: "manager", or the id of one made here. */
const char *profile_code(struct arena *arena, int64_t profile);
/* A word: its code and its label. */
void doc_set_profile(struct doc *document, const char *name, const struct profile_rights *profile);

/* Sets "profile" to the staff user's. */
void staff_show_profile(struct request *rq, struct doc *document, const struct staff *staff);

/* What a built-in profile may do; English, N_. */
extern const char *const profile_abouts[PROFILES];
extern const char last_administrator_sentence[];
/* Why nothing is done with a staff user that acts for a feature. */
extern const char agent_sentence[];

#endif
