/* password: what nobody may choose as a password, staff or clients. */
#ifndef CORE_PASSWORD_H
#define CORE_PASSWORD_H

/* Whose password it is: what others know of them, and guess first. NULL: not known. */
struct password_owner {
	const char *email, *name;
	const char *company; /* whom they are a client of; NULL: staff */
};

/* The sentence that refuses a password (English, N_), or NULL when it is good: 12 characters or more, not among the
 * commonest nor like one that was stolen and published, not the address, the name or the company's (NIST SP 800-63B-4
 * §3.1.1; CNIL, délibération 2022-100). */
const char *password_refusal(const char *password, const struct password_owner *owner);

#endif
