/* session: signed-in browsers: made, found with their viewer in one statement, listed, ended. */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "core/request.h"

enum session_kind { SESSION_STAFF, SESSION_PORTAL, SESSION_PREVIEW };
extern const char *const session_kind_names[];

#define CONSOLE_COOKIE "sid"
#define PORTAL_COOKIE  "pid"
#define PREVIEW_COOKIE "vid" /* beside the portal's: whoever is signed in there, too, stays so */

struct session_new {
	enum session_kind kind;
	int64_t staff;	 /* STAFF, PREVIEW */
	int64_t contact; /* PORTAL: the record that signs in */
	int64_t client;	 /* PORTAL: may be 0, and is of who is no contact; PREVIEW: the client seen */
	bool half;	 /* STAFF: the second factor is still missing; PORTAL: a way to sign in is still to be made */
	bool remember;	 /* PORTAL: 30 days without the idle limit */
};

/* Makes a session with a new token (256 bits; its SHA-256 is stored) and puts the cookie on `reply`. Staff: 30 min
 * idle, 12 h in all. Portal: 12 h idle, 30 days in all. Preview: 30 min idle, 1 h in all, and no longer than the
 * session it was opened from; what it shows is to be written besides (session_preview_store.h). */
int64_t session_start(struct request *rq, struct reply *reply, const struct session_new *session);

/* Ends the viewer's own session and removes the cookie. */
void session_end_own(struct request *rq, struct reply *reply);
/* Ends others: by id (only of the same person as the viewer; false when it is not theirs), or all of a person: then
 * their passwords of programs end, too (core/app_password.h). */
bool session_end(struct request *rq, int64_t session);
void session_end_all_of_staff(struct tx *tx, int64_t staff, int64_t except);
void session_end_all_of_contact(struct tx *tx, int64_t contact, int64_t except);
void session_end_all_of_client(struct tx *tx, int64_t client, int64_t contact); /* contact 0: of everybody */

/* Who acts for the one client acts for the other from now on: they have become one. */
void session_lead_to_client(struct tx *tx, int64_t from, int64_t to);

/* What was missing was given: the session becomes whole, with a new token. */
void session_complete(struct request *rq, struct reply *reply);
/* The person chose another of their clients (membership checked); false when it is not theirs. */
bool session_choose_client(struct request *rq, int64_t client);

struct session_row {
	int64_t id;
	int64_t created_at, seen_at, expires_at;
	const char *agent;   /* User-Agent, cut */
	const char *address; /* network address it was last seen from */
	bool current;
};
/* The viewer's own sessions, newest first. */
struct session_row *session_list(struct request *rq, size_t *count);
/* One of them for a list: which device it is on, and where to end it, below the path of the person's account. */
struct doc *session_doc(struct request *rq, const struct session_row *session, const char *account);

/* The token a form of this session must bring, in the arena; "" without session. */
const char *session_form_token(const struct request *rq);

#endif
