/* consent: something people are asked to agree to, in versions; and what their answers come to. */
#ifndef PRIVACY_CONSENT_H
#define PRIVACY_CONSENT_H

#include "base/doc.h"
#include "privacy/privacy.h"

enum { CONSENT_NAME = 120, CONSENT_TEXT = 4000, CONSENT_NOTE = 500 };

struct consent {
	int64_t id;
	bool required;	     /* nobody is invited without it */
	bool withdrawable;   /* whoever gave it may withdraw it */
	int64_t retired_at;  /* NO_INSTANT: it is asked */
	int64_t number;	     /* which version is asked now */
	int64_t text_id;     /* its text now, kept word for word */
	int64_t text_at;     /* since when */
	int64_t given_count; /* how many agree to this version */
	const char *name_fr, *name_en, *text_fr, *text_en;
	int64_t version; /* of its form */
};

enum consent_answer { ANSWER_YES, ANSWER_NO, ANSWER_WITHDRAWN };
extern const char *const consent_answer_names[]; /* "yes", "no", "withdrawn" */
enum consent_means { MEANS_PORTAL, MEANS_STAFF, MEANS_IMPORT };
extern const char *const consent_means_names[];
extern const char *const consent_state_names[]; /* "never_asked"… */

/* What the last answer (NULL name: none) comes to while version `number` is asked. */
enum consent_state consent_state_of(const char *answer, int64_t answered_number, int64_t number);

/* Why this answer cannot be given now: a sentence (English, N_); NULL: it can. */
const char *consent_refusal(const struct consent *consent, enum consent_state state, enum consent_answer answer);
/* Whether the answer says what is already so: nothing is written then. */
bool consent_stands(enum consent_state state, enum consent_answer answer);

const char *consent_state_label(enum consent_state state); /* English, N_ */
const char *consent_state_tone(enum consent_state state);
const char *consent_answer_label(const char *answer); /* of what was answered: "Agreed" */
const char *consent_means_label(const char *means);

static inline struct both
consent_name(const struct consent *consent)
{
	return (struct both){consent->name_fr, consent->name_en};
}

#endif
