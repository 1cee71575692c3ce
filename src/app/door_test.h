/* door_test: the way into the house that everybody takes, without sockets: a request is routed, admitted, handled in a
 * transaction and printed as JSON, as the program does it. */
#ifndef APP_DOOR_TEST_H
#define APP_DOOR_TEST_H

#include "base/doc.h"
#include "core/request.h"
#include "db/db.h"
#include "http/http.h"

struct app;
struct door;

/* A house with all features around a migrated database; every staff user there gets an API token that may write. */
struct door *door_new(struct arena *arena, struct db *db);
/* The next request reads modules and rights anew. */
void door_forget_rights(struct door *door);
const struct house *door_house(const struct door *door);
struct app *door_app(struct door *door);
/* From here on every route that lets somebody in answers with this. */
void door_put_behind(struct door *door, struct reply (*handler)(struct request *rq));
/* The same route for the door alone, to be changed; in the order of the features' tables. */
size_t door_route_count(const struct door *door);
struct route *door_route(struct door *door, size_t i);
/* So that mails can be written. */
void door_take_templates(struct door *door);

struct door_request {
	int64_t staff; /* who asks */
	enum http_method method;
	const char *path;	 /* "/console/records/leads" */
	const char *query;	 /* "sort=name", encoded; NULL: none */
	const char *body;	 /* JSON; NULL: none */
	const char *sent;	 /* the body of a route that takes it as it comes; NULL: an empty one */
	bool undone;		 /* nothing stays of what it writes */
	const char *counted;	 /* a statement with one number, asked before that; NULL: none */
	bool unprepared;	 /* what its route does before the transaction is left out */
	bool browser;		 /* comes without the staff user's token */
	const char *cookie;	 /* "console_session=…"; NULL: none */
	const char *site;	 /* "cross-site": Sec-Fetch-Site; NULL: an old browser */
	const char *once;	 /* Idempotency-Key; NULL: none */
	const char *basic;	 /* "anne@example.fr:secret": an app password, in place of the token; NULL: none */
	const char *state;	 /* If, of WebDAV; NULL: none */
	const char *depth;	 /* Depth, of WebDAV; NULL: none */
	const char *destination; /* of WebDAV; NULL: none */
	bool secure;		 /* by https */
};

struct door_answer {
	int status;	  /* as it would be sent */
	const char *text; /* its bytes, and a NUL */
	size_t length;
	const struct doc *json; /* NULL: it is none */
	int64_t counted;
};

/* In the arena. */
struct door_answer door_ask(struct door *door, struct arena *arena, const struct door_request *request);
struct door_answer door_get(struct door *door, struct arena *arena, int64_t staff, const char *path, const char *query);

/* Runs the export of this id as its job does, with its finish. */
void door_run_export(struct door *door, struct arena *arena, const char *id);

#endif
