/* handlers: the pages of the feature, for its table of routes (preview.c), and what they share. */
#ifndef PREVIEW_HANDLERS_H
#define PREVIEW_HANDLERS_H

#include "core/session_preview_store.h"
#include "records/record.h"

#define PREVIEW_HOME   "/console/preview"
#define PREVIEW_FIELDS "type draft person client language theme width whole"

/* preview_page.c */
struct reply preview_page(struct request *rq);
struct reply preview_step(struct request *rq); /* the same, for the user type of the path */
/* The page again, with what is wrong beside the fields. */
struct reply preview_page_again(struct request *rq);

/* preview_web.c: starting one, how it is read, ending it */
struct reply preview_start(struct request *rq);
struct reply preview_of_client(struct request *rq);
struct reply preview_looks(struct request *rq);
struct reply preview_end(struct request *rq);
/* Sets "portal_person" on the pages of who signs in to the portal, for the button that opens it as them. */
void
preview_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record);

/* preview_person.c */

/* Somebody a preview can show the portal of. */
struct person_seen {
	const struct module *module;
	int64_t record;
	const char *name; /* never NULL */
};
/* Whether records of the module sign in to the portal. */
bool module_signs_in(const struct rights *rights, const struct module *module);
/* The person of this id, as far as the viewer, a staff user, sees them. False: nobody. */
bool person_find(struct request *rq, int64_t record, struct person_seen *person);
/* Those whose names begin with, or have, what was typed; at most `limit`. */
size_t people_find(struct request *rq, const char *typed, struct person_seen *people, size_t limit);

#endif
