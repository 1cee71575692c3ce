/* contact_store: contacts, and their places at clients, as rows. */
#ifndef CLIENTS_CONTACT_STORE_H
#define CLIENTS_CONTACT_STORE_H

#include "clients/clients.h"

/* Who waits for approval or review, or was refused, does not come in for the first time. Who came in before goes on. */
#define CONTACT_MAY_ENTER                                                                                              \
	"(contact.entered_at is not null or (contact.approval in ('none', 'approved') "                                \
	"and contact.review in ('none', 'accepted')))"

extern const char contact_email_signs_in[]; /* a sentence (English, N_) */

/* A contact's place at a client, seen from either side. */
struct place {
	int64_t client_id;
	const char *number, *name; /* of the client */
	const char *role;
	int64_t since;
	struct contact contact;
};
struct place *places_of_client(struct tx *tx, const struct viewer *viewer, int64_t client, size_t *count);
/* Of those who are contacts of no other client, as far as the viewer sees. */
struct place *places_only_of_client(struct tx *tx, const struct viewer *viewer, int64_t client, size_t *count);
struct place *places_of_contact(struct tx *tx, const struct viewer *viewer, int64_t contact, size_t *count);
struct place *places_held(struct tx *tx, int64_t contact, size_t *count); /* all of a person's: for their own export */

void place_set_role(struct tx *tx, int64_t client, int64_t contact, const char *role);
void place_remove(struct tx *tx, int64_t client, int64_t contact);
bool place_exists(struct tx *tx, int64_t client, int64_t contact);

/* Names, address, number and language. False when somebody else changed the contact since `version`. */
bool contact_update(struct tx *tx, const struct viewer *viewer, const struct contact *contact);
int64_t contact_id_of_email(struct tx *tx, const char *email); /* 0: nobody's */
/* By somebody else, whoever is in the recycle bin included: an address is one person's. */
bool contact_email_is_taken(struct tx *tx, const char *email, int64_t except);
/* Somebody who is no contact signs in to the portal with it: then the sentence above says so beside the field. */
bool contact_email_signs_in_elsewhere(struct tx *tx, const char *email);
/* What follows from names and number that the engine wrote: the order in lists; a new number is not confirmed. */
void contact_settle(struct tx *tx, const struct contact *contact, bool number_is_new);
/* Before their row goes for good: their places, devices and codes. */
void contact_purge(struct tx *tx, int64_t contact);
void contact_set_blocked(struct tx *tx, const struct viewer *viewer, int64_t contact, int64_t blocked_at);

/* Codes and links on their way and remembered browsers are forgotten; sessions are core's affair. */
void contact_forget_sign_ins(struct tx *tx, int64_t contact);
void contact_forget_password(struct tx *tx, int64_t contact); /* the portal's: codes only, until they choose another */
int64_t contact_session_count(struct tx *tx, int64_t contact);
int64_t contact_company(struct tx *tx, int64_t contact); /* in whose name they are written to; 0: none */

/* For imports: whether approval holds it. */
bool contact_waits(struct tx *tx, int64_t contact);

/* Leaves a nameless row that what must be kept may go on referring to. */
void contact_erase(struct tx *tx, int64_t contact);

#endif
