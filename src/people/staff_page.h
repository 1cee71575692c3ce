/* staff_page: what the administrators' pages about staff users share. */
#ifndef PEOPLE_STAFF_PAGE_H
#define PEOPLE_STAFF_PAGE_H

#include "people/credential.h"

/* The staff user as a document: never hashes or secrets. */
struct doc *staff_doc(struct request *rq, const struct staff *staff);

/* The page of a staff user, or of a new one (NULL), with what was typed and what was wrong. */
struct doc *staff_document(struct request *rq, const struct staff *staff);

/* What a profile may do; English, N_. */
extern const char *const profile_abouts[PROFILES];
extern const char last_administrator_sentence[];

#endif
