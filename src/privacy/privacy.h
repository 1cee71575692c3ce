/* privacy: the front door: what people are told about their data, what they agree to, and the proof of what they
 * answered. */
#ifndef PRIVACY_PRIVACY_H
#define PRIVACY_PRIVACY_H

#include "core/feature.h"
#include "db/sql.h"

extern const struct feature privacy;
extern const struct permission privacy_write; /* set what people are told and asked: administrators */

/* ---- what invitations ask: who is a record of a module (contacts, leads, vendors) ---- */

/* By the last answer: only CONSENT_GIVEN lets invite. */
enum consent_state {
	CONSENT_NEVER_ASKED,
	CONSENT_GIVEN,
	CONSENT_REFUSED,
	CONSENT_WITHDRAWN,
	CONSENT_ASKED_AGAIN, /* answered to a text that has changed since */
};

struct consent_gate {
	enum consent_state state;      /* CONSENT_GIVEN: all that is required was given, or nothing is */
	const char *name_fr, *name_en; /* of the first consent that is missing; NULL: none, or not in that language */
};

/* Whether the person may be invited to the portal; *gate (NULL: not wanted) says which consent is missing, and why. */
bool consent_lets_invite(struct tx *tx, int64_t module, int64_t record, struct consent_gate *gate);

/* The same of many: gates[i] is that of records[i]. One statement for each CONSENT_GATES of them. */
enum { CONSENT_GATES = 300 };
void consent_gates(struct tx *tx, int64_t module, const int64_t *records, size_t count, struct consent_gate *gates);

/* Adds a condition that is true of the records of the module that may be invited; `record` is the SQL of their id
 * ("contact.id"). */
void consent_gate_sql(struct sql *sql, int64_t module, const char *record);

/* A sentence (English, N_) with {{consent}}: its name in the reader's language. */
const char *consent_gate_reason(enum consent_state state);

/* ---- for other features' pages ---- */

/* Whether privacy is switched on; while it is not, none of its pages and cards show, and nothing is deleted. */
bool privacy_is_on(struct tx *tx);

/* The address of the data protection officer; NULL: not told. */
const char *privacy_dpo(struct tx *tx);

/* Whether there is a message when people sign in, in whatever language. */
bool privacy_has_message(struct tx *tx);

/* ---- texts in two languages ---- */

/* A text in both languages; NULL: there is none in that one. */
struct both {
	const char *fr, *en;
};

/* The text in the language, else in the other one; *lang gets which ("" when there is none). */
const char *both_text(struct both both, const char *language, const char **lang);
/* Sets `name` to the text and `name`_lang to its language where the reader's is another, else null. */
void doc_set_both(struct doc *object, const char *name, struct both both, const char *language);
/* A list of the lines that are not empty: paragraphs; and "…_lang". */
void doc_set_paragraphs(struct doc *object, const char *name, struct both both, const char *language);

#endif
