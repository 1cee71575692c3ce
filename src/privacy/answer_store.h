/* answer_store: what people answered, who they are being a record of a module. */
#ifndef PRIVACY_ANSWER_STORE_H
#define PRIVACY_ANSWER_STORE_H

#include "privacy/consent.h"

/* An answer to be kept; texts are copied. */
struct answer_new {
	int64_t module, record;
	int64_t consent, text, number;
	enum consent_answer answer;
	enum consent_means means;
	int64_t at;	      /* instant */
	const char *language; /* they read it in; NULL: not on the portal */
	const char *note;     /* of staff; NULL: none */
	int64_t staff;	      /* who noted it; 0: nobody */
	const char *address;  /* network address of the person; NULL: they did not answer themselves */
	int64_t session;      /* theirs; 0: the same */
};
void answer_add(struct tx *tx, const struct answer_new *answer);

/* A consent as it stands for somebody. */
struct standing {
	struct consent consent; /* but for given_count */
	const char *answer;	/* the last one; NULL: none */
	int64_t answer_number, at;
	const char *means, *note, *staff;
};
/* In their order, the retired ones they answered behind; one statement. */
struct standing *standings(struct tx *tx, int64_t module, int64_t record, size_t *count);
/* NULL: there is no such consent, or it is retired and was never answered. */
struct standing *standing_find(struct tx *tx, int64_t module, int64_t record, int64_t consent);
enum consent_state standing_state(const struct standing *standing);

struct answer_row {
	int64_t id, number, at;
	const char *answer, *means, *note, *staff, *language, *address;
	const char *name_fr, *name_en, *text_fr, *text_en; /* what was asked, word for word */
};
/* The newest first, before `before` (INT64_MAX: from the newest). */
struct answer_row *
answer_list(struct tx *tx, int64_t module, int64_t record, int64_t before, size_t limit, size_t *count);

/* For struct feature, of contacts. */
void answers_export_person(struct tx *tx, int64_t contact, struct doc *person);
void answers_erase_person(struct tx *tx, int64_t contact);

#endif
