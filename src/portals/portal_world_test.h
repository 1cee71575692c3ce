/* portal_world_test: a portal with a few people, and a browser before it that keeps its cookies. */
#ifndef PORTALS_PORTAL_WORLD_TEST_H
#define PORTALS_PORTAL_WORLD_TEST_H

#include "core/request.h"
#include "portals/sign_in.h"

/* What was answered last stays. */
struct browser {
	const struct house *house;
	struct arena *arena;
	const char *sign_in, *device; /* cookies */
	const char *token;	      /* of the link's path */
	struct viewer viewer;	      /* once signed in */
	struct request *rq;
	struct reply reply;
	struct reply (*handler)(struct request *rq);
	const char *page; /* printed */
	bool json;
};

/* For TEST_BOTH_ENGINES_WITH: the portal "demo" of the company 1; Marie (3) and Lucas (4), whose client is 5; the
 * client 6 is nobody's. */
void portal_world_make(struct db *db, struct arena *arena);
/* Besides: the vendors 7 (Tuiles du Val, who sign in by it@tuiles.example) and 8 (Bois Noir, who do not), and the user
 * types 1 (of contacts, the default one) and 2 (of vendors). */
void portal_world_with_vendors(struct db *db, struct arena *arena);

struct browser browser_new(struct db *db, struct arena *arena);
/* Makes the request that browser_send sends. */
void browser_begin(struct browser *browser, const char *fields);
/* Sends fields to a page: slow work first (NULL: none), then the handler in its transaction, as the dispatcher does it;
 * takes over the cookies of its answer. Returns the status. */
int browser_send(struct browser *browser, void (*slow)(struct request *rq), struct reply (*handler)(struct request *rq),
		 const char *fields);

/* The first of a select that has $1, which is 0. */
const char *browser_text(struct browser *browser, const char *sql);
int64_t browser_number(struct browser *browser, const char *sql);
void browser_sql(struct browser *browser, const char *statement);

/* What the newest message says after `before`, up to the next blank or full stop. */
const char *browser_from_message(struct browser *browser, const char *before);
const char *browser_code(struct browser *browser); /* "code=…", as it was mailed last */
const char *browser_field(struct browser *browser, const char *name, const char *value);

#endif
