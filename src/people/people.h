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

/* Acts for a feature and is no person: it never signs in, gets no mail, and only its profile's permissions change. */
struct staff_agent {
	int64_t id, profile_id;
	const char *name;
};
const struct staff_agent *staff_agent_find(struct tx *tx, const char *acts_for); /* NULL: there is none */
/* `no_address` stands where others have their e-mail address, and must not be one. */
void staff_agent_create(struct tx *tx, const char *acts_for, const char *no_address, const char *name, int64_t profile);

/* 0 when the address is taken. */
int64_t staff_create(struct tx *tx, const struct staff_new *staff);

/* `parvis staff add …`; returns the exit code. */
int staff_command(const struct house *house, int argc, char **argv);

/* Signs in the staff user who proved who they are by a passkey that verified them: it stands for password and second
 * factor. A closed account is refused, as after the right password. */
struct reply staff_enter(struct request *rq, int64_t staff);
/* Mails the staff user a sentence (English, N_) about how they sign in: they would notice a thief. */
void staff_tell(const struct house *house, struct tx *tx, int64_t staff, const char *english, const struct doc *values);

/* The staff user's own choices. */
void staff_set_preferences(struct tx *tx, int64_t staff, const char *language, const char *theme);

#endif
