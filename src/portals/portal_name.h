/* portal_name: the name and the address of a portal: what an address may be, what looks like another, what to propose.
 */
#ifndef PORTALS_PORTAL_NAME_H
#define PORTALS_PORTAL_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
	ADDRESS_LEAST = 3, /* characters of an address */
	ADDRESS_MOST = 40,
	PORTAL_NAME_MOST = 80, /* characters of a name */
	ADDRESS_IDEAS = 3,     /* how many are proposed instead of one that cannot be had */
	ADDRESS_CANDIDATES = 12,
};

enum address_problem {
	ADDRESS_FINE,
	ADDRESS_SHORT,
	ADDRESS_LONG,
	ADDRESS_SIGNS,	  /* other signs than a-z, 0-9 and the hyphen */
	ADDRESS_HYPHENS,  /* a hyphen at an end, or two in a row */
	ADDRESS_RESERVED, /* a word of the program, of mail or of abuse, or what looks like one */
	ADDRESS_TAKEN,	  /* another portal has it, or had it */
	ADDRESS_ALIKE,	  /* it looks like the address of another portal */
};
extern const char *const address_problem_names[];     /* "", "short"… */
extern const char *const address_problem_sentences[]; /* English, N_; NULL for ADDRESS_FINE */

/* As it is kept: without blanks around, capitals as small letters. In the arena; NULL when nothing was typed. */
const char *address_clean(struct arena *arena, const char *typed);

/* What is wrong with it whatever other portals there are. */
enum address_problem address_problem(const char *address);
bool address_is_reserved(const char *address);

/* Whether somebody could take one for the other: hyphens left out, 0 for o, 1 and i for l, 5 for s, rn for m, vv for w.
 */
bool address_is_alike(const char *one, const char *other);

/* The address that a name gives: folded, hyphens for all else, at most ADDRESS_MOST; always one that may be used as far
 * as address_problem tells. */
const char *address_from_name(struct arena *arena, const char *name);

/* What may be proposed for a portal of this name, the best first; `city` of the company, NULL: none. All are fine by
 * address_problem, no two the same; whether they are free is for the caller to ask. Returns how many, at most
 * ADDRESS_CANDIDATES. */
size_t
address_candidates(struct arena *arena, const char *name, const char *city, const char *candidates[ADDRESS_CANDIDATES]);

/* The words that are reserved, NULL-terminated: docs/guide/portal.md lists them. */
extern const char *const reserved_addresses[];

#endif
