/* activity_page: activities as they are told: who did what, to whom, from where; and what a search for them asks. */
#ifndef FOLDERS_ACTIVITY_PAGE_H
#define FOLDERS_ACTIVITY_PAGE_H

#include "core/request.h"
#include "folders/activity_store.h"

struct access;

enum { NO_RIGHT = LEVEL_UNSAID - 1 };
const char *activity_right_words(int level); /* English, N_; NULL for NO_RIGHT */

/* For whom activities are told. */
struct activity_reader {
	const struct access *contacts; /* the rules by which names of contacts are theirs to know; NULL: none is */
	const struct rights *rights;
	const char *language;
	bool portal; /* a contact: neither devices nor connections are told */
};
struct activity_reader activity_reader_of(struct request *rq);

/* An activity in words; each may be NULL. */
struct activity_told {
	const struct activity *activity;
	const char *action;		/* English, N_, or its code */
	const char *actor;		/* their name */
	const char *actor_kind;		/* English, N_ */
	const char *about_name;		/* whom it concerns; NULL: see the next */
	const char *about_code, *about; /* "contacts", and English, N_ */
	int level, before;		/* a right; LEVEL_UNSAID: nothing is said; NO_RIGHT: it is about none */
	const char *was;		/* how it was called before */
	const char *connection;		/* the same for all lines from one network address */
};
/* A few statements, however many. */
struct activity_told *
activities_tell(struct tx *tx, const struct activity_reader *reader, const struct activity *activities, size_t count);

#define ACTIVITY_FIELDS "q kind type in from until who lines"

/* Reads the search of the form; what is wrong stands beside its field, and is not asked. False: the folder `in` is not
 * there for them. */
bool activity_query_read(struct request *rq, const struct folder_access *access, struct activity_query *query);
/* The document: "days" with their "lines", "strip", the choices of the form and its values. */
void activity_page_fill(struct request *rq, struct doc *page, const struct activity_query *query);

#endif
