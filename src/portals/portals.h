/* portals: the sites clients sign in to, and how they sign in. */
#ifndef PORTALS_PORTALS_H
#define PORTALS_PORTALS_H

#include "companies/companies.h"
#include "core/feature.h"

#include <stdbool.h>

struct contact;

extern const struct feature portals;

struct portal {
	int64_t id;
	const char *address, *name;
	int64_t company_id;
	bool enabled;
	const struct company *company; /* whose brand is shown: that of the request's host, else the portal's */
};

/* The portal of an address, with its company's public side; NULL when there is none. `host` is the request's. */
const struct portal *portal_of_address(struct tx *tx, const char *address, const char *host);
const struct portal *portal_first(struct tx *tx); /* NULL: none yet */
/* For a mail: the absolute address of a page (a path below the portal, which begins with /) at the host of the company
 * that serves the client. A contact of several clients chooses the client first (0: nobody has to). */
const char *portal_link(const struct house *house, struct tx *tx, const struct portal *portal, int64_t company,
			int64_t contact, const char *path);
/* The portal that had this address before; NULL: none had. */
const struct portal *portal_of_former_address(struct tx *tx, const char *address);
/* 410 for whatever was asked at a former address: rq->portal has moved, and is elsewhere. */
struct reply portal_moved_reply(struct request *rq);
/* Whose brand it bears from now on; false when it is no longer `seen`'s: somebody else was quicker. */
bool portal_set_company(struct tx *tx, int64_t portal, int64_t company, int64_t seen);
/* The address as it is kept; NULL, and why not (English, N_), when no portal may have it, whatever others there are. */
const char *portal_address_checked(struct arena *arena, const char *typed, const char **refusal);
int64_t portal_create(struct tx *tx, const char *address, const char *name, int64_t company);

/* ---- who signs in ----
 * A contact, or the record of another module that has a row in portal_user: known by the id of their record, and told
 * as a struct contact (clients/clients.h). Of who is no contact the name is last_name, and there is no mobile number.
 */

struct contact *person_itself(struct tx *tx, int64_t id); /* NULL: nobody; blocked ones too */
/* By lower-case address: contacts first. NULL: nobody's; blocked ones too. */
struct contact *person_of_email(struct tx *tx, const char *email);
/* Who is no contact and may be here now; NULL: their record is in the bin, waits, was refused, is blocked, or has
 * another address by now. */
struct contact *person_elsewhere(struct tx *tx, int64_t id);
/* False: blocked, in the bin, or waiting for approval or review, or refused, without ever having signed in before. */
bool person_may_enter(struct tx *tx, int64_t id);
/* By another contact (the bin included) or another portal user: an address is one person's. */
bool person_address_is_taken(struct tx *tx, const char *email, int64_t except);
/* Makes the record of a module other than the contacts' a portal user of this type, who signs in with this address;
 * what somebody before them had made themselves to sign in with opens nothing. Nothing when they are one already. */
void person_admit(struct tx *tx, int64_t user_type, int64_t record, const char *email);
void person_set_preferences(struct tx *tx, int64_t id, const char *language, const char *theme);
/* Ends sessions, codes on their way, known devices; forgets password and passkeys; all of it. */
void person_sign_out(struct tx *tx, int64_t id);
void person_forget_ways(struct tx *tx, int64_t id);
void person_forget(struct tx *tx, int64_t id);

extern const struct permission portal_reset; /* let people begin again with a code */
/* Where staff take password and passkeys away from somebody: POST. NULL: they have none, or it is not the viewer's to
 * do. */
const char *person_reset_href(struct request *rq, int64_t person);

/* ---- by which ways ---- */

/* What a user type lets people sign in with: at least one. Without codes a code still opens for who has none of the
 * other ways yet, and then they have to make one. */
struct user_type_ways {
	bool code, password, passkey;
};
/* Of the user type; everything when there is none of that id. */
struct user_type_ways user_type_ways(struct tx *tx, int64_t user_type);
void user_type_set_ways(struct tx *tx, int64_t user_type, const struct user_type_ways *ways);

bool portal_password_is_offered(struct tx *tx, const struct contact *contact); /* whether they have chosen one or not */
bool portal_passkey_is_offered(struct tx *tx, int64_t person);
bool portal_code_opens(struct tx *tx, const struct contact *contact); /* codes, whatever else there is */
/* The page of who has still to make a password or a passkey, with what was wrong in the form. */
struct reply portal_first_way(struct request *rq, int status);
/* They made it (VIEWER_NOBODY with a contact): they are signed in, and go on to the form's "next". */
struct reply portal_way_made(struct request *rq, const char *flash, struct doc *document);
/* Begins to sign this person in, as if they had typed their address: sends a code and leads to where it is typed; after
 * it they go to `next`, a path of the portal. They may be nobody yet: by the right code the event "portal.proved" tells
 * of the `invitation` (0: none), and only then they are looked for. */
struct reply portal_send_code(struct request *rq, const struct contact *person, const char *next, int64_t invitation);

/* Since when the contact has a password beside their codes; NO_INSTANT: they have none. */
int64_t portal_password_chosen_at(struct tx *tx, int64_t contact);
/* The hash of the password they chose (sys/crypto.h). */
void portal_password_set(struct tx *tx, int64_t contact, const char *hash);

/* Lets in the contact who proved who they are by a passkey, as the right code would have, or says why not; goes on to
 * the form's field "next". */
struct reply portal_enter(struct request *rq, int64_t contact);
/* What a portal that is switched off answers to everybody: 503. */
struct reply portal_closed_reply(struct request *rq);

#endif
