/* client: rules about a client's numbers and address; no SQL, no HTTP. */
#ifndef CLIENTS_CLIENT_H
#define CLIENTS_CLIENT_H

#include "clients/clients.h"

/* How long texts may be, in characters: for forms and imports alike. */
enum {
	NAME_LENGTH = 160,
	NUMBER_LENGTH = 40,
	LINES_LENGTH = 400,
	POSTAL_CODE_LENGTH = 20,
	TOWN_LENGTH = 120,
	PHONE_LENGTH = 40,
	ROLE_LENGTH = 120,
	EMAIL_LENGTH = 254,
};

/* A French establishment number: 14 digits, already compact. Its check digit is not asked for: what a register of
 * clients says must be possible to write down. */
bool siret_is_plausible(const char *siret);

/* Two letters of a country and 2 to 13 letters or digits (council directive 2006/112/EC, article 215), compact. */
bool vat_number_is_plausible(const char *number);

/* 42 for "C-00042", the numbers that clients get by themselves; 0 for any other. */
int64_t client_number_rank(const char *number);

/* Whether, and how, a contact can sign in. */
enum contact_state { CONTACT_OPEN, CONTACT_WITHOUT_ADDRESS, CONTACT_HELD, CONTACT_BLOCKED };
enum contact_state contact_state(const struct contact *contact);

#endif
