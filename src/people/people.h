/* people: staff users, how they sign in, and their API tokens. */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "core/feature.h"

#include <stdint.h>

extern const struct feature people;

struct staff_new {
	const char *email, *name;
	int64_t profile_id;	   /* profile_id_of(PROFILE_MANAGER)… */
	int64_t role_id;	   /* 0: none */
	const char *password_hash; /* NULL: chooses one by a link */
	const char *language;	   /* NULL: the organisation's */
};

/* 0 when the address is taken. */
int64_t staff_create(struct tx *tx, const struct staff_new *staff);

/* The sentence that refuses a password, or NULL when it is good (12 characters or more, not among the commonest, not
 * the address or the name: NIST SP 800-63B-4 §3.1.1). */
const char *password_refusal(const char *password, const char *email, const char *name);

/* `parvis staff add …`; returns the exit code. */
int staff_command(const struct house *house, int argc, char **argv);

/* The staff user's own choices. */
void staff_set_preferences(struct tx *tx, int64_t staff, const char *language, const char *theme);

#endif
