/* invitation_text: what the mail of an invitation says: a text with variables, and nothing else to compute. */
#ifndef INVITATIONS_INVITATION_TEXT_H
#define INVITATIONS_INVITATION_TEXT_H

#include "base/doc.h"
#include "core/house.h"
#include "invitations/invitation_store.h"

enum { INVITATION_SUBJECT = 150, INVITATION_BODY = 4000 };

/* What the variables stand for: {{name}}, {{company}}, {{portal}}, {{link}}, {{expiry}}. */
struct invitation_words {
	const char *name, *company, *portal, *link, *expiry;
};

/* The text of a language: what was written, else what the program says. Never NULL. */
const struct invitation_text *invitation_text_now(const struct house *house, struct tx *tx, const char *language);
/* What the program says in it. */
const struct invitation_text *
invitation_text_default(const struct house *house, struct arena *arena, const char *language);

/* Why a text cannot be a subject, or the body of a mail: a sentence (English, N_) with {{variable}} from *values;
 * NULL: it can. */
const char *invitation_subject_refusal(struct arena *arena, const char *text, const struct doc **values);
const char *invitation_body_refusal(struct arena *arena, const char *text, const struct doc **values);

/* `text` with every variable replaced; what a value contains is never looked at again. */
const char *invitation_text_fill(struct arena *arena, const char *text, const struct invitation_words *words);

/* Sets "paragraphs" for mails and previews: [{button, lines: [{pieces: [{text, link}]}]}]; button is the address of a
 * paragraph that is nothing but the link, else null. */
void invitation_paragraphs(struct doc *object, const char *body, const struct invitation_words *words);

/* "30 November 2026", the last day of an invitation, in `language` and the organisation's zone. */
const char *invitation_last_day(const struct house *house, struct tx *tx, const char *language, int64_t expires_at);

#endif
