/* clients: the client base: customers, and the persons who act for them. */
#ifndef CLIENTS_CLIENTS_H
#define CLIENTS_CLIENTS_H

#include "clients/client_right.h"
#include "clients/client_tally.h"
#include "core/feature.h"

#include <stdbool.h>
#include <stdint.h>

extern const struct feature clients;
extern const struct permission client_browse; /* see those clients that are theirs to see */
extern const struct permission client_read, client_write;
/* The same on the sheets of clients, for those, too, who see but clients that are theirs: what was given to them by
 * hand, what they own. */
extern const struct permission client_sheet, client_work;
/* For viewer->given_only. */
bool client_sees_given_only(const struct viewer *viewer);

enum client_kind { CLIENT_COMPANY, CLIENT_HOUSEHOLD };
extern const char *const client_kind_names[];

struct client {
	int64_t id;
	const char *number, *name, *name_key;
	enum client_kind kind;
	int64_t company_id;
	const char *siret, *vat_number;
	const char *street, *postal_code, *city, *country;
	const char *email, *phone;
	bool test;
	int64_t archived_at; /* NO_INSTANT: it is not archived */
	int64_t created_at, version;
};

struct contact {
	int64_t id;
	const char *first_name, *last_name;
	const char *email;	     /* lower case; NULL: cannot sign in */
	const char *mobile;	     /* E.164 or NULL */
	int64_t mobile_confirmed_at; /* NO_INSTANT: codes go by mail */
	const char *language, *theme;
	int64_t blocked_at; /* NO_INSTANT: may sign in */
	int64_t created_at, version;
	bool held; /* waits, or was refused, before ever signing in: read only */
};

/* The client, for this viewer: staff with client_read, or the client itself. NULL: absent, or not theirs. */
struct client *client_find(struct tx *tx, const struct viewer *viewer, int64_t id);
struct contact *contact_find(struct tx *tx, const struct viewer *viewer, int64_t id);

/* The head of a page of the client's sheet, for {{<client_head}}: "client" and "tabs", of which `tab` (a name of struct
 * client_tab) is open. */
void client_sheet_head(struct request *rq, struct doc *page, const struct client *client, const char *tab);

/* The client of the path, for who has it in full; NULL: `refusal` is what to answer. */
const struct client *client_to_change(struct request *rq, struct reply *refusal);
/* Whether the viewer may change clients, and this one. */
bool client_may_change(struct request *rq, int64_t client);
/* "/console/clients/{id}" and what stands `below` it, "" or "/form". */
const char *client_path(struct request *rq, int64_t client, const char *below);

/* Makes rows; id 0 gets a new one, number NULL the next "C-00042", company_id 0 the first company. The name's key and
 * the creation's instant are filled in. Returns the id, or 0 when the number (the address) is somebody else's. */
int64_t client_create(struct tx *tx, const struct client *client);
int64_t contact_create(struct tx *tx, const struct contact *contact);
void client_add_contact(struct tx *tx, int64_t client, int64_t contact, const char *role);

/* It leaves the lists, and nobody comes in for it; NO_INSTANT: it is back. */
void client_set_archived(struct tx *tx, const struct viewer *viewer, int64_t client, int64_t archived_at);

/* "Anne Sorel", in the arena. */
const char *contact_name(struct arena *arena, const struct contact *contact);

/* ---- forms of those who are about to be made, for features that make them too; what was typed is in rq->form ---- */

#define CLIENT_FIELDS	    "number kind name company siret vat_number street postal_code city country email phone"
#define CLIENT_GROUP_FIELDS "groups.*" /* where it is not sent, groups stay as they are */
#define CONTACT_FIELDS	    "first_name last_name email mobile language"

/* What the part client_fields needs: of a client, or of a new one (NULL). What was typed stays. */
void client_form_fields(struct request *rq, struct doc *page, const struct client *client);
/* Fills `client` from the form, with an error beside each wrong field; id and version are the caller's. */
void client_read_form(struct request *rq, struct client *client);
/* Makes the client of the form, with its groups; whoever makes it keeps it. 0: an error stands beside its field, and
 * what was done is to be undone. */
int64_t client_make(struct request *rq);
/* A client by its fields, with href, company {id, name} and address_lines. */
struct doc *client_doc(struct request *rq, const struct client *client);

/* What the part contact_fields needs: values, errors, languages, `input` (what stands before the names of its fields:
 * ""), and `duplicate` {name, href}, who has the typed address already, or null. */
void contact_form_fields(struct request *rq, struct doc *page, const struct contact *contact, const char *fields);
/* Fills `contact` from the form, with an error beside each wrong field. A mobile number other than before is no longer
 * confirmed: editing it would choose where codes go. */
void contact_read_form(struct request *rq, struct contact *contact);
/* Makes the person of the form. 0 as client_make. */
int64_t contact_make(struct request *rq);
/* A contact by its fields, with href, name, state, tone, and where codes go. */
struct doc *contact_doc(struct request *rq, const struct contact *contact);
/* Gives the contact a place at the client, and notes it in the journal. */
void place_make(struct request *rq, int64_t client, int64_t contact, const char *role);

#define CLIENT_STAFF_FIELDS "staff.*.id staff.*.level"

/* Sets "staff": who may sign in, by name, {id, name, input, level, options}: as typed. */
void client_staff_choose(struct request *rq, struct doc *page);
/* Errors beside what cannot be given, whichever client it is for. */
void client_staff_check(struct request *rq);
/* Gives what was typed; an error where nobody would keep full access. */
void client_staff_give(struct request *rq, int64_t client);

/* For the import of other features: the client of a number, 0 when there is none. */
int64_t client_of_number(struct tx *tx, const char *number);

/* ---- for sign-in, where there is no viewer yet ---- */
/* By lower-case address; NULL when unknown. Blocked ones are returned too. */
struct contact *contact_of_email(struct tx *tx, const char *email);
struct contact *contact_itself(struct tx *tx, int64_t id); /* of the own session only */
bool contact_is_there(struct tx *tx, int64_t id);	   /* not in the recycle bin */
/* False: blocked, or waiting for approval or review, or refused, without ever having signed in before. */
bool contact_may_enter(struct tx *tx, int64_t contact);
/* They made themselves a password or a passkey, besides codes. */
bool contact_has_ways(struct tx *tx, int64_t contact);
void contact_note_entry(struct tx *tx, int64_t contact); /* they signed in */
/* Whom mails about a client go to: contacts who may sign in. */
struct contact *contacts_of_client(struct tx *tx, int64_t client, size_t *count);

struct membership {
	int64_t client;
	const char *number, *name;
};
struct membership *contact_memberships(struct tx *tx, int64_t contact, size_t *count); /* by name */

/* The person's own choices and number. */
void contact_set_preferences(struct tx *tx, int64_t contact, const char *language, const char *theme);
void contact_set_mobile(struct tx *tx, int64_t contact, const char *mobile, int64_t confirmed_at);

/* `parvis import clients|contacts FILE.csv [--dry-run]`; returns the exit code. */
int clients_import_command(const struct house *house, const char *what, int argc, char **argv);

#endif
