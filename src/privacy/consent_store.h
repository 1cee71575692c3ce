/* consent_store: the organisation's consents with their texts, and what people are told when they sign in. */
#ifndef PRIVACY_CONSENT_STORE_H
#define PRIVACY_CONSENT_STORE_H

#include "privacy/consent.h"

/* How the organisation deals with personal data. */
struct privacy_words {
	const char *dpo_email;
	const char *message_fr, *message_en;
	int64_t message_number; /* which version of the message; a new one is shown again */
	int64_t version;
};

const struct privacy_words *privacy_find(struct tx *tx);
/* False: somebody else changed them since version `words->version`. `again`: the message is a new one. */
bool privacy_save(struct tx *tx, const struct privacy_words *words, bool again);

bool privacy_has_read(struct tx *tx, int64_t module, int64_t record, int64_t number);
void privacy_note_read(struct tx *tx, int64_t module, int64_t record, int64_t number);

/* The module of that name, which has an id; 0: there is none. */
int64_t person_module(struct tx *tx, const char *name);

/* In their order; retired ones after the others. */
struct consent *consent_list(struct tx *tx, size_t *count);
struct consent *consent_find(struct tx *tx, int64_t id); /* retired ones, too; NULL: there is none */

/* Adds it at the end with its first text; returns the id. */
int64_t consent_create(struct tx *tx, const struct consent *consent, int64_t staff);
/* False: overtaken. Another text is kept beside those before; `again`: it is a new version, to be answered anew. */
bool consent_save(struct tx *tx, const struct consent *consent, bool again, int64_t staff);
bool consent_text_differs(const struct consent *a, const struct consent *b);
void consent_place(struct tx *tx, int64_t id, int64_t position);
void consent_retire(struct tx *tx, int64_t id, bool retired);

/* What was asked, word for word, the newest first. */
struct consent_wording {
	int64_t id, number, created_at;
	const char *name_fr, *name_en, *text_fr, *text_en, *author;
};
struct consent_wording *consent_wordings(struct tx *tx, int64_t consent, size_t *count);
/* Which version a text is of, and whether it is of this consent; 0: it is not. */
int64_t consent_text_number(struct tx *tx, int64_t consent, int64_t text);

#endif
