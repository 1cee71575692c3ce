/* app: the running program: the house and what serves it. */
#ifndef APP_APP_H
#define APP_APP_H

#include "core/feature.h"
#include "http/router.h"
#include "http/server.h"
#include "modules/condition.h"

#include <stdatomic.h>

struct organisation;
struct pool;
struct preview_session;
struct rights_cache;
struct snapshot;

enum { STATUS_CLASSES = 6, DURATION_STEPS = 10 };

/* What /metrics tells; every thread adds. */
struct figures {
	_Atomic uint64_t by_status[STATUS_CLASSES];	  /* 1xx … 5xx by their first digit */
	_Atomic uint64_t by_duration[DURATION_STEPS + 1]; /* see duration_bounds_ms */
	_Atomic uint64_t duration_us;
};

struct app {
	struct house house;
	struct arena *arena;
	const struct route **routes;
	size_t route_count;
	struct router *router;
	struct rights_cache *rights; /* modules and rights, as requests last found them */
	struct pool *pages;	     /* requests that only read and print */
	struct pool *slow;	     /* hashing, PDF, whatever leaves the machine */
	struct http_server *server;
	struct figures figures;
	struct str tls_cert, tls_key; /* PEM texts, empty without TLS */
};

/* A request on its way through the house. */
struct call {
	struct app *app;
	struct request rq;
	struct viewer viewer;
	struct moment moment;
	const struct organisation *organisation; /* NULL before it is known, and before `parvis init` */
	struct snapshot *rights;		 /* held until the request's arena goes */
	struct reply reply;
	struct doc *frame; /* of a page for people; NULL for JSON, and nowhere */
	enum db_trouble trouble;
	const struct preview_session
		*preview; /* a staff user looks at the portal through somebody else's eyes; else NULL */
	bool nowhere;	  /* no host or portal of ours: a page without brand and links */
	bool writes;
	bool admitted;	     /* before prepare */
	bool touch;	     /* the session's "last seen" is more than a minute old */
	bool too_many;	     /* wrong app passwords lately */
	const char *guessed; /* a wrong app password was tried: what counts such tries; NULL: none was */
};

/* ---- start (start.c) ---- */

enum app_purpose {
	APP_ROUTES, /* only the tables: no data folder is touched */
	APP_USE,    /* an existing data folder */
	APP_INIT,   /* makes the data folder and its key when they are not there */
};

/* Reading threads at most: the page workers, the slow ones, the jobs, and one for care. */
enum { APP_READERS = 64 };

/* Opens what a command needs. NULL, and a sentence on standard error, when something is missing. */
struct app *app_open(struct arena *arena, enum app_purpose purpose);
void app_close(struct app *app);

/* The migrations this program carries, in order; and running those the database lacks, and adding the modules it lacks.
 */
size_t app_migrations(struct migration *steps, size_t limit);
bool app_migrate(struct app *app, const char **error);

/* Say whose files they are that this process keeps and reads: the organisation's of the database (false: there is none
 * yet), or of this one. app_migrate has done it for the house's own. */
bool app_claim_files(struct app *app, struct blobs *blobs);
void app_own_files(struct app *app, struct blobs *blobs, int64_t organisation);

extern const struct feature *const features[];
extern const size_t feature_count;

/* Gathers the routes of all features and of the house itself; false and *error on an unset audience or permission, a
 * duplicate, or a feature that does not say how it exports and erases a person. */
bool app_build_routes(struct app *app, const char **error);

/* Hands the rules of access and the keepers of all features to those who ask them; `arena` outlives the house. */
void app_start_access(const struct house *house, struct arena *arena);

/* ---- the way of a request ---- */

struct http_application dispatch_application(struct app *app);
/* Whether the reader is a program: by Accept, or for want of it by the body's type. */
bool prefers_json(const struct http_request *request);

/* Where a streamed body goes, before it comes; and what a route does before its transaction, for which no other may be
 * open. False: not theirs, or trouble: the call knows its answer. */
bool call_open(struct call *call, struct http_sink *sink);
bool call_prepare(struct call *call);
/* Admits and handles the struct call in `data` within the transaction, and undoes what a refused one wrote. */
void call_run(struct tx *tx, void *call);

/* Who asks and whether they may: fills the viewer, the portal, the formats. True: go on; false: call->reply says no. */
bool admit(struct call *call);

/* The layout's values: brand, navigation, who is signed in (frame.c). */
struct doc *frame_doc(struct call *call);

/* Turns the handler's reply, or the trouble, into bytes with every security header (answer.c). */
struct http_reply answer_of(struct call *call);
/* The page of a refusal that never reached a handler. */
struct http_reply answer_refusal(struct app *app, struct http_request *request, int status);

/* Assets and /healthz, answered without a worker; true when `reply` was filled. */
bool answer_asset(struct http_request *request, struct http_reply *reply);
const char *asset_path(const char *plain); /* "app.css" → "/assets/app.3f9a1c2b.css" */

#endif
