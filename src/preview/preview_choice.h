/* preview_choice: by which user type a person can be looked at, and why not at all. */
#ifndef PREVIEW_PREVIEW_CHOICE_H
#define PREVIEW_PREVIEW_CHOICE_H

#include "preview/handlers.h"
#include "preview/preview_store.h"

struct person_choice {
	struct standing_seen standing;
	const struct type_seen *types; /* those of the person's module, in their order */
	size_t type_count;
	const struct type_seen
		*usual;	     /* their own, else the default one, else the first published; NULL: there is none */
	bool usual_is_own;   /* what they see by today, or would from their first sign-in */
	int64_t client;	     /* whom they act for: the first, or the one asked for, that the staff user sees */
	const char *why_not; /* English, N_: why nothing can be looked at; NULL: it can */
};

/* `client`: the one asked for; 0: any. */
struct person_choice
person_choice(struct request *rq, int64_t portal, const struct person_seen *person, int64_t client);
/* The user type of that id among the choices; NULL: none. */
const struct type_seen *choice_type(const struct person_choice *choice, int64_t id);

#endif
