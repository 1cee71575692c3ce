/* portal_password: the password a contact may have beside their codes: rows, limits, and the mails about it. */
#ifndef PORTALS_PORTAL_PASSWORD_H
#define PORTALS_PORTAL_PASSWORD_H

#include "base/instant.h"
#include "core/password.h"
#include "portals/portals.h"
#include "portals/sign_in.h"
#include "portals/ways.h"

#include <stdbool.h>
#include <stdint.h>

/* How long a link to choose a password works. */
static const int64_t portal_password_link_life_ms = HOUR_MS;

struct portal_password {
	int64_t contact_id;
	const char *hash;
	int64_t chosen_at;
};

/* ---- rows (portal_password_store.c) ---- */

struct portal_password *portal_password_of(struct tx *tx, int64_t contact); /* NULL: codes only */
/* Another hash of the same password: it was chosen when it was. */
void portal_password_rehash(struct tx *tx, int64_t contact, const char *hash);
/* Links that lead to choosing one die with it. */
void portal_password_remove(struct tx *tx, int64_t contact);

/* A new link; those before it die. Returns its token, in the transaction's arena. */
const char *portal_password_link_create(struct tx *tx, int64_t contact, int64_t portal);
/* Whose link it is, on this portal, while it works; 0. */
int64_t portal_password_link_contact(struct tx *tx, const char *token, int64_t portal, int64_t now);
/* Uses the link up; false when it does not work or somebody was faster. */
bool portal_password_link_take(struct tx *tx, const char *token, int64_t portal, int64_t now);

void portal_password_sweep(struct tx *tx, int64_t now); /* links that no longer work */
void portal_password_export_person(struct tx *tx, int64_t contact, struct doc *person);

/* ---- trying one (portal_password_try.c, limit_web.c) ---- */

/* What a slow worker found out before the transaction. */
struct password_try {
	enum db_trouble trouble;
	bool allowed; /* by the limits */
	int64_t wait_ms;
	const struct portal_password *kept; /* as it was then; NULL: there is none, or nobody */
	bool matches;
	const char *rehash; /* under the present cost, when the kept one has an older; else NULL */
};

/* Counts one more try for the address of `sign_in`, in a transaction of its own, before anything is compared. */
void limit_password(struct request *rq, const struct sign_in *sign_in, struct password_try *try);
/* Compares, once counted; where there is nothing to compare with it takes as long. For prepare. */
void
password_try_compare(struct request *rq, const struct sign_in *sign_in, const char *password, struct password_try *try);
/* True when it was right, and the password has not been changed meanwhile. */
bool password_try_holds(struct tx *tx, const struct password_try *try);

/* Counts one more link to choose a password; false: nothing is to be sent, and nothing may show it. */
bool limit_link(struct tx *tx, const struct asker *asker);
/* "… please wait {{minutes}} min and try again." beside `field`. */
void limit_error(struct request *rq, const char *field, int64_t wait_ms);

/* The sentence that refuses the form's new_password for this person, or NULL. */
const char *portal_password_refusal(struct request *rq, const struct contact *contact);

/* ---- that it is still them (portal_password_proof.c) ---- */

/* What is asked before a password is set, changed or removed: the old one, or a code mailed for it. Only who came in a
 * moment ago and has no password yet is asked for nothing. */
struct password_proof {
	const char *field, *english; /* NULL: it was given */
	int64_t wait_ms;	     /* too often; else 0 */
	struct password_try try;
	const struct sign_in *counted; /* the code's; NULL: it was not by code */
};
/* For prepare: counts, then compares. */
void password_proof_ask(struct request *rq, const struct contact *contact, struct password_proof *proof);
/* Uses it up; false, with an error in the form, when it was not given. */
bool password_proof_take(struct request *rq, const struct password_proof *proof);
/* Says on a page which of them is asked for: "has_password", "by_code", "proof" (any is),
 * "ready" (there is something to type). */
void password_proof_show(struct request *rq, struct doc *document);
/* Mails a code; false when that was too often. */
bool password_proof_send(struct request *rq, const struct contact *contact, int64_t *wait_ms);

/* ---- mails (portal_password_mail.c) ---- */

enum password_change { PASSWORD_SET, PASSWORD_CHANGED, PASSWORD_REMOVED };
/* Tells the person what was changed, so that a thief cannot hide it. */
void portal_password_tell(struct request *rq, const struct contact *contact, enum password_change change);
/* Tells them that staff removed whatever they signed in with besides codes. */
void portal_ways_tell(struct request *rq, const struct contact *person);
/* Asks for the mail with a link: the same row whether the address is known or not; the job finds out. */
void portal_password_queue_link(struct request *rq, const char *email);
#define PORTAL_PASSWORD_LINK_JOB "portals.password_link"
enum job_result portal_password_link_run(struct job *job);

#endif
